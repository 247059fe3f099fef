"""The language in which rules are written, and how a pattern is followed along a message.

A pattern is followed for all places of a message at once: a set of places is the bits of one number, and one word
more is one shift to the left. There is no going back and no guessing, so the time grows with the length of the message
alone, whatever is written in the rule or in the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"\s*(?:(?P<open>\(\?:|\(\?<?[=!]|\()|(?P<close>\))|(?P<bar>\|)|(?P<repeat>\{\d*,?\d*\}|\?)|(?P<edge>[\^$])"
    r"|(?P<atom>!?[^\s()|{}?*^$!]+))"
)


class RuleFault(ValueError):
    """A line of a rules file that cannot be used."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """One word: one of the signs, or (`is_other`) any but these.

    The reader makes each atom once, so that two are the same where they are one object: that makes looking it up quick.
    """

    signs: frozenset[int]
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning (or the end) of a sentence."""

    is_start: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part, `least` to `most` times."""

    part: Part
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What must (not) come next, without going on; `is_behind`: what must (not) be the word before."""

    part: Part
    is_not: bool
    is_behind: bool


Part = Atom | Edge | Repeat | Row | Either | Look


class PatternReader:
    """Reads patterns; `signs_of` gives the signs of the words that an atom names."""

    def __init__(self, signs_of: Callable[[str], frozenset[int]], /) -> None:
        self._signs_of = signs_of
        self._named: dict[str, Atom] = {}
        self._made: dict[tuple[frozenset[int], bool], Atom] = {}

    def read(self, pattern: str, /) -> Part:
        """The whole pattern as one part."""
        tokens = _tokens(pattern)
        part, rest = self._either(tokens, 0)
        if rest != len(tokens):
            raise RuleFault(f"a bracket too many in {pattern!r}")
        return part

    def _either(self, tokens: list[tuple[str, str]], place: int, /) -> tuple[Part, int]:
        options: list[Part] = []
        while True:
            part, place = self._row(tokens, place)
            options.append(part)
            if place >= len(tokens) or tokens[place][0] != "bar":
                return self._either_of(options), place
            place += 1

    def _row(self, tokens: list[tuple[str, str]], place: int, /) -> tuple[Part, int]:
        parts: list[Part] = []
        while place < len(tokens) and tokens[place][0] not in {"close", "bar"}:
            part, place = self._one(tokens, place)
            if place < len(tokens) and tokens[place][0] == "repeat":
                part = Repeat(part, *_times(tokens[place][1]))
                place += 1
            if not (isinstance(part, Repeat) and part.most == 0):
                parts.append(part)
        return (parts[0] if len(parts) == 1 else Row(tuple(parts))), place

    def _one(self, tokens: list[tuple[str, str]], place: int, /) -> tuple[Part, int]:
        kind, text = tokens[place]
        if kind == "edge":
            return Edge(is_start=text == "^"), place + 1
        if kind == "atom":
            return self._atom(text), place + 1
        if kind != "open":
            raise RuleFault(f"{text!r} stands where a word should")
        inner, place = self._either(tokens, place + 1)
        if place >= len(tokens):
            raise RuleFault("a bracket is not closed")
        if text in {"(", "(?:"}:
            return inner, place + 1
        return Look(inner, is_not=text.endswith("!"), is_behind="<" in text), place + 1

    def _atom(self, text: str, /) -> Part:
        if text not in self._named:
            is_other = text[0] in "_!"
            name = text.lstrip("_!") if is_other else text
            self._named[text] = self._one_atom(self._signs_of(name) if name else frozenset(), is_other=is_other)
        return self._named[text]

    def _one_atom(self, signs: frozenset[int], *, is_other: bool) -> Atom:
        return self._made.setdefault((signs, is_other), Atom(signs, is_other))

    def _either_of(self, options: list[Part], /) -> Part:
        """The options as one part; single words among them are joined into one atom, which is much quicker."""
        if len(options) == 1:
            return options[0]
        words = [option.signs for option in options if isinstance(option, Atom) and not option.is_other]
        rest = [option for option in options if not (isinstance(option, Atom) and not option.is_other)]
        joined: list[Part] = [self._one_atom(frozenset().union(*words), is_other=False), *rest] if words else rest
        return joined[0] if len(joined) == 1 else Either(tuple(joined))


def _times(text: str, /) -> tuple[int, int]:
    if text == "?":
        return 0, 1
    least, comma, most = text.strip("{}").partition(",")
    return int(least or 0), int(most if comma else least)


@lru_cache(maxsize=2048)
def _tokens(pattern: str, /) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    pattern = pattern.strip()
    for match in _TOKEN.finditer(pattern):
        if match.start() != place or match.lastgroup is None:
            break
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    if place != len(pattern):
        raise RuleFault(f"cannot read {pattern[place : place + 20]!r}")
    return found


def atoms_of(pattern: str, /) -> Iterator[str]:
    """Each class or word that a pattern names."""
    for kind, text in _tokens(pattern):
        if kind == "atom" and text != "_":
            yield from text.lstrip("!").split("/")


def needed(part: Part, /) -> tuple[frozenset[int], ...]:
    """Sets of signs: every match holds a word of each of them."""
    if isinstance(part, Atom):
        return () if part.is_other else (part.signs,)
    if isinstance(part, Repeat):
        return needed(part.part) if part.least else ()
    if isinstance(part, Row):
        return tuple(one for inner in part.parts for one in needed(inner))
    if isinstance(part, Either):
        each = [needed(inner) for inner in part.parts]
        if not all(each):
            return ()
        return (frozenset().union(*(min(sets, key=len) for sets in each)),)
    return ()
