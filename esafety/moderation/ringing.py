"""Ringing when a message waits longer than it may: the class's teachers, then the officers, then the head."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.db import db
from esafety.moderation.due import Ring, rings
from esafety.moderation.models import Message
from esafety.moderation.notices import NoticeKind, class_staff, heads_of, notify, officers_of
from esafety.moderation.states import TO_DECIDE, State
from esafety.school.calendar import calendar_of

EVERY = timedelta(minutes=5)
# Who has been rung is rung again after a morning, not every five minutes.
AGAIN_AFTER = timedelta(hours=4)


def ring_for_late_messages() -> None:
    """Tell whoever is to be told now that messages of a class are late; the notice names the class, and no message."""
    at = clock.now()
    is_urgent = (Message.state == str(State.URGENT)).label("is_urgent")
    late = (
        select(Message.school_id, Message.class_id, is_urgent, func.min(Message.due_at).label("due_at"))
        .where(Message.state.in_([str(state) for state in TO_DECIDE]), Message.due_at <= at)
        .group_by(Message.school_id, Message.class_id, is_urgent)
        .order_by(Message.school_id, Message.class_id)
    )
    for row in db.session.execute(late).all():
        calendar = calendar_of(row.school_id)
        for ring in rings(calendar, is_urgent=bool(row.is_urgent), due=row.due_at, at=at):
            notify(
                school_id=row.school_id,
                staff_ids=_who(ring, school_id=row.school_id, class_id=row.class_id),
                kind=NoticeKind.LATE,
                subject=f"class:{row.class_id}",
                not_within=AGAIN_AFTER,
            )


def _who(ring: Ring, *, school_id: int, class_id: int) -> set[int]:
    if ring is Ring.CLASS:
        return class_staff(class_id) or officers_of(school_id)
    if ring is Ring.OFFICERS:
        return officers_of(school_id)
    return heads_of(school_id)


def _work(_due: Due) -> timedelta | None:
    ring_for_late_messages()
    return None


RINGING = Kind(name="moderation.ring", work=_work, every=EVERY)
