"""Tables of the school: every row belongs to one school."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Time, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from esafety.codes import new_code, new_ref
from esafety.db import Model, Moment


class School(Model):
    """One school; a trust has several in one installation."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    nation: Mapped[str] = mapped_column(String(10), default="england")
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    opens: Mapped[time] = mapped_column(Time, default=time(8, 45))
    closes: Mapped[time] = mapped_column(Time, default=time(15, 30))
    # When tiles are shown at all, and whether a class code shows them outside that window too: accounts/rules.py.
    sign_in_window: Mapped[str] = mapped_column(String(20), default="school hours", server_default="school hours")
    code_sign_in: Mapped[str] = mapped_column(String(20), default="in the window", server_default="in the window")
    # Whether anybody who has the address may read what a lesson teaches, with no child, class or staff on it.
    parents_pages: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Where urgent alerts, which say nothing but that they are urgent, go besides out of hours; None for nowhere.
    out_of_hours_email: Mapped[str | None] = mapped_column(String(254))


class Term(Model):
    """A stretch of school days, from its first day to its last."""

    __tablename__ = "term"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)


class ClosedDay(Model):
    """A day in a term on which the school is closed to children: a training day, a bank holiday."""

    __tablename__ = "closed_day"
    __table_args__ = (UniqueConstraint("school_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(80))


class Staff(Model):
    """An adult of the school who signs in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    passphrase_hash: Mapped[str] = mapped_column(String(200))
    left_on: Mapped[date | None] = mapped_column(Date)


class NamedRole(Model):
    """Who holds a role of the school, who stands in, and for how long."""

    __tablename__ = "named_role"
    __table_args__ = (
        CheckConstraint("stand_in_id IS NULL OR stand_in_id <> holder_id", name="stand_in_is_another_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    holder_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)

    holder: Mapped[Staff] = relationship(foreign_keys=[holder_id])
    stand_in: Mapped[Staff | None] = relationship(foreign_keys=[stand_in_id])


class SchoolClass(Model):
    """A class of one school year; it may hold several year groups (0 is Reception).

    `open_until`: a teacher opened signing in for a lesson. `let_in_at`: wrong tries before it, on devices that are not
    the class's, no longer count.
    """

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("school_id", "academic_year", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(60))
    key_stage: Mapped[str] = mapped_column(String(3))
    academic_year: Mapped[int]
    code: Mapped[str] = mapped_column(String(6), unique=True, default=new_code)
    open_until: Mapped[datetime | None] = mapped_column(Moment)
    let_in_at: Mapped[datetime | None] = mapped_column(Moment)


class ClassTeacher(Model):
    """Who leads a class, or covers it until an end date."""

    __tablename__ = "class_teacher"
    __table_args__ = (CheckConstraint("NOT is_cover OR until_on IS NOT NULL", name="cover_has_an_end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    is_cover: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)


class Pupil(Model):
    """A child, with no more than is needed: no surname, birth date, address or photo.

    `initial` is shown to staff only, and only where two first names of a class are alike.
    """

    __tablename__ = "pupil"
    __table_args__ = (UniqueConstraint("class_id", "nickname"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    first_name: Mapped[str] = mapped_column(String(60))
    initial: Mapped[str] = mapped_column(String(1), default="")
    nickname: Mapped[str] = mapped_column(String(40))
    avatar: Mapped[str] = mapped_column(String(40))
    year_group: Mapped[int]
    pictures_hash: Mapped[str] = mapped_column(String(64))
    let_in_at: Mapped[datetime | None] = mapped_column(Moment)
    left_on: Mapped[date | None] = mapped_column(Date)

    school_class: Mapped[SchoolClass] = relationship()
