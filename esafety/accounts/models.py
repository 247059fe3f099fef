"""Tables of signing in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from esafety.db import Model, Moment


class SignIn(Model):
    """One stay of one person on one device. The cookie holds a token, this row only its digest."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(pupil_id IS NULL) <> (staff_id IS NULL)", name="one_person"),
        Index("ix_sign_in_pupil_id", "pupil_id"),
        Index("ix_sign_in_staff_id", "staff_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    device: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInTry(Model):
    """One try to sign in, right or wrong; never what was tried.

    A try of a class code has neither pupil nor staff nor school; neither has one at the staff's door with an e-mail
    that nobody has, whose `device` is a mark of that e-mail.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index("ix_sign_in_try_pupil", "pupil_id", "at"),
        Index("ix_sign_in_try_class", "class_id", "at"),
        Index("ix_sign_in_try_staff", "staff_id", "at"),
        Index("ix_sign_in_try_device", "device", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    device: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    was_right: Mapped[bool]
