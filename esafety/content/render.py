"""Author's Markdown to safe HTML. Only prose goes this way; a pupil's words never do."""

from __future__ import annotations

import html
import re

import nh3
from markdown import Markdown

from esafety.content.facts import Facts
from esafety.content.wording import why_too_heavy

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "a",
}
_ADDRESSES = ("https://", "mailto:", "tel:")
_TOKEN = re.compile(r"\{\{\s*(helpline|age)\s*:\s*([a-z0-9-]{1,60})\s*\}\}")


def prose(markdown: str, *, facts: Facts) -> str:
    """Return safe HTML for a passage of Markdown, its tokens filled from the data files.

    HTML in the passage is shown as text, pictures are dropped, and links lead to https, mailto and tel addresses only.
    A passage that would take long to render is shown as plain paragraphs.
    """
    return _filled(nh3.clean(_html(markdown), tags=_TAGS, attribute_filter=_kept), facts=facts)


def _kept(tag: str, name: str, value: str) -> str | None:  # noqa: PLR0917 - nh3 calls it so
    is_kept = tag == "a" and (name == "rel" or (name == "href" and value.startswith(_ADDRESSES)))
    return value if is_kept else None


def fill_tokens(text: str, *, facts: Facts) -> str:
    """Return plain text with its tokens filled; what is no known token stays as it stands."""
    return _TOKEN.sub(lambda token: _value(token, facts=facts), text)


def names_of_tokens(text: str) -> list[str]:
    """Return the tokens in a text as `age:tiktok`, whether they are known or not."""
    return [f"{token[1]}:{token[2]}" for token in _TOKEN.finditer(text)]


def _filled(safe_html: str, *, facts: Facts) -> str:
    # After cleaning, and escaped: a fact is never Markdown and never HTML.
    return _TOKEN.sub(lambda token: html.escape(_value(token, facts=facts)), safe_html)


def _value(token: re.Match[str], *, facts: Facts) -> str:
    if token[1] == "helpline" and token[2] in facts.helplines:
        helpline = facts.helplines[token[2]]
        return f"{helpline.name} on {helpline.number}"
    if token[1] == "age" and token[2] in facts.ages:
        return facts.ages[token[2]].min_age or token[0]
    return token[0]


def _html(markdown: str) -> str:
    if why_too_heavy(markdown) is None:
        converter = Markdown(output_format="html")
        # Without these two, HTML in the text is text like any other.
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
        return converter.convert(markdown)
    return "\n".join(f"<p>{html.escape(part.strip())}</p>" for part in markdown.split("\n\n") if part.strip())
