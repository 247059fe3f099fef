"""Tables of a school's own part of the filter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment


class FilterWord(Model):
    """A word or phrase that a school holds, or lets through. It is never deleted: it is retired."""

    __tablename__ = "filter_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    text: Mapped[str] = mapped_column(String(60))
    effect: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(20))
    four_c: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    added_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class FilterWordChange(Model):
    """One change of a school's words, in the order in which they came: who did what, when and why."""

    __tablename__ = "filter_word_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    word_id: Mapped[int] = mapped_column(ForeignKey("filter_word.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verb: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Moment)
