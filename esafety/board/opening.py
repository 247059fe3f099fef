"""Opening and closing the board of a class, and whether it is open just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update

from esafety import audit, clock
from esafety.board import rules
from esafety.board.choices import choices_of
from esafety.board.models import BoardOpening
from esafety.board.rules import NOTHING_WAITS, Backlog, BoardState, NotOpened
from esafety.concerns.service import readers_of
from esafety.db import atomic, db, take_turn
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.states import TO_DECIDE, State
from esafety.roles import Actor
from esafety.school.calendar import calendar_of
from esafety.school.models import Staff
from esafety.school.service import NamedAdult, adults_of_class

BY_TEACHER, BY_ANOTHER = "teacher", "another"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the board of a class stands just now. What is of the opening is empty where nobody has opened it."""

    state: BoardState
    purpose: str = ""
    on_duty: str = ""
    on_duty_id: int | None = None
    until_at: datetime | None = None
    opening_ref: str = ""
    lesson_id: str = ""
    backlog: Backlog = NOTHING_WAITS
    shows_first_names: bool = False

    @property
    def is_open(self) -> bool:
        """Whether children may write."""
        return self.state is BoardState.OPEN


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The board is open, and that is on disk."""

    ref: str
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class Closed:
    """The board is closed; `was_open` is false where it had been before."""

    was_open: bool


def standing_of(class_id: int, *, school_id: int) -> Standing:
    """Whether the board of a class is open, with whom on duty, and if not, why."""
    at, choices, calendar = clock.now(), choices_of(school_id), calendar_of(school_id)
    backlog = backlog_of(class_id, school_id=school_id)
    row = db.session.execute(
        select(BoardOpening, Staff.name)
        .join(Staff, Staff.id == BoardOpening.on_duty)
        .where(_is_open_at(class_id, at=at))
        .order_by(BoardOpening.id.desc())
        .limit(1)
    ).first()
    opening, on_duty = (row[0], row[1]) if row else (None, "")
    state = rules.state_of(
        choices,
        calendar=calendar,
        at=at,
        is_opened=opening is not None,
        is_staffed=opening is not None and may_be_on_duty(opening.on_duty, class_id=class_id, school_id=school_id),
        backlog=backlog,
    )
    if opening is None:
        return Standing(state=state, backlog=backlog, shows_first_names=choices.shows_first_names)
    return Standing(
        state=state,
        purpose=opening.purpose,
        on_duty=on_duty,
        on_duty_id=opening.on_duty,
        until_at=opening.until_at,
        opening_ref=opening.ref,
        lesson_id=opening.lesson_id,
        backlog=backlog,
        shows_first_names=choices.shows_first_names,
    )


def backlog_of(class_id: int, *, school_id: int) -> Backlog:
    """What waits for the staff of a class just now; what is a concern waits for the officer, and closes no board."""
    waits = Message.state.in_([str(state) for state in TO_DECIDE])
    raised = exists(
        select(MessageMove.id).where(MessageMove.message_id == Message.id, MessageMove.concern_id.is_not(None))
    )
    is_with_officer = Message.state.in_([str(State.URGENT), str(State.HIDDEN)]) & raised
    number, oldest = db.session.execute(
        select(func.count(), func.min(Message.waiting_since)).where(
            Message.class_id == class_id, waits, ~is_with_officer
        )
    ).one()
    if oldest is None:
        return NOTHING_WAITS
    minutes = clock.school_minutes(calendar_of(school_id), since=oldest, until=clock.now())
    return Backlog(waiting=number, oldest_minutes=minutes)


def adults_for_duty(class_id: int, *, school_id: int) -> list[NamedAdult]:
    """Who may be on duty for the board of a class: its own staff, officer and deputies, who all see its queue."""
    everyone = [*adults_of_class(class_id, on=clock.now().date()), *readers_of(school_id)]
    return list({each.id: each for each in everyone}.values())


def may_be_on_duty(staff_id: int, *, class_id: int, school_id: int) -> bool:
    """Whether a member of staff may look after the board of a class today.

    Here is where "has signed this year's code of conduct" will be asked, once the school keeps it.
    """
    return staff_id in {each.id for each in adults_for_duty(class_id, school_id=school_id)}


@atomic
def open_board(
    actor: Actor, *, class_id: int, purpose: str, on_duty: str, until_at: datetime, lesson_id: str = ""
) -> Opened | NotOpened:
    """Open the board of one's class until a moment; an opening that was under way is ended by it.

    Args:
        actor: who leads or covers the class.
        class_id: the class.
        purpose: what it is open for, as the children will read it.
        on_duty: the ref of the adult who looks after it.
        until_at: when it closes by itself.
        lesson_id: the lesson that it is opened for, if any.
    """
    at = clock.now()
    refused = _refusal(actor, class_id=class_id, purpose=purpose, until_at=until_at, at=at)
    if refused is not None:
        return refused
    adults = {each.ref: each.id for each in adults_for_duty(class_id, school_id=actor.school_id)}
    if on_duty not in adults:
        return NotOpened.NOBODY_ON_DUTY
    take_turn(db.session(), what=f"board:{class_id}")
    _end(class_id, actor=actor, why=BY_ANOTHER)
    opening = BoardOpening(
        school_id=actor.school_id,
        class_id=class_id,
        opened_by=actor.person_id,
        on_duty=adults[on_duty],
        purpose=purpose.strip(),
        lesson_id=lesson_id,
        from_at=at,
        until_at=until_at,
    )
    db.session.add(opening)
    db.session.flush()
    _audit(actor, class_id=class_id, verb="board.opened")
    return Opened(ref=opening.ref, until_at=until_at)


@atomic
def close_board(actor: Actor, *, class_id: int) -> Closed | NotOpened:
    """Close the board of one's class before its time."""
    if not rules.may_lead(actor, class_id=class_id):
        return NotOpened.NOT_ALLOWED
    take_turn(db.session(), what=f"board:{class_id}")
    was_open = _end(class_id, actor=actor, why=BY_TEACHER)
    if was_open:
        _audit(actor, class_id=class_id, verb="board.closed")
    return Closed(was_open=was_open)


def _refusal(actor: Actor, *, class_id: int, purpose: str, until_at: datetime, at: datetime) -> NotOpened | None:
    if not rules.may_lead(actor, class_id=class_id):
        return NotOpened.NOT_ALLOWED
    if not purpose.strip():
        return NotOpened.NO_PURPOSE
    if len(purpose) > rules.LONGEST_PURPOSE:
        return NotOpened.TOO_LONG
    if not at + rules.SHORTEST_OPENING <= until_at <= at + rules.LONGEST_OPENING:
        return NotOpened.BAD_TIMES
    choices = choices_of(actor.school_id)
    if choices.is_closed:
        return NotOpened.CLOSED_BY_HEAD
    is_in_hours = rules.is_in_hours(choices, calendar=calendar_of(actor.school_id), at=at)
    return None if is_in_hours else NotOpened.OUT_OF_HOURS


def _is_open_at(class_id: int, *, at: datetime) -> ColumnElement[bool]:
    return (
        (BoardOpening.class_id == class_id)
        & BoardOpening.closed_at.is_(None)
        & (BoardOpening.from_at <= at)
        & (BoardOpening.until_at > at)
    )


def _end(class_id: int, *, actor: Actor, why: str) -> bool:
    at = clock.now()
    ended = db.session.execute(
        update(BoardOpening)
        .where(_is_open_at(class_id, at=at))
        .values(closed_at=at, closed_by=actor.person_id, closed_why=why)
        .returning(BoardOpening.id)
    ).all()
    return bool(ended)


def _audit(actor: Actor, *, class_id: int, verb: str) -> None:
    audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb=verb, subject=f"class:{class_id}")
