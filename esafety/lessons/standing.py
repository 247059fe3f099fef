"""How a lesson stands for a class, in one query: how much was done, how it is set, who is absent, and its version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from esafety.content.model import Lesson
from esafety.db import db
from esafety.lessons.absences import LOOKED_BACK, Mark
from esafety.lessons.models import Absence, SetLesson, SetLessonPupil, Sitting
from esafety.lessons.setting import Setting
from esafety.roles import Actor
from esafety.school.models import Pupil, Staff
from esafety.school.service import pupils_visible_to

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a class's progress page shows besides the children's own lines; `version` changes when anything does."""

    setting: Setting | None
    marks: tuple[Mark, ...]
    version: str


def standing_of(actor: Actor, *, class_id: int, lesson: Lesson, today: date) -> Standing:
    """How `lesson` stands for a class that `actor` may see."""
    rows = db.session.execute(_everything(actor, class_id=class_id, lesson=lesson, today=today)).all()
    marks = sorted((row.number, row.day, row.words) for row in rows if row.kind == "absent")
    pupil_ids = frozenset(row.number for row in rows if row.kind == "for")
    setting = None
    for row in rows:
        if row.kind == "set":
            setting = Setting(
                lesson_id=lesson.id,
                class_id=class_id,
                whole_class=bool(row.number),
                pupil_ids=pupil_ids,
                due_on=row.day,
                set_by=row.name,
                stamp=row.words,
            )
    counts = sorted((row.kind, row.number, row.more) for row in rows if row.kind in {"pupils", "sittings"})
    stamp = setting.stamp if setting else ""
    return Standing(
        setting=setting,
        marks=tuple(Mark(*mark) for mark in marks),
        # The day as well: who is absent today is so no more tomorrow.
        version=hashlib.sha256(repr((today, counts, stamp, marks)).encode()).hexdigest()[:16],
    )


def _everything(actor: Actor, *, class_id: int, lesson: Lesson, today: date) -> CompoundSelect[Any]:
    set_here = SetLesson.class_id == class_id, SetLesson.lesson_id == lesson.id
    return union_all(
        _rows("pupils", number=func.count()).where(pupils_visible_to(actor), Pupil.class_id == class_id),
        _rows("sittings", number=func.count(), more=func.coalesce(func.sum(Sitting.version), 0)).where(
            Sitting.class_id == class_id, Sitting.lesson_id == lesson.id
        ),
        _rows(
            "set",
            number=case((SetLesson.whole_class, 1), else_=0),
            day=SetLesson.due_on,
            words=SetLesson.stamp,
            name=Staff.name,
        )
        .join(Staff, Staff.id == SetLesson.set_by_id)
        .where(*set_here),
        _rows("for", number=SetLessonPupil.pupil_id)
        .join(SetLesson, SetLesson.id == SetLessonPupil.set_lesson_id)
        .where(*set_here),
        _rows("absent", number=Absence.pupil_id, day=Absence.day, words=Absence.lesson_id).where(
            Absence.class_id == class_id, Absence.lesson_id.in_(("", lesson.id)), Absence.day > today - LOOKED_BACK
        ),
    )


def _rows(
    kind: str,
    *,
    number: Column,
    more: Column | None = None,
    day: Column | None = None,
    words: Column | None = None,
    name: Column | None = None,
) -> Select[Any]:
    """One kind of row; every kind has the same columns, for they come as one answer."""
    columns: list[ColumnElement[Any]] = [
        literal(kind, String()).label("kind"),
        number.label("number"),
        (literal(0, Integer()) if more is None else more).label("more"),
        (cast(null(), Date()) if day is None else day).label("day"),
        (literal("", String()) if words is None else words).label("words"),
        (literal("", String()) if name is None else name).label("name"),
    ]
    return select(*columns)
