"""Tables of the board: topics, when it was open and with whom on duty, and what a school has chosen for it."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Time, false
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment


class Topic(Model):
    """What a class writes about, with the teacher's purpose; closed, it can be read and no more be written under."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    title: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(200))
    picture: Mapped[str] = mapped_column(String(40), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class BoardOpening(Model):
    """One stretch in which a class's board is open. `closed_why` says who or what ended it before its time."""

    __tablename__ = "board_opening"
    __table_args__ = (
        CheckConstraint("from_at < until_at", name="in_order"),
        Index("ix_board_opening_class", "class_id", "until_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    opened_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    on_duty: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    purpose: Mapped[str] = mapped_column(String(200))
    lesson_id: Mapped[str] = mapped_column(String(60), default="")
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_why: Mapped[str] = mapped_column(String(10), default="")


class BoardSettings(Model):
    """What a school has chosen for all its boards; a school without a row has what `rules.DEFAULTS` says.

    `opens` and `closes` None are the school's own hours; `any_day`: also on days without school. `closed_at`: the head
    has closed every board, until it is taken back.
    """

    __tablename__ = "board_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), unique=True)
    opens: Mapped[time | None] = mapped_column(Time)
    closes: Mapped[time | None] = mapped_column(Time)
    any_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    most_waiting: Mapped[int]
    oldest_minutes: Mapped[int]
    shows_first_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
