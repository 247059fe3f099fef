"""Tables of signing in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment


class SignIn(Model):
    """One stay of one person on one device. The cookie holds a token, this row only its digest."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(pupil_id IS NULL) <> (staff_id IS NULL)", name="one_person"),
        Index("ix_sign_in_pupil_id", "pupil_id"),
        Index("ix_sign_in_staff_id", "staff_id"),
        Index("ix_sign_in_seen_at", "seen_at"),
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
        Index("ix_sign_in_try_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    device: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    was_right: Mapped[bool]
    # As it was at the time: on a device of the class, or on one where this child had signed in before.
    was_trusted: Mapped[bool] = mapped_column(default=False, server_default=false())


class DeviceEnrolment(Model):
    """Leave for a number of devices to become a class's own, for a quarter of an hour.

    Neither its address nor its code is kept: both follow from `ref` and the pepper, which is not in the database.
    """

    __tablename__ = "device_enrolment"
    __table_args__ = (
        CheckConstraint("used <= most", name="no_more_than_allowed"),
        Index("ix_device_enrolment_class", "class_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)


class ClassDevice(Model):
    """A device that belongs to a class. Its cookie holds a token, this row only the digest."""

    __tablename__ = "class_device"
    __table_args__ = (UniqueConstraint("class_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("device_enrolment.id"))
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    number: Mapped[int]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
