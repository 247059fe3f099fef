"""A lesson on paper: the pack that a teacher prints, and certificates for the class's own children."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import format_date
from markupsafe import Markup

from esafety.content.render import prose
from esafety.lessons import progress
from esafety.lessons.asked_for import class_and_lesson, lesson_or_404
from esafety.lessons.paper import PARTS, panels_of, parts_chosen, quiz_of
from esafety.lessons.screens import lesson_facts
from esafety.lessons.shelf import lessons_now
from esafety.lessons.standing import standing_of
from esafety.lessons.views import lessons
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.days import today

EVERYBODY, FINISHED = "class", "finished"


@lessons.get("/desk/lessons/<slug:lesson_id>/paper")
@require(Capability.SEE_LESSONS)
def paper(lesson_id: str) -> str:
    """The lesson pack: story strip, quiz sheet, answer sheet, notes; those parts of it that were ticked."""
    lesson = lesson_or_404(lesson_id)
    facts = lessons_now().facts
    return render_template(
        "lessons/paper.html",
        lesson=lesson,
        panels=panels_of(lesson),
        quiz=quiz_of(lesson),
        chosen=parts_chosen(request.args.getlist("part")[: len(PARTS)]),
        ideas=facts.misconceptions,
        notes=Markup(prose(lesson.teacher, facts=facts)),  # noqa: S704 - prose() cleans it
    )


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/certificates")
@require(Capability.TEACH_CLASS)
def certificates(class_id: str, *, lesson_id: str) -> str:
    """Certificates to print: for who finished, for the class, or for one child; by first name, as staff see it."""
    actor = current_actor()
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    wanted = request.args.get("for", FINISHED)
    day = today()
    standing = standing_of(actor, class_id=class_.id, lesson=lesson, today=day)
    lines = progress.progress_of(actor, class_id=class_.id, lesson=lesson, standing=standing).lines
    named = [
        line.pupil
        for line in lines
        if wanted == EVERYBODY or (wanted == FINISHED and line.state == "done") or wanted == line.pupil.ref
    ]
    return render_template(
        "lessons/paper_certificates.html",
        lesson=lesson_facts(lesson),
        class_={"id": class_.ref, "name": class_.name},
        stamp=f"stamp-{lesson.id}",
        names=[each.name for each in named],
        roll=[{"ref": line.pupil.ref, "name": line.pupil.name} for line in lines],
        wanted=wanted,
        day=format_date(day, "d MMMM yyyy"),
        back_url=url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id),
    )
