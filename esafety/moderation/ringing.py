"""Ringing when a message waits longer than it may: the class's teachers, then the officers, then the head."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.concerns.models import ConcernRead
from esafety.db import db
from esafety.filtering.verdict import Level
from esafety.moderation.due import Ring, rings
from esafety.moderation.kept_from import kept_from
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.notices import NoticeKind, class_staff, heads_of, notify, officers_of
from esafety.moderation.states import TO_DECIDE, State
from esafety.school.calendar import calendar_of

EVERY = timedelta(minutes=5)
# Who has been rung is rung again after a morning, not every five minutes.
AGAIN_AFTER = timedelta(hours=4)
URGENT_AGAIN_AFTER = timedelta(hours=1)


def ring_for_late_messages() -> None:
    """Tell whoever is to be told now that messages are late: each urgent one by itself, of the others their class."""
    at = clock.now()
    _ring_for_urgent(at)
    _ring_for_taken_back(at)
    late = (
        select(Message.school_id, Message.class_id, func.min(Message.due_at).label("due_at"))
        .where(Message.state.in_([str(state) for state in TO_DECIDE - {State.URGENT}]), Message.due_at <= at)
        .group_by(Message.school_id, Message.class_id)
        .order_by(Message.school_id, Message.class_id)
    )
    for row in db.session.execute(late).all():
        calendar = calendar_of(row.school_id)
        for ring in rings(calendar, is_urgent=False, due=row.due_at, at=at):
            notify(
                school_id=row.school_id,
                staff_ids=_who(ring, school_id=row.school_id, class_id=row.class_id),
                kind=NoticeKind.LATE,
                subject=f"class:{row.class_id}",
                not_within=AGAIN_AFTER,
            )


def _ring_for_urgent(at: datetime) -> None:
    late = select(Message).where(Message.state == str(State.URGENT), Message.due_at <= at).order_by(Message.id)
    for message in db.session.scalars(late).all():
        for ring in rings(calendar_of(message.school_id), is_urgent=True, due=message.due_at, at=at):
            but = kept_from(message)
            _ring_about(message, staff_ids=_who(ring, school_id=message.school_id, class_id=message.class_id, but=but))


def _ring_for_taken_back(at: datetime) -> None:
    """Urgent words that their author took back are in no queue any more: the officers, until one read the concern."""
    is_read = exists(select(ConcernRead.id).where(ConcernRead.concern_id == MessageMove.concern_id))
    raised = select(MessageMove.id).where(
        MessageMove.message_id == Message.id, MessageMove.concern_id.is_not(None), ~is_read
    )
    taken_back = (Message.state == str(State.WITHDRAWN)) & (Message.level == str(Level.URGENT))
    late = select(Message).where(taken_back, Message.due_at <= at, exists(raised)).order_by(Message.id)
    for message in db.session.scalars(late).all():
        _ring_about(message, staff_ids=officers_of(message.school_id, but=kept_from(message)))


def _ring_about(message: Message, *, staff_ids: set[int]) -> None:
    notify(
        school_id=message.school_id,
        staff_ids=staff_ids - kept_from(message),
        kind=NoticeKind.URGENT_LATE,
        subject=f"message:{message.id}",
        not_within=URGENT_AGAIN_AFTER,
    )


def _who(ring: Ring, *, school_id: int, class_id: int, but: Collection[int] = ()) -> set[int]:
    if ring is Ring.CLASS:
        return class_staff(class_id) - set(but) or officers_of(school_id, but=but)
    if ring is Ring.OFFICERS:
        return officers_of(school_id, but=but)
    return heads_of(school_id)


def _work(_due: Due) -> timedelta | None:
    ring_for_late_messages()
    return None


RINGING = Kind(name="moderation.ring", work=_work, every=EVERY)
