"""Letting a child only read for a while: with reasons, an end, a review, and the talk before it goes on noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, false, func, select

from esafety import audit, clock
from esafety.db import atomic, db, take_turn
from esafety.moderation.models import PupilPause
from esafety.roles import Actor, Capability
from esafety.school.calendar import today_at
from esafety.school.models import Pupil, SchoolClass, Staff

LONGEST_WORDS = 300
LONGEST_PAUSE = timedelta(days=42)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A pause as staff see it; a child is shown `child_words` and `until_on` alone."""

    ref: str
    pupil_id: int
    who: str
    class_name: str
    by: str
    child_words: str
    staff_words: str
    from_at: datetime
    until_on: date
    review_on: date
    conversation: str
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PauseSet:
    """The pause is on disk, or has ended."""

    ref: str


class NotPaused(Enum):
    """Why a pause was not made, or not ended."""

    NOT_THERE = "not there"
    NO_REASON = "no reason"
    TOO_LONG = "too long"
    BAD_DATES = "bad dates"
    PAUSED_ALREADY = "paused already"
    NO_CONVERSATION = "no conversation"


@dataclass(frozen=True, kw_only=True)
class InForce:
    """What stops a child from writing just now."""

    ref: str
    child_words: str
    until_on: date


def pause_in_force(pupil_id: int, *, school_id: int) -> InForce | None:
    """The pause of a child that holds today, on the school's clock."""
    row = db.session.execute(
        select(PupilPause.ref, PupilPause.child_words, PupilPause.until_on)
        .where(PupilPause.pupil_id == pupil_id, PupilPause.school_id == school_id, _holds(school_id))
        .order_by(PupilPause.id.desc())
        .limit(1)
    ).first()
    return InForce(ref=row.ref, child_words=row.child_words, until_on=row.until_on) if row else None


@atomic
def pause_pupil(
    actor: Actor, *, pupil_ref: str, child_words: str, staff_words: str, until_on: date, review_on: date
) -> PauseSet | NotPaused:
    """Let a child of one's class only read until the end of a day.

    Args:
        actor: staff of the class, officer or deputy.
        pupil_ref: the child.
        child_words: why, as the child will read it.
        staff_words: why, for staff.
        until_on: the last day of it.
        review_on: the day, not after the last, on which somebody looks at it again.
    """
    pupil = db.session.scalar(select(Pupil).where(_pupils(actor), Pupil.ref == pupil_ref))
    if pupil is None:
        return NotPaused.NOT_THERE
    if not child_words.strip() or not staff_words.strip():
        return NotPaused.NO_REASON
    if max(len(child_words), len(staff_words)) > LONGEST_WORDS:
        return NotPaused.TOO_LONG
    if not (today := today_at(actor.school_id)) <= review_on <= until_on <= today + LONGEST_PAUSE:
        return NotPaused.BAD_DATES
    take_turn(db.session(), what=f"pause:{pupil.id}")
    if pause_in_force(pupil.id, school_id=actor.school_id) is not None:
        return NotPaused.PAUSED_ALREADY
    pause = PupilPause(
        school_id=actor.school_id,
        class_id=pupil.class_id,
        pupil_id=pupil.id,
        paused_by=actor.person_id,
        child_words=child_words.strip(),
        staff_words=staff_words.strip(),
        from_at=clock.now(),
        until_on=until_on,
        review_on=review_on,
    )
    db.session.add(pause)
    db.session.flush()
    _audit(actor, pause=pause, verb="pause.begun")
    return PauseSet(ref=pause.ref)


@atomic
def end_pause(actor: Actor, *, ref: str, conversation: str) -> PauseSet | NotPaused:
    """Let a child write again before the time is up, with a note of the talk that was had with them."""
    pause = db.session.scalar(
        select(PupilPause).where(_pauses(actor), PupilPause.ref == ref, PupilPause.ended_at.is_(None))
    )
    if pause is None:
        return NotPaused.NOT_THERE
    if not conversation.strip():
        return NotPaused.NO_CONVERSATION
    if len(conversation) > LONGEST_WORDS:
        return NotPaused.TOO_LONG
    take_turn(db.session(), what=f"pause:{pause.pupil_id}")
    db.session.refresh(pause)
    if pause.ended_at is not None:
        return NotPaused.NOT_THERE
    pause.conversation = conversation.strip()
    pause.ended_at, pause.ended_by = clock.now(), actor.person_id
    _audit(actor, pause=pause, verb="pause.ended")
    return PauseSet(ref=ref)


def pauses_of(actor: Actor, *, with_past: bool = False) -> list[Pause]:
    """The pauses that `actor` may see, the newest first: those that hold today, or all."""
    wanted = (
        select(PupilPause, Pupil.first_name, Pupil.initial, SchoolClass.name, Staff.name)
        .join(Pupil, Pupil.id == PupilPause.pupil_id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .join(Staff, Staff.id == PupilPause.paused_by)
        .where(_pauses(actor))
        .order_by(PupilPause.id.desc())
    )
    rows = db.session.execute(wanted if with_past else wanted.where(_holds(actor.school_id))).all()
    return [
        Pause(
            ref=pause.ref,
            pupil_id=pause.pupil_id,
            who=f"{first_name} {initial}".strip(),
            class_name=class_name,
            by=by,
            child_words=pause.child_words,
            staff_words=pause.staff_words,
            from_at=pause.from_at,
            until_on=pause.until_on,
            review_on=pause.review_on,
            conversation=pause.conversation,
            ended_at=pause.ended_at,
        )
        for pause, first_name, initial, class_name, by in rows
    ]


def pauses_by_class(actor: Actor, *, since: datetime, until: datetime) -> dict[str, int]:
    """How many pauses were begun in each class in a stretch of time, by the class's name; no child is named."""
    begun = (PupilPause.from_at >= since) & (PupilPause.from_at < until)
    seen = PupilPause.school_id == actor.school_id
    if not (actor.may(Capability.SEE_REPORTS) or actor.may(Capability.MODERATE_SCHOOL_BOARD)):
        seen &= PupilPause.class_id.in_(_own_classes(actor))
    counted = (
        select(SchoolClass.name, func.count())
        .join(PupilPause, PupilPause.class_id == SchoolClass.id)
        .where(begun, seen)
        .group_by(SchoolClass.name)
        .order_by(SchoolClass.name)
    )
    return dict(db.session.execute(counted).all())


def _holds(school_id: int) -> ColumnElement[bool]:
    return PupilPause.ended_at.is_(None) & (PupilPause.until_on >= today_at(school_id))


def _pauses(actor: Actor) -> ColumnElement[bool]:
    if actor.may(Capability.MODERATE_SCHOOL_BOARD):
        return PupilPause.school_id == actor.school_id
    # By today's roll: a pause goes with its child to a new class, and its staff see to it there.
    of_class = select(Pupil.id).where(Pupil.class_id.in_(_own_classes(actor)), Pupil.left_on.is_(None))
    return (PupilPause.school_id == actor.school_id) & PupilPause.pupil_id.in_(of_class)


def _own_classes(actor: Actor) -> frozenset[int]:
    return (actor.class_ids if actor.may(Capability.MODERATE_CLASS_BOARD) else frozenset()) or frozenset({-1})


def _pupils(actor: Actor) -> ColumnElement[bool]:
    on_roll = (Pupil.school_id == actor.school_id) & Pupil.left_on.is_(None)
    if actor.may(Capability.MODERATE_SCHOOL_BOARD):
        return on_roll
    if not actor.may(Capability.MODERATE_CLASS_BOARD):
        return false()
    return on_roll & Pupil.class_id.in_(actor.class_ids or {-1})


def _audit(actor: Actor, *, pause: PupilPause, verb: str) -> None:
    audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb=verb, subject=f"pause:{pause.id}")
