"""Who was absent: on a whole day, or from one lesson. One tap each, and one to take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from esafety.content.model import Lesson
from esafety.db import atomic, db, insert_if_new, rows_changed
from esafety.lessons.models import Absence
from esafety.roles import Actor

LOOKED_BACK = timedelta(days=100)
"""How far back a whole day's absence still matters for lessons: a term."""


@dataclass(frozen=True)
class Mark:
    """A child was absent on `day`: from the lesson, or, where `lesson_id` is empty, from school."""

    pupil_id: int
    day: date
    lesson_id: str


@dataclass(frozen=True)
class LessonDays:
    """The days of a lesson for a class: when most of it began, where any did, and today."""

    today: date
    taught_on: date | None = None

    def counts(self, mark: Mark, *, lesson_id: str) -> bool:
        """Whether somebody marked so is absent from the lesson."""
        if mark.lesson_id:
            return mark.lesson_id == lesson_id
        return mark.day in {self.taught_on, self.today}


def taught_on(days: Iterable[date]) -> date | None:
    """The day on which most children began a lesson, the latest of several; None where none did."""
    counted = Counter(days)
    return max(counted, key=lambda day: (counted[day], day)) if counted else None


def absent_on(marks: Iterable[Mark], *, days: LessonDays, lesson_id: str) -> dict[int, date]:
    """For each child who is absent from a lesson, the latest day of which a mark says so."""
    found: dict[int, date] = {}
    for mark in marks:
        if days.counts(mark, lesson_id=lesson_id):
            found[mark.pupil_id] = max(mark.day, found.get(mark.pupil_id, mark.day))
    return found


def absent_today(class_id: int, *, today: date) -> frozenset[int]:
    """The children of a class who are marked absent for the whole of `today`."""
    marked = select(Absence.pupil_id).where(Absence.class_id == class_id, Absence.day == today, Absence.lesson_id == "")
    return frozenset(db.session.scalars(marked))


def marks_of_class(class_id: int, *, today: date) -> list[Mark]:
    """Every mark of a class that may still matter."""
    rows = db.session.execute(
        select(Absence.pupil_id, Absence.day, Absence.lesson_id)
        .where(Absence.class_id == class_id, Absence.day > today - LOOKED_BACK)
        .order_by(Absence.id)
    ).all()
    return [Mark(*row) for row in rows]


@atomic
def mark_absent(actor: Actor, *, class_id: int, pupil_id: int, lesson: Lesson | None, today: date) -> None:
    """Note that a child is absent from `lesson`, or all of today; noted twice it is noted once."""
    facts: dict[str, object] = {
        "school_id": actor.school_id,
        "class_id": class_id,
        "pupil_id": pupil_id,
        "day": today,
        "lesson_id": lesson.id if lesson else "",
        "marked_by_id": actor.person_id,
    }
    insert_if_new(db.session(), table=Absence, values=facts)


@atomic
def mark_here(*, class_id: int, pupil_id: int, lesson: Lesson | None, days: LessonDays) -> None:
    """Take back whatever makes a child absent from `lesson`, or today; a mark of another lesson stays."""
    lesson_id = lesson.id if lesson else ""
    rows = db.session.execute(
        select(Absence.id, Absence.day, Absence.lesson_id).where(
            Absence.class_id == class_id, Absence.pupil_id == pupil_id, Absence.lesson_id.in_(("", lesson_id))
        )
    ).all()
    gone = [
        row.id
        for row in rows
        if days.counts(Mark(pupil_id=pupil_id, day=row.day, lesson_id=row.lesson_id), lesson_id=lesson_id)
    ]
    db.session.execute(delete(Absence).where(Absence.id.in_(gone)))


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` marks of days before that moment; return how many."""
    old = select(Absence.id).where(Absence.day < before.date()).order_by(Absence.day).limit(at_most)
    return rows_changed(db.session(), statement=delete(Absence).where(Absence.id.in_(old)))
