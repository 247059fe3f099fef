"""Telling staff that something waits for them: rows with a kind and an id, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update

from esafety import clock
from esafety.concerns.service import readers_of
from esafety.db import atomic, db, rows_changed
from esafety.moderation.models import StaffNotice
from esafety.outbox import service as outbox
from esafety.roles import Actor, Role
from esafety.school.calendar import calendar_of
from esafety.school.service import adults_of_class, holders_of, stand_ins_of


class NoticeKind(StrEnum):
    """What somebody is told of. The value is kept, and says nothing of who or what was written."""

    URGENT = "urgent"
    WORRY = "worry"
    FILTER_FAILED = "filter failed"
    REPORTED = "reported"
    HANDED_OVER = "handed over"
    ESCALATED = "escalated"
    LATE = "late"
    URGENT_LATE = "urgent late"
    BOARD_BUSY = "board busy"
    PAUSE_REVIEW = "pause review"


AT_ONCE = frozenset({NoticeKind.URGENT, NoticeKind.URGENT_LATE, NoticeKind.ESCALATED})


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing that a member of staff is told of; `subject` is an id, as `message:4`."""

    id: int
    kind: NoticeKind
    subject: str
    at: datetime


def notify(
    *,
    school_id: int,
    staff_ids: Iterable[int],
    kind: NoticeKind,
    subject: str,
    by_mail: bool = True,
    not_within: timedelta | None = None,
) -> list[int]:
    """Tell each of `staff_ids` once, on the screen and by e-mail, in the caller's own transaction.

    Args:
        school_id: whose staff they are.
        staff_ids: who is told.
        kind: of what.
        subject: an id, as `message:4`.
        by_mail: whether by e-mail too, where the school has a mail server.
        not_within: whoever was told of the same less than this ago is not told again. None is: whoever has not yet
            seen it.

    Returns:
        The ids of the new notices.
    """
    wanted, at = set(staff_ids), clock.now()
    same = (StaffNotice.subject == subject) & (StaffNotice.kind == str(kind)) & StaffNotice.staff_id.in_(wanted)
    is_enough = StaffNotice.seen_at.is_(None) if not_within is None else StaffNotice.at > at - not_within
    told = set(db.session.scalars(select(StaffNotice.staff_id).where(same, is_enough)))
    made = [
        StaffNotice(school_id=school_id, staff_id=each, kind=str(kind), subject=subject, at=at)
        for each in sorted(wanted - told)
    ]
    db.session.add_all(made)
    db.session.flush()
    if by_mail:
        _mail(school_id, kind=kind, to=[one.staff_id for one in made])
    return [one.id for one in made]


def _mail(school_id: int, *, kind: NoticeKind, to: Sequence[int]) -> None:
    for each in to:
        outbox.put(school_id=school_id, kind=str(kind), staff_id=each, always=kind in AT_ONCE)
    # What is urgent goes there though nobody else may be told; a ring goes when somebody is rung, not at each look.
    is_for_the_night = kind is NoticeKind.URGENT or (kind is NoticeKind.URGENT_LATE and bool(to))
    if is_for_the_night and not calendar_of(school_id).is_open(clock.now()):
        outbox.put(school_id=school_id, kind=str(kind), staff_id=None, always=True)


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


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` notices from before that moment, seen or not; return how many."""
    old = select(StaffNotice.id).where(StaffNotice.at < before).order_by(StaffNotice.at).limit(at_most)
    return rows_changed(db.session(), statement=delete(StaffNotice).where(StaffNotice.id.in_(old)))


def officers_of(school_id: int, /, *, but: Collection[int] = ()) -> set[int]:
    """Who is told when a child may be in danger: officer and deputies, else the officer's stand-in, else the head.

    `but` are the staff whom it is about: where they are all of the readers, the next are told, who may open it then.
    """
    readers = {each.id for each in readers_of(school_id)} - set(but)
    stand_ins = {each.id for each in stand_ins_of(school_id, role=Role.OFFICER)} - set(but)
    return readers or stand_ins or heads_of(school_id) - set(but)


def heads_of(school_id: int, /) -> set[int]:
    """Who leads the school today."""
    return {each.id for each in holders_of(school_id, Role.HEAD)}


def class_staff(class_id: int, /) -> set[int]:
    """Who leads or covers a class today."""
    return {each.id for each in adults_of_class(class_id, on=clock.now().date())}
