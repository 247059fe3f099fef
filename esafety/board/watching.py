"""Telling staff when a board has paused itself, for children cannot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from esafety import clock
from esafety.board.models import BoardOpening
from esafety.board.opening import standing_of
from esafety.board.rules import BoardState
from esafety.clockwork.kinds import Due, Kind
from esafety.db import db
from esafety.moderation.notices import NoticeKind, class_staff, notify

EVERY = timedelta(minutes=5)
AGAIN_AFTER = timedelta(hours=1)


def tell_of_busy_boards() -> None:
    """Tell whoever is on duty, and the class's staff, of each board that pauses because too much waits."""
    at = clock.now()
    is_open = BoardOpening.closed_at.is_(None) & (BoardOpening.from_at <= at) & (BoardOpening.until_at > at)
    rows = db.session.execute(select(BoardOpening.class_id, BoardOpening.school_id).where(is_open).distinct()).all()
    for row in rows:
        standing = standing_of(row.class_id, school_id=row.school_id)
        if standing.state is BoardState.BUSY:
            told = class_staff(row.class_id) | ({standing.on_duty_id} if standing.on_duty_id else set())
            notify(
                school_id=row.school_id,
                staff_ids=told,
                kind=NoticeKind.BOARD_BUSY,
                subject=f"class:{row.class_id}",
                not_within=AGAIN_AFTER,
            )


def _work(_due: Due) -> timedelta | None:
    tell_of_busy_boards()
    return None


WATCHING = Kind(name="board.watch", work=_work, every=EVERY)
