"""What stands on a child's shelf: what the child has done of each lesson, and what a teacher set for the child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, case, cast, exists, func, literal, null, or_, select, union_all

from esafety.db import Moment, db
from esafety.lessons.models import SetLesson, SetLessonPupil, Sitting
from esafety.roles import Actor


@dataclass(frozen=True, kw_only=True)
class ChildsShelf:
    """`states` by lesson: "done" once finished, else "begun". `still_set`: what is to be done, the soonest first.

    What was finished in another class, as last year, is done; where today's class is set it, it is new once more.
    """

    states: dict[str, str]
    still_set: tuple[str, ...]


def shelf_of(actor: Actor) -> ChildsShelf:
    """The shelf of a child; one query, for every visit begins with it."""
    in_class = Sitting.class_id.in_(actor.class_ids or {-1})
    is_for_the_child = exists().where(
        SetLessonPupil.set_lesson_id == SetLesson.id, SetLessonPupil.pupil_id == actor.person_id
    )
    rows: Sequence[Any] = db.session.execute(
        union_all(
            select(
                Sitting.lesson_id,
                literal(0, Integer()).label("is_set"),
                func.max(Sitting.finished_at, type_=Moment()).label("finished_at"),
                func.count(case((in_class & Sitting.finished_at.is_not(None), 1))).label("finished_here"),
                cast(null(), Date()).label("due_on"),
            )
            .where(Sitting.pupil_id == actor.person_id)
            .group_by(Sitting.lesson_id),
            select(
                SetLesson.lesson_id,
                literal(1, Integer()),
                cast(null(), Moment()),
                literal(0, Integer()),
                SetLesson.due_on,
            ).where(SetLesson.class_id.in_(actor.class_ids or {-1}), or_(SetLesson.whole_class, is_for_the_child)),
        )
    ).all()
    states = {row.lesson_id: "done" if row.finished_at else "begun" for row in rows if not row.is_set}
    done_here = {row.lesson_id for row in rows if row.finished_here}
    still_set = sorted(
        (row.due_on or date.max, row.lesson_id) for row in rows if row.is_set and row.lesson_id not in done_here
    )
    states |= {lesson_id: "new" for _due_on, lesson_id in still_set if states.get(lesson_id) == "done"}
    return ChildsShelf(states=states, still_set=tuple(lesson_id for _due_on, lesson_id in still_set))
