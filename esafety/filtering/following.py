"""Following a pattern along a row of signs, from every place at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from esafety.filtering.patterns import Atom, Edge, Either, Look, Part, Repeat, Row

BREAK_SIGN = 0


class Places(dict[Atom, int]):
    """Where in a row each atom stands, as the bits of a number; found when first asked for.

    `phrases` are words that together have a sign of their own: (place as a bit, how many words, sign).
    `starts` and `ends` are the places where a sentence begins, and those after its last word.
    """

    def __init__(self, row: Sequence[int], phrases: Sequence[tuple[int, int, int]], /) -> None:
        super().__init__()
        self.where: dict[int, int] = {}
        bit = 1
        for sign in row:
            self.where[sign] = self.where.get(sign, 0) | bit
            bit <<= 1
        breaks = self.where.get(BREAK_SIGN, 0)
        self.words = (bit - 1) & ~breaks
        self.all = bit - 1
        self.starts = 1 | (breaks << 1)
        self.ends = breaks | bit
        self.phrases = phrases
        self._phrases_begin = 0
        for begin, _, _ in phrases:
            self._phrases_begin |= begin
        self._standing = frozenset(self.where)
        self.here = self._standing.union(sign for _, _, sign in phrases)
        self._of_phrases: dict[Atom, list[tuple[int, int]]] = {}

    def __missing__(self, atom: Atom) -> int:
        where, found = self.where, 0
        for sign in atom.signs & self._standing:
            found |= where[sign]
        if atom.is_other:
            found = self.words & ~found
        self[atom] = found
        return found

    def after(self, atom: Atom, at: int, /) -> int:
        """The places after an atom that stands at any of the places `at`, phrases included."""
        reached = (at & self[atom]) << 1
        if at & self._phrases_begin:
            if atom not in self._of_phrases:
                signs = frozenset[int]() if atom.is_other else atom.signs
                self._of_phrases[atom] = [(bit, size) for bit, size, sign in self.phrases if sign in signs]
            for bit, size in self._of_phrases[atom]:
                if at & bit:
                    reached |= bit << size
        return reached


def follow(part: Part, at: int, places: Places, /) -> int:  # noqa: PLR0911 - one kind of part after the other
    """The places where a part may end that begins at any of the places `at`; 0 when it fits nowhere."""
    if type(part) is Atom:
        return places.after(part, at)
    if type(part) is Row:
        for one in part.parts:
            at = places.after(one, at) if type(one) is Atom else follow(one, at, places)
            if not at:
                return 0
        return at
    if type(part) is Either:
        reached = 0
        for one in part.parts:
            reached |= places.after(one, at) if type(one) is Atom else follow(one, at, places)
        return reached
    if type(part) is Repeat:
        return _repeated(part, at, places)
    if type(part) is Edge:
        return at & (places.starts if part.is_start else places.ends)
    return _looked(part, at, places) if isinstance(part, Look) else 0


def _repeated(part: Repeat, at: int, places: Places, /) -> int:
    inner = part.part
    reached = 0 if part.least else at
    for time in range(1, part.most + 1):
        at = follow(inner, at, places)
        if not at:
            break
        if time >= part.least:
            reached |= at
    return reached


def _looked(part: Look, at: int, places: Places, /) -> int:
    inner = part.part
    if isinstance(inner, Atom):
        seen = places[inner] << 1 if part.is_behind else places[inner]
    elif part.is_behind:
        seen = follow(inner, places.all, places)
    else:
        seen = sum(one for one in bits(at) if follow(inner, one, places))
    return at & ~seen if part.is_not else at & seen


def bits(number: int, /) -> Iterator[int]:
    """Each bit of a number, lowest first."""
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest


def spans(part: Part, places: Places, /) -> Iterator[tuple[int, int]]:
    """Where a pattern fits, from left to right, each as long as may be: row[start:end]."""
    done = 0
    for one in bits(places.all):
        if one >= done and (ends := follow(part, one, places)):
            start, end = one.bit_length() - 1, ends.bit_length() - 1
            if end > start:
                done = 1 << end
                yield start, end
