"""The teacher's pages about lessons: the class's progress live and as a CSV, and every lesson with its notes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import format_datetime
from flask_babel import gettext as _
from markupsafe import Markup

from esafety import audit
from esafety.content.model import Lesson
from esafety.content.render import prose
from esafety.db import db, write_beside
from esafety.exporting import csv_bytes
from esafety.lessons import progress
from esafety.lessons.facts_views import facts_due
from esafety.lessons.progress import ClassProgress, PupilProgress
from esafety.lessons.screens import lesson_facts
from esafety.lessons.shelf import lessons_now
from esafety.lessons.views import lessons
from esafety.lessons.wall_tallies import tallies_of
from esafety.roles import Capability
from esafety.school.models import SchoolClass
from esafety.school.service import visible_class, visible_classes
from esafety.web.access import current_actor, require
from esafety.web.htmx import page_or_part



@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>")
@require(Capability.TEACH_CLASS)
def class_progress(class_id: str, lesson_id: str) -> Response:
    """Who has begun, who has finished, what was misunderstood; asked again every few seconds by the page itself."""
    class_, lesson = _class_and_lesson(class_id, lesson_id)
    known = request.args.get("v")
    if known and known == progress.version_of(current_actor(), class_id=class_.id, lesson=lesson):
        return Response(status=204)
    found = progress.progress_of(current_actor(), class_id=class_.id, lesson=lesson)
    facts = {
        "class_": {"id": class_.ref, "name": class_.name},
        "lesson": lesson_facts(lesson),
        "rows": [_row(line, lesson) for line in found.lines],
        "counts": {
            "begun": found.count("doing", "done"),
            "finished": found.count("done"),
            "of": len(found.lines),
        },
        "misunderstood": _misunderstood(found, lesson),
        "version": found.version,
        "on_wall": tallies_of(class_, lesson=lesson),
        "csv_url": url_for("lessons.class_progress_csv", class_id=class_.ref, lesson_id=lesson.id),
    }
    return page_or_part("lessons/class_progress.html", part="lessons/_class_progress.html", facts=facts)


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>.csv")
@require(Capability.TEACH_CLASS)
def class_progress_csv(class_id: str, lesson_id: str) -> Response:
    """The same table as a file for a spreadsheet; that it was taken is recorded."""
    class_, lesson = _class_and_lesson(class_id, lesson_id)
    actor = current_actor()
    found = progress.progress_of(actor, class_id=class_.id, lesson=lesson)
    rows = [_row(line, lesson) for line in found.lines]
    table = [
        [_("Pupil"), _("Tile"), _("How far"), _("Where"), _("Mixed up")],
        *([row[name] for name in ("name", "nickname", "state_words", "where", "needs_help_with")] for row in rows),
    ]
    ideas = [
        [_("Mixed up"), _("Pupils"), _("Question"), _("Talk about these")],
        *([each[name] for name in ("misconception", "pupils", "question", "talk")] for each in _misunderstood(found, lesson)),
    ]
    subject = f"class:{class_.id}"
    db.session.rollback()
    with write_beside() as beside:
        audit.record(beside, school_id=actor.school_id, who=actor.label, verb="progress.exported", subject=subject)
    response = make_response(csv_bytes(table, ideas))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{lesson.id}-progress.csv"'
    return response


@lessons.get("/desk/lessons")
@require(Capability.SEE_LESSONS)
def staff_shelf() -> str:
    """Every lesson, and by name every file that is switched off until it is mended."""
    catalogue = lessons_now()
    found = sorted(catalogue.lessons.values(), key=lambda lesson: (lesson.years, lesson.title))
    return render_template(
        "lessons/staff_shelf.html",
        lessons=[
            {
                **lesson_facts(lesson),
                "topic": lesson.topic,
                "strand": lesson.strand,
                "minutes": lesson.minutes,
                "url": url_for("lessons.staff_lesson", lesson_id=lesson.id),
                "scene": lesson.steps[0].scene,
                "show": lesson.steps[0].show,
            }
            for lesson in found
        ],
        facts_due=facts_due(catalogue.facts),
        broken=[{"path": each.path, "problems": [str(problem) for problem in each.problems]} for each in catalogue.broken],
    )


@lessons.get("/desk/lessons/<slug:lesson_id>")
@require(Capability.SEE_LESSONS)
def staff_lesson(lesson_id: str) -> str:
    """One lesson whole: story, talk, quiz with its answers and reasons, notes, take-home."""
    catalogue = lessons_now()
    lesson = catalogue.lesson(lesson_id)
    if lesson is None:
        abort(404)
    known = catalogue.facts.statements
    statements = [known[each] for each in lesson.statements if each in known]
    return render_template(
        "lessons/staff_lesson.html",
        lesson=lesson,
        teacher_notes=Markup(prose(lesson.teacher, facts=catalogue.facts)),  # noqa: S704 - prose() cleans it
        take_home=Markup(prose(lesson.take_home, facts=catalogue.facts)),  # noqa: S704 - prose() cleans it
        statements=statements,
        classes=[
            {"id": class_.ref, "name": class_.name}
            for class_ in visible_classes(current_actor())
            if class_.key_stage == lesson.key_stage
        ],
    )


def _class_and_lesson(class_ref: str, lesson_id: str) -> tuple[SchoolClass, Lesson]:
    class_ = visible_class(current_actor(), ref=class_ref)
    lesson = lessons_now().lesson(lesson_id)
    if class_ is None or lesson is None:
        abort(404)
    return class_, lesson


def _row(line: PupilProgress, lesson: Lesson) -> dict[str, Any]:
    ideas = lessons_now().facts.misconceptions
    step = _place_words(line, lesson)
    finished = format_datetime(line.finished_at, "d MMM, HH:mm") if line.finished_at else ""
    return {
        "name": line.pupil.name,
        "nickname": line.pupil.nickname,
        "avatar": line.pupil.avatar,
        "state": line.state,
        "state_words": {"not begun": _("Not begun"), "doing": _("Doing"), "done": _("Done")}[line.state],
        "step": step,
        "finished": finished,
        "where": finished or step,
        "needs_help_with": "; ".join(ideas[each].name for each in line.misconceptions if each in ideas),
    }


def _place_words(line: PupilProgress, lesson: Lesson) -> str:
    place = line.place
    if place is None:
        return ""
    if place.kind == "before":
        return str(_("Before the story"))
    if place.kind == "step":
        step = lesson.step(place.id)
        return str(_("Story: %(title)s", title=step.title) if step else _("Story"))
    if place.kind == "end":
        return str(_("Finished"))
    ids = [question.id for question in lesson.quiz]
    return str(_("Question %(number)d of %(all)d", number=ids.index(place.id) + 1, all=len(ids)))


def _misunderstood(found: ClassProgress, lesson: Lesson) -> list[dict[str, Any]]:
    ideas = lessons_now().facts.misconceptions
    prompts = {question.id: question.prompt for question in lesson.quiz}
    return [
        {
            "question": prompts[each.question_id],
            "misconception": ideas[each.misconception].name,
            "pupils": each.pupils,
            "talk": ideas[each.misconception].talk,
        }
        for each in found.misunderstood
        if each.misconception in ideas
    ]
