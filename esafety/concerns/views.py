"""The "I need help" page on every pupil's screen, and the readers' plain list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from flask_babel import format_datetime, format_time
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import clock, receipts
from esafety.concerns import rules, service
from esafety.concerns.rules import ABOUTS, FEELINGS, ReadingTime, Refused, Source, Told
from esafety.concerns.words import about_words, feeling_words, kind_words, source_words
from esafety.roles import Capability
from esafety.school.calendar import calendar_of
from esafety.web.access import current_actor, require
from esafety.web.addresses import page_of
from esafety.web.forms import field, fields, text_field
from esafety.web.htmx import page_or_part

concerns = Blueprint("concerns", __name__)
LONGEST_PAGE_ADDRESS = 200


@concerns.get("/help")
@require(Capability.ASK_FOR_HELP)
def ask() -> AnyResponse:
    """The page on which a child says that something is wrong."""
    typed = {"words": service.draft_of(current_actor())}
    return _ask_page(typed=typed, problem=None, from_page=_page(request.args.get("from", "")), key=receipts.new_key())


@concerns.post("/help")
@require(Capability.ASK_FOR_HELP)
def send() -> AnyResponse:
    """Store what the child says; "sent" is shown only when it is on disk."""
    actor = current_actor()
    known = {adult.ref: adult.id for adult in service.adults_a_child_may_exclude(actor)}
    feeling, about = field("feeling"), field("about")
    told = Told(
        feeling=feeling if feeling in FEELINGS else "",
        about=about if about in ABOUTS else "",
        words=text_field("words"),
        from_page=_page(field("from_page")),
        not_adults=tuple(known[ref] for ref in fields("not_adult") if ref in known),
    )
    outcome = service.raise_concern(actor, told=told, key=field("key"))
    if isinstance(outcome, Refused):
        typed = {"words": told.words, "feeling": told.feeling, "about": told.about, "not_adults": fields("not_adult")}
        problem = _refusal(outcome, words=told.words)
        return _ask_page(typed=typed, problem=problem, from_page=told.from_page, key=field("key"))
    session["help_sent"] = {"not": list(told.not_adults), "from": told.from_page}
    return redirect(url_for("concerns.sent"), code=303)


@concerns.post("/help/draft")
@require(Capability.ASK_FOR_HELP)
def keep_draft() -> AnyResponse:
    """Keep what the child is still writing, for this child alone."""
    service.keep_draft(current_actor(), words=text_field("words"), key=field("key"))
    return AnyResponse(status=204)


@concerns.get("/help/sent")
@require(Capability.ASK_FOR_HELP)
def sent() -> AnyResponse | str:
    """Says that it arrived, who will read it and when."""
    actor = current_actor()
    kept = session.get("help_sent")
    if not isinstance(kept, dict):
        return redirect(url_for("concerns.ask"))
    return render_template(
        "concerns/sent.html",
        readers=_reader_name(actor.school_id, not_adults=kept["not"]),
        when=_when(actor.school_id),
        helpline=_helpline(),
        back=kept["from"] or url_for("lessons.shelf"),
    )


@concerns.get("/concerns")
@require(Capability.READ_CONCERNS, Capability.READ_CONCERNS_AS_STAND_IN)
def all() -> str:  # noqa: A001 - the endpoint is `concerns.all`
    """The list of what children said, newest first."""
    rows = [
        {
            "id": each.ref,
            "url": url_for("concerns.read", concern_id=each.ref),
            "when": format_datetime(each.raised_at, "EEE d MMM, HH:mm"),
            "who": each.who,
            "class_name": each.class_name,
            "feeling": feeling_words(each.told.feeling),
            "about": about_words(each.told.about) or source_words(each.source),
            "read_by": ", ".join(each.read_by),
            "can_be_opened": each.can_be_opened,
        }
        for each in service.concerns_visible_to(current_actor())
    ]
    return render_template("concerns/list.html", concerns=rows)


@concerns.get("/concerns/<ref:concern_id>")
@require(Capability.READ_CONCERNS, Capability.READ_CONCERNS_AS_STAND_IN)
def read(concern_id: str) -> str:
    """One concern, in the child's exact words; that it was read is recorded and shown."""
    opened = service.open_concern(current_actor(), ref=concern_id)
    if opened is None:
        abort(404)
    told = opened.concern.told
    facts = {
        "when": format_datetime(opened.concern.raised_at, "EEEE d MMMM y, HH:mm"),
        "who": opened.concern.who,
        "class_name": opened.concern.class_name,
        "feeling": feeling_words(told.feeling),
        "about": about_words(told.about),
        "words": told.words,
        "can_be_opened": opened.concern.can_be_opened,
        "from_page": told.from_page,
        "not_adults": list(opened.not_adults),
        "source": source_words(opened.concern.source),
        "is_by_child": opened.concern.source is Source.CHILD or opened.concern.frozen is None,
        "written": _written(opened.concern),
        "reads": [{"who": who, "when": format_datetime(at, "EEE d MMM, HH:mm")} for who, at in opened.reads],
    }
    return render_template("concerns/read.html", concern=facts)


def _written(concern: service.ConcernOnList) -> dict[str, object] | None:
    copy = concern.frozen
    if copy is None:
        return None
    at = format_datetime(datetime.fromisoformat(copy.written_at), "EEE d MMM, HH:mm")
    facts = {"kind": kind_words(copy.kind), "at": at, "raised_by": concern.raised_by}
    return {**facts, **{name: getattr(copy, name) for name in ("text", "pictures", "earlier", "found", "why", "by")}}


def _ask_page(*, typed: Mapping[str, object], problem: str | None, from_page: str, key: str) -> AnyResponse:
    actor = current_actor()
    asked = {"words": "", "feeling": "", "about": "", "not_adults": [], **typed}
    adults = service.adults_a_child_may_exclude(actor)
    facts = {
        "from_page": from_page,
        "feelings": [{"id": each, "label": feeling_words(each), "picture": f"face-{each}"} for each in FEELINGS],
        "abouts": [{"id": each, "label": about_words(each), "picture": f"about-{each}"} for each in ABOUTS],
        "adults": [{"id": adult.ref, "name": adult.name} for adult in adults],
        "typed": asked,
        "problem": problem,
        "readers": _reader_name(actor.school_id, not_adults=()),
        "when": _when(actor.school_id),
        "helpline": _helpline(),
        "key": key,
    }
    status = 422 if problem else 200
    return page_or_part("concerns/ask.html", part="concerns/_ask.html", facts=facts, status=status)


def _reader_name(school_id: int, *, not_adults: tuple[int, ...] | list[int]) -> str:
    reader = service.reader_for(school_id, not_adults=not_adults)
    return reader.name if reader else _("A grown-up who looks after keeping safe")


def _when(school_id: int) -> str:
    calendar = calendar_of(school_id)
    time, day = rules.reading_time(calendar, at=clock.now())
    if time is ReadingTime.TODAY:
        return str(_("today, before %(hour)s", hour=format_time(calendar.closes, "h.mm a").lower()))
    if time is ReadingTime.NEXT_DAY and day is not None:
        return str(_("on %(day)s", day=format_datetime(day, "EEEE d MMMM", rebase=False)))
    return str(_("when school is open again"))


def _helpline() -> dict[str, str] | None:
    # Help works when everything else is broken: without the data file the page simply says no number.
    facts = current_app.extensions.get("esafety.facts")
    line = facts.helplines.get("childline") if facts else None
    return {"name": line.name, "number": line.number} if line else None


def _refusal(refused: Refused, *, words: str) -> str:
    if refused is Refused.TOO_LONG:
        too_many = len(words) - rules.LONGEST_WORDS
        return str(_("That is %(number)d letters too long. Make it shorter, or send it in two parts.", number=too_many))
    return str(_("Tap a face or a picture, or write a word. Then press send."))


def _page(address: str) -> str:
    """A page of ours to come back to and to show the reader; anything else is left out."""
    return page_of(address) if len(address) <= LONGEST_PAGE_ADDRESS else ""
