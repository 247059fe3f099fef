"""Addresses of web pages, written so that they can be followed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from esafety.filtering.reading import Reading

# Endings that are no English words, so that "cats.com" is a link wherever it stands.
_PLAIN = (
    "com|net|org|co\\.uk|org\\.uk|ac\\.uk|gov\\.uk|sch\\.uk|uk|io|gg|xyz|tv|info|biz|app|dev|edu|gov|eu|ru|cn|fr|tk|ml|cc|ly|gl|gd|ai|ws|nz|ca"
    "|website|blog|wiki|scot|wales|cymru|tech|mobi"
)
# Endings that are words too: only with www, a path, or a name before them that is no word.
_WORDS = "online|site|shop|club|fun|games|game|live|link|top|store|world|space|party|zone|page|me|be|it|to|is|in|us|de|so|am|co|news|click|win|art|video|chat|social|network|gift|bid|vip|pro|one|art|lol|kids|school"
_SENTENCE_BEGINNINGS = frozenset("be it to is in us so am me co one page art win pro de".split())
_SCHEME = re.compile(r"(?:h(?:tt|xx)ps?|ftp|file) ?: ?/ ?/? ?\S{0,300}|\bh(?:tt|xx)ps? ?:")
_WWW = re.compile(r"(?<![a-z])w ?w ?w ?(?:\.|dot| )\s?[a-z0-9][a-z0-9-]{1,40}[^\s]{0,200}")
_HOST = re.compile(
    rf"(?<![a-z0-9@.])([a-z0-9][a-z0-9-]{{1,50}}(?:(?:\.|\[\.\])[a-z0-9-]{{1,40}}){{0,3}})(?:\.|\[\.\])({_PLAIN})(?![a-z0-9-])(/\S{{0,200}})?"
)
_WORD_HOST = re.compile(
    rf"(?<![a-z0-9@.])([a-z0-9][a-z0-9-]{{1,50}}(?:\.[a-z0-9-]{{1,40}}){{0,3}})\.({_WORDS})(?![a-z0-9-])(/\S{{0,200}})?"
)
_DOT = r"(?: ?(?:\(dot\)|\[dot\]|\{dot\}|\bdot\b|\bd0t\b|\(\.\)) ?|\bdot)"
_SAID = re.compile(
    rf"([a-z0-9][a-z0-9-]{{0,50}})(?:{_DOT}[a-z0-9-]{{1,40}}){{0,3}}{_DOT}(com|c0m|net|org|co|uk|io|gg|xyz|tv|info|me|app|gov|ac|sch|dev|biz|edu)(?![a-z0-9])"
)
_APART = re.compile(
    r"(?<![a-z0-9])([a-z0-9][a-z0-9-]{2,50})(?: \. ?|\. )(com|net|org|co\.uk|co \. uk|gg|io|xyz|tv|org\.uk)(?![a-z0-9])"
)
_SHORT = re.compile(
    r"(?<![a-z0-9])(?:bit\.ly|youtu\.be|goo\.gl|t\.me|t\.co|is\.gd|fb\.me|discord\.gg|tinyurl)/?\S{0,200}"
)
_ADDRESS = re.compile(
    r"(?<![0-9.])(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}(?::[0-9]{2,5})(?![0-9.])"
)
_DOTLESS = re.compile(r"(?<![a-z])(?:dot ?com|dotcom|dot co dot uk)(?![a-z])")


def links(reading: Reading, /, *, known: Container[str], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a link stands in the original; not inside `taken`, the places of e-mail addresses."""
    plain = reading.plain
    has_dot = "." in plain
    has_said = "dot" in plain or "d0t" in plain
    if not (has_dot or has_said or ":" in plain or "www" in plain or "w w w" in plain):
        return
    for start, end in _found(plain, known=known, has_dot=has_dot, has_said=has_said):
        span = reading.span(start, end)
        if not any(begin <= span[0] < stop or begin < span[1] <= stop for begin, stop in taken):
            yield span


def _found(  # noqa: C901 - one way of writing a link after the other
    plain: str, *, known: Container[str], has_dot: bool, has_said: bool
) -> Iterator[tuple[int, int]]:
    for pattern in (_SCHEME, _WWW):
        for match in pattern.finditer(plain):
            yield match.span()
    if has_dot:
        for match in _HOST.finditer(plain):
            if not match[1].replace(".", "").isdigit():
                yield match.span()
        for match in _WORD_HOST.finditer(plain):
            host = match[1].rsplit(".", 1)[-1]
            is_cut_off = match[2] in _SENTENCE_BEGINNINGS or len(host) <= 3  # noqa: PLR2004 - "skool.so we went"
            if (match[3] or "")[1:] or (host not in known and not is_cut_off and "." not in match[1]):
                yield match.span()
        for pattern in (_APART, _SHORT, _ADDRESS):
            for match in pattern.finditer(plain):
                yield match.span()
    if has_said:
        for pattern in (_SAID, _DOTLESS):
            for match in pattern.finditer(plain):
                yield match.span()
