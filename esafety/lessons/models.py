"""Tables of lessons: a child's sittings and answers; what a teacher set, and who was absent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment


class Sitting(Model):
    """One time that one child does one lesson. `place` is where the child is; `path` the story steps taken so far."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("pupil_id", "lesson_id", "number"),
        Index("ix_sitting_class", "class_id", "lesson_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    lesson_id: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(140))
    path: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    moved_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class QuizAnswer(Model):
    """One try at one question, before the story or after it.

    `chosen` is what `content.marking.read_choice` returns, `misconceptions` the wrong ideas it stands for. There is one
    try before the story; its child was told neither `was_right` nor a reason.
    """

    __tablename__ = "quiz_answer"
    __table_args__ = (UniqueConstraint("sitting_id", "question_id", "phase", "try_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(60))
    phase: Mapped[str] = mapped_column(String(6), default="after", server_default="after")
    try_no: Mapped[int]
    chosen: Mapped[list[str]] = mapped_column(JSON)
    was_right: Mapped[bool]
    misconceptions: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment)


class SetLesson(Model):
    """A lesson that a class is to do, or those of its children who stand in `SetLessonPupil`.

    One row for a class and a lesson while it is set; taking it back removes the row, the audit trail keeps that it was.
    `stamp` is new at each change.
    """

    __tablename__ = "set_lesson"
    __table_args__ = (UniqueConstraint("class_id", "lesson_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    lesson_id: Mapped[str] = mapped_column(String(60))
    whole_class: Mapped[bool]
    due_on: Mapped[date | None] = mapped_column(Date)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)
    stamp: Mapped[str] = mapped_column(String(12), default=new_ref)


class SetLessonPupil(Model):
    """A child for whom a lesson is set that is not for the whole class."""

    __tablename__ = "set_lesson_pupil"

    set_lesson_id: Mapped[int] = mapped_column(ForeignKey("set_lesson.id"), primary_key=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"), primary_key=True, index=True)


class Absence(Model):
    """A child who was absent from one lesson, or, where `lesson_id` is empty, on a whole day."""

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("pupil_id", "day", "lesson_id"),
        Index("ix_absence_class", "class_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    day: Mapped[date] = mapped_column(Date, index=True)
    lesson_id: Mapped[str] = mapped_column(String(60), default="")
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
