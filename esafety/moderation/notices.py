"""Telling staff that something waits for them: rows with a kind and an id, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from esafety import clock
from esafety.concerns.service import readers_of
from esafety.db import atomic, db
from esafety.moderation.models import StaffNotice
from esafety.roles import Actor, Role
from esafety.school.service import adults_of_class, holders_of


class NoticeKind(StrEnum):
    """What somebody is told of. The value is kept, and says nothing of who or what was written."""

    URGENT = "urgent"
    FILTER_FAILED = "filter failed"
    REPORTED = "reported"
    HANDED_OVER = "handed over"
    ESCALATED = "escalated"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing that a member of staff is told of; `subject` is an id, as `message:4`."""

    id: int
    kind: NoticeKind
    subject: str
    at: datetime


def notify(*, school_id: int, staff_ids: Iterable[int], kind: NoticeKind, subject: str) -> list[int]:
    """Tell each of `staff_ids` once, in the caller's own transaction; return the ids of the new notices.

    Whoever has not yet seen the same notice is not told again.
    """
    wanted = set(staff_ids)
    same = (StaffNotice.subject == subject) & (StaffNotice.kind == str(kind)) & StaffNotice.seen_at.is_(None)
    unseen = set(db.session.scalars(select(StaffNotice.staff_id).where(same, StaffNotice.staff_id.in_(wanted))))
    made = [
        StaffNotice(school_id=school_id, staff_id=each, kind=str(kind), subject=subject, at=clock.now())
        for each in sorted(wanted - unseen)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [one.id for one in made]


def notices_of(actor: Actor, /) -> list[Notice]:
    """What `actor` has been told of and not yet seen, the newest first."""
    if actor.is_pupil:
        return []
    mine = (StaffNotice.staff_id == actor.person_id) & StaffNotice.seen_at.is_(None)
    rows = db.session.scalars(select(StaffNotice).where(mine).order_by(StaffNotice.id.desc()))
    return [Notice(id=row.id, kind=NoticeKind(row.kind), subject=row.subject, at=row.at) for row in rows]


@atomic
def mark_seen(actor: Actor, *, subject: str) -> None:
    """Note that `actor` has seen what there was to tell about `subject`."""
    if not actor.is_pupil:
        mine = (StaffNotice.staff_id == actor.person_id) & (StaffNotice.subject == subject)
        unseen = update(StaffNotice).where(mine, StaffNotice.seen_at.is_(None))
        db.session.execute(unseen.values(seen_at=clock.now()))


def officers_of(school_id: int, /) -> set[int]:
    """Who is told when a child may be in danger: officer and deputies; the head where a school has neither today."""
    readers = readers_of(school_id) or holders_of(school_id, Role.HEAD)
    return {each.id for each in readers}


def class_staff(class_id: int, /) -> set[int]:
    """Who leads or covers a class today."""
    return {each.id for each in adults_of_class(class_id, on=clock.now().date())}
