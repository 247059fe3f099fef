"""A class's progress in a lesson: who has begun and finished, and what was misunderstood. Own classes only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from esafety.content.model import Lesson
from esafety.db import db
from esafety.lessons import rules
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.lessons.rules import Place
from esafety.roles import Actor
from esafety.school.service import PupilOnRoll, roll_of


@dataclass(frozen=True, kw_only=True)
class PupilProgress:
    """One child's line. `misconceptions` are the wrong ideas that the child chose, each once."""

    pupil: PupilOnRoll
    state: str
    place: Place | None = None
    finished_at: datetime | None = None
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Misunderstood:
    """A wrong idea in a question, and how many children of the class chose it."""

    question_id: str
    misconception: str
    pupils: int


@dataclass(frozen=True, kw_only=True)
class ClassProgress:
    """A class in a lesson."""

    lines: Sequence[PupilProgress]
    misunderstood: Sequence[Misunderstood] = field(default_factory=list)

    def count(self, *states: str) -> int:
        """How many children are in any of `states`."""
        return sum(line.state in states for line in self.lines)


def progress_of(actor: Actor, *, class_id: int, lesson: Lesson) -> ClassProgress:
    """The progress of a class that `actor` may see: three queries, however many children."""
    roll = roll_of(actor, class_id=class_id)
    sittings = _sittings(class_id=class_id, lesson=lesson, pupil_ids=[pupil.id for pupil in roll])
    wrong = _wrong_ideas(class_id=class_id, lesson=lesson, pupil_ids={pupil.id for pupil in roll})
    per_pupil: dict[int, list[str]] = defaultdict(list)
    chosen_by: Counter[tuple[str, str]] = Counter()
    for pupil_id, question_id, idea in wrong:
        chosen_by[question_id, idea] += 1
        if idea not in per_pupil[pupil_id]:
            per_pupil[pupil_id].append(idea)
    order = {question.id: number for number, question in enumerate(lesson.quiz)}
    misunderstood = [
        Misunderstood(question_id=question_id, misconception=idea, pupils=pupils)
        for (question_id, idea), pupils in chosen_by.items()
        if question_id in order
    ]
    misunderstood.sort(key=lambda each: (-each.pupils, order[each.question_id], each.misconception))
    lines = [_line(pupil, sittings.get(pupil.id, []), lesson=lesson, ideas=per_pupil[pupil.id]) for pupil in roll]
    return ClassProgress(lines=lines, misunderstood=misunderstood)


def version_of(*, class_id: int, lesson: Lesson, pupils: int) -> str:
    """A short text that changes whenever the class's progress does; one query, no bodies."""
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Sitting.version), 0)).where(*_of(class_id, lesson))
    ).one()
    return f"{pupils}-{row[0]}-{row[1]}"


def counts_by_lesson(*, class_id: int) -> dict[str, tuple[int, int]]:
    """For each lesson that the class has met: how many children began it, and how many finished it."""
    rows = db.session.execute(
        select(
            Sitting.lesson_id,
            func.count(Sitting.pupil_id.distinct()),
            func.count(func.distinct(_finisher())),
        )
        .where(Sitting.class_id == class_id)
        .group_by(Sitting.lesson_id)
    ).all()
    return {lesson_id: (begun, finished) for lesson_id, begun, finished in rows}


def _finisher() -> ColumnElement[int]:
    return case((Sitting.finished_at.is_not(None), Sitting.pupil_id))


def _of(class_id: int, lesson: Lesson) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Sitting.class_id == class_id, Sitting.lesson_id == lesson.id


def _sittings(
    *, class_id: int, lesson: Lesson, pupil_ids: Collection[int]
) -> dict[int, list[tuple[str, datetime | None]]]:
    rows = db.session.execute(
        select(Sitting.pupil_id, Sitting.place, Sitting.finished_at)
        .where(*_of(class_id, lesson), Sitting.pupil_id.in_(pupil_ids))
        .order_by(Sitting.number)
    ).all()
    found: dict[int, list[tuple[str, datetime | None]]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append((row.place, row.finished_at))
    return found


def _wrong_ideas(*, class_id: int, lesson: Lesson, pupil_ids: Collection[int]) -> list[tuple[int, str, str]]:
    """Child, question and wrong idea, each combination once."""
    rows = db.session.execute(
        select(Sitting.pupil_id, QuizAnswer.question_id, QuizAnswer.misconceptions)
        .join(Sitting, Sitting.id == QuizAnswer.sitting_id)
        .where(*_of(class_id, lesson), QuizAnswer.was_right.is_(False))
        .order_by(QuizAnswer.id)
    ).all()
    found = {
        (row.pupil_id, row.question_id, idea): None
        for row in rows
        for idea in row.misconceptions
        if row.pupil_id in pupil_ids
    }
    return list(found)


def _line(
    pupil: PupilOnRoll, sittings: Sequence[tuple[str, datetime | None]], *, lesson: Lesson, ideas: Sequence[str]
) -> PupilProgress:
    if not sittings:
        return PupilProgress(pupil=pupil, state="not begun")
    finished = [at for _place, at in sittings if at is not None]
    place = rules.read_place(lesson, sittings[-1][0])
    return PupilProgress(
        pupil=pupil,
        # Who has finished once stays finished, also while doing the lesson again.
        state="done" if finished else "doing",
        place=place,
        finished_at=finished[0] if finished else None,
        misconceptions=tuple(ideas),
    )
