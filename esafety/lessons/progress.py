"""A class's progress in a lesson: who has begun and finished, and what was misunderstood. Own classes only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from esafety.content.model import Lesson
from esafety.db import db
from esafety.lessons import rules
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.lessons.rules import Place
from esafety.roles import Actor
from esafety.school.models import Pupil
from esafety.school.service import PupilOnRoll, pupils_visible_to, roll_of


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
    misunderstood: Sequence[Misunderstood]
    version: str

    def count(self, *states: str) -> int:
        """How many children are in any of `states`."""
        return sum(line.state in states for line in self.lines)


def progress_of(actor: Actor, *, class_id: int, lesson: Lesson) -> ClassProgress:
    """The progress of a class that `actor` may see: two queries, however many children."""
    roll = roll_of(actor, class_id=class_id)
    sittings = _sittings(class_id=class_id, lesson=lesson)
    on_roll = {pupil.id for pupil in roll}
    per_pupil: dict[int, list[_Sat]] = defaultdict(list)
    for sat in sittings:
        if sat.pupil_id in on_roll:
            per_pupil[sat.pupil_id].append(sat)
    return ClassProgress(
        lines=[_line(pupil, per_pupil[pupil.id], lesson=lesson) for pupil in roll],
        misunderstood=_misunderstood(per_pupil, lesson=lesson),
        version=_version(len(roll), len(sittings), sum(sat.version for sat in sittings)),
    )


def version_of(actor: Actor, *, class_id: int, lesson: Lesson) -> str:
    """A short text that changes whenever the class's progress does; one query, no bodies."""
    pupils = select(func.count()).where(pupils_visible_to(actor), Pupil.class_id == class_id).scalar_subquery()
    sums = select(pupils, func.count(), func.coalesce(func.sum(Sitting.version), 0)).where(*_of(class_id, lesson))
    return _version(*db.session.execute(sums).one())


def _version(pupils: int, sittings: int, moves: int) -> str:  # noqa: PLR0917 - as they stand in the text
    return f"{pupils}-{sittings}-{moves}"


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


@dataclass(kw_only=True)
class _Sat:
    pupil_id: int
    place: str
    finished_at: datetime | None
    version: int
    wrong: list[tuple[str, str]] = field(default_factory=list)


def _sittings(*, class_id: int, lesson: Lesson) -> list[_Sat]:
    """The sittings of a class in their order, each with the questions and wrong ideas in which it went wrong.

    What children thought before the story is no mix-up: they had not been taught yet.
    """
    wrong = (QuizAnswer.sitting_id == Sitting.id) & QuizAnswer.was_right.is_(False) & (QuizAnswer.phase == "after")
    rows = db.session.execute(
        select(
            Sitting.id,
            Sitting.pupil_id,
            Sitting.place,
            Sitting.finished_at,
            Sitting.version,
            QuizAnswer.question_id,
            QuizAnswer.misconceptions,
        )
        .outerjoin(QuizAnswer, wrong)
        .where(*_of(class_id, lesson))
        .order_by(Sitting.number, Sitting.id, QuizAnswer.id)
    ).all()
    found: dict[int, _Sat] = {}
    for row in rows:
        sat = found.setdefault(
            row.id,
            _Sat(pupil_id=row.pupil_id, place=row.place, finished_at=row.finished_at, version=row.version),
        )
        sat.wrong += [(row.question_id, idea) for idea in row.misconceptions or ()]
    return list(found.values())


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


def _line(pupil: PupilOnRoll, sittings: Sequence[_Sat], *, lesson: Lesson) -> PupilProgress:
    if not sittings:
        return PupilProgress(pupil=pupil, state="not begun")
    finished = [sat.finished_at for sat in sittings if sat.finished_at is not None]
    return PupilProgress(
        pupil=pupil,
        # Who has finished once stays finished, also while doing the lesson again.
        state="done" if finished else "doing",
        place=rules.read_place(lesson, sittings[-1].place),
        finished_at=finished[0] if finished else None,
        misconceptions=tuple(dict.fromkeys(idea for sat in sittings for _question, idea in sat.wrong)),
    )
