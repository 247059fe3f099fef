"""A class's progress in a lesson: who has begun and finished, who was absent, what was misunderstood, what changed.

Own classes only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select

from esafety.content.model import Lesson
from esafety.db import db
from esafety.lessons import rules
from esafety.lessons.absences import LessonDays, absent_on, taught_on
from esafety.lessons.change import Change, Said, changes
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.lessons.paths import Way, ways_through
from esafety.lessons.rules import Place
from esafety.lessons.setting import Setting
from esafety.lessons.standing import Standing
from esafety.roles import Actor
from esafety.school.models import Pupil
from esafety.school.service import PupilOnRoll, roll_of
from esafety.web.days import day_of, today


@dataclass(frozen=True, kw_only=True)
class PupilProgress:
    """One child's line. `misconceptions` are the wrong ideas that the child chose in the quiz, each once."""

    pupil: PupilOnRoll
    state: str
    place: Place | None = None
    finished_at: datetime | None = None
    absent_on: date | None = None
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
    misunderstood: Sequence[Misunderstood]
    changes: Sequence[Change]
    ways: Way | None
    setting: Setting | None
    taught_on: date | None
    version: str

    def count(self, *states: str) -> int:
        """How many children are in any of `states`."""
        return sum(line.state in states for line in self.lines)


def progress_of(actor: Actor, *, class_id: int, lesson: Lesson, standing: Standing) -> ClassProgress:
    """The progress of a class that `actor` may see: two queries, however many children."""
    roll = roll_of(actor, class_id=class_id)
    on_roll = {pupil.id for pupil in roll}
    per_pupil: dict[int, list[_Sat]] = defaultdict(list)
    for sat in _sittings(class_id=class_id, lesson=lesson):
        if sat.pupil_id in on_roll:
            per_pupil[sat.pupil_id].append(sat)
    first_sittings = {pupil_id: sats[0] for pupil_id, sats in per_pupil.items()}
    days = LessonDays(today=today(), taught_on=taught_on(day_of(sat.begun_at) for sat in first_sittings.values()))
    absent = absent_on(standing.marks, days=days, lesson_id=lesson.id)
    return ClassProgress(
        lines=[
            _line(pupil, sittings=per_pupil[pupil.id], lesson=lesson, absent=absent.get(pupil.id)) for pupil in roll
        ],
        misunderstood=_misunderstood(per_pupil, lesson=lesson),
        changes=changes(lesson, answers=_said(per_pupil)),
        ways=ways_through(lesson, paths={pupil_id: sat.path for pupil_id, sat in first_sittings.items()}),
        setting=standing.setting,
        taught_on=days.taught_on,
        version=standing.version,
    )


def day_taught(*, class_id: int, lesson: Lesson) -> date | None:
    """The day on which most of a class began a lesson; None where nobody has."""
    first = (
        select(func.min(Sitting.begun_at))
        .join(Pupil, Pupil.id == Sitting.pupil_id)
        .where(Sitting.class_id == class_id, Sitting.lesson_id == lesson.id)
        .where(Pupil.class_id == class_id, Pupil.left_on.is_(None))
        .group_by(Sitting.pupil_id)
    )
    return taught_on(day_of(at) for at in db.session.scalars(first))


def counts_by_lesson(*, class_id: int) -> dict[str, tuple[int, int]]:
    """For each lesson that the class has met: how many children began it, and how many finished it."""
    counted = counts_of_classes([class_id])
    return {lesson_id: counts for (_class_id, lesson_id), counts in counted.items()}


def counts_of_classes(class_ids: Iterable[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """For each of these classes and each lesson that it has met: how many began and how many finished it; one query."""
    rows = db.session.execute(
        select(
            Sitting.class_id,
            Sitting.lesson_id,
            func.count(Sitting.pupil_id.distinct()),
            func.count(func.distinct(_finisher())),
        )
        .join(Pupil, Pupil.id == Sitting.pupil_id)
        .where(Sitting.class_id.in_(list(class_ids)), Pupil.class_id == Sitting.class_id, Pupil.left_on.is_(None))
        .group_by(Sitting.class_id, Sitting.lesson_id)
    ).all()
    return {(class_id, lesson_id): (begun, finished) for class_id, lesson_id, begun, finished in rows}


def _finisher() -> ColumnElement[int]:
    return case((Sitting.finished_at.is_not(None), Sitting.pupil_id))


@dataclass(kw_only=True)
class _Sat:
    pupil_id: int
    place: str
    path: list[str]
    begun_at: datetime
    finished_at: datetime | None
    wrong: list[tuple[str, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def _sittings(*, class_id: int, lesson: Lesson) -> list[_Sat]:
    """The sittings of a class in their order, each with its answers and the wrong ideas in them."""
    rows = db.session.execute(
        select(
            Sitting.id,
            Sitting.pupil_id,
            Sitting.place,
            Sitting.path,
            Sitting.begun_at,
            Sitting.finished_at,
            QuizAnswer.question_id,
            QuizAnswer.phase,
            QuizAnswer.misconceptions,
        )
        .outerjoin(QuizAnswer, QuizAnswer.sitting_id == Sitting.id)
        .where(Sitting.class_id == class_id, Sitting.lesson_id == lesson.id)
        .order_by(Sitting.number, Sitting.id, QuizAnswer.id)
    ).all()
    found: dict[int, _Sat] = {}
    for row in rows:
        sat = found.get(row.id)
        if sat is None:
            sat = found[row.id] = _Sat(
                pupil_id=row.pupil_id,
                place=row.place,
                path=row.path,
                begun_at=row.begun_at,
                finished_at=row.finished_at,
            )
        if row.question_id is not None:
            is_before = row.phase == "before"
            _add_answer(sat, question_id=row.question_id, ideas=row.misconceptions, is_before=is_before)
    return list(found.values())


def _add_answer(sat: _Sat, *, question_id: str, ideas: Sequence[str], is_before: bool) -> None:
    said = Said(pupil_id=sat.pupil_id, question_id=question_id, is_before=is_before, ideas=frozenset(ideas))
    sat.said.append(said)
    if not is_before:
        # What a child thought before the lesson is told of the class alone.
        sat.wrong += [(question_id, idea) for idea in ideas]


def _said(per_pupil: Mapping[int, Sequence[_Sat]]) -> Iterable[Said]:
    return (said for sats in per_pupil.values() for sat in sats for said in sat.said)


def _misunderstood(per_pupil: Mapping[int, Sequence[_Sat]], *, lesson: Lesson) -> list[Misunderstood]:
    # A child counts once for each wrong idea in each question, however often it was chosen.
    chosen_by = Counter(pair for sats in per_pupil.values() for pair in {pair for sat in sats for pair in sat.wrong})
    order = {question.id: number for number, question in enumerate(lesson.quiz)}
    found = [
        Misunderstood(question_id=question_id, misconception=idea, pupils=pupils)
        for (question_id, idea), pupils in chosen_by.items()
        if question_id in order
    ]
    return sorted(found, key=lambda each: (-each.pupils, order[each.question_id], each.misconception))


def _line(pupil: PupilOnRoll, *, sittings: Sequence[_Sat], lesson: Lesson, absent: date | None) -> PupilProgress:
    if not sittings:
        return PupilProgress(pupil=pupil, state="absent" if absent else "not begun", absent_on=absent)
    finished = [sat.finished_at for sat in sittings if sat.finished_at is not None]
    return PupilProgress(
        pupil=pupil,
        # Who has finished once stays finished, also while doing the lesson again.
        state="done" if finished else "doing",
        place=rules.read_place(lesson, text=sittings[-1].place),
        finished_at=finished[0] if finished else None,
        misconceptions=tuple(dict.fromkeys(idea for sat in sittings for _question, idea in sat.wrong)),
    )
