"""The staff's first page and the page of one class."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.accounts import service as accounts
from esafety.accounts.standing import last_stays
from esafety.concerns.service import concerns_visible_to
from esafety.desk.signing_in import signing_in_of
from esafety.lessons.facts_views import facts_due
from esafety.lessons.progress import counts_by_lesson
from esafety.lessons.shelf import lessons_now
from esafety.roles import Actor, Capability, Role
from esafety.school.models import SchoolClass
from esafety.school.service import pupils_in_classes, roll_of, visible_class, visible_classes, year_groups_in
from esafety.web.access import current_actor, require
from esafety.web.days import day_words
from esafety.web.forms import field

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
        broken_lessons=broken,
        facts_due=facts_due(lessons_now().facts) if sees_lessons else 0,
    )


@desk.get("/desk/class/<ref:class_id>")
@require(Capability.TEACH_CLASS)
def class_page(class_id: str) -> str:
    """One class: its code for the board, its children, its lessons."""
    actor, class_ = current_actor(), class_or_404(class_id)
    roll = roll_of(actor, class_id=class_.id)
    here_at, found = last_stays(class_.id), signing_in_of(class_, roll=roll)
    pupils = [
        {
            "ref": each.ref,
            "name": each.name,
            "nickname": each.nickname,
            "avatar": each.avatar,
            "last_here": day_words(here_at[each.id]) if each.id in here_at else None,
            "shut_out": each.id in found.shut_out,
        }
        for each in roll
    ]
    return render_template(
        "desk/class.html",
        class_=_class_facts(class_),
        pupils=pupils,
        lessons=_lesson_facts(class_, pupils=len(roll)),
        signing_in=found.facts,
        version=found.version,
    )


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


def class_or_404(class_ref: str) -> SchoolClass:
    """The class, if the signed-in person may see it; else the page that does not exist."""
    found = visible_class(current_actor(), ref=class_ref)
    if found is None:
        abort(404)
    return found


def _class_facts(class_: SchoolClass) -> dict[str, object]:
    return {"id": class_.ref, "name": class_.name, "years": year_groups_in(class_.id), "code": class_.code}


def _lesson_facts(class_: SchoolClass, *, pupils: int) -> list[dict[str, object]]:
    counts = counts_by_lesson(class_id=class_.id)
    return [
        {
            "id": lesson.id,
            "title": lesson.title,
            "url": url_for("lessons.class_progress", class_id=class_.ref, lesson_id=lesson.id),
            "wall_url": url_for("lessons.wall", class_id=class_.ref, lesson_id=lesson.id),
            "begun": counts.get(lesson.id, (0, 0))[0],
            "finished": counts.get(lesson.id, (0, 0))[1],
            "of": pupils,
        }
        for lesson in sorted(lessons_now().lessons.values(), key=lambda each: (each.years, each.title))
        if lesson.key_stage == class_.key_stage
    ]


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
