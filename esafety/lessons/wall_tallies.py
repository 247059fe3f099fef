"""What a class raised its hands for on the wall, for its teacher: never who, and no tally of fewer than five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esafety.content.model import Lesson
from esafety.lessons.shelf import deck_now
from esafety.lessons.wall_deck import Deck, Stop
from esafety.lessons.wall_parts import Option, Part
from esafety.lessons.wall_sitting import OnWall, on_wall
from esafety.lessons.wall_state import tally
from esafety.school.models import SchoolClass


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An option and its hands; `before` is None where it was not asked before the story."""

    label: str
    is_right: bool
    hands: int | None
    before: int | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of the lesson, or of a sort one `thing` of it: how many voted, and for what."""

    prompt: str
    thing: str
    voters: int
    voters_before: int
    many: bool
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """The latest time of a class with a lesson on the wall."""

    moved_at: datetime
    asked: tuple[Asked, ...]


def tallies_of(class_: SchoolClass, *, lesson: Lesson) -> Tallies | None:
    """The hands of the class's latest time with the lesson on the wall; None where there was none."""
    deck = deck_now(lesson)
    now = on_wall(class_, lesson=lesson, deck=deck)
    if now.moved_at is None:
        return None
    found = (_asked(stop, part=part, now=now, deck=deck) for stop, part in deck.votes() if stop.kind == "question")
    return Tallies(moved_at=now.moved_at, asked=tuple(each for each in found if each is not None))


def _asked(stop: Stop, *, part: Part, now: OnWall, deck: Deck) -> Asked | None:
    before = stop.place.replace("question:", "before:", 1)
    after_hands, voters = _hands(part, counts=now.hands(stop.place))
    before_hands, voters_before = _hands(part, counts=now.hands(before) if deck.stop(before) else {})
    if not voters and not voters_before:
        return None
    return Asked(
        prompt=part.prompt,
        thing=part.thing,
        voters=voters,
        voters_before=voters_before,
        many=part.many,
        chosen=tuple(_chosen(option, after=after_hands, before=before_hands) for option in part.options),
    )


def _hands(part: Part, *, counts: Mapping[str, int]) -> tuple[Mapping[str, int], int]:
    """The hands of a vote and how many voted; nothing where they were too few to be shown."""
    found = tally(part, counts=counts)
    return (found.hands, found.voters) if found.may_be_shown else ({}, 0)


def _chosen(option: Option, *, after: Mapping[str, int], before: Mapping[str, int]) -> Chosen:
    return Chosen(
        label=option.label, is_right=option.is_right is True, hands=after.get(option.id), before=before.get(option.id)
    )
