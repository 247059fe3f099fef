"""A Jinja template as a scanner sees it: the page's own html, with Jinja's constructs put out of the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from jinja2 import Environment

MARK = "\ue000"  # stands where Jinja prints something; no real page holds it
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]*)""")


def environment() -> Environment:
    # Only parses; nothing is rendered by it.
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def plain(source: str) -> str:
    """`source` without comments and statements, with a mark for each expression; of trans only the tags."""
    text, construct, is_in_trans = "", "", False
    for line, kind, value in environment().lex(source):
        if kind == "data":
            text += "\n" * (line - 1 - text.count("\n"))
            text += "".join(re.findall(r"<[^>]*>|\n", value)) if is_in_trans else value
        elif kind == "variable_end":
            text += MARK
        elif kind == "block_begin":
            construct = ""
        elif kind == "block_end":
            is_in_trans = _is_in_trans(construct.split(), was=is_in_trans)
        elif kind != "comment":
            construct += value
    return text


def _is_in_trans(construct: list[str], *, was: bool) -> bool:
    if construct[:1] == ["trans"]:
        return True
    return was and construct[:1] != ["endtrans"]


@dataclass(frozen=True)
class Tag:
    """A start tag with its attributes: value and whether it is quoted."""

    line: int
    name: str
    attributes: dict[str, tuple[str, bool]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = (self.get_starttag_text() or "")[len(tag) + 1 :]
        found = {
            name.lower(): (value.strip("\"'"), value[:1] in {'"', "'"}) for name, value in ATTRIBUTE.findall(source)
        }
        bare = {name: ("", True) for name, _value in attrs if name not in found}
        self.tags.append(Tag(line=self.getpos()[0], name=tag, attributes={**bare, **found}))

    def handle_data(self, data: str) -> None:
        self.words.append((self.getpos()[0], data))


def read(source: str) -> tuple[list[Tag], list[tuple[int, str]]]:
    """The tags of a template, and the words that stand between them outside of gettext, each with its line."""
    reader = _Reader()
    reader.feed(plain(source))
    reader.close()
    return reader.tags, reader.words


def messages(source: str) -> Iterator[tuple[int, str]]:
    """Each text that goes through gettext, with its line."""
    for line, _function, found in environment().extract_translations(source):
        for text in (found,) if isinstance(found, str) else found:
            if text:
                yield line, text
