"""Who has still to do which of the lessons that are set for a class, and who was absent when the class did them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from esafety.db import db
from esafety.lessons.absences import LessonDays, absent_on, marks_of_class, taught_on
from esafety.lessons.models import Sitting
from esafety.lessons.setting import Setting, settings_of
from esafety.roles import Actor
from esafety.school.service import PupilOnRoll, roll_of
from esafety.web.days import day_of, today


@dataclass(frozen=True, kw_only=True)
class LeftToDo:
    """A set lesson that a child has not finished. `absent_on` is the day on which the child missed it."""

    setting: Setting
    state: str
    absent_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class CatchUp:
    """A child with something left to do."""

    pupil: PupilOnRoll
    left: Sequence[LeftToDo]


@dataclass(frozen=True, kw_only=True)
class _Sat:
    """A child's sittings of a lesson, together."""

    begun_at: datetime
    is_finished: bool


def catch_up_of(actor: Actor, *, class_id: int, lesson_ids: Iterable[str]) -> list[CatchUp]:
    """The children of a class that `actor` sees who have something left of what is set for them, by name.

    Of lessons other than `lesson_ids`, those that may be used now, nothing is asked of anybody.
    """
    usable = set(lesson_ids)
    settings = [each for each in settings_of(actor) if each.class_id == class_id and each.lesson_id in usable]
    roll = roll_of(actor, class_id=class_id)
    sat = _sat(class_id, pupil_ids={pupil.id for pupil in roll})
    marks = marks_of_class(class_id, today=today())
    absent = {
        each.lesson_id: absent_on(marks, days=_days(sat[each.lesson_id]), lesson_id=each.lesson_id) for each in settings
    }
    lines = []
    for pupil in roll:
        left = [
            _left(each, sat=sat[each.lesson_id].get(pupil.id), absent=absent[each.lesson_id].get(pupil.id))
            for each in settings
            if each.is_for(pupil.id) and not _is_done(sat[each.lesson_id].get(pupil.id))
        ]
        if left:
            lines.append(CatchUp(pupil=pupil, left=left))
    return lines


def _sat(class_id: int, *, pupil_ids: set[int]) -> dict[str, dict[int, _Sat]]:
    rows = db.session.execute(
        select(Sitting.lesson_id, Sitting.pupil_id, func.min(Sitting.begun_at), func.max(Sitting.finished_at))
        .where(Sitting.class_id == class_id)
        .group_by(Sitting.lesson_id, Sitting.pupil_id)
    ).all()
    found: dict[str, dict[int, _Sat]] = defaultdict(dict)
    for lesson_id, pupil_id, begun_at, finished_at in rows:
        if pupil_id in pupil_ids:
            found[lesson_id][pupil_id] = _Sat(begun_at=begun_at, is_finished=finished_at is not None)
    return found


def _days(sat: Mapping[int, _Sat]) -> LessonDays:
    return LessonDays(today=today(), taught_on=taught_on(day_of(each.begun_at) for each in sat.values()))


def _is_done(sat: _Sat | None) -> bool:
    return sat is not None and sat.is_finished


def _left(setting: Setting, *, sat: _Sat | None, absent: date | None) -> LeftToDo:
    is_late = setting.due_on is not None and setting.due_on < today()
    if sat is not None:
        return LeftToDo(setting=setting, state="doing", is_late=is_late)
    return LeftToDo(setting=setting, state="absent" if absent else "not begun", absent_on=absent, is_late=is_late)
