"""What a screen of a lesson shows, ready for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from flask_babel import get_locale
from markupsafe import Markup

from esafety.content.model import Choice, Lesson, Step
from esafety.content.render import prose
from esafety.lessons import rules, service, story_ways
from esafety.lessons.question_screens import FeedbackScreen, QuestionScreen, feedback_screen, question_screen
from esafety.lessons.service import Here
from esafety.lessons.shelf import drawn, lessons_now
from esafety.roles import Actor

NOTHING = Markup("")


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen; which fields are filled follows from `kind`."""

    kind: str
    step: Step | None = None
    stage: Markup = NOTHING
    choices: Sequence[Choice] = ()
    other_ways: Sequence[tuple[Step, Choice]] = ()
    way_back: str | None = None
    is_first_phone: bool = False
    set_so_far: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    how_many: int = 0
    stamp: str = ""
    new_stamp: bool = False
    take_home: Markup = NOTHING


def screen_at(
    actor: Actor,
    *,
    lesson: Lesson,
    here: Here,
    problem: str | None = None,
    raw: Sequence[str] = (),
    set_so_far: Mapping[str, str] | None = None,
) -> Screen | QuestionScreen | FeedbackScreen:
    """The screen of `here`. An answer key is never part of a screen on which the answer is still to be given.

    `raw` is what was sent and could not be taken, `set_so_far` the same of a phone's settings: it stays as it was put.
    """
    place, last = here.place, here.last
    if place.kind == "step":
        return _story(lesson, here=here, problem=problem, set_so_far=set_so_far or {})
    question = rules.question_of(lesson, question_id=place.id)
    if place.kind == "before" and question is None:
        return Screen(kind="opening", step=lesson.steps[0], how_many=len(rules.before_questions(lesson)))
    if question is None:
        return _end(actor, lesson=lesson)
    if place.kind == "feedback" and last is not None:
        return feedback_screen(question, last=last)
    return question_screen(question, last=last, is_before=place.kind == "before", problem=problem, raw=raw)


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
