"""A lesson as it lies on paper. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from esafety.content import mixing
from esafety.content.model import Answer, Box, Lesson, Question, Step

PARTS = ("story", "quiz", "answers", "notes")
PURPOSE = "## In one line"


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A choice on paper: its words, and the number of the panel where it goes on."""

    label: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One numbered picture of the story strip."""

    number: int
    step: Step
    turns: tuple[Turn, ...]


def panels_of(lesson: Lesson) -> list[Panel]:
    """The story as numbered panels; a choice names the panel where it goes on."""
    numbers = {step.id: number for number, step in enumerate(lesson.steps, start=1)}
    return [
        Panel(
            number=numbers[step.id],
            step=step,
            turns=tuple(
                Turn(label=each.label, number=numbers[each.goes_to]) for each in step.choices if each.does != "again"
            ),
        )
        for step in lesson.steps
    ]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said of an answer on the answer sheet. `where` is its box, its partner or its number."""

    answer: Answer
    is_right: bool
    where: str


def told_answers(question: Question) -> list[Told]:
    """Each answer of a question, in the order in which the answer sheet tells it."""
    return [
        Told(answer=answer, is_right=answer.is_right, where=_where(question, answer=answer, number=number))
        for number, answer in enumerate(question.answers, start=1)
    ]


def _where(question: Question, *, answer: Answer, number: int) -> str:
    box = question.box(answer.box)
    if box is not None:
        return box.label
    return str(number) if question.kind == "order" else ""


@dataclass(frozen=True, kw_only=True)
class OnSheet:
    """A question as it is printed: its answers and boxes mixed where their order would tell."""

    question: Question
    answers: tuple[Answer, ...]
    boxes: tuple[Box, ...]
    told: tuple[Told, ...]


def quiz_of(lesson: Lesson) -> list[OnSheet]:
    """The quiz, ready to be printed."""
    return [
        OnSheet(
            question=question,
            answers=mixing.shown_answers(question),
            boxes=mixing.shown_boxes(question),
            told=tuple(told_answers(question)),
        )
        for question in lesson.quiz
    ]


def parts_chosen(names: Sequence[str]) -> tuple[str, ...]:
    """The parts of the pack that were asked for, in their order; all of them where none was."""
    return tuple(name for name in PARTS if name in names) or PARTS


def purpose_of(lesson: Lesson) -> str:
    """Why the lesson is taught: the section "In one line" of its notes, as Markdown; empty where there is none."""
    lines = lesson.teacher.splitlines()
    if PURPOSE not in (line.strip() for line in lines):
        return ""
    begin = next(number for number, line in enumerate(lines) if line.strip() == PURPOSE) + 1
    end = next((number for number, line in enumerate(lines) if number >= begin and line.startswith("#")), len(lines))
    paragraphs = "\n".join(lines[begin:end]).strip().split("\n\n")
    return paragraphs[0].strip()
