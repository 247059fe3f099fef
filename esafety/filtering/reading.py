"""A message as it is read: in plain lower-case letters, in words, each with its place in the original."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from esafety.filtering.lookalikes import plain

BREAK = "."  # the word that stands for the end of a sentence
_CHUNK = re.compile(r"\S+|\n")
_PIECE = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[.!?;:\u2026]+|([!-/:-@\[-`{-~])\1{3,}|[^\sa-z0-9]")
_AROUND = ".,!?;:()\"'\u2026\u201c\u201d[]{}"
_STOPS = frozenset(".!?;:\u2026")


@dataclass(slots=True)
class Reading:
    """`plain` is the text in plain letters; `at` says where each of them was in the original (None: the same place).

    `words[i]` covers `plain[starts[i]:ends[i]]`; the end of a sentence is a word too (BREAK). `odd` are the words
    between two spaces that hold more than letters: (start, end, index of the first word, index after the last).
    """

    original: str
    plain: str
    at: list[int] | None
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    odd: list[tuple[int, int, int, int]] = field(default_factory=list)

    def span(self, start: int, end: int, /) -> tuple[int, int]:
        """Where plain[start:end] was in the original."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1

    def span_of_words(self, first: int, after: int, /) -> tuple[int, int]:
        """Where words[first:after] were in the original."""
        return self.span(self.starts[first], self.ends[after - 1])


def read(text: str) -> Reading:
    """Read a text; linear in its length."""
    if text.isascii() and "\x00" not in text:
        reading = Reading(text, text.lower(), None)
    else:
        letters: list[str] = []
        at: list[int] = []
        for place, character in enumerate(text):
            for letter in character.lower() if character.isascii() and character != "\x00" else plain(character):
                letters.append(letter)
                at.append(place)
        reading = Reading(text, "".join(letters), at)
    _find_words(reading)
    return reading


def _find_words(reading: Reading) -> None:
    words, starts, ends = reading.words, reading.starts, reading.ends
    for match in _CHUNK.finditer(reading.plain):
        chunk = match.group()
        start = match.start()
        if chunk.isalpha():
            words.append(chunk)
            starts.append(start)
            ends.append(start + len(chunk))
            continue
        core = chunk.strip(_AROUND)
        if core and core.replace("'", "").isalpha():
            begin = start + chunk.index(core)
            words.append(core)
            starts.append(begin)
            ends.append(begin + len(core))
            after = begin + len(core)
            if not _STOPS.isdisjoint(reading.plain[after : match.end()]):
                words.append(BREAK)
                starts.append(after)
                ends.append(match.end())
            continue
        _find_pieces(reading, chunk, start)


def _find_pieces(reading: Reading, chunk: str, start: int, /) -> None:
    first = len(reading.words)
    for piece in _PIECE.finditer(chunk):
        found = piece.group()
        reading.words.append(BREAK if found[0] in _STOPS else found)
        reading.starts.append(start + piece.start())
        reading.ends.append(start + piece.end())
    if chunk == "\n":
        reading.words.append(BREAK)
        reading.starts.append(start)
        reading.ends.append(start + 1)
    elif any(letter.isalpha() for letter in chunk):
        reading.odd.append((start, start + len(chunk), first, len(reading.words)))


_FEWEST_LETTERS = 3
_SAID_SHORT = frozenset("urainycb")  # "u r a ..." is three words
_WIDEST_GAP = 4


def join_letters(reading: Reading) -> None:
    """Make one word of letters that stand apart: "s h i t", "v.i.l.e", "w , o , r , d"."""
    words = reading.words
    if sum(len(word) == 1 and word.isalpha() for word in words) < _FEWEST_LETTERS:
        return
    place = 0
    while place < len(words):
        run = _letters_from(reading, place)
        if len(run) < _FEWEST_LETTERS or (
            len(run) <= _WIDEST_GAP and _SAID_SHORT.issuperset(words[one] for one in run)
        ):
            place += 1
            continue
        first, last = run[0], run[-1]
        words[first : last + 1] = ["".join(words[one] for one in run)]
        reading.ends[first : last + 1] = [reading.ends[last]]
        del reading.starts[first + 1 : last + 1]
        reading.odd = [_moved(odd, first, last - first) for odd in reading.odd]
        place += 1


def _letters_from(reading: Reading, place: int, /) -> list[int]:
    words, starts, ends = reading.words, reading.starts, reading.ends
    run: list[int] = []
    gap = 0
    while place < len(words):
        word = words[place]
        if len(word) == 1 and word.isalpha() and word.isascii():
            wide = starts[place] - ends[run[-1]] if run else 0
            # "s h i t. I ..." ends at the full stop, "s . h . i . t" does not: the signs between letters are alike.
            is_alike = len(run) < 2 or (place - run[-1] > 1) == (run[1] - run[0] > 1)  # noqa: PLR2004 - the first gap
            if run and (wide > _WIDEST_GAP or (len(run) > 1 and wide > gap + (run[1] - run[0] == 1)) or not is_alike):
                break
            gap = max(gap, wide)
            run.append(place)
        elif not run or word.isalnum() or starts[place] - ends[run[-1]] > _WIDEST_GAP:
            break
        place += 1
    return run


def _moved(odd: tuple[int, int, int, int], joined: int, by: int, /) -> tuple[int, int, int, int]:
    """Where a chunk's words are now that those from `joined` on, and `by` after it, are one word."""
    start, end, first, after = odd

    def now(place: int) -> int:
        return place if place <= joined else max(joined, place - by)

    return start, end, now(first), now(after - 1) + 1 if after > first else now(first)
