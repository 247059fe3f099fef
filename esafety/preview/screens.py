"""The screens of a draft: their list, and one of them as a child sees it. Nothing is kept: an address says it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from esafety.content import marking
from esafety.content.check import words_by_line
from esafety.content.model import Lesson, Problem
from esafety.content.readability import limits_for
from esafety.content.render import prose
from esafety.lessons import rules
from esafety.lessons.answering import LastTry
from esafety.lessons.forms import refusal_words
from esafety.lessons.rules import Place
from esafety.lessons.screens import Screen, screen_at
from esafety.lessons.service import Here
from esafety.preview.draft import Draft
from esafety.roles import Actor, Role

LAST_LINE = 10**6  # beyond the last that a file may have
NOBODY = Actor(role_names=frozenset({Role.PUPIL}), person_id=0, school_id=0, class_ids=frozenset())


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One screen in the list beside the lesson. `place` is empty where it cannot be opened yet."""

    title: str
    place: str
    line: int
    outcome: str = ""
    words: int = 0
    notes: int = 0


@dataclass(frozen=True, kw_only=True)
class Part:
    """The screens of one part of the lesson."""

    title: str
    screens: tuple[Listed, ...]
    most_words: int = 0


def parts(draft: Draft) -> Iterator[Part]:
    """Yield the parts of a draft with all screens that it has."""
    lesson = draft.lesson
    if lesson is None:
        return
    yield Part(title=_("Before the story"), screens=tuple(_before(lesson)))
    most = limits_for(lesson.years).screen_words if lesson.years else 0
    yield Part(title=_("Story"), screens=tuple(_story(lesson, problems=draft.problems)), most_words=most)
    yield Part(title=_("Quiz"), screens=tuple(_quiz(lesson, problems=draft.problems)), most_words=most)
    yield Part(title=_("At the end"), screens=(Listed(title=_("Stamp and take-home"), place="end:", line=0),))


def _before(lesson: Lesson) -> Iterator[Listed]:
    questions = rules.before_questions(lesson)
    if questions and lesson.steps:
        yield Listed(title=_("A word before"), place="before:", line=0)
    for question in questions:
        yield Listed(title=question.prompt, place=_place("before", name=question.id), line=question.line)


def _story(lesson: Lesson, *, problems: Sequence[Problem]) -> Iterator[Listed]:
    ends = [*(step.line for step in lesson.steps[1:]), *(question.line for question in lesson.quiz[:1]), LAST_LINE]
    counted = words_by_line(lesson)
    for step, end in zip(lesson.steps, ends, strict=False):
        yield Listed(
            words=counted.get(step.line, 0),
            title=step.title,
            place=_place("step", name=step.id),
            line=step.line,
            outcome=step.outcome or "",
            notes=_notes(problems, from_line=step.line, to_line=end),
        )


def _quiz(lesson: Lesson, *, problems: Sequence[Problem]) -> Iterator[Listed]:
    ends = [*(question.line for question in lesson.quiz[1:]), LAST_LINE]
    counted = words_by_line(lesson)
    for question, end in zip(lesson.quiz, ends, strict=False):
        yield Listed(
            words=counted.get(question.line, 0),
            title=question.prompt,
            place=_place("question", name=question.id),
            line=question.line,
            notes=_notes(problems, from_line=question.line, to_line=end),
        )


def _place(kind: str, *, name: str) -> str:
    return f"{kind}:{name}" if name else ""


def _notes(problems: Sequence[Problem], *, from_line: int, to_line: int) -> int:
    return sum(from_line <= one.line < to_line for one in problems)


def first_place(lesson: Lesson) -> str:
    """Return the place at which a look at a lesson begins: its story, which an author writes first."""
    return _place("step", name=next((step.id for step in lesson.steps if step.id), "")) or "end:"


def is_there(lesson: Lesson, *, place: Place) -> bool:
    """Whether a lesson has this screen."""
    if place.kind == "step":
        return lesson.step(place.id) is not None
    if place == Place("before"):
        return bool(rules.before_questions(lesson)) and bool(lesson.steps)
    return place.kind == "end" or lesson.question(place.id) is not None


def screen_facts(lesson: Lesson, *, place: Place, raw: Sequence[str], tries: int, draft: Draft) -> dict[str, Any]:
    """What the player's templates need for one screen.

    `raw` is what was answered, where something was. The key, which here guards nothing, carries how often the question
    was tried.
    """
    last, problem = None, None
    question = lesson.question(place.id)
    if place.kind == "feedback" and question:
        chosen = marking.read_choice(question, raw=raw)
        if isinstance(chosen, marking.Refusal):
            place, problem, tries = Place("question", place.id), refusal_words(chosen.message), max(0, tries - 1)
        else:
            last = LastTry(try_no=tries, chosen=chosen, marked=marking.mark(question, chosen=chosen))
    if place.kind == "end":
        screen: Any = _end(lesson, draft=draft)
    else:
        screen = screen_at(NOBODY, lesson=lesson, here=Here(place, last), problem=problem, raw=raw)
    return {"screen": screen, "progress": rules.progress(lesson, place=place), "key": str(tries)}


def _end(lesson: Lesson, *, draft: Draft) -> Screen:
    take_home = Markup(prose(lesson.take_home, facts=draft.facts))  # noqa: S704 - prose() cleans it
    return Screen(kind="end", stamp=f"stamp-{lesson.id}", new_stamp=True, take_home=take_home)
