"""Letting a child only read for a while: why, until when, when somebody looks again, and the talk at its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.board.children import Child, child_on_roll
from esafety.board.rules import MODERATORS
from esafety.moderation import pausing
from esafety.moderation.pausing import LONGEST_PAUSE, LONGEST_WORDS, NotPaused, Pause, PauseSet
from esafety.school.calendar import calendar_of
from esafety.web.access import current_actor, require
from esafety.web.days import coming_day_words, day_of, moment_words, today
from esafety.web.forms import text_field

pauses = Blueprint("pauses", __name__)
A_TERM = timedelta(days=100)
DAYS_OFFERED = (1, 2, 3, 5, 7, 14, 21, 28, 42)


@pauses.get("/pauses")
@require(*MODERATORS)
def all() -> str:  # noqa: A001 - the endpoint is `pauses.all`
    """Who only reads just now and until when; how many pauses each class had this term, without names."""
    return _list_page()


@pauses.get("/pauses/child/<ref:ref>")
@require(*MODERATORS)
def begin(ref: str) -> str:
    """What a pause is, and the form for it."""
    return _begin_page(_child_or_404(ref))


@pauses.post("/pauses/child/<ref:ref>")
@require(*MODERATORS)
def pause(ref: str) -> AnyResponse | tuple[str, int]:
    """Pause the child."""
    child = _child_or_404(ref)
    typed = {name: text_field(name) for name in ("child_words", "staff_words", "until", "review")}
    until_on, review_on = _day(typed["until"]), _day(typed["review"])
    outcome: PauseSet | NotPaused = NotPaused.BAD_DATES
    if until_on is not None and review_on is not None:
        outcome = pausing.pause_pupil(
            current_actor(),
            pupil_ref=ref,
            child_words=typed["child_words"],
            staff_words=typed["staff_words"],
            until_on=until_on,
            review_on=review_on,
        )
    if isinstance(outcome, NotPaused):
        return _begin_page(child, problem=not_paused_words(outcome), typed=typed), 422
    return redirect(url_for("pauses.all"), code=303)


@pauses.post("/pauses/<ref:pause_id>/end")
@require(*MODERATORS)
def end(pause_id: str) -> AnyResponse | tuple[str, int]:
    """Let the child write again, with a note of the talk that was had."""
    outcome = pausing.end_pause(current_actor(), ref=pause_id, conversation=text_field("conversation"))
    if outcome is NotPaused.NOT_THERE:
        abort(404)
    if isinstance(outcome, NotPaused):
        typed = {"ref": pause_id, "conversation": text_field("conversation")}
        return _list_page(problem=not_paused_words(outcome), typed=typed), 422
    return redirect(url_for("pauses.all"), code=303)


def not_paused_words(refused: NotPaused, /) -> str:
    """What to put right."""
    words: dict[NotPaused, str] = {
        NotPaused.NO_REASON: _("Nothing is changed yet. Write why: once for the child, and once for staff."),
        NotPaused.TOO_LONG: _("Nothing is changed yet. %(number)d letters are the most.", number=LONGEST_WORDS),
        NotPaused.BAD_DATES: _("Nothing is changed yet. The review comes before the last day, or on it."),
        NotPaused.PAUSED_ALREADY: _("Nothing is changed: this child is paused already."),
        NotPaused.NO_CONVERSATION: _("Nothing is changed yet. Note in a few words the talk that you had."),
        NotPaused.NOT_THERE: _("That pause is over."),
    }
    return words[refused]


def _child_or_404(ref: str) -> Child:
    found = child_on_roll(current_actor(), ref=ref)
    if found is None:
        abort(404)
    return found


def _day(typed: str) -> date | None:
    return next((day for day in _days() if day.isoformat() == typed), None)


def _days() -> list[date]:
    return [today() + timedelta(days=days) for days in DAYS_OFFERED if timedelta(days=days) <= LONGEST_PAUSE]


def _day_choices() -> list[tuple[str, str]]:
    return [(day.isoformat(), str(format_date(day, "EEEE d MMMM"))) for day in _days()]


def _begin_page(child: Child, *, problem: str = "", typed: dict[str, str] | None = None) -> str:
    days = [each for each, _words in _day_choices()]
    preset = {"child_words": "", "staff_words": "", "until": days[4], "review": days[2]}
    return render_template(
        "moderation/pause.html",
        child={"ref": child.ref, "name": child.name, "nickname": child.nickname, "class_name": child.class_name},
        days=_day_choices(),
        typed={**preset, **(typed or {})},
        problem=problem,
    )


def _list_page(*, problem: str = "", typed: dict[str, str] | None = None) -> str:
    actor = current_actor()
    with_past = request.args.get("past") == "yes"
    since, until = _term()
    counted = pausing.pauses_by_class(actor, since=_midnight(since), until=_midnight(until + timedelta(days=1)))
    return render_template(
        "moderation/pauses.html",
        pauses=[_facts(each) for each in pausing.pauses_of(actor, with_past=with_past)],
        with_past=with_past,
        counted=counted,
        since=format_date(since, "d MMMM"),
        typed=typed or {"ref": "", "conversation": ""},
        problem=problem,
    )


def _facts(each: Pause) -> dict[str, Any]:
    holds = each.ended_at is None and each.until_on >= today()
    return {
        "ref": each.ref,
        "who": each.who,
        "class_name": each.class_name,
        "by": each.by,
        "child_words": each.child_words,
        "staff_words": each.staff_words,
        "since": moment_words(each.from_at),
        "until": coming_day_words(each.until_on),
        "review": coming_day_words(each.review_on),
        "review_is_due": holds and each.review_on <= today(),
        "holds": holds,
        "ended": coming_day_words(day_of(each.ended_at)) if each.ended_at else "",
        "conversation": each.conversation,
    }


def _term() -> tuple[date, date]:
    """The term of today; between terms, or where none is entered, the last hundred days."""
    terms = calendar_of(current_actor().school_id).terms
    return next(((first, last) for first, last in terms if first <= today() <= last), (today() - A_TERM, today()))


def _midnight(day: date) -> datetime:
    there = calendar_of(current_actor().school_id).local(datetime.now(UTC)).tzinfo
    return datetime.combine(day, time(), tzinfo=there).astimezone(UTC)
