"""The teacher's page of a class in a lesson: live, with who was absent, and the same as CSV and as Excel file."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, redirect, request, url_for
from flask.wrappers import Response
from werkzeug.wrappers import Response as AnyResponse

from esafety import audit
from esafety.content.model import Lesson
from esafety.db import db, write_beside
from esafety.exporting import Table, csv_bytes, xlsx_bytes
from esafety.lessons import absences, progress
from esafety.lessons.absences import LessonDays
from esafety.lessons.asked_for import class_and_lesson
from esafety.lessons.class_tables import change_rows, pupil_rows, tables_of, talk_rows
from esafety.lessons.progress import ClassProgress
from esafety.lessons.screens import lesson_facts
from esafety.lessons.setting_views import setting_facts
from esafety.lessons.standing import Standing, standing_of
from esafety.lessons.views import lessons
from esafety.lessons.wall_tallies import tallies_of
from esafety.roles import Capability
from esafety.school.models import SchoolClass
from esafety.school.service import roll_of
from esafety.web.access import current_actor, require
from esafety.web.days import today
from esafety.web.forms import field
from esafety.web.htmx import asks_for_part, page_or_part

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>")
@require(Capability.TEACH_CLASS)
def class_progress(class_id: str, *, lesson_id: str) -> Response:
    """Who has begun, who has finished, what was misunderstood; asked again every few seconds by the page itself."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    standing = _standing(class_, lesson=lesson)
    if request.args.get("v") == standing.version:
        return Response(status=204)
    return _progress_page(class_, lesson=lesson, standing=standing)


@lessons.post("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/absent")
@require(Capability.TEACH_CLASS)
def mark_absent(class_id: str, *, lesson_id: str) -> AnyResponse:
    """Note who is absent from a lesson, or take that back."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    actor, marked = current_actor(), field("absent") or field("here")
    pupil = next((each for each in roll_of(actor, class_id=class_.id) if each.ref == marked), None)
    if pupil is None:
        abort(404)
    if field("absent"):
        absences.mark_absent(actor, class_id=class_.id, pupil_id=pupil.id, lesson=lesson, today=today())
    else:
        days = LessonDays(today=today(), taught_on=progress.day_taught(class_id=class_.id, lesson=lesson))
        absences.mark_here(class_id=class_.id, pupil_id=pupil.id, lesson=lesson, days=days)
    if asks_for_part():
        return _progress_page(class_, lesson=lesson, standing=_standing(class_, lesson=lesson))
    address = url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id, _anchor="progress")
    return redirect(address, code=303)


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>.csv")
@require(Capability.TEACH_CLASS)
def class_progress_csv(class_id: str, *, lesson_id: str) -> Response:
    """The same tables as a file for any spreadsheet; that it was taken is recorded."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    tables = _tables(class_, lesson=lesson)
    _record_export(class_, state="csv")
    return _file(csv_bytes(*(table.rows for table in tables)), kind="text/csv; charset=utf-8", name=f"{lesson.id}.csv")


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>.xlsx")
@require(Capability.TEACH_CLASS)
def class_progress_xlsx(class_id: str, *, lesson_id: str) -> Response:
    """The same tables as an Excel file, each on its sheet; that it was taken is recorded."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    tables = _tables(class_, lesson=lesson)
    _record_export(class_, state="xlsx")
    return _file(xlsx_bytes(*tables), kind=XLSX, name=f"{lesson.id}.xlsx")


def _tables(class_: SchoolClass, *, lesson: Lesson) -> list[Table]:
    found = _progress(class_, lesson=lesson, standing=_standing(class_, lesson=lesson))
    return tables_of(found, lesson=lesson, on_wall=tallies_of(class_, lesson=lesson))


def _standing(class_: SchoolClass, *, lesson: Lesson) -> Standing:
    return standing_of(current_actor(), class_id=class_.id, lesson=lesson, today=today())


def _progress(class_: SchoolClass, *, lesson: Lesson, standing: Standing) -> ClassProgress:
    return progress.progress_of(current_actor(), class_id=class_.id, lesson=lesson, standing=standing)


def _progress_page(class_: SchoolClass, *, lesson: Lesson, standing: Standing) -> Response:
    found = _progress(class_, lesson=lesson, standing=standing)
    address: dict[str, Any] = {"class_id": class_.ref, "lesson_id": lesson.id}
    facts: dict[str, Any] = {
        "class_": {"id": class_.ref, "name": class_.name},
        "lesson": lesson_facts(lesson),
        "rows": pupil_rows(found, lesson=lesson),
        "counts": {
            "begun": found.count("doing", "done"),
            "finished": found.count("done"),
            "absent": found.count("absent"),
            "of": len(found.lines),
        },
        "setting": setting_facts(found.setting, on_roll=[line.pupil.id for line in found.lines]),
        "misunderstood": talk_rows(found, lesson=lesson),
        "changes": change_rows(found, lesson=lesson),
        "asks_before": any(question.ask == "before-after" for question in lesson.quiz),
        "ways": found.ways,
        "version": found.version,
        "wall_chosen_url": url_for("lessons.wall_chosen", **address),
        "csv_url": url_for("lessons.class_progress_csv", **address),
        "xlsx_url": url_for("lessons.class_progress_xlsx", **address),
        "set_url": url_for("lessons.setting", **address),
        "withdraw_url": url_for("lessons.withdrawing", **address),
    }
    return page_or_part("lessons/class_progress.html", part="lessons/_class_progress.html", facts=facts)


def _record_export(class_: SchoolClass, *, state: str) -> None:
    actor = current_actor()
    subject = f"class:{class_.id}"
    db.session.rollback()
    with write_beside() as beside:
        audit.record(
            beside, school_id=actor.school_id, who=actor.label, verb="progress.exported", subject=subject, state=state
        )


def _file(body: bytes, *, kind: str, name: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name.replace(".", "-progress.")}"'
    return response
