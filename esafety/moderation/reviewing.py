"""Reminding staff, on the day that they set, to look again whether a child's pause is still right."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.db import db
from esafety.moderation.models import PupilPause
from esafety.moderation.notices import NoticeKind, class_staff, notify, officers_of
from esafety.school.calendar import calendar_of
from esafety.school.models import Pupil

EVERY = timedelta(hours=1)
# Once for each pause: whoever has been reminded has been reminded.
NEVER_AGAIN = timedelta(days=366)


def remind_of_reviews() -> None:
    """Tell the staff of a child's class and the officer who paused it, in school hours, from the review's day on."""
    at = clock.now()
    holds = PupilPause.ended_at.is_(None) & (PupilPause.review_on <= at.date() + timedelta(days=1))
    on_roll = (Pupil.id == PupilPause.pupil_id) & Pupil.left_on.is_(None)
    wanted = (
        select(PupilPause, Pupil.class_id)
        .join(Pupil, on_roll)
        .where(holds, PupilPause.until_on >= at.date() - timedelta(days=1))
    )
    for pause, class_id in db.session.execute(wanted.order_by(PupilPause.id)).all():
        calendar = calendar_of(pause.school_id)
        today = calendar.local(at).date()
        if calendar.is_open(at) and pause.review_on <= today <= pause.until_on:
            notify(
                school_id=pause.school_id,
                # Who paused the child and no more sees it is not reminded; the child may be in another class by now.
                staff_ids=class_staff(class_id) | ({pause.paused_by} & officers_of(pause.school_id)),
                kind=NoticeKind.PAUSE_REVIEW,
                subject=f"pause:{pause.id}",
                not_within=NEVER_AGAIN,
            )


def _work(_due: Due) -> timedelta | None:
    remind_of_reviews()
    return None


REVIEWING = Kind(name="moderation.review", work=_work, every=EVERY)
