"""Keeping how a child likes to read."""

from __future__ import annotations

from sqlalchemy import Select, delete, select

from esafety.db import atomic, db, take_turn
from esafety.reading.models import ReaderChoice
from esafety.reading.rules import OFFERED, USUAL, is_offered
from esafety.roles import Actor


def chosen_by(actor: Actor) -> dict[str, str]:
    """What the child has chosen, for each thing there is to choose."""
    row = db.session.scalar(_row_of(actor.person_id))
    return {what: getattr(row, what) if row else USUAL for what in OFFERED}


@atomic
def choose(actor: Actor, *, what: str, value: str) -> bool:
    """Keep one choice; False, and nothing is changed, where it is not offered.

    The same choice sent twice is the same choice, so it needs no key: of two different ones the later counts.
    """
    if not is_offered(what, value=value):
        return False
    # Two taps on two devices must not both find that there is no row yet.
    take_turn(db.session(), what=f"reading:{actor.label}")
    row = db.session.scalar(_row_of(actor.person_id))
    if row is None:
        row = ReaderChoice(school_id=actor.school_id, pupil_id=actor.person_id)
        db.session.add(row)
    setattr(row, what, value)
    return True


@atomic
def back_to_usual(actor: Actor) -> None:
    """Forget everything that the child has chosen."""
    take_turn(db.session(), what=f"reading:{actor.label}")
    db.session.execute(delete(ReaderChoice).where(ReaderChoice.pupil_id == actor.person_id))


def _row_of(pupil_id: int) -> Select[ReaderChoice]:
    return select(ReaderChoice).where(ReaderChoice.pupil_id == pupil_id)
