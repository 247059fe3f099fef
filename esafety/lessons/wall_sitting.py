"""A class's time with a lesson on the wall: where it is, and hands without names. Kept when there is a connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from esafety import audit, clock
from esafety.content.model import Lesson
from esafety.db import Model, Moment, atomic, db, take_turn
from esafety.lessons.wall_deck import COVER, Deck
from esafety.lessons.wall_state import Position, Sent, read_position
from esafety.roles import Actor
from esafety.school.models import SchoolClass


class WallSitting(Model):
    """One time that a class does a lesson together. `position` is what the wall shows, as its windows know it."""

    __tablename__ = "wall_sitting"
    __table_args__ = (UniqueConstraint("class_id", "lesson_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    lesson_id: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    position: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(Moment)
    moved_at: Mapped[datetime] = mapped_column(Moment)


class WallCount(Model):
    """How many hands went up for an option of a vote: a number, of nobody in particular."""

    __tablename__ = "wall_count"
    __table_args__ = (UniqueConstraint("sitting_id", "place", "option"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("wall_sitting.id"))
    place: Mapped[str] = mapped_column(String(140))
    option: Mapped[str] = mapped_column(String(140))
    hands: Mapped[int]
    version: Mapped[int]


@dataclass(frozen=True, kw_only=True)
class OnWall:
    """How the wall of a class stands. `counts` is hands and their version by place and option.

    `moved_at` is None where the class has not begun.
    """

    number: int = 1
    position: Position = field(default_factory=lambda: Position(place=COVER))
    counts: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    moved_at: datetime | None = None

    @property
    def version(self) -> str:
        """A short text that changes whenever anything here does."""
        counted = sum(version for options in self.counts.values() for _hands, version in options.values())
        return f"{self.number}-{self.position.version}-{counted}"

    def hands(self, place: str) -> dict[str, int]:
        """The hands of one place, by option."""
        return {option: hands for option, (hands, _version) in self.counts.get(place, {}).items()}

    def facts(self) -> dict[str, Any]:
        """The same as windows read it."""
        counts = [
            [place, option, hands, version]
            for place, options in self.counts.items()
            for option, (hands, version) in options.items()
        ]
        return {"number": self.number, "version": self.version, "position": self.position.facts(), "counts": counts}


def on_wall(class_: SchoolClass, *, lesson: Lesson, deck: Deck) -> OnWall:
    """How the class's wall stands in a lesson: two queries."""
    sitting = _latest(class_.id, lesson_id=lesson.id)
    if sitting is None:
        return OnWall()
    rows = db.session.execute(
        select(WallCount.place, WallCount.option, WallCount.hands, WallCount.version).where(
            WallCount.sitting_id == sitting.id
        )
    )
    counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in rows:
        counts[row.place][row.option] = (row.hands, row.version)
    # The lesson may have been changed since: what it knows no more leads back to its cover.
    position = read_position(sitting.position, deck=deck) or Position(place=COVER, version=sitting.version)
    return OnWall(number=sitting.number, position=position, counts=counts, moved_at=sitting.moved_at)


@atomic
def keep(actor: Actor, *, class_: SchoolClass, lesson: Lesson, deck: Deck, number: int, sent: Sent) -> OnWall:
    """Keep what a window sent, where it is newer than what is known, and say how the wall stands then.

    What belongs to an earlier time with the lesson is left out. Sent again, it changes nothing.
    """
    take_turn(db.session(), what=_turn(class_.id, lesson=lesson))
    sitting = _latest(class_.id, lesson_id=lesson.id)
    if sitting is None and number == 1:
        sitting = _begin(actor, class_id=class_.id, lesson=lesson, number=1)
    if sitting is not None and sitting.number == number:
        if sent.position is not None and sent.position.version > sitting.version:
            sitting.position, sitting.version = sent.position.facts(), sent.position.version
            sitting.moved_at = clock.now()
        _keep_counts(sitting, sent=sent)
        db.session.flush()
    return on_wall(class_, lesson=lesson, deck=deck)


@atomic
def begin_again(actor: Actor, *, class_: SchoolClass, lesson: Lesson, number: int) -> None:
    """Begin the lesson anew for the class, after the time `number`; pressed twice, it begins once."""
    take_turn(db.session(), what=_turn(class_.id, lesson=lesson))
    sitting = _latest(class_.id, lesson_id=lesson.id)
    if sitting is not None and sitting.number == number:
        _begin(actor, class_id=class_.id, lesson=lesson, number=number + 1)


def _keep_counts(sitting: WallSitting, *, sent: Sent) -> None:
    rows = db.session.execute(
        select(WallCount.id, WallCount.place, WallCount.option, WallCount.version).where(
            WallCount.sitting_id == sitting.id
        )
    )
    known = {(row.place, row.option): (row.id, row.version) for row in rows}
    for each in sent.counts:
        row_id, version = known.get((each.place, each.option), (None, 0))
        if each.version <= version:
            continue
        if row_id is not None:
            db.session.execute(
                update(WallCount).where(WallCount.id == row_id).values(hands=each.hands, version=each.version)
            )
        else:
            facts = {"place": each.place, "option": each.option, "hands": each.hands, "version": each.version}
            made = insert(WallCount).values(school_id=sitting.school_id, sitting_id=sitting.id, **facts)
            row_id = db.session.execute(made.returning(WallCount.id)).scalar_one()
        known[each.place, each.option] = (row_id, each.version)


def _begin(actor: Actor, *, class_id: int, lesson: Lesson, number: int) -> WallSitting:
    at, first = clock.now(), Position(place=COVER)
    sitting = WallSitting(
        school_id=actor.school_id, class_id=class_id, lesson_id=lesson.id, number=number,
        position=first.facts(), version=0, begun_at=at, moved_at=at,
    )  # fmt: skip
    db.session.add(sitting)
    db.session.flush()
    subject = f"wall:{sitting.id}"
    audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb="wall.begun", subject=subject)
    return sitting


def _latest(class_id: int, *, lesson_id: str) -> WallSitting | None:
    return db.session.scalar(
        select(WallSitting)
        .where(WallSitting.class_id == class_id, WallSitting.lesson_id == lesson_id)
        .order_by(WallSitting.number.desc())
        .limit(1)
    )


def _turn(class_id: int, *, lesson: Lesson) -> str:
    return f"wall:{class_id}:{lesson.id}"
