"""Templates: nothing unescaped, inline or from elsewhere; forms carry their fields; every word is translatable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.house_rules.template_source import MARK, environment, read
from tests.house_rules.tree import ROOT, expect_none, files, name_of, plant

LEADS_OR_FETCHES = {"src", "href", "action", "formaction", "poster", "srcset", "data", "hx-get", "hx-post"}
SAID_ALOUD = {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "hx-confirm"}
NOT_WORDS = {"esafety"}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
Rule = Callable[[str], Iterator[str]]


def unescaped(source: str) -> Iterator[str]:
    tree = environment().parse(source)
    for found in tree.find_all((nodes.Filter, nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)):
        if isinstance(found, nodes.Filter):
            if found.name in {"safe", "forceescape"}:
                yield f"{found.lineno}: |{found.name}: make Markup in Python, where it can be tested"
        elif any(option.key == "autoescape" for option in found.options):
            yield f"{found.lineno}: autoescape is not to be switched"


def unquoted(source: str) -> Iterator[str]:
    for tag in read(source)[0]:
        for name, (value, is_quoted) in tag.attributes.items():
            if MARK in value and not is_quoted:
                yield f"{tag.line}: {name}= on <{tag.name}> has no quotes"
            if MARK in name:
                yield f"{tag.line}: an attribute of <{tag.name}> has a name made by an expression"


def inline(source: str) -> Iterator[str]:
    for tag in read(source)[0]:
        if tag.name == "style" or (tag.name == "script" and "src" not in tag.attributes):
            yield f"{tag.line}: inline <{tag.name}>"
        for name in tag.attributes:
            if name == "style" or re.match(r"on[a-z]+$|hx-on|hx-vals$|hx-vars$", name):
                yield f"{tag.line}: {name} on <{tag.name}>: the content security policy blocks it"


def from_elsewhere(source: str) -> Iterator[str]:
    for tag in read(source)[0]:
        for name, (value, _is_quoted) in tag.attributes.items():
            if name in LEADS_OR_FETCHES and re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", value, re.IGNORECASE):
                yield f"{tag.line}: {name}={value!r} on <{tag.name}> is not an address of ours"


def forms_that_forget(source: str) -> Iterator[str]:
    for found in re.finditer(r"<form\b.*?(</form>|\Z)", source, re.DOTALL | re.IGNORECASE):
        line = source.count("\n", 0, found.start()) + 1
        tag = read(found.group())[0][0]
        method = tag.attributes.get("method", ("get", True))[0].lower()
        if method == "post" and "form_fields()" not in found.group():
            yield f"{line}: this form does not call form_fields()"
        if method != "post" and "hx-post" in tag.attributes:
            yield f"{line}: hx-post without method=post: it does nothing without JavaScript"


def works_only_with_htmx(source: str) -> Iterator[str]:
    for tag in read(source)[0]:
        for name in tag.attributes:
            if name in {"hx-put", "hx-patch", "hx-delete"} or (name == "hx-post" and tag.name != "form"):
                yield f"{tag.line}: {name} on <{tag.name}>: only a form posts, so that it works without JavaScript"


def untranslated_html(source: str) -> Iterator[str]:
    tags, words = read(source)
    for line, text in words:
        if _has_words(text):
            yield f"{line}: {' '.join(text.split())!r} is not in gettext"
    for tag in tags:
        for name, (value, _is_quoted) in tag.attributes.items():
            says_it = name in SAID_ALOUD or (name == "value" and tag.attributes.get("type", ("",))[0] == "submit")
            if says_it and _has_words(value):
                yield f"{tag.line}: {name}={value!r} is not in gettext"


def _has_words(text: str) -> bool:
    return any(word.lower() not in NOT_WORDS for word in re.findall(r"[^\W\d_]{2,}", text.replace(MARK, " ")))


def untranslated_strings(source: str) -> Iterator[str]:
    tree = environment().parse(source)
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            for constant in _printed(node):
                if _has_words(str(constant.value)):
                    yield f"{constant.lineno}: {constant.value!r} is printed without gettext"
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name in GETTEXT):
            given = [*call.args, *(keyword.value for keyword in call.kwargs)]
            for constant in given:
                if isinstance(constant, nodes.Const) and _is_sentence(constant.value):
                    yield f"{constant.lineno}: {constant.value!r} is handed on without gettext"


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and bool(re.match(r"[A-Z][a-z']+( [a-z']+)*[.?!]?$", value))


def _printed(node: nodes.Node) -> Iterator[nodes.Const]:
    """The constants that this expression can print; names of classes and states begin with a small letter."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value.strip()[:1].isupper():
        yield node
    elif isinstance(node, nodes.CondExpr):
        yield from _printed(node.expr1)
        if node.expr2 is not None:
            yield from _printed(node.expr2)
    elif isinstance(node, nodes.Or | nodes.And | nodes.Add):
        yield from _printed(node.left)
        yield from _printed(node.right)
    elif isinstance(node, nodes.Concat):
        for part in node.nodes:
            yield from _printed(part)


RULES: tuple[Rule, ...] = (
    unescaped,
    unquoted,
    inline,
    from_elsewhere,
    forms_that_forget,
    works_only_with_htmx,
    untranslated_html,
    untranslated_strings,
)


def offenders(root: Path, *, rule: Rule) -> list[str]:
    found = []
    for path in files(root, under="templates", ends=(".html",)):
        found += [f"{name_of(path, root=root)}:{fault}" for fault in rule(path.read_text(encoding="utf-8"))]
    return found


def not_html(root: Path) -> list[str]:
    """Flask escapes by the name's ending, so a template of another ending would not be escaped."""
    everything = (root / "templates").rglob("*")
    return [name_of(path, root=root) for path in everything if path.is_file() and path.suffix != ".html"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_templates_keep_the_rule(rule: Rule) -> None:
    expect_none(offenders(ROOT, rule=rule))


def test_templates_are_named_html() -> None:
    expect_none(not_html(ROOT))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (unescaped, "{{ words|safe }}"),
        (unescaped, "{% autoescape false %}{{ words }}{% endautoescape %}"),
        (unquoted, "<a href={{ url }}>{{ words }}</a>"),
        (unquoted, "<p class=big-{{ size }}>{{ words }}</p>"),
        (unquoted, "<p {{ name }}='x'></p>"),
        (inline, "<p style='color: red'></p>"),
        (inline, "<style></style>"),
        (inline, "<script>{{ words }}</script>"),
        (inline, "<p\n  onclick='{{ x }}'></p>"),
        (inline, "<p hx-on:click='x'></p>"),
        (from_elsewhere, "<img src='https://example.org/a.png'>"),
        (from_elsewhere, "<link href='//example.org/a.css'>"),
        (from_elsewhere, "<a href='javascript:{{ x }}'></a>"),
        (from_elsewhere, "<img src='data:image/png;base64,AAAA'>"),
        (forms_that_forget, "<form method='post'><input></form>"),
        (forms_that_forget, "<form method='{{ 'post' }}' hx-post='/x'>{{ form_fields() }}</form>"),
        (forms_that_forget, "<form method='post'>{{ form_fields() }}</form><form method=post></form>"),
        (works_only_with_htmx, "<button hx-post='/x'></button>"),
        (works_only_with_htmx, "<form hx-delete='/x'></form>"),
        (untranslated_html, "<p>Sign in</p>"),
        (untranslated_html, "<p>{{ name }}, hello</p>"),
        (untranslated_html, "<img alt='A bird'>"),
        (untranslated_html, "<input placeholder='Code'>"),
        (untranslated_html, "<button aria-label='Close {{ x }}'></button>"),
        (untranslated_strings, "{{ 'Sign in' }}"),
        (untranslated_strings, "{{ 'Sign in now' if new else _('Hello') }}"),
        (untranslated_strings, "{{ button('Sign in') }}"),
        (untranslated_strings, "{{ button(label='Close') }}"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, rule: Rule, source: str) -> None:
    plant(tmp_path, "templates/planted.html", "<!doctype html>\n" + source)
    assert len(offenders(tmp_path, rule=rule)) == 1


def test_a_template_of_another_name_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "templates/planted.jinja", "")
    assert not_html(tmp_path) == ["templates/planted.jinja"]


GOOD = """{% extends "screen.html" %}
{# A comment may say anything, also <script>. #}
{% block main %}
<h1>{{ _("Hello") }}</h1>
<a class="button{% if big %} big{% endif %}" href="/x?y={{ y }}&amp;z={{ z }}" aria-label="{{ _('On') }}">&rarr; 3</a>
<p>{{ part(wide=True) }}{% trans name=name %}Hello <b>{{ name }}</b>, well done{% endtrans %}
&middot; {{ picture("wren").alt }}</p>
<form method="post" action="{{ url_for('a.b') }}" hx-post="{{ url_for('a.b') }}" hx-target="#screen">{{ form_fields() }}
<input type="text" name="code" autocapitalize="off" {% if x %}required{% endif %} value="{{ typed }}"></form>
<p {% if current %}aria-current="page"{% endif %} class="{{ 'done' if done else 'to do' if False }}"></p>
{% endblock %}
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_templates_are_left_alone(rule: Rule) -> None:
    assert not list(rule(GOOD))


def test_a_fault_is_found_on_its_own_line() -> None:
    source = "{% set x = 1 -%}\n\n{#\n#}\n<p>{{\n x }}</p>\n<p>Hello</p>\n"
    assert list(untranslated_html(source)) == ["7: 'Hello' is not in gettext"]
