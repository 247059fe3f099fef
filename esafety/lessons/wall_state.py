"""Where a class is on the wall and what it raised hands for, as windows tell it one another. Pure.

Each position, and each count, carries a number that its window raised above all it knew. The higher number stays, so
the same news may come twice, late, or in any order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from esafety.lessons.wall_deck import Deck
from esafety.lessons.wall_parts import Part

MOST_HANDS = 999
FEWEST_VOTERS = 5
LONGEST_PATH = 200
HIGHEST_VERSION = 1_000_000_000
Cell = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Position:
    """What the wall shows. `shown` names the votes whose hands are revealed, `path` the places come from."""

    place: str
    part: int = 0
    shown: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    is_blank: bool = False
    version: int = 0

    def facts(self) -> dict[str, Any]:
        """The same, ready to be sent and kept."""
        return {
            "place": self.place,
            "part": self.part,
            "shown": list(self.shown),
            "path": list(self.path),
            "blank": self.is_blank,
            "v": self.version,
        }


@dataclass(frozen=True, kw_only=True)
class Hands:
    """How many raised a hand for an option."""

    place: str
    option: str
    hands: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a window sends: where it is, where that is news, and the counts that are."""

    position: Position | None
    counts: tuple[Hands, ...]


def read_position(raw: object, *, deck: Deck) -> Position | None:
    """The position in `raw`, or None where the lesson has no such place. What it cannot know of is left out."""
    if not isinstance(raw, Mapping):
        return None
    place, version = raw.get("place"), _number(raw.get("v"), at_most=HIGHEST_VERSION)
    stop = deck.stop(place) if isinstance(place, str) else None
    part = _number(raw.get("part"), at_most=LONGEST_PATH)
    if stop is None or version is None or part is None:
        return None
    votes = {vote_name(stop.place, part=number) for stop in deck.stops for number, _part in enumerate(stop.parts)}
    return Position(
        place=stop.place,
        part=min(part, len(stop.parts) - 1),
        shown=tuple(dict.fromkeys(name for name in _texts(raw.get("shown")) if name in votes)),
        path=tuple(name for name in _texts(raw.get("path")) if deck.stop(name))[-LONGEST_PATH:],
        is_blank=raw.get("blank") is True,
        version=version,
    )


def read_sent(text: str, *, deck: Deck) -> Sent | None:
    """What a window sent, or None where it is no such thing. Counts of what the lesson has no longer are left out."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):  # the second: a thousand brackets, one in the other
        return None
    if not isinstance(raw, Mapping) or not isinstance(raw.get("counts", []), list):
        return None
    cells = cells_of(deck)
    found = (_hands(each, cells=cells) for each in raw.get("counts", [])[: len(cells)])
    return Sent(
        position=read_position(raw.get("position"), deck=deck), counts=tuple(each for each in found if each is not None)
    )


def cells_of(deck: Deck) -> frozenset[Cell]:
    """Everything that hands can be counted for."""
    return frozenset((stop.place, option.id) for stop, part in deck.votes() for option in part.options)


def vote_name(place: str, *, part: int) -> str:
    """How a vote is named among those whose hands are revealed."""
    return f"{place}#{part}"


def _hands(raw: object, *, cells: frozenset[Cell]) -> Hands | None:
    if not isinstance(raw, list) or len(raw) != 4 or not all(isinstance(each, str) for each in raw[:2]):  # noqa: PLR2004 - place, option, hands, version
        return None
    hands, version = _number(raw[2], at_most=MOST_HANDS), _number(raw[3], at_most=HIGHEST_VERSION)
    if hands is None or version is None or (raw[0], raw[1]) not in cells:
        return None
    return Hands(place=raw[0], option=raw[1], hands=hands, version=version)


def _number(raw: object, *, at_most: int) -> int | None:
    is_number = isinstance(raw, int) and not isinstance(raw, bool)
    return raw if isinstance(raw, int) and is_number and 0 <= raw <= at_most else None


def _texts(raw: object) -> list[str]:
    return [each for each in raw if isinstance(each, str)] if isinstance(raw, list) else []


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Hands for each option of a vote. `voters` is how many raised one, or at least how many where one may twice."""

    hands: Mapping[str, int]
    voters: int

    @property
    def may_be_shown(self) -> bool:
        """Whether so many voted that nobody is picked out by it."""
        return self.voters >= FEWEST_VOTERS


def tally(part: Part, *, counts: Mapping[str, int]) -> Tally:
    """Add up a vote; who voted for an option on another screen of the same question has voted too."""
    hands = {option.id: counts.get(option.id, 0) for option in part.options}
    everybody = [counts.get(option, 0) for option in part.asked]
    voters = max(everybody, default=0) if part.many else sum(everybody)
    return Tally(hands=hands, voters=voters)
