"""What no page of ours may have, whoever made it: read by the test client at every answer, and tested by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E

TYPED_IN = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
FETCHES_OR_LEADS = ("src", "href", "action", "formaction", "poster", "srcset", "data", "hx-get", "hx-post")
EVERY_FORM_CARRIES = ("csrf_token", "owner")


def is_whole_page(html: str) -> bool:
    """A page has its doctype; a part, which htmx swaps in, has none."""
    return html.lstrip().lower().startswith("<!doctype")


def faults_of(html: str) -> list[str]:
    """Every fault of a page or part, one sentence each; an empty list for a good one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    if is_whole_page(html):
        tree = parser.parse(html)
        checks = [*_faults_of_any(tree), *_faults_of_page(tree)]
    else:
        tree = parser.parseFragment(html)
        checks = _faults_of_any(tree)
    return [*_parse_errors(parser), *checks]


def elements(tree: Element, *tags: str) -> list[Element]:
    return [element for element in tree.iter() if isinstance(element.tag, str) and (not tags or element.tag in tags)]


def words_in(element: Element) -> str:
    """The words that a person hears at this element: its text and the alt texts in it."""
    alts = [inner.get("alt", "") for inner in elements(element, "img")]
    return " ".join(" ".join([*element.itertext(), *alts]).split())


def _parse_errors(parser: html5lib.HTMLParser) -> list[str]:
    return [
        f"line {line}: {E.get(code, code) % facts if facts else E.get(code, code)}"
        for (line, _column), code, facts in parser.errors
    ]


def _faults_of_any(tree: Element) -> list[str]:
    return [
        *_repeated_ids(tree),
        *_unnamed(tree),
        *_what_the_policy_blocks(tree),
        *_elsewhere(tree),
        *_forms_without_fields(tree),
    ]


def _faults_of_page(tree: Element) -> list[str]:
    faults = []
    if not tree.get("lang"):
        faults.append("<html> has no lang")
    headings = elements(tree, "h1")
    if len(headings) != 1:
        faults.append(f"{len(headings)} <h1> instead of one: {[words_in(heading) for heading in headings]}")
    titles = [words_in(title) for title in elements(tree, "title")]
    if not any(titles):
        faults.append("no <title>")
    if len(elements(tree, "main")) != 1:
        faults.append("not exactly one <main>")
    return [*faults, *_dangling(tree)]


def _repeated_ids(tree: Element) -> list[str]:
    counts = Counter(element.get("id") for element in elements(tree) if element.get("id") is not None)
    return [f"id {name!r} is there {count} times" for name, count in counts.items() if count > 1]


def _dangling(tree: Element) -> list[str]:
    known = {element.get("id") for element in elements(tree)}
    faults = []
    for element in elements(tree):
        pointed = [name for attribute in REFERENCES for name in element.get(attribute, "").split()]
        if element.get("href", "").startswith("#"):
            pointed.append(element.get("href", "")[1:])
        faults += [f"<{element.tag}> points to {name!r}, which is not there" for name in pointed if name not in known]
    return faults


def _unnamed(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in elements(tree, "label") if words_in(label)}
    wrapped = {inner for label in elements(tree, "label") if words_in(label) for inner in label.iter()}
    for element in elements(tree, "img", "a", "button", *TYPED_IN):
        named = bool(element.get("aria-label", "").strip() or element.get("aria-labelledby"))
        if element.tag == "img":
            if element.get("alt") is None:
                yield f"<img src={element.get('src')!r}> has no alt"
        elif element.tag in {"a", "button"}:
            if not named and not words_in(element):
                yield f"<{element.tag} {element.get('href') or element.get('name') or ''}> has no words"
        elif element.get("type") in NEEDS_NO_LABEL:
            continue
        elif not named and element not in wrapped and element.get("id") not in labelled:
            yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _what_the_policy_blocks(tree: Element) -> Iterator[str]:
    for element in elements(tree):
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        for name, value in element.attrib.items():
            if not isinstance(name, str):
                continue
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"inline {name} on <{element.tag}>"
            if re.match(r"\s*(javascript|vbscript|data):", value, re.IGNORECASE) and name in FETCHES_OR_LEADS:
                yield f"{name}={value[:40]!r} on <{element.tag}>"


def _elsewhere(tree: Element) -> Iterator[str]:
    for element in elements(tree):
        for name in FETCHES_OR_LEADS:
            if urlsplit(element.get(name, "")).netloc:
                yield f"{name}={element.get(name)!r} on <{element.tag}> leaves the school"


def _forms_without_fields(tree: Element) -> Iterator[str]:
    for form in elements(tree, "form"):
        if form.get("method", "get").lower() != "post":
            if form.get("hx-post"):
                yield f"<form hx-post={form.get('hx-post')!r}> does nothing without JavaScript"
            continue
        names = {field.get("name") for field in elements(form, "input")}
        missing = [name for name in EVERY_FORM_CARRIES if name not in names]
        if missing:
            yield f"<form action={form.get('action')!r}> does not carry {' and '.join(missing)}"
