"""What somebody is still writing, kept for the one who writes it: sealed, shown to nobody else, in no export."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from esafety import clock
from esafety.db import Model, Moment, atomic, db, rows_changed, take_turn
from esafety.sealed import Sealed


class Draft(Model):
    """Unsent words: one text for each owner (an actor's label, as `pupil:12`) and place (as `help`)."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    owner: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Sealed)
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)


@atomic
def keep(*, school_id: int, owner: str, place: str, words: str) -> None:
    """Keep `words` in the place of what `owner` had written there before; nothing but blanks keeps nothing."""
    take_turn(db.session(), what=f"draft:{owner}:{place}")
    if not words.strip():
        drop(owner=owner, place=place)
        return
    draft = db.session.scalar(select(Draft).where(Draft.owner == owner, Draft.place == place))
    if draft is None:
        draft = Draft(school_id=school_id, owner=owner, place=place)
        db.session.add(draft)
    draft.words, draft.updated_at = words, clock.now()


def find(*, owner: str, place: str) -> str:
    """What `owner` has written at `place` and not sent; empty for nothing."""
    return db.session.scalar(select(Draft.words).where(Draft.owner == owner, Draft.place == place)) or ""


@atomic
def drop(*, owner: str, place: str | None = None) -> None:
    """Forget what `owner` has written at `place`, or anywhere."""
    gone = delete(Draft).where(Draft.owner == owner)
    db.session.execute(gone if place is None else gone.where(Draft.place == place))


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` drafts that were last touched before that moment; return how many."""
    old = select(Draft.id).where(Draft.updated_at < before).order_by(Draft.updated_at).limit(at_most)
    return rows_changed(db.session(), statement=delete(Draft).where(Draft.id.in_(old)))
