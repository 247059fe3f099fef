"""Tables of concerns. What a child said is encrypted from the first row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment
from esafety.sealed import Sealed


class Concern(Model):
    """A child's call for help, or what the filter or staff raised about something a child wrote.

    `told` is what the child said (`rules.Told`); `frozen` is a copy of what was written, as it was then
    (`rules.Frozen`), where it began with a message. Both are sealed.
    """

    __tablename__ = "concern"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    raised_at: Mapped[datetime] = mapped_column(Moment)
    told: Mapped[str] = mapped_column(Sealed)
    source: Mapped[str] = mapped_column(String(10), default="child", server_default="child")
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    frozen: Mapped[str | None] = mapped_column(Sealed)


class ConcernRead(Model):
    """Who read a concern, and when: shown with it."""

    __tablename__ = "concern_read"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Moment)
