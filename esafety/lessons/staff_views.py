"""The staff's pages about lessons: all of them to be found by what they teach, and each whole with its notes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from flask import abort, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from markupsafe import Markup

from esafety.content.catalogue import Catalogue
from esafety.content.mending import REASONS
from esafety.content.model import STRANDS, TOPICS, Lesson
from esafety.content.render import prose
from esafety.lessons import finding
from esafety.lessons.facts_views import facts_due
from esafety.lessons.finding import Offered
from esafety.lessons.progress import counts_of_classes
from esafety.lessons.screens import lesson_facts
from esafety.lessons.setting import settings_of
from esafety.lessons.shelf import lessons_now
from esafety.lessons.views import lessons
from esafety.roles import Capability
from esafety.school.models import SchoolClass
from esafety.school.service import pupils_in_classes, visible_classes
from esafety.web.access import current_actor, require
from esafety.web.days import coming_day_words
from esafety.web.htmx import page_or_part

ASKED_BY = ("words", "year", "topic", "strand", "statement")
LONGEST_ASKED = 100
Done = dict[str, Any]


@lessons.get("/desk/lessons")
@require(Capability.SEE_LESSONS)
def staff_shelf() -> Response:
    """Every lesson or those that fit, what one's own classes did of each, and by name each file switched off."""
    catalogue = lessons_now()
    offers = finding.offered(catalogue.lessons.values(), facts=catalogue.facts)
    wanted = finding.wanted_from({name: _asked(name) for name in ASKED_BY}, offers=offers)
    fitting = finding.found(catalogue.lessons.values(), wanted=wanted, facts=catalogue.facts)
    done = _done_by_classes(fitting)
    cards = {lesson.id: {**_card(lesson), "classes": done.get(lesson.id, [])} for lesson in fitting}
    facts = {
        "lessons": [cards[lesson.id] for lesson in fitting if lesson.mends is None],
        "mending": [cards[lesson.id] for lesson in fitting if lesson.mends],
        "found": len(fitting),
        "all": len(catalogue.lessons),
        "wanted": wanted,
        "choices": _choices(offers),
        "facts_due": facts_due(catalogue.facts),
        "broken": [{"path": each.path, "problems": [str(one) for one in each.problems]} for each in catalogue.broken],
    }
    return page_or_part("lessons/staff_shelf.html", part="lessons/_staff_shelf.html", facts=facts)


@lessons.get("/desk/lessons/<slug:lesson_id>")
@require(Capability.SEE_LESSONS)
def staff_lesson(lesson_id: str) -> str:
    """One lesson whole: story, talk, quiz with its answers and reasons, notes, take-home."""
    catalogue = lessons_now()
    lesson = catalogue.lesson(lesson_id)
    if lesson is None:
        abort(404)
    return render_template(
        "lessons/staff_lesson.html",
        lesson=lesson,
        teacher_notes=Markup(prose(lesson.teacher, facts=catalogue.facts)),  # noqa: S704 - prose() cleans it
        take_home=Markup(prose(lesson.take_home, facts=catalogue.facts)),  # noqa: S704 - prose() cleans it
        statements=_statements(lesson, catalogue=catalogue),
        kinds=_kinds(lesson),
        classes=_done_by_classes([lesson]).get(lesson.id, []),
    )


def _choices(offers: Offered) -> dict[str, list[tuple[object, str]]]:
    return {
        "years": [(year, _("Year %(year)d", year=year) if year else _("Reception")) for year in offers.years],
        "topics": sorted(offers.topics.items(), key=itemgetter(1)),
        "strands": [*offers.strands.items()],
        "statements": [*offers.statements.items()],
    }


def _asked(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "")[:LONGEST_ASKED]


def _card(lesson: Lesson) -> dict[str, Any]:
    return {
        **lesson_facts(lesson),
        "topic": TOPICS.get(lesson.topic, ""),
        "mends": REASONS.get(lesson.mends or "", ""),
        "strand": STRANDS.get(lesson.strand, ""),
        "minutes": lesson.minutes,
        "url": url_for("lessons.staff_lesson", lesson_id=lesson.id),
        "scene": lesson.steps[0].scene,
        "show": lesson.steps[0].show,
    }


def _kinds(lesson: Lesson) -> list[dict[str, str]]:
    """What the lesson is picked by, each with the way to all others of that kind."""
    return [
        {"name": TOPICS.get(lesson.topic, lesson.topic), "url": url_for("lessons.staff_shelf", topic=lesson.topic)},
        {
            "name": STRANDS.get(lesson.strand, lesson.strand),
            "url": url_for("lessons.staff_shelf", strand=lesson.strand),
        },
    ]


def _statements(lesson: Lesson, *, catalogue: Catalogue) -> list[dict[str, str]]:
    known = catalogue.facts.statements
    return [
        {
            "text": known[each].text,
            "source": known[each].source,
            "url": url_for("lessons.staff_shelf", statement=each),
        }
        for each in lesson.statements
        if each in known
    ]


def _done_by_classes(fitting: Sequence[Lesson]) -> dict[str, list[Done]]:
    """For each lesson what each class of the signed-in teacher did of it, as far as it is for the class."""
    actor = current_actor()
    if not actor.may(Capability.TEACH_CLASS):
        return {}
    classes, sizes = visible_classes(actor), pupils_in_classes(actor)
    counts = counts_of_classes(each.id for each in classes)
    due = {
        (each.class_id, each.lesson_id): coming_day_words(each.due_on) if each.due_on else ""
        for each in settings_of(actor)
    }
    return {
        lesson.id: [
            _done(
                class_,
                lesson=lesson,
                counts=counts.get((class_.id, lesson.id), (0, 0)),
                of=sizes.get(class_.id, 0),
                due=due.get((class_.id, lesson.id)),
            )
            for class_ in classes
            if class_.key_stage == lesson.key_stage
        ]
        for lesson in fitting
    }


def _done(class_: SchoolClass, *, lesson: Lesson, counts: tuple[int, int], of: int, due: str | None) -> Done:
    address: dict[str, Any] = {"class_id": class_.ref, "lesson_id": lesson.id}
    return {
        "name": class_.name,
        "begun": counts[0],
        "finished": counts[1],
        "of": of,
        "is_set": due is not None,
        "due": due or "",
        "url": url_for("lessons.class_progress", **address),
        "set_url": url_for("lessons.setting", **address),
        "wall_url": url_for("lessons.wall", **address),
    }
