"""The staff's pages of a class's board: open and close it, its topics, and everything written under one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import format_time
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import clock
from esafety.board import rules
from esafety.board.choices import choices_of
from esafety.board.classes import boards_of, class_with_board
from esafety.board.opening import Opened, adults_for_duty, close_board, open_board, standing_of
from esafety.board.rules import ON_BOARDS
from esafety.board.staff_words import not_opened_words, standing_words
from esafety.board.topics import TopicKept, make_topic, topics_of
from esafety.roles import Capability
from esafety.school.calendar import calendar_of
from esafety.school.models import SchoolClass
from esafety.web.access import current_actor, require
from esafety.web.days import moment_words
from esafety.web.forms import field, text_field

boards = Blueprint("boards", __name__)
UNTIL_SCHOOL_ENDS = "school"
MINUTES = (30, 60, 120)


@boards.get("/boards")
@require(*ON_BOARDS)
def all() -> str:  # noqa: A001 - the endpoint is `boards.all`
    """The boards that one sees: which is open, who is on duty, what waits."""
    actor = current_actor()
    return render_template(
        "moderation/boards.html",
        boards=[
            {
                "name": each.name,
                "url": url_for("boards.board", class_id=each.ref),
                "on_duty": each.on_duty,
                "until": moment_words(each.until_at) if each.until_at else "",
                "waiting": each.waiting,
            }
            for each in boards_of(actor)
        ],
        are_closed=choices_of(actor.school_id).is_closed,
        may_close_all=actor.may(Capability.CLOSE_BOARD),
        may_choose=rules.may_choose(actor),
    )


@boards.get("/boards/<ref:class_id>")
@require(*ON_BOARDS)
def board(class_id: str) -> str:
    """One class's board: how it stands, opening or closing it, its topics."""
    return _board_page(class_with_board_or_404(class_id))


@boards.post("/boards/<ref:class_id>/open")
@require(Capability.MODERATE_CLASS_BOARD)
def open_it(class_id: str) -> AnyResponse | tuple[str, int]:
    """Open the board for its children, until a moment, with a named adult on duty."""
    class_ = own_class_or_404(class_id)
    outcome = open_board(
        current_actor(),
        class_id=class_.id,
        purpose=text_field("purpose"),
        on_duty=field("on_duty"),
        until_at=_until(field("until")) or clock.now(),
    )
    if isinstance(outcome, Opened):
        return redirect(url_for("boards.board", class_id=class_.ref), code=303)
    typed = {"purpose": text_field("purpose"), "on_duty": field("on_duty"), "until": field("until")}
    return _board_page(class_, problem=not_opened_words(outcome), typed=typed), 422


@boards.post("/boards/<ref:class_id>/close")
@require(Capability.MODERATE_CLASS_BOARD)
def close_it(class_id: str) -> AnyResponse:
    """Close the board before its time."""
    class_ = own_class_or_404(class_id)
    close_board(current_actor(), class_id=class_.id)
    return redirect(url_for("boards.board", class_id=class_.ref), code=303)


@boards.post("/boards/<ref:class_id>/topics")
@require(Capability.MODERATE_CLASS_BOARD)
def add_topic(class_id: str) -> AnyResponse | tuple[str, int]:
    """Give the class something to write about."""
    class_ = own_class_or_404(class_id)
    title, purpose = text_field("title"), text_field("topic_purpose")
    outcome = make_topic(current_actor(), class_id=class_.id, title=title, purpose=purpose)
    if isinstance(outcome, TopicKept):
        return redirect(url_for("boards.board", class_id=class_.ref, _anchor="topics"), code=303)
    typed = {"title": title, "topic_purpose": purpose}
    return _board_page(class_, problem=not_opened_words(outcome), typed=typed), 422


def class_with_board_or_404(class_ref: str) -> SchoolClass:
    """The class whose board the signed-in person sees; else the page that does not exist."""
    found = class_with_board(current_actor(), ref=class_ref)
    if found is None:
        abort(404)
    return found


def own_class_or_404(class_ref: str) -> SchoolClass:
    """The class, for whoever leads or covers it."""
    found = class_with_board_or_404(class_ref)
    if not rules.may_lead(current_actor(), class_id=found.id):
        abort(404)
    return found


def standing_facts(class_: SchoolClass) -> dict[str, Any]:
    """How the board of a class stands, in staff's words."""
    found = standing_of(class_.id, school_id=class_.school_id)
    return {
        "state": str(found.state),
        "is_open": found.is_open,
        "is_opened": bool(found.opening_ref),
        "words": standing_words(found.state),
        "purpose": found.purpose,
        "on_duty": found.on_duty,
        "until": moment_words(found.until_at) if found.until_at else "",
        "waiting": found.backlog.waiting,
        "oldest": found.backlog.oldest_minutes,
    }


def _board_page(class_: SchoolClass, *, problem: str = "", typed: dict[str, str] | None = None) -> str:
    actor = current_actor()
    adults = adults_for_duty(class_.id, school_id=class_.school_id)
    me = next((each.ref for each in adults if each.id == actor.person_id), "")
    preset = {"purpose": "", "on_duty": me, "until": "60", "title": "", "topic_purpose": ""}
    return render_template(
        "moderation/board.html",
        class_={"id": class_.ref, "name": class_.name},
        standing=standing_facts(class_),
        may_lead=rules.may_lead(actor, class_id=class_.id),
        adults=[(each.ref, each.name) for each in adults],
        until=_until_choices(),
        topics=[
            {
                "title": each.title,
                "purpose": each.purpose,
                "is_closed": each.is_closed,
                "url": url_for("topics.topic", topic_id=each.ref),
            }
            for each in topics_of(actor, class_id=class_.id)
        ],
        typed={**preset, **(typed or {})},
        problem=problem,
    )


def _until_choices() -> list[tuple[str, str]]:
    ends = _school_ends()
    words = {30: _("for half an hour"), 60: _("for a lesson (one hour)"), 120: _("for two hours")}
    choices = [(str(each), words[each]) for each in MINUTES]
    if ends - clock.now() >= rules.SHORTEST_OPENING:
        choices.append((UNTIL_SCHOOL_ENDS, _("until school ends, %(hour)s", hour=format_time(ends, "HH:mm"))))
    return choices


def _until(chosen: str) -> datetime | None:
    if chosen == UNTIL_SCHOOL_ENDS:
        return _school_ends()
    return clock.now() + timedelta(minutes=int(chosen)) if chosen in {str(each) for each in MINUTES} else None


def _school_ends() -> datetime:
    calendar = calendar_of(current_actor().school_id)
    there = calendar.local(clock.now())
    return datetime.combine(there.date(), calendar.closes, tzinfo=there.tzinfo).astimezone(UTC)
