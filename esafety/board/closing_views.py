"""The head's "close every board now", and what a school has chosen for all its boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import choices as service
from esafety.board.classes import boards_of
from esafety.board.rules import MOST_WAITING, OLDEST_MINUTES, Choices, NotOpened
from esafety.board.staff_views import boards
from esafety.board.staff_words import not_opened_words
from esafety.roles import Capability
from esafety.school.calendar import calendar_of
from esafety.web.access import current_actor, require
from esafety.web.forms import field

__all__ = ["boards"]


@boards.get("/boards/closing")
@require(Capability.CLOSE_BOARD)
def closing() -> str:
    """What closing every board does, before it is done."""
    actor = current_actor()
    opened = [each for each in boards_of(actor) if each.until_at]
    return render_template(
        "moderation/closing.html",
        are_closed=service.choices_of(actor.school_id).is_closed,
        opened=[{"name": each.name, "on_duty": each.on_duty} for each in opened],
        how_many=ngettext("%(num)d board is open now:", "%(num)d boards are open now:", len(opened)),
    )


@boards.post("/boards/closing")
@require(Capability.CLOSE_BOARD)
def close_every_one() -> AnyResponse:
    """Close every board of the school now, or let teachers open theirs again."""
    if field("do") == "close":
        service.close_every_board(current_actor())
    elif field("do") == "let-open":
        service.let_boards_open(current_actor())
    return redirect(url_for("boards.closing"), code=303)


@boards.get("/boards/settings")
@require(Capability.KEEP_SETTINGS, Capability.CLOSE_BOARD)
def settings() -> str:
    """The school's hours and limits for its boards."""
    return _settings_page(_typed_of(service.choices_of(current_actor().school_id)))


@boards.post("/boards/settings")
@require(Capability.KEEP_SETTINGS, Capability.CLOSE_BOARD)
def choose() -> AnyResponse | tuple[str, int]:
    """Keep what was chosen."""
    actor = current_actor()
    typed = {name: field(name) for name in ("hours", "opens", "closes", "any_day", "most_waiting", "oldest", "names")}
    chosen = _choices_typed(typed, before=service.choices_of(actor.school_id))
    outcome = service.choose(actor, choices=chosen) if chosen else NotOpened.BAD_TIMES
    if isinstance(outcome, NotOpened):
        return _settings_page(typed, problem=not_opened_words(outcome)), 422
    return redirect(url_for("boards.settings"), code=303)


def _choices_typed(typed: dict[str, str], *, before: Choices) -> Choices | None:
    """What the form says; None where a time or a number is none."""
    has_own_hours = typed["hours"] == "own"
    try:
        return replace(
            before,
            opens=_hour(typed["opens"]) if has_own_hours else None,
            closes=_hour(typed["closes"]) if has_own_hours else None,
            any_day=typed["any_day"] == "yes",
            most_waiting=int(typed["most_waiting"]),
            oldest_minutes=int(typed["oldest"]),
            shows_first_names=typed["names"] == "first",
        )
    except ValueError:
        return None


def _hour(typed: str) -> time:
    return time.fromisoformat(typed).replace(tzinfo=None)


def _typed_of(found: Choices) -> dict[str, str]:
    return {
        "hours": "own" if found.opens else "school",
        "opens": f"{found.opens:%H:%M}" if found.opens else "",
        "closes": f"{found.closes:%H:%M}" if found.closes else "",
        "any_day": "yes" if found.any_day else "",
        "most_waiting": str(found.most_waiting),
        "oldest": str(found.oldest_minutes),
        "names": "first" if found.shows_first_names else "nick",
    }


def _settings_page(typed: dict[str, str], *, problem: str = "") -> str:
    calendar = calendar_of(current_actor().school_id)
    facts: dict[str, Any] = {
        "school_hours": f"{calendar.opens:%H:%M}-{calendar.closes:%H:%M}",
        "most_waiting": MOST_WAITING,
        "oldest_minutes": OLDEST_MINUTES,
    }
    return render_template("moderation/board_settings.html", typed=typed, problem=problem, **facts)
