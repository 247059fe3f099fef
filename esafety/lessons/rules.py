"""Where a child is in a lesson, and where each move leads. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from esafety.content import branching
from esafety.content.model import Lesson, Question

PlaceKind = Literal["before", "step", "question", "feedback", "end"]
Phase = Literal["before", "after"]
TRIES = 3
LONGEST_PATH = 200


@dataclass(frozen=True)
class Place:
    """A screen of a lesson: a story step, a question, what is said to an answer, or the end.

    "before" is a question that is put before the story, or without an id the calm word that comes first.
    """

    kind: PlaceKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Progress:
    """How far a child is: `done` of `total` parts."""

    done: int
    total: int


def first_place(lesson: Lesson) -> Place:
    """Where a lesson begins: with a word before its first questions, or with its story."""
    return Place("before") if before_questions(lesson) else story_begins(lesson)


def story_begins(lesson: Lesson) -> Place:
    """The first step of the story."""
    return Place("step", lesson.steps[0].id)


def before_questions(lesson: Lesson) -> tuple[Question, ...]:
    """The questions that are put before the story as well as after it."""
    return tuple(question for question in lesson.quiz if question.ask == "before-after")


def read_place(lesson: Lesson, *, text: str) -> Place:
    """The place that `text` names; the story's beginning where the lesson has changed and knows it no more."""
    kind, _, name = text.partition(":")
    if kind == "before" and name in {"", *(question.id for question in before_questions(lesson))}:
        return Place("before", name)
    if kind == "step" and any(step.id == name for step in lesson.steps):
        return Place("step", name)
    if kind in {"question", "feedback"} and question_of(lesson, question_id=name) is not None:
        return Place("question" if kind == "question" else "feedback", name)
    return Place("end") if kind == "end" else story_begins(lesson)


def question_of(lesson: Lesson, *, question_id: str) -> Question | None:
    """The question with this id."""
    return next((question for question in lesson.quiz if question.id == question_id), None)


def after_choice(lesson: Lesson, *, step_id: str, goes_to: str) -> Place | None:
    """Where a choice leads; None where the step offers no such choice."""
    step = branching.next_step(lesson, step_id=step_id, goes_to=goes_to)
    return Place("step", step.id) if step else None


def after_story(lesson: Lesson, *, step_id: str) -> Place | None:
    """Where a safe ending leads: the quiz; None from a step that is not one."""
    step = lesson.step(step_id)
    if step is None or step.outcome != "safe":
        return None
    return Place("question", lesson.quiz[0].id) if lesson.quiz else Place("end")


def after_question(lesson: Lesson, *, question_id: str) -> Place:
    """What follows a question that is settled."""
    ids = [question.id for question in lesson.quiz]
    next_up = ids.index(question_id) + 1
    return Place("question", ids[next_up]) if next_up < len(ids) else Place("end")


def after_before(lesson: Lesson, *, question_id: str) -> Place:
    """What follows a question that is put before the story, or the word before the first: the next, or the story."""
    ids = ["", *(question.id for question in before_questions(lesson))]
    next_up = ids.index(question_id) + 1
    return Place("before", ids[next_up]) if next_up < len(ids) else story_begins(lesson)


def is_settled(*, was_right: bool, try_no: int) -> bool:
    """Whether a question is done with: answered right, or shown after the third try."""
    return was_right or try_no >= TRIES


def progress(lesson: Lesson, *, place: Place) -> Progress:
    """How far `place` is along the shortest way through the lesson.

    An "oops" takes nothing back: it stands where the choice stood that led to it.
    """
    before = ["", *(question.id for question in before_questions(lesson))]
    if place.kind == "before":
        return Progress(max(0, before.index(place.id) - 1), _parts(lesson))
    story = len(before) - 1 + branching.steps_left(lesson, step_id=lesson.steps[0].id) + 1
    total = _parts(lesson)
    if place.kind == "end":
        return Progress(total, total)
    if place.kind == "step":
        step, left = lesson.step(place.id), branching.steps_left(lesson, step_id=place.id)
        way_back = 1 if step is not None and step.outcome == "oops" else 0
        return Progress(max(0, story - 1 - left + way_back), total)
    ids = [question.id for question in lesson.quiz]
    answered = ids.index(place.id) + (1 if place.kind == "feedback" else 0)
    return Progress(story + answered, total)


def _parts(lesson: Lesson) -> int:
    story = branching.steps_left(lesson, step_id=lesson.steps[0].id) + 1
    return len(before_questions(lesson)) + story + len(lesson.quiz)
