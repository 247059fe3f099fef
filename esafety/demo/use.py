"""What has happened in the demonstration before anyone clicks: lessons begun and finished, two calls for help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from esafety import clock, receipts
from esafety.concerns import service as concerns
from esafety.concerns.rules import Told
from esafety.content import branching
from esafety.content.marking import as_sent
from esafety.content.model import Lesson, Question
from esafety.db import db
from esafety.lessons import absences, setting
from esafety.lessons import service as lessons
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.lessons.rules import before_questions
from esafety.lessons.setting import days_to_choose
from esafety.lessons.shelf import lessons_now
from esafety.roles import Actor, Role
from esafety.school.calendar import calendar_of
from esafety.school.models import ClassTeacher, Pupil, SchoolClass

LESSONS = {"KS1": "wrens-name-badge", "KS2": "friends-of-friends"}
DAYS_LEFT = 4
# For each class, how many questions its first children have settled; -1 is a child who is still in the story.
USE = {"Acorn": (99, 99, 99, 99, 99, 99, 1, -1), "Oak": (99, 99, 99, 99, 99, 99, 99, 2, 1, -1)}


def use_the_schools() -> None:
    """Live through some lessons and raise two concerns, by the same services that children use."""
    for class_name, settled in USE.items():
        pupils = _pupils(class_name)
        lesson = _lesson_for(pupils[0][1])
        if lesson is not None:
            for number, (pupil, questions) in enumerate(zip(pupils, settled, strict=False)):
                _do(_actor(pupil[0]), lesson=lesson, questions=questions, number=number)
    _shift_back()
    for class_name in USE:
        _set_and_mark_absent(class_name)
    oak = _pupils("Oak")
    _ask(
        _actor(oak[2][0]),
        feeling="worried",
        about="someone-unkind",
        words="they keep laughing at my picture in the chat",
    )
    acorn = _pupils("Acorn")
    _ask(_actor(acorn[4][0]), feeling="sad", about="saw-something", words="")


def _pupils(class_name: str) -> Sequence[tuple[Pupil, str]]:
    rows = select(Pupil, SchoolClass.key_stage).join(SchoolClass, SchoolClass.id == Pupil.class_id)
    return [
        (pupil, key_stage)
        for pupil, key_stage in db.session.execute(rows.where(SchoolClass.name == class_name).order_by(Pupil.id))
    ]


def _lesson_for(key_stage: str) -> Lesson | None:
    return lessons_now().lesson(LESSONS[key_stage])


def _actor(pupil: Pupil) -> Actor:
    return Actor(
        role_names=frozenset({Role.PUPIL}),
        person_id=pupil.id,
        school_id=pupil.school_id,
        class_ids=frozenset({pupil.class_id}),
    )


def _do(actor: Actor, *, lesson: Lesson, questions: int, number: int) -> None:
    """Say what one thinks, walk the shortest way to a safe ending, every third child by an "oops", answer questions."""
    _say_what_one_thinks(actor, lesson=lesson, number=number)
    step = lesson.steps[0]
    if number % 3 == 1:
        slip = next((each for each in step.choices if _outcome(lesson, step_id=each.goes_to) == "oops"), None)
        if slip is not None:
            lessons.choose(actor, lesson=lesson, step_id=step.id, goes_to=slip.goes_to, key=receipts.new_key())
            step = lesson.step(slip.goes_to) or step
    for _move in range(len(lesson.steps) * 2):
        if step.outcome == "safe" or (questions < 0 and _move > 1):
            break
        best = min(step.choices, key=lambda each: branching.steps_left(lesson, step_id=each.goes_to))
        lessons.choose(actor, lesson=lesson, step_id=step.id, goes_to=best.goes_to, key=receipts.new_key())
        step = lesson.step(best.goes_to) or step
    if questions < 0:
        return
    lessons.move_on(actor, lesson=lesson, move="next", key=receipts.new_key())
    for index, question in enumerate(lesson.quiz[:questions]):
        _answer(actor, lesson=lesson, question=question, slips=(number + index) % 4 == 1)


def _outcome(lesson: Lesson, *, step_id: str) -> str | None:
    step = lesson.step(step_id)
    return step.outcome if step else None


def _say_what_one_thinks(actor: Actor, *, lesson: Lesson, number: int) -> None:
    """Before the story most children have a wrong idea; afterwards few have."""
    questions = before_questions(lesson)
    if questions:
        lessons.move_on(actor, lesson=lesson, move="next", key=receipts.new_key())
    for index, question in enumerate(questions):
        raw = as_sent(question, rightly=(number + index) % 3 == 0)
        lessons.answer(actor, lesson=lesson, question_id=question.id, raw=raw, key=receipts.new_key(), phase="before")


def _answer(actor: Actor, *, lesson: Lesson, question: Question, slips: bool) -> None:
    if slips:
        _send(actor, lesson=lesson, question=question, rightly=False)
        lessons.move_on(actor, lesson=lesson, move="again", key=receipts.new_key())
    _send(actor, lesson=lesson, question=question, rightly=True)
    lessons.move_on(actor, lesson=lesson, move="next", key=receipts.new_key())


def _send(actor: Actor, *, lesson: Lesson, question: Question, rightly: bool) -> None:
    raw = as_sent(question, rightly=rightly)
    lessons.answer(actor, lesson=lesson, question_id=question.id, raw=raw, key=receipts.new_key())


def _last_school_day() -> date:
    day = clock.now().date() - timedelta(days=1)
    while day.weekday() > 4:  # noqa: PLR2004 - Friday
        day -= timedelta(days=1)
    return day


def _shift_back() -> None:
    """Let what was done just now have been done in a lesson of the last school day."""
    then = datetime.combine(_last_school_day(), time(10, 40), tzinfo=ZoneInfo("Europe/London"))
    for number, sitting in enumerate(db.session.scalars(select(Sitting).order_by(Sitting.id))):
        sitting.begun_at = then + timedelta(seconds=11 * number)
        sitting.moved_at = sitting.begun_at + timedelta(minutes=9, seconds=23 * number)
        if sitting.finished_at is not None:
            sitting.finished_at = sitting.moved_at
    for phase, minutes in (("before", 2), ("after", 12)):
        given = update(QuizAnswer).where(QuizAnswer.phase == phase)
        db.session.execute(given.values(at=then + timedelta(minutes=minutes)))


def _set_and_mark_absent(class_name: str) -> None:
    """Let the teacher have set the lesson for the class until next week, and have marked the last child as absent."""
    pupils = _pupils(class_name)
    last, lesson = pupils[-1][0], _lesson_for(pupils[0][1])
    teacher = db.session.scalars(
        select(ClassTeacher.staff_id).where(ClassTeacher.class_id == last.class_id, ClassTeacher.is_cover.is_(False))
    ).first()
    if lesson is None or teacher is None:
        return
    actor = Actor(
        role_names=frozenset({Role.TEACHER}),
        person_id=teacher,
        school_id=last.school_id,
        class_ids=frozenset({last.class_id}),
    )
    day = clock.now().date()
    due = days_to_choose(calendar_of(last.school_id), today=day)
    setting.set_lesson(
        actor,
        class_id=last.class_id,
        lesson=lesson,
        pupil_ids=None,
        due_on=due[DAYS_LEFT] if len(due) > DAYS_LEFT else None,
        key=receipts.new_key(),
    )
    absences.mark_absent(actor, class_id=last.class_id, pupil_id=last.id, lesson=lesson, today=_last_school_day())


def _ask(actor: Actor, *, feeling: str, about: str, words: str) -> None:
    told = Told(feeling=feeling, about=about, words=words, from_page="/home", not_adults=())
    concerns.raise_concern(actor, told=told, key=receipts.new_key())
