"""What a lesson teaches, for parents: public where the school allows it, and for staff to print."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from esafety.config import Settings
from esafety.content.model import Lesson
from esafety.content.render import prose
from esafety.lessons.asked_for import lesson_or_404
from esafety.lessons.paper import panels_of, purpose_of, quiz_of
from esafety.lessons.shelf import lessons_now
from esafety.lessons.views import lessons
from esafety.roles import Capability
from esafety.school import parents_pages
from esafety.web.access import anyone, current_actor, require
from esafety.web.forms import field

OPEN, CLOSE = "open", "close"
MOVES = (OPEN, CLOSE)
MAY_OPEN = (Capability.KEEP_SETTINGS, Capability.KEEP_POLICIES)


@lessons.get("/parents/<ref:school_ref>/<slug:lesson_id>")
@anyone
def parents(school_ref: str, *, lesson_id: str) -> str:
    """A lesson for whoever has the address, where the school allows it: no child, no class, no member of staff."""
    school_name = parents_pages.name_of_open_school(school_ref)
    if school_name is None:
        abort(404)
    return render_template("lessons/parents.html", school_name=school_name, **_facts(lesson_or_404(lesson_id)))


@lessons.get("/desk/lessons/<slug:lesson_id>/parents")
@require(Capability.SEE_LESSONS)
def parents_sheet(lesson_id: str) -> str:
    """The same for staff, always: to read, to print, and with its address where it is public."""
    lesson, actor = lesson_or_404(lesson_id), current_actor()
    path = url_for("lessons.parents", school_ref=parents_pages.address_part(actor.school_id), lesson_id=lesson.id)
    settings: Settings = current_app.extensions["esafety.settings"]
    return render_template(
        "lessons/parents_staff.html",
        is_open=parents_pages.is_open(actor.school_id),
        may_open=any(actor.may(each) for each in MAY_OPEN),
        address=(settings.base_url or request.host_url.rstrip("/")) + path,
        public_url=path,
        **_facts(lesson),
    )


@lessons.post("/desk/lessons/<slug:lesson_id>/parents")
@require(*MAY_OPEN)
def set_parents_pages(lesson_id: str) -> AnyResponse:
    """Open the school's pages for parents, or close them: all lessons alike."""
    lesson = lesson_or_404(lesson_id)
    if field("move") not in MOVES:
        abort(400)
    parents_pages.set_open(current_actor(), is_open=field("move") == OPEN)
    return redirect(url_for("lessons.parents_sheet", lesson_id=lesson.id), code=303)


def _facts(lesson: Lesson) -> dict[str, Any]:
    facts = lessons_now().facts
    return {
        "lesson": lesson,
        "panels": panels_of(lesson),
        "quiz": quiz_of(lesson),
        "purpose": Markup(prose(purpose_of(lesson), facts=facts)),  # noqa: S704 - prose() cleans it
        "take_home": Markup(prose(lesson.take_home, facts=facts)),  # noqa: S704 - prose() cleans it
        "helplines": [each for each in facts.helplines.values() if each.id in {"childline", "nspcc"}],
    }
