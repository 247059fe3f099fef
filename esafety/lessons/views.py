"""The pupil's pages: the shelf of lessons and the player."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.accounts.service import last_stay
from esafety.content.model import Lesson
from esafety.lessons import rules, service, story_ways
from esafety.lessons.childs_shelf import shelf_of
from esafety.lessons.forms import answers_sent, note_unknown_fields, refusal_words
from esafety.lessons.screens import lesson_facts, screen_at
from esafety.lessons.service import Here, Refused
from esafety.lessons.settings_sent import settings_sent
from esafety.lessons.shelf import lessons_now
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.days import day_words
from esafety.web.forms import field
from esafety.web.htmx import asks_for_part, page_or_part

lessons = Blueprint("lessons", __name__)


@lessons.get("/home")
@require(Capability.DO_LESSONS)
def shelf() -> str:
    """The lessons for the child: first what is set and still to do, then all others, begun, done and new."""
    found, known = shelf_of(current_actor()), {lesson.id: lesson for lesson in _lessons_of_viewer()}
    still_set = [lesson_id for lesson_id in found.still_set if lesson_id in known]
    # A lesson that mends a message is reached from the message; once begun, it can be found again here.
    rest = [
        lesson_id
        for lesson_id, lesson in known.items()
        if lesson_id not in still_set and (lesson.mends is None or found.states.get(lesson_id) == "begun")
    ]
    last = last_stay(current_actor())
    return render_template(
        "lessons/shelf.html",
        for_today=[_card(known[each], state=found.states.get(each, "new")) for each in still_set],
        cards=[_card(known[each], state=found.states.get(each, "new")) for each in rest],
        last_here=day_words(last) if last else None,
    )


@lessons.get("/lesson/<slug:lesson_id>")
@require(Capability.DO_LESSONS)
def play(lesson_id: str) -> AnyResponse:
    """The screen at which the child is, on whichever device."""
    lesson = _lesson(lesson_id)
    return _screen_page(lesson, here=service.here(current_actor(), lesson=lesson))


@lessons.post("/lesson/<slug:lesson_id>/choose")
@require(Capability.DO_LESSONS)
def choose(lesson_id: str) -> AnyResponse:
    """Take a choice of the story."""
    lesson = _lesson(lesson_id)
    outcome = service.choose(
        current_actor(), lesson=lesson, step_id=field("step"), goes_to=field("choice"), key=field("key")
    )
    return _answered(lesson, outcome=outcome, was_empty=not field("choice"))


@lessons.post("/lesson/<slug:lesson_id>/settings")
@require(Capability.DO_LESSONS)
def put_right(lesson_id: str) -> AnyResponse:
    """Take the settings of a practice phone; the page never said which are right."""
    lesson = _lesson(lesson_id)
    sent = settings_sent()
    outcome = service.put_right(current_actor(), lesson=lesson, step_id=field("step"), sent=sent, key=field("key"))
    set_so_far = story_ways.read_settings(lesson, step_id=field("step"), sent=sent)
    return _answered(lesson, outcome=outcome, was_empty=not sent, set_so_far=set_so_far)


@lessons.post("/lesson/<slug:lesson_id>/answer")
@require(Capability.DO_LESSONS)
def answer(lesson_id: str) -> AnyResponse:
    """Mark an answer; what is shown was committed before."""
    lesson = _lesson(lesson_id)
    note_unknown_fields()
    raw = answers_sent()
    outcome = service.answer(
        current_actor(),
        lesson=lesson,
        question_id=field("question"),
        raw=raw,
        key=field("key"),
        phase="before" if field("asked") == "before" else "after",
    )
    return _answered(lesson, outcome=outcome, was_empty=not raw, raw=raw)


@lessons.post("/lesson/<slug:lesson_id>/on")
@require(Capability.DO_LESSONS)
def move_on(lesson_id: str) -> AnyResponse:
    """Go on where nothing is to be chosen."""
    lesson = _lesson(lesson_id)
    outcome = service.move_on(current_actor(), lesson=lesson, move=field("move"), key=field("key"))
    return _answered(lesson, outcome=outcome, was_empty=False)


def _lesson(lesson_id: str) -> Lesson:
    found = next((lesson for lesson in _lessons_of_viewer() if lesson.id == lesson_id), None)
    if found is None:
        abort(404)
    return found


def _lessons_of_viewer() -> list[Lesson]:
    # The whole key stage: a class may hold several years, and a child may have moved up since beginning.
    found = [each for each in lessons_now().lessons.values() if each.key_stage == g.viewer.key_stage]
    return sorted(found, key=lambda lesson: (lesson.years, lesson.title))


def _card(lesson: Lesson, *, state: str) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "url": url_for("lessons.play", lesson_id=lesson.id),
        "scene": lesson.steps[0].scene,
        "show": lesson.steps[0].show,
        "minutes": lesson.minutes,
        "state": state,
    }


def _answered(
    lesson: Lesson,
    *,
    outcome: Refused | Here,
    was_empty: bool,
    raw: Sequence[str] = (),
    set_so_far: Mapping[str, str] | None = None,
) -> AnyResponse:
    if isinstance(outcome, Refused):
        here = service.here(current_actor(), lesson=lesson)
        # Nothing chosen is a slip; something that is not on the page was never a tap.
        problem = _("Choose one for each.") if set_so_far is not None else refusal_words(outcome.message)
        status = 422 if was_empty or outcome.is_unfinished else 400
        return _screen_page(lesson, here=here, problem=problem, status=status, raw=raw, set_so_far=set_so_far)
    if asks_for_part():
        return _screen_page(lesson, here=outcome)
    return redirect(url_for("lessons.play", lesson_id=lesson.id), code=303)


def _screen_page(
    lesson: Lesson,
    *,
    here: Here,
    problem: str | None = None,
    status: int = 200,
    raw: Sequence[str] = (),
    set_so_far: Mapping[str, str] | None = None,
) -> AnyResponse:
    viewer = current_actor()
    facts = {
        "lesson": lesson_facts(lesson),
        "progress": rules.progress(lesson, place=story_ways.how_far(lesson, place=here.place, path=here.path)),
        "screen": screen_at(viewer, lesson=lesson, here=here, problem=problem, raw=raw, set_so_far=set_so_far),
        "key": receipts.new_key(),
    }
    return page_or_part("lessons/player.html", part="lessons/_screen.html", facts=facts, status=status)
