"""What a school has chosen for its boards, and the head's "close the board now"."""

from __future__ import annotations

from sqlalchemy import select, update

from esafety import audit, clock
from esafety.board import rules
from esafety.board.models import BoardOpening, BoardSettings
from esafety.board.rules import DEFAULTS, Choices, NotOpened
from esafety.db import atomic, db, take_turn
from esafety.roles import Actor, Capability

BY_HEAD = "head"


def choices_of(school_id: int, /) -> Choices:
    """What a school has chosen; the defaults where it has not."""
    row = db.session.scalar(select(BoardSettings).where(BoardSettings.school_id == school_id))
    if row is None:
        return DEFAULTS
    return Choices(
        opens=row.opens,
        closes=row.closes,
        any_day=row.any_day,
        most_waiting=row.most_waiting,
        oldest_minutes=row.oldest_minutes,
        shows_first_names=row.shows_first_names,
        is_closed=row.closed_at is not None,
    )


@atomic
def choose(actor: Actor, *, choices: Choices) -> Choices | NotOpened:
    """Choose for the actor's own school; whether its boards are closed is not changed by it."""
    if not rules.may_choose(actor):
        return NotOpened.NOT_ALLOWED
    if not rules.are_fit(choices):
        return NotOpened.BAD_TIMES
    row = _row(actor)
    row.opens, row.closes, row.any_day = choices.opens, choices.closes, choices.any_day
    row.most_waiting, row.oldest_minutes = choices.most_waiting, choices.oldest_minutes
    row.shows_first_names = choices.shows_first_names
    _audit(actor, verb="board.settings-changed")
    return choices_of(actor.school_id)


@atomic
def close_every_board(actor: Actor, /) -> bool:
    """Close every board of the head's school now, and keep them closed; whether that was the actor's to do."""
    if not actor.may(Capability.CLOSE_BOARD):
        return False
    row = _row(actor)
    if row.closed_at is None:
        row.closed_at, row.closed_by = clock.now(), actor.person_id
        open_ones = update(BoardOpening).where(
            BoardOpening.school_id == actor.school_id, BoardOpening.closed_at.is_(None)
        )
        db.session.execute(open_ones.values(closed_at=clock.now(), closed_by=actor.person_id, closed_why=BY_HEAD))
        _audit(actor, verb="board.closed-by-head")
    return True


@atomic
def let_boards_open(actor: Actor, /) -> bool:
    """Take back the head's closing: teachers may open their boards again. Whether that was the actor's to do."""
    if not actor.may(Capability.CLOSE_BOARD):
        return False
    row = _row(actor)
    if row.closed_at is not None:
        row.closed_at = row.closed_by = None
        _audit(actor, verb="board.may-open")
    return True


def _row(actor: Actor) -> BoardSettings:
    take_turn(db.session(), what=f"board_settings:{actor.school_id}")
    row = db.session.scalar(select(BoardSettings).where(BoardSettings.school_id == actor.school_id))
    if row is None:
        row = BoardSettings(
            school_id=actor.school_id,
            most_waiting=DEFAULTS.most_waiting,
            oldest_minutes=DEFAULTS.oldest_minutes,
            any_day=DEFAULTS.any_day,
            shows_first_names=DEFAULTS.shows_first_names,
        )
        db.session.add(row)
        db.session.flush()
    return row


def _audit(actor: Actor, *, verb: str) -> None:
    subject = f"school:{actor.school_id}"
    audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb=verb, subject=subject)
