"""The teacher's pages to set a lesson for a class, to take it back, and to see who has still to catch up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.content.model import Lesson
from esafety.lessons import setting as service
from esafety.lessons.asked_for import class_and_lesson, class_or_404
from esafety.lessons.catch_up import LeftToDo, catch_up_of
from esafety.lessons.class_tables import state_words
from esafety.lessons.screens import lesson_facts
from esafety.lessons.setting import Setting, days_to_choose, setting_of
from esafety.lessons.shelf import lessons_now
from esafety.lessons.views import lessons
from esafety.roles import Capability
from esafety.school.calendar import calendar_of
from esafety.school.models import SchoolClass
from esafety.school.service import PupilOnRoll, roll_of
from esafety.web.access import current_actor, require
from esafety.web.days import coming_day_words, today
from esafety.web.forms import field, fields


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/set")
@require(Capability.TEACH_CLASS)
def setting(class_id: str, *, lesson_id: str) -> str:
    """For whom a lesson is set and until when, to choose or to change."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    found = setting_of(current_actor(), class_id=class_.id, lesson=lesson)
    roll = roll_of(current_actor(), class_id=class_.id)
    typed = {
        "who": "some" if found and not found.whole_class else "all",
        "pupils": {each.ref for each in roll if found and each.id in found.pupil_ids},
        "due": found.due_on.isoformat() if found and found.due_on else "",
    }
    return _setting_page(class_, lesson=lesson, roll=roll, found=found, typed=typed)


@lessons.post("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/set")
@require(Capability.TEACH_CLASS)
def set_lesson(class_id: str, *, lesson_id: str) -> AnyResponse | tuple[str, int]:
    """Set the lesson as the form says."""
    actor = current_actor()
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    found, roll = setting_of(actor, class_id=class_.id, lesson=lesson), roll_of(actor, class_id=class_.id)
    typed: dict[str, Any] = {"who": field("who"), "pupils": set(fields("pupil")), "due": field("due")}
    chosen = [each.id for each in roll if each.ref in typed["pupils"]]
    due_on = next((day for day in _days(found) if day.isoformat() == typed["due"]), None)
    problem = _problem(class_, lesson=lesson, typed=typed, chosen=chosen, due_on=due_on)
    pupil_ids = None if typed["who"] == "all" else chosen
    if not problem and not service.set_lesson(
        actor, class_id=class_.id, lesson=lesson, pupil_ids=pupil_ids, due_on=due_on, key=field("key")
    ):
        # A page that Back brought again has the key of what it sent before; this one comes with a new key.
        problem = _("This page was sent once already, so nothing is changed yet. Look at it again and save it.")
    if problem:
        page = _setting_page(class_, lesson=lesson, roll=roll, found=found, typed=typed, problem=problem)
        return page, 422
    return redirect(url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id), code=303)


@lessons.get("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/withdraw")
@require(Capability.TEACH_CLASS)
def withdrawing(class_id: str, *, lesson_id: str) -> str | AnyResponse:
    """What taking a lesson back does and what it leaves, before it is done."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    actor = current_actor()
    found, roll = setting_of(actor, class_id=class_.id, lesson=lesson), roll_of(actor, class_id=class_.id)
    if found is None:
        return redirect(url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id))
    return render_template(
        "lessons/class_withdraw.html",
        class_=_class_facts(class_),
        lesson=lesson_facts(lesson),
        setting=setting_facts(found, on_roll=[each.id for each in roll]),
        key=receipts.new_key(),
    )


@lessons.post("/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/withdraw")
@require(Capability.TEACH_CLASS)
def withdraw(class_id: str, *, lesson_id: str) -> AnyResponse:
    """Take the lesson back."""
    class_, lesson = class_and_lesson(class_id, lesson_id=lesson_id)
    if not service.withdraw(current_actor(), class_id=class_.id, lesson=lesson, key=field("key")):
        abort(400)
    return redirect(url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id), code=303)


@lessons.get("/desk/class/<ref:class_id>/catch-up")
@require(Capability.TEACH_CLASS)
def catch_up(class_id: str) -> str:
    """Who has still to do what, to look at and to print."""
    class_ = class_or_404(class_id)
    known = lessons_now().lessons
    found = catch_up_of(current_actor(), class_id=class_.id, lesson_ids=known)
    return render_template(
        "lessons/class_catch_up.html",
        class_=_class_facts(class_),
        day=format_date(today(), "EEEE d MMMM y"),
        lines=[
            {
                "name": each.pupil.name,
                "nickname": each.pupil.nickname,
                "avatar": each.pupil.avatar,
                "left": [_left_facts(left, class_=class_, lesson=known[left.setting.lesson_id]) for left in each.left],
            }
            for each in found
        ],
    )


def setting_facts(found: Setting | None, *, on_roll: Iterable[int]) -> dict[str, Any] | None:
    """How a lesson is set, in words, for a class of these children."""
    if found is None:
        return None
    number = sum(found.is_for(pupil_id) for pupil_id in on_roll)
    return {
        "for_whom": (
            _("the whole class") if found.whole_class else ngettext("%(num)d child", "%(num)d children", number)
        ),
        "due": coming_day_words(found.due_on) if found.due_on else "",
        "is_past": found.due_on is not None and found.due_on < today(),
        "by": found.set_by,
    }


def _left_facts(left: LeftToDo, *, class_: SchoolClass, lesson: Lesson) -> dict[str, Any]:
    due = left.setting.due_on
    return {
        "title": lesson.title,
        "url": url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id),
        "state": left.state,
        "state_words": state_words(left.state),
        "absent": format_date(left.absent_on, "d MMM") if left.absent_on else "",
        "due": format_date(due, "EEE d MMM") if due else "",
        "is_late": left.is_late,
    }


def _days(found: Setting | None) -> list[date]:
    """The days to choose from, and one that was chosen before, also where it has passed."""
    days = days_to_choose(calendar_of(current_actor().school_id), today=today())
    return sorted({*days, found.due_on}) if found and found.due_on else days


def _problem(
    class_: SchoolClass, *, lesson: Lesson, typed: dict[str, Any], chosen: list[int], due_on: date | None
) -> str:
    if lesson.key_stage != class_.key_stage:
        return str(_("This lesson is for another key stage, so the children of this class cannot open it."))
    if typed["who"] not in {"all", "some"}:
        return str(_("Choose the whole class or some children."))
    if typed["who"] == "some" and len(chosen) < len(typed["pupils"]):
        return str(_("One of the children is not in this class any more. Look at the list again."))
    if typed["who"] == "some" and not chosen:
        return str(_("Tick at least one child, or choose the whole class."))
    if typed["due"] and due_on is None:
        return str(_("Choose one of the days in the list, or no day."))
    return ""


def _setting_page(
    class_: SchoolClass,
    *,
    lesson: Lesson,
    roll: list[PupilOnRoll],
    found: Setting | None,
    typed: dict[str, Any],
    problem: str = "",
) -> str:
    return render_template(
        "lessons/class_setting.html",
        class_=_class_facts(class_),
        lesson=lesson_facts(lesson),
        fits=lesson.key_stage == class_.key_stage,
        setting=setting_facts(found, on_roll=[each.id for each in roll]),
        who=typed["who"],
        pupils=[{"ref": each.ref, "name": each.name, "ticked": each.ref in typed["pupils"]} for each in roll],
        days=[(day.isoformat(), _day_choice(day)) for day in _days(found)],
        due=typed["due"],
        problem=problem,
        key=receipts.new_key(),
    )


def _day_choice(day: date) -> str:
    words = str(format_date(day, "EEEE d MMMM"))
    return f"{words} ({coming_day_words(day)})" if (day - today()).days in {0, 1} else words


def _class_facts(class_: SchoolClass) -> dict[str, str]:
    return {"id": class_.ref, "name": class_.name}
