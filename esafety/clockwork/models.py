"""Tables of the clockwork."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from esafety.db import Model, Moment

WAITING, DONE, GIVEN_UP = "waiting", "done", "given-up"
ONLY_ROW = 1


class TimedJob(Model):
    """Something to do at its time. `subject` is what it is about, as `concern:4`: an id, never a name or words."""

    __tablename__ = "timed_job"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "due_at"),
        CheckConstraint("state IN ('waiting', 'done', 'given-up')", name="known_state"),
        Index("ix_timed_job_state", "state", "next_try_at"),
        Index("ix_timed_job_school_id", "school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime] = mapped_column(Moment)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(String(60), default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class ClockworkLease(Model):
    """The one row that says which process works. `beat_at` is when it last looked at what is due."""

    __tablename__ = "clockwork_lease"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=ONLY_ROW)
    holder: Mapped[str] = mapped_column(String(32))
    beats: Mapped[int]
    until: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)
