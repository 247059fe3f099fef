"""What a screen of a lesson shows, ready for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from flask_babel import get_locale
from markupsafe import Markup

from esafety.content.model import Answer, Choice, Lesson, Question, Step
from esafety.content.render import prose
from esafety.lessons import rules, service, story_ways
from esafety.lessons.service import Here
from esafety.lessons.shelf import drawn, lessons_now
from esafety.roles import Actor


@dataclass(frozen=True, kw_only=True)
class AnswerMark:
    """What is said of one answer: right, not this, or nothing."""

    answer: Answer
    chosen: bool
    verdict: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen; which fields are filled follows from `kind`."""

    kind: str
    step: Step | None = None
    stage: Markup = Markup("")
    choices: Sequence[Choice] = ()
    other_ways: Sequence[tuple[Step, Choice]] = ()
    way_back: str | None = None
    is_first_phone: bool = False
    set_so_far: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None
    try_no: int = 1
    how_many: int = 0
    problem: str | None = None
    is_right: bool = False
    shown_answer: bool = False
    may_try_again: bool = False
    still_to_find: int = 0
    marks: list[AnswerMark] = field(default_factory=list)
    stamp: str = ""
    new_stamp: bool = False
    take_home: Markup = Markup("")


def screen_at(
    actor: Actor,
    *,
    lesson: Lesson,
    here: Here,
    problem: str | None = None,
    set_so_far: Mapping[str, str] | None = None,
) -> Screen:
    """The screen of `here`. An answer key is never part of a screen on which the answer is still to be given.

    `set_so_far` is what was sent of a phone's settings and could not be taken: it stays as the child set it.
    """
    place, last = here.place, here.last
    if place.kind == "step":
        return _story(lesson, here=here, problem=problem, set_so_far=set_so_far or {})
    question = rules.question_of(lesson, place.id)
    if question is None:
        return _end(actor, lesson=lesson)
    if place.kind == "feedback" and last is not None:
        return _feedback(question, last)
    how_many = sum(each.is_right for each in question.answers)
    return Screen(
        kind="question",
        question=question,
        try_no=last.try_no + 1 if last else 1,
        how_many=how_many if question.kind == "choose-all" else 1,
        problem=problem,
    )


def _story(lesson: Lesson, *, here: Here, problem: str | None, set_so_far: Mapping[str, str]) -> Screen:
    step_id, path = here.place.id, here.path
    step = lesson.step(step_id)
    way_back = story_ways.way_back(lesson, step_id=step_id, path=path)

    template = "lessons/_phone_words.html" if step and step.phone else "lessons/_stage.html"

    def draw() -> Markup:
        return Markup(render_template(template, step=step))  # noqa: S704 - a template escapes

    return Screen(
        kind="story",
        step=step,
        stage=drawn(lesson.id, step_id, str(get_locale()), draw=draw),
        choices=story_ways.choices_at(step, path=path, is_looking_around=way_back is not None) if step else (),
        other_ways=story_ways.other_ways(lesson, step_id=step_id, path=path),
        way_back=way_back,
        is_first_phone=not any(each.phone for each in lesson.steps if each.id in path[:-1]),
        problem=problem,
        set_so_far=set_so_far,
    )


def _feedback(question: Question, last: service.LastTry) -> Screen:
    is_settled = rules.is_settled(was_right=last.marked.is_right, try_no=last.try_no)
    shown_answer = is_settled and not last.marked.is_right
    return Screen(
        kind="feedback",
        question=question,
        try_no=last.try_no,
        is_right=last.marked.is_right,
        shown_answer=shown_answer,
        may_try_again=not is_settled,
        still_to_find=last.marked.still_to_find,
        marks=[_mark(each, last=last, shown_answer=shown_answer) for each in question.answers],
    )


def _mark(answer: Answer, *, last: service.LastTry, shown_answer: bool) -> AnswerMark:
    chosen = answer.id in last.chosen
    verdict = None
    if answer.is_right and (chosen or shown_answer):
        verdict = "right"
    elif chosen:
        verdict = "not-this"
    return AnswerMark(answer=answer, chosen=chosen, verdict=verdict, reason=answer.reason if verdict else None)


def _end(actor: Actor, *, lesson: Lesson) -> Screen:
    return Screen(
        kind="end",
        stamp=f"stamp-{lesson.id}",
        new_stamp=service.times_finished(actor, lesson=lesson) == 1,
        take_home=Markup(prose(lesson.take_home, facts=lessons_now().facts)),  # noqa: S704 - prose() cleans it
    )


def lesson_facts(lesson: Lesson) -> dict[str, Any]:
    """What the frame of a lesson shows of it."""
    return {
        "id": lesson.id,
        "title": lesson.title,
        "key_stage": lesson.key_stage,
        "years": lesson.years,
        "objective": lesson.objective,
        "has_phone": any(step.phone for step in lesson.steps),
    }
