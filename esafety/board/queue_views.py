"""The one queue of a moderator, for all classes: read, decide, and the next one is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.board.places import place_words
from esafety.board.queue_facts import count_words, list_facts, opened_facts, reason_choices, why_for_officer
from esafety.board.rules import MODERATORS, may_lead
from esafety.board.staff_words import not_sent_words
from esafety.moderation import deciding
from esafety.moderation.outcomes import AlreadyDecided, Decided, NotDecided, Received
from esafety.moderation.queue import Opened, ToStaff, open_message, queue_counts, queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.staff_words import already_words, done_words, refusal_words
from esafety.moderation.states import STAFF_DECISIONS, Decision, Kind, State
from esafety.moderation.visible import find_message
from esafety.moderation.writing import Writing
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.forms import field, fields, text_field
from esafety.web.htmx import asks_for_part, page_or_part

queue = Blueprint("queue", __name__)
MOST_IN_LIST, BEFORE = 40, 3


@queue.get("/queue")
@require(*MODERATORS)
def page() -> AnyResponse:
    """What waits, the most pressing first, and that one opened; after a decision, what was done."""
    return _page(at=request.args.get("at", ""), said=_done(request.args.get("done", "")))


@queue.get("/queue/<ref:message_id>")
@require(*MODERATORS)
def message(message_id: str) -> AnyResponse:
    """One message opened, whatever has become of it."""
    return _page(at=message_id, is_this_one=True)


@queue.post("/queue/<ref:message_id>")
@require(*MODERATORS)
def decide(message_id: str) -> AnyResponse:
    """Decide about a message as it was on the screen, and go on to the next."""
    actor = current_actor()
    decision = _decision(field("decision"))
    reason = next((each for each in Reason if str(each) == field("reason")), None)
    if find_message(actor, ref=message_id) is None:
        abort(404)
    if decision is None or not field("version").isdecimal():
        abort(400)
    outcome = deciding.decide(
        actor,
        ref=message_id,
        decision=decision,
        seen_version=int(field("version", longest=9)),
        reason=reason,
        words=text_field("words"),
        to_staff=field("to"),
    )
    if outcome is NotDecided.NOT_THERE:
        abort(404)
    if isinstance(outcome, NotDecided):
        typed = {"reason": str(reason or ""), "words": text_field("words"), "decision": decision}
        said = refusal_words(outcome, decision=decision)
        return _page(at=message_id, is_this_one=True, problem=said, typed=typed, status=422)
    if isinstance(outcome, AlreadyDecided):
        return _page(at=message_id, is_this_one=True, problem=already_words(outcome))
    if not asks_for_part():
        goes_on = url_for("queue.page", at=field("next"), done=decision.name.lower(), _anchor="message")
        return redirect(goes_on, code=303)
    return _page(at=field("next"), said=done_words(decision))


@queue.post("/queue/<ref:message_id>/answer")
@require(Capability.MODERATE_CLASS_BOARD)
def answer(message_id: str) -> AnyResponse:
    """Answer a child's private note: the child reads it at once, and so may all of the class's staff."""
    actor, text = current_actor(), text_field("text")
    note = find_message(actor, ref=message_id)
    if note is None or not may_lead(actor, class_id=note.class_id):
        abort(404)
    if note.kind != str(Kind.NOTE):
        abort(400)
    writing = Writing(text=text, kind=Kind.NOTE, place=note.place, answers=message_id)
    outcome = post_as_staff(actor, writing=writing, class_id=note.class_id, key=field("key"))
    if not isinstance(outcome, Received):
        typed = {"answer": text, "words": "", "decision": None}
        problem = not_sent_words(outcome, text=text)
        return _page(at=message_id, is_this_one=True, problem=problem, typed=typed, status=422)
    return redirect(url_for("queue.message", message_id=message_id, _anchor="message"), code=303)


@queue.get("/queue/together")
@require(*MODERATORS)
def together() -> str:
    """What approving several at once will do, before it is done."""
    plain = [each for each in queue_of(current_actor()) if _is_plain(each)]
    places = place_words(current_actor(), places={each.place for each in plain})
    return render_template("moderation/together.html", messages=[
        {
            "ref": each.ref,
            "version": each.version,
            "name": each.by,
            "class_name": each.class_name,
            "nickname": each.nickname,
            "avatar": each.avatar,
            "where": places.get(each.place, ""),
            "text": each.text,
            "pictures": each.pictures,
        }
        for each in plain[:MOST_IN_LIST]
    ])  # fmt: skip


@queue.post("/queue/together")
@require(*MODERATORS)
def approve_together() -> AnyResponse:
    """Approve those that are ticked, each as it was seen."""
    seen = dict(each.partition("=")[::2] for each in fields("seen"))
    if not seen or not all(version.isdecimal() for version in seen.values()):
        return redirect(url_for("queue.together"), code=303)
    outcomes = deciding.approve_together(current_actor(), seen={ref: int(number) for ref, number in seen.items()})
    approved = sum(isinstance(each, Decided) for each in outcomes.values())
    return redirect(url_for("queue.page", approved=approved, left=len(outcomes) - approved), code=303)


@queue.get("/queue/away")
@require(*MODERATORS)
def away() -> str:
    """A page without a word of anybody, for when a child walks up; with JavaScript the same is there at once."""
    return render_template("moderation/away.html")


def _page(
    *,
    at: str = "",
    is_this_one: bool = False,
    said: str = "",
    problem: str = "",
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> AnyResponse:
    """The queue with message `at` open: that one where `is_this_one`, else only if it still waits, or the first."""
    actor = current_actor()
    waiting = queue_of(actor, limit=MOST_IN_LIST)
    refs = [each.ref for each in waiting]
    if not is_this_one and at not in refs:
        at = refs[0] if refs else ""
    opened = open_message(actor, ref=at, before=BEFORE) if at else None
    if opened is None and is_this_one:
        abort(404)
    counts = queue_counts(actor)
    facts: dict[str, Any] = {
        "counts": count_words(counts),
        "waiting": list_facts(waiting, opened=at),
        "beyond": sum(counts.values()) - len(waiting),
        "plain": sum(_is_plain(each) for each in waiting),
        "said": said or _approved_words(),
        "problem": problem,
        "message": None,
        "next": next((ref for ref in [*refs[refs.index(at) + 1 :], *refs] if ref != at), "") if at in refs else "",
    }
    if opened is not None:
        facts |= _opened(opened, typed=typed or {})
    return page_or_part("moderation/queue.html", part="moderation/_queue.html", facts=facts, status=status)


def _opened(opened: Opened, *, typed: dict[str, Any]) -> dict[str, Any]:
    """The open message with what can be done about it; `typed` is what was sent and refused."""
    actor, one = current_actor(), opened.message
    places = place_words(actor, places={one.place})
    found = find_message(actor, ref=one.ref)
    colleagues = deciding.colleagues_for(actor, message=found) if found is not None else []
    return {
        "message": opened_facts(opened, places=places, person_id=actor.person_id),
        "reasons": reason_choices(one.findings, chosen=typed.get("reason", "")),
        "why": why_for_officer(one.findings),
        "colleagues": [(each.ref, each.name) for each in colleagues],
        "typed": typed or {"words": "", "decision": None},
        "escalating": Decision.ESCALATE,
        "may_answer": may_lead(actor, class_id=one.class_id),
        "key": receipts.new_key(),
    }


def _is_plain(each: ToStaff) -> bool:
    return each.state is State.WAITING and not each.findings


def _decision(name: str) -> Decision | None:
    return next((each for each in STAFF_DECISIONS if each.name.lower() == name), None)


def _done(name: str) -> str:
    decision = _decision(name)
    return done_words(decision) if decision else ""


def _approved_words() -> str:
    approved, left = request.args.get("approved", ""), request.args.get("left", "")
    if not approved.isdecimal() or not left.isdecimal():
        return ""
    said = str(ngettext("%(num)d message approved.", "%(num)d messages approved.", int(approved[:3])))
    if int(left[:3]):
        said += " " + str(_("%(number)d had changed since you saw them, and still wait.", number=int(left[:3])))
    return said
