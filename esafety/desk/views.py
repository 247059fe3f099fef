"""The staff's first page and the page of one class."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from esafety.accounts import service as accounts
from esafety.accounts.standing import last_stays
from esafety.board.queue_facts import count_words
from esafety.concerns.service import concerns_visible_to
from esafety.desk.signing_in import signing_in_of
from esafety.lessons import absences
from esafety.lessons.absences import LessonDays
from esafety.lessons.asked_for import class_or_404
from esafety.lessons.facts_views import facts_due
from esafety.lessons.progress import counts_by_lesson
from esafety.lessons.setting import settings_of
from esafety.lessons.setting_views import setting_facts
from esafety.lessons.shelf import lessons_now
from esafety.moderation.queue import late_count, queue_counts
from esafety.roles import Actor, Capability, Role
from esafety.school.models import SchoolClass
from esafety.school.service import (
    PupilOnRoll,
    pupils_in_classes,
    roll_of,
    visible_classes,
    year_groups_in,
)
from esafety.web.access import current_actor, require
from esafety.web.days import day_words, today
from esafety.web.forms import field
from esafety.web.htmx import asks_for_part

desk = Blueprint("desk", __name__)
EVERY_MEMBER_OF_STAFF = tuple(
    capability
    for capability in Capability
    if capability not in {Capability.DO_LESSONS, Capability.ASK_FOR_HELP, Capability.WRITE_ON_BOARD}
)


@desk.get("/desk")
@require(*EVERY_MEMBER_OF_STAFF)
def home() -> str:
    """What the signed-in member of staff can do today."""
    actor = current_actor()
    sizes = pupils_in_classes(actor)
    classes = [
        {
            **_class_facts(class_),
            "pupils": sizes.get(class_.id, 0),
            "url": url_for("desk.class_page", class_id=class_.ref),
        }
        for class_ in visible_classes(actor)
    ]
    sees_lessons = actor.may(Capability.SEE_LESSONS)
    broken = [each.path for each in lessons_now().broken] if sees_lessons else []
    return render_template(
        "desk/home.html",
        classes=classes,
        teaches=actor.may(Capability.TEACH_CLASS),
        duties=_duties(actor),
        messages=_messages(actor),
        broken_lessons=broken,
        facts_due=facts_due(lessons_now().facts) if sees_lessons else 0,
    )


@desk.get("/desk/class/<ref:class_id>")
@require(Capability.TEACH_CLASS)
def class_page(class_id: str) -> str:
    """One class: its code for the board, its children, its lessons."""
    actor, class_ = current_actor(), class_or_404(class_id)
    roll = roll_of(actor, class_id=class_.id)
    found = signing_in_of(class_, roll=roll)
    return render_template(
        "desk/class.html",
        class_=_class_facts(class_),
        pupils=_pupil_facts(class_, roll=roll, shut_out=found.shut_out),
        lessons=_lesson_facts(class_, roll=roll),
        signing_in=found.facts,
        version=found.version,
    )


@desk.post("/desk/class/<ref:class_id>/absent")
@require(Capability.TEACH_CLASS)
def mark_absent(class_id: str) -> AnyResponse:
    """Note that a child is absent today, or take that back."""
    actor, class_ = current_actor(), class_or_404(class_id)
    roll, marked = roll_of(actor, class_id=class_.id), field("absent") or field("here")
    pupil = next((each for each in roll if each.ref == marked), None)
    if pupil is None:
        abort(404)
    if field("absent"):
        absences.mark_absent(actor, class_id=class_.id, pupil_id=pupil.id, lesson=None, today=today())
    else:
        absences.mark_here(class_id=class_.id, pupil_id=pupil.id, lesson=None, days=LessonDays(today=today()))
    if not asks_for_part():
        return redirect(url_for("desk.class_page", class_id=class_.ref, _anchor="pupils"), code=303)
    shut_out = signing_in_of(class_, roll=roll).shut_out
    facts = {"class_": {"id": class_.ref}, "pupils": _pupil_facts(class_, roll=roll, shut_out=shut_out)}
    return Response(render_template("desk/_pupils.html", **facts))


@desk.post("/desk/class/<ref:class_id>/let-in")
@require(Capability.TEACH_CLASS)
def let_in(class_id: str) -> AnyResponse:
    """Let a child try the pictures again at once."""
    actor, class_ = current_actor(), class_or_404(class_id)
    pupil = next((each for each in roll_of(actor, class_id=class_.id) if each.ref == field("pupil")), None)
    if pupil is None:
        abort(404)
    accounts.let_in(pupil.id, school_id=actor.school_id, by=actor.label)
    return redirect(url_for("desk.class_page", class_id=class_.ref), code=303)


def _class_facts(class_: SchoolClass) -> dict[str, object]:
    return {"id": class_.ref, "name": class_.name, "years": year_groups_in(class_.id), "code": class_.code}


def _pupil_facts(
    class_: SchoolClass, *, roll: Sequence[PupilOnRoll], shut_out: Collection[int]
) -> list[dict[str, object]]:
    here_at, absent = last_stays(class_.id), absences.absent_today(class_.id, today=today())
    return [
        {
            "ref": each.ref,
            "name": each.name,
            "nickname": each.nickname,
            "avatar": each.avatar,
            "last_here": day_words(here_at[each.id]) if each.id in here_at else None,
            "shut_out": each.id in shut_out,
            "is_absent": each.id in absent,
        }
        for each in roll
    ]


def _lesson_facts(class_: SchoolClass, *, roll: Sequence[PupilOnRoll]) -> list[dict[str, object]]:
    """The lessons for a class, those first that are set for it."""
    counts = counts_by_lesson(class_id=class_.id)
    settings = {each.lesson_id: each for each in settings_of(current_actor()) if each.class_id == class_.id}
    found = [
        each
        for each in lessons_now().lessons.values()
        # A lesson that mends a message is for one child at a time, unless a teacher set it.
        if each.key_stage == class_.key_stage and (each.mends is None or each.id in settings)
    ]
    return [
        {
            "id": lesson.id,
            "title": lesson.title,
            "url": url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id),
            "wall_url": url_for("lessons.wall", class_id=class_.ref, lesson_id=lesson.id),
            "begun": counts.get(lesson.id, (0, 0))[0],
            "finished": counts.get(lesson.id, (0, 0))[1],
            "of": len(roll),
            "setting": setting_facts(settings.get(lesson.id), on_roll=[each.id for each in roll]),
        }
        for lesson in sorted(found, key=lambda each: (each.id not in settings, each.years, each.title))
    ]


def _messages(actor: Actor) -> dict[str, object] | None:
    """How many messages wait to be read, for whoever reads them."""
    if not (actor.may(Capability.MODERATE_CLASS_BOARD) or actor.may(Capability.MODERATE_SCHOOL_BOARD)):
        return None
    late = late_count(actor)
    return {
        "counts": count_words(queue_counts(actor)),
        "late": ngettext("%(num)d is late", "%(num)d are late", late) if late else "",
    }


def _duties(actor: Actor) -> list[str]:
    duties = []
    if actor.may(Capability.READ_CONCERNS) or actor.may(Capability.READ_CONCERNS_AS_STAND_IN):
        unread = sum(not each.read_by for each in concerns_visible_to(actor))
        duties.append(
            _("%(number)d calls for help that nobody has read yet", number=unread)
            if unread
            else _("Every call for help has been read")
        )
    if Role.HEAD in actor.role_names:
        duties.append(_("You are head of this school"))
    return duties
