"""What an author writes can do no harm on a page, and tokens are filled from the facts alone."""

from __future__ import annotations

import time

import pytest

from esafety.content.facts import Helpline
from esafety.content.filling import with_tokens_filled
from esafety.content.parse import parse_lesson
from esafety.content.render import fill_tokens, prose
from tests.content.samples import FACTS, GOOD, TODAY, good_lesson


def test_prose_is_markdown() -> None:
    html = prose("Say **this**:\n\n- one\n- two\n\n> and `this`", facts=FACTS)
    for part in ("<strong>this</strong>", "<li>one</li>", "<blockquote>", "<code>this</code>"):
        assert part in html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=alert(1)>b</b>",
        "<div>\n\n**x**\n\n</div>",
        "[a](javascript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](data:text/html,x)",
        "[a](http://tracker.example/)",
        '[a](https://x.example "onmouseover=alert(1)")',
        "![x](http://tracker.example/x.png)",
        "![x](../../etc/passwd)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<javascript:alert(1)>",
        "```\n</code><script>alert(1)</script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
        "{: onclick=alert(1) }",
        "<!-- <img src=x onerror=alert(1)> -->",
        "<?php x ?>",
    ],
)
def test_prose_is_harmless(markdown: str) -> None:
    html = prose(markdown, facts=FACTS).casefold()
    for harm in ("<script", "<img", "<div", "<b ", "<!--", "<?", 'href="j', 'href="d', 'href="http:', "title="):
        assert harm not in html


def test_html_is_shown_as_text() -> None:
    assert prose("<script>alert(1)</script>", facts=FACTS) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_link_keeps_its_address_and_tells_nobody_where_it_was_followed() -> None:
    assert (
        prose("[a](https://x.example/)", facts=FACTS)
        == '<p><a href="https://x.example/" rel="noopener noreferrer">a</a></p>'
    )


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% x %}", "{{config}}", "{{age:unknown}}", "{{helpline:unknown}}", "{{x:y}}", "${7*7}"]
)
def test_what_is_no_known_token_stays_as_it_stands(text: str) -> None:
    assert fill_tokens(text, facts=FACTS) == text
    assert prose(text, facts=FACTS).replace("<em>", "*").replace("</em>", "*") == f"<p>{text}</p>"


def test_tokens_are_filled() -> None:
    text = "Ring {{helpline:childline}}. Hoot is for {{ age : hoot }} and up."
    filled = "Ring Childline on 0800 1111. Hoot is for 13 and up."
    assert fill_tokens(text, facts=FACTS) == filled
    assert prose(text, facts=FACTS) == f"<p>{filled}</p>"


def test_a_fact_is_never_html() -> None:
    odd = Helpline("childline", "<b>Child</b>", "1", "always", "x", TODAY, "children")
    facts = type(FACTS)(helplines={"childline": odd})
    assert prose("{{helpline:childline}}", facts=facts) == "<p>&lt;b&gt;Child&lt;/b&gt; on 1</p>"


def test_pupils_texts_are_filled_when_a_lesson_is_loaded() -> None:
    text = GOOD.replace("Wren finds a parrot app.", "Hoot is {{age:hoot}}.").replace(
        "What can Wren do?", "Is it {{age:hoot}}?"
    )
    parsed = parse_lesson(text.replace("They can help.", "It is {{age:hoot}}."), path="x.md")
    assert parsed.lesson
    lesson = with_tokens_filled(parsed.lesson, facts=FACTS)
    assert lesson.steps[0].narration == ("Hoot is 13.",)
    assert lesson.steps[0].question == "Is it 13?"
    assert lesson.quiz[1].answers[0].reason == "Yes. It is 13."
    assert lesson.teacher.endswith("{{helpline:childline}}.")
    untouched = parse_lesson(GOOD.replace(" Ring {{helpline:childline}}.", ""), path="x.md").lesson
    assert untouched
    assert with_tokens_filled(untouched, facts=FACTS) is untouched
    assert good_lesson().tokens


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 20_000,
        ("[" * 1000 + "\n") * 10,
        "\n".join(">" * depth + " a" for depth in range(1, 150)),
        "*a " * 5_000,
        "".join("    " * depth + "- a\n" for depth in range(300)),
        "a\n\n" * 6_000,
        "[](" * 299,
        "[" * 290 + "*" * 290 + "_a" * 290 + "`" * 290,
        "\\" * 19_000,
        "<" * 290 + "a" * 15_000,
    ],
)
def test_heavy_prose_is_shown_soon(markdown: str) -> None:
    began = time.process_time()
    html = prose(markdown, facts=FACTS)
    # Some times what it takes: the machine may be slow, and coverage is being measured.
    assert time.process_time() - began < 0.6
    assert html.startswith("<")
