"""What is looked for in the words of a file as they stand: ages in digits, HTML, pictures, links and tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from esafety.content.model import Token
from esafety.content.outline import Line
from esafety.content.report import Report, shown

# In the title, the objective and the body alike. "Year 4" and "3 answers" are no ages.
_AGE = r"(?:[1-9]|1[0-9]|2[01])"
_AFTER_AGE = (
    r"(?=s\b|\+|\s*(?:[.,;:!?)\"'”\u2019]|$)"
    r"|\s+(?:or|and|to|can|may|must|should|who|is|are|do|cannot|in|on|for|with|now)\b)"
)
_WHO_IS = (
    r"(?:I\s+am|I['\u2019]m|(?:[Yy]ou|[Tt]hey|[Ww]e)['\u2019]re"
    r"|(?:[Hh]e|[Ss]he)['\u2019]s|(?!This|That|It|There|Here|What)[A-Z]\w{0,40}\s+is)"
)
_DIGIT_AGE = re.compile(
    rf"\b{_AGE}[\s-]+(?:years?|yrs?)[\s-]+(?:olds?|of\s+age)\b"
    rf"|\b{_AGE}\s*(?:\+(?!\s*\d)|(?:years?\s+)?(?:or|and)\s+(?:over|under|older|younger)\b)"
    rf"|\b(?:[Aa]ged?|[Aa]ges)\s+(?:of\s+)?{_AGE}\b"
    rf"|\b(?:[Oo]ver|[Uu]nder|[Uu]ntil|[Tt]ill|[Tt]urn(?:s|ed|ing)?)\s+(?:the\s+age\s+of\s+)?{_AGE}{_AFTER_AGE}"
    rf"|\b(?:[Oo]ver|[Uu]nder)-{_AGE}\b"
    rf"|\b(?:[Yy]ou|[Tt]hey|[Ww]e|[Hh]e|[Ss]he)\s+(?:are|is)\s+{_AGE}{_AFTER_AGE}"
    rf"|\b{_WHO_IS}\s+{_AGE}{_AFTER_AGE}"
)
_HTML = re.compile(r"<\s*[/!?]?\s*[A-Za-z][^<>]{0,300}>?|&#?\w{1,30};|\bjavascript\s*:", re.IGNORECASE)
# A forgotten space: the heading or list would be read as plain words. "#kindness" is let be.
_NO_SPACE = re.compile(r"^(?:##+(?=[^\W_])|#(?=(?:Story|Talk|Quiz|Teacher|Take home)\b)|[-*+](?=\[))", re.MULTILINE)
# As on a card: "0800 1111", "07700 900 123". A year, a score or 999 is none.
_PHONE_NUMBER = re.compile(r"(?<![\w.,/-])0\d{2,4} ?\d{3,4}(?: ?\d{3,4})?(?![\w/-])")
_IMAGE = re.compile(r"!\[")
_LINK = re.compile(r"\]\(\s*(?!#)|\bhttps?://|\bwww\.", re.IGNORECASE)
_TOKEN = re.compile(r"\{\{([^{}]{0,200})\}\}")
_TOKEN_NAME = re.compile(r"\s*([a-z]+)\s*:\s*([a-z0-9-]{1,60})\s*")


def look_at_wording(lines: Sequence[Line], *, report: Report) -> tuple[Token, ...]:
    """Report what does not belong into a lesson's words; return its tokens."""
    for line, found in _found(_DIGIT_AGE, lines=lines):
        report.problem(
            line,
            message=f'"{shown(found)}" is an age in digits: write {{{{age:name}}}}, or say it without a number.',
        )
    for line, found in _found(_PHONE_NUMBER, lines=lines):
        report.warning(
            line,
            message=f'"{shown(found)}" looks like a phone number: write {{{{helpline:childline}}}}, '
            "which is kept right, or leave it out.",
        )
    for line, _ in _found(_IMAGE, lines=lines):
        report.problem(
            line, message='pictures are not put in like this: name one in curly brackets, such as {show="wren"}.'
        )
    for line, found in _found(_HTML, lines=lines):
        report.warning(
            line, message=f'"{shown(found)}" is shown as it stands, not as HTML: take it out, or use Markdown.'
        )
    for line, found in _found(_NO_SPACE, lines=lines):
        report.problem(line, message=f"put a space after {found} at the beginning of the line.")
    tokens = []
    for line, found in _found(_TOKEN, lines=lines):
        named = _TOKEN_NAME.fullmatch(found[2:-2])
        tokens.append(Token(named[1], named[2], line) if named else Token(found, None, line))
    return tuple(tokens)


def look_for_links(lines: Sequence[Line], *, report: Report) -> None:
    """Warn of addresses where a child would see them."""
    for line in sorted({line for line, _ in _found(_LINK, lines=lines)}):
        report.warning(
            line, message="a child could follow this address out of the lesson: put it into # Teacher, or take it out."
        )


def _found(pattern: re.Pattern[str], *, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    # Over all lines at once: an age may be broken over two of them.
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    for match in pattern.finditer(text):
        yield lines[bisect_right(starts, match.start()) - 1].number, match[0]


MOST_MARKS = 300
LONGEST_PASSAGE = 15_000


def why_too_heavy(text: str) -> str | None:
    """Return why a passage would take a Markdown renderer too long, or None: some marks cost it their square."""
    if len(text) > LONGEST_PASSAGE:
        return f"it has {len(text):,} characters: keep it under {LONGEST_PASSAGE:,}."
    if max(text.count(mark) for mark in "[]*_`<&!(\\") > MOST_MARKS:
        return f"one mark such as [ or * stands there more than {MOST_MARKS} times: take some out."
    if re.search(r"(?m)^[ \t]{24}|^(?:[ \t]*(?:>|[-*+][ \t])){7}", text):
        return "lists or quotes lie more than 6 deep: write them flatter."
    return None
