"""Setting a lesson for a class or for some of its children, and taking it back. Own classes only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, insert, select

from esafety import audit, clock, receipts
from esafety.clock import SchoolCalendar
from esafety.codes import new_ref
from esafety.content.model import Lesson
from esafety.db import atomic, db, take_turn
from esafety.lessons.models import SetLesson, SetLessonPupil
from esafety.receipts import Arrival
from esafety.roles import Actor
from esafety.school.models import SchoolClass, Staff
from esafety.school.service import classes_visible_to

DAYS_OFFERED = 20
A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A lesson that is set, by whom and until when; `pupil_ids` matter where it is not for the whole class."""

    lesson_id: str
    class_id: int
    whole_class: bool
    pupil_ids: frozenset[int] = frozenset()
    due_on: date | None = None
    set_by: str = ""
    stamp: str = ""

    def is_for(self, pupil_id: int) -> bool:
        """Whether this child of the class is to do it."""
        return self.whole_class or pupil_id in self.pupil_ids


def settings_of(actor: Actor) -> list[Setting]:
    """What is set for the classes that `actor` sees; one query. What is due first comes first, then by lesson."""
    return _settings(classes_visible_to(actor))


def setting_of(actor: Actor, *, class_id: int, lesson: Lesson) -> Setting | None:
    """How `lesson` is set for a class that `actor` sees; None where it is not."""
    found = _settings(classes_visible_to(actor), SetLesson.class_id == class_id, SetLesson.lesson_id == lesson.id)
    return found[0] if found else None


def _settings(*where: ColumnElement[bool]) -> list[Setting]:
    rows = db.session.execute(
        select(
            SetLesson.id,
            SetLesson.class_id,
            SetLesson.lesson_id,
            SetLesson.whole_class,
            SetLesson.due_on,
            SetLesson.stamp,
            Staff.name,
            SetLessonPupil.pupil_id,
        )
        .join(SchoolClass, SchoolClass.id == SetLesson.class_id)
        .join(Staff, Staff.id == SetLesson.set_by_id)
        .outerjoin(SetLessonPupil, SetLessonPupil.set_lesson_id == SetLesson.id)
        .where(*where)
    ).all()
    found = [
        Setting(
            lesson_id=row.lesson_id,
            class_id=row.class_id,
            whole_class=row.whole_class,
            pupil_ids=frozenset(each.pupil_id for each in rows if each.id == row.id and each.pupil_id is not None),
            due_on=row.due_on,
            set_by=row.name,
            stamp=row.stamp,
        )
        for row in {row.id: row for row in rows}.values()
    ]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.lesson_id))


def days_to_choose(calendar: SchoolCalendar, *, today: date) -> list[date]:
    """The days that may be a lesson's last: the coming school days, today's included.

    Before the terms are entered the calendar knows of none: then Monday to Friday.
    """
    open_days = calendar if calendar.terms else SchoolCalendar(terms=[(today, date.max)], closed=calendar.closed)
    days = [today] if open_days.is_school_day(today) else []
    while len(days) < DAYS_OFFERED:
        following = open_days.next_school_day(days[-1] if days else today)
        if following is None:
            break
        days.append(following)
    return days


@atomic
def set_lesson(
    actor: Actor, *, class_id: int, lesson: Lesson, pupil_ids: Collection[int] | None, due_on: date | None, key: str
) -> bool:
    """Set `lesson` for a class of `actor`'s, or for these of its children; what was set of it before is replaced.

    False, and nothing is changed, where the key is none of a form of ours, or other choices came with it before.

    Args:
        actor: who leads or covers the class.
        class_id: a class that `actor` sees.
        lesson: a lesson for the class.
        pupil_ids: children of the class; None for all who are, or come to be, in it.
        due_on: the last day to do it on, or None.
        key: of the form; sent again it changes nothing.
    """
    take_turn(db.session(), what=f"set-lesson:{class_id}")
    chosen = sorted(pupil_ids or ())
    arrival = _arrival(actor, key=key, words=f"set {class_id} {lesson.id} {chosen} {pupil_ids is None} {due_on}")
    if arrival is not Arrival.FIRST:
        return arrival is Arrival.AGAIN
    _take_back(class_id, lesson=lesson)
    facts = {
        "school_id": actor.school_id,
        "class_id": class_id,
        "lesson_id": lesson.id,
        "whole_class": pupil_ids is None,
        "due_on": due_on,
        "set_by_id": actor.person_id,
        "set_at": clock.now(),
        "stamp": new_ref(),
    }
    made = db.session.execute(insert(SetLesson).returning(SetLesson.id), facts).scalar_one()
    if chosen:
        db.session.execute(
            insert(SetLessonPupil), [{"set_lesson_id": made, "pupil_id": pupil_id} for pupil_id in chosen]
        )
    _record(actor, verb="lesson.set", class_id=class_id, state="whole class" if pupil_ids is None else "some")
    return True


@atomic
def withdraw(actor: Actor, *, class_id: int, lesson: Lesson, key: str) -> bool:
    """Take `lesson` back from a class of `actor`'s. What children did of it stays; one not set stays so.

    False, and nothing is changed, as `set_lesson` says.
    """
    take_turn(db.session(), what=f"set-lesson:{class_id}")
    arrival = _arrival(actor, key=key, words=f"withdraw {class_id} {lesson.id}")
    if arrival is Arrival.FIRST and _take_back(class_id, lesson=lesson):
        _record(actor, verb="lesson.withdrawn", class_id=class_id, state="")
    return arrival in {Arrival.FIRST, Arrival.AGAIN}


def _take_back(class_id: int, *, lesson: Lesson) -> bool:
    ids: Iterable[int] = db.session.scalars(
        select(SetLesson.id).where(SetLesson.class_id == class_id, SetLesson.lesson_id == lesson.id)
    ).all()
    db.session.execute(delete(SetLessonPupil).where(SetLessonPupil.set_lesson_id.in_(ids)))
    db.session.execute(delete(SetLesson).where(SetLesson.id.in_(ids)))
    return bool(ids)


def _record(actor: Actor, *, verb: str, class_id: int, state: str) -> None:
    audit.record(
        db.session(),
        school_id=actor.school_id,
        who=actor.label,
        verb=verb,
        subject=f"class:{class_id}",
        state=state,
    )


def _arrival(actor: Actor, *, key: str, words: str) -> Arrival:
    return receipts.take(school_id=actor.school_id, owner=f"{actor.label}:setting", key=key, words=words)
