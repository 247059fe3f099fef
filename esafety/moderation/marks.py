"""A text in pieces, so that what the filter found can be marked where it stands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from esafety.filtering.verdict import Category, Finding


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of the text, and the numbers of the rules that found it, from one; none for plain words."""

    text: str
    numbers: tuple[int, ...] = ()


def numbered(findings: Sequence[Finding], /) -> dict[str, int]:
    """The number of each rule that found something, in the order of the text: what one rule found has one number."""
    return {rule: number for number, rule in enumerate(dict.fromkeys(one.rule for one in findings), start=1)}


def pieces_of(text: str, *, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """`text` cut where what a rule found begins or ends; the pieces put together are the text.

    What the filter could not read is no place in it, and is not marked.
    """
    numbers = numbered(findings)
    spans = [
        (numbers[one.rule], max(one.start, 0), min(one.end, len(text)))
        for one in findings
        if one.category is not Category.UNREAD
    ]
    cuts = sorted({0, len(text), *(edge for _number, start, end in spans if start < end for edge in (start, end))})
    stretches = [
        (text[start:end], tuple(sorted({number for number, begins, ends in spans if begins <= start < ends})))
        for start, end in pairwise(cuts)
    ]
    return tuple(
        Piece(text="".join(words for words, _found in together), numbers=found)
        for found, together in groupby(stretches, key=lambda stretch: stretch[1])
    )
