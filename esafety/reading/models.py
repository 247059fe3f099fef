"""The table of reader's choices."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from esafety.db import Model
from esafety.reading.rules import USUAL


class ReaderChoice(Model):
    """How one child likes to read; no row means as usual. It goes with the pupil."""

    __tablename__ = "reader_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), unique=True)
    letters: Mapped[str] = mapped_column(String(20), default=USUAL)
    size: Mapped[str] = mapped_column(String(20), default=USUAL)
    lines: Mapped[str] = mapped_column(String(20), default=USUAL)
    paper: Mapped[str] = mapped_column(String(20), default=USUAL)
    motion: Mapped[str] = mapped_column(String(20), default=USUAL)
