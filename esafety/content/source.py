"""The text of a file made safe to look at: size, encoding and odd characters come before anything reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from esafety.content.report import Report

MOST_BYTES = 200_000
LONGEST_LINE = 2_000
MOST_LINES = 5_000

# Control characters, lone surrogates, line separators that editors do not show, and the marks that reorder text.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, without their ends. `readable` is false where there is no use in looking at them."""

    lines: tuple[str, ...]
    readable: bool


def read_source(text: str | bytes, *, report: Report) -> Source:
    """Split a file into lines. A byte order mark and Windows line ends are accepted; the rest is reported."""
    if len(text) > MOST_BYTES:
        report.problem(1, message=f"the file is too long ({len(text):,} characters): keep it under {MOST_BYTES:,}.")
        return Source((), readable=False)
    if isinstance(text, bytes):
        if text.startswith((b"\xff\xfe", b"\xfe\xff")):
            report.problem(1, message='the file was saved as "Unicode" (UTF-16): save it again as UTF-8.')
            return Source((), readable=False)
        text = _decoded(text, report=report)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        report.problem(1, message=f"the file has too many lines ({len(lines):,}): keep it under {MOST_LINES:,}.")
        return Source((), readable=False)
    too_long = [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    for number in too_long:
        report.problem(
            number, message=f"the line has {len(lines[number - 1]):,} characters: keep lines under {LONGEST_LINE:,}."
        )
    if too_long:
        return Source((), readable=False)
    return Source(
        tuple(_without_odd_characters(line, number=number, report=report) for number, line in enumerate(lines, 1)),
        readable=True,
    )


def _decoded(raw: bytes, *, report: Report) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8").removeprefix("\ufeff")) + 1
        report.problem(
            before.count(b"\n") + 1,
            message=f"column {column}: the byte {raw[error.start]:#04x} is not UTF-8: save the file again as UTF-8.",
        )
        return raw.decode("utf-8", errors="replace")


def _without_odd_characters(line: str, *, number: int, report: Report) -> str:
    for odd in _NOT_TEXT.finditer(line):
        report.problem(
            number, message=f"column {odd.start() + 1}: the character U+{ord(odd[0]):04X} cannot be shown: delete it."
        )
    return _NOT_TEXT.sub("\ufffd", line)
