"""A topic as staff see it: everything in it, with what can be done from the post itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.board import rules
from esafety.board.classes import ref_of_class
from esafety.board.queue_facts import message_facts, reason_choices
from esafety.board.rules import MODERATORS, ON_BOARDS
from esafety.board.staff_words import not_sent_words
from esafety.board.topics import TopicShown, close_topic, find_topic
from esafety.moderation import deciding
from esafety.moderation.models import Message
from esafety.moderation.outcomes import AlreadyDecided, NotDecided, Received
from esafety.moderation.queue import ToStaff, messages_of
from esafety.moderation.reasons import Reason
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.staff_words import already_words, done_words, refusal_words
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.visible import find_message
from esafety.moderation.writing import Writing
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.forms import field, text_field

topics = Blueprint("topics", __name__)
FROM_THE_POST = (Decision.REMOVE, Decision.ESCALATE)
MOST_SHOWN = 200


@topics.get("/boards/topic/<ref:topic_id>")
@require(*ON_BOARDS)
def topic(topic_id: str) -> str:
    """Everything under a topic, the newest first."""
    said = next((done_words(each) for each in FROM_THE_POST if each.name.lower() == request.args.get("done")), "")
    return _topic_page(_topic_or_404(topic_id), said=said)


@topics.post("/boards/topic/<ref:topic_id>/write")
@require(Capability.MODERATE_CLASS_BOARD)
def write(topic_id: str) -> AnyResponse | tuple[str, int]:
    """Show the class what one of its staff writes: a post, or a reply to one."""
    found = _own_topic_or_404(topic_id)
    text, answers = text_field("text"), field("answers")
    kind = Kind.REPLY if answers else Kind.POST
    writing = Writing(text=text, kind=kind, place=found.place, answers=answers)
    outcome = post_as_staff(current_actor(), writing=writing, class_id=found.class_id, key=field("key"))
    if isinstance(outcome, Received):
        return redirect(url_for("topics.topic", topic_id=found.ref, _anchor=f"m-{outcome.ref}"), code=303)
    problem = not_sent_words(outcome, text=text)
    return _topic_page(found, problem=problem, typed=text), 422


@topics.post("/boards/topic/<ref:topic_id>/close")
@require(Capability.MODERATE_CLASS_BOARD)
def close(topic_id: str) -> AnyResponse:
    """End a topic: it can be read, and no more be written under."""
    found = _own_topic_or_404(topic_id)
    close_topic(current_actor(), ref=found.ref)
    return redirect(url_for("topics.topic", topic_id=found.ref), code=303)


@topics.post("/boards/message/<ref:message_id>")
@require(*ON_BOARDS)
def act(message_id: str) -> AnyResponse | tuple[str, int]:
    """Take down what is shown, or send it to the officer, where it stands."""
    actor = current_actor()
    message = find_message(actor, ref=message_id)
    found = find_topic(actor, ref=field("topic")) if message else None
    if message is None:
        abort(404)
    decision = next((each for each in FROM_THE_POST if each.name.lower() == field("decision")), None)
    if found is None or decision is None or not field("version").isdecimal():
        abort(400)
    outcome = deciding.decide(
        actor,
        ref=message_id,
        decision=decision,
        seen_version=int(field("version", longest=9)),
        reason=next((each for each in Reason if str(each) == field("reason")), None),
        words=text_field("words"),
    )
    if isinstance(outcome, NotDecided):
        return _topic_page(found, problem=refusal_words(outcome, decision=decision)), 422
    if isinstance(outcome, AlreadyDecided):
        return _topic_page(found, problem=already_words(outcome)), 200
    return redirect(url_for("topics.topic", topic_id=found.ref, done=decision.name.lower()), code=303)


def _topic_page(found: TopicShown, *, problem: str = "", said: str = "", typed: str = "") -> str:
    actor = current_actor()
    messages = messages_of(actor, only=[Message.place == found.place], limit=MOST_SHOWN)
    return render_template(
        "moderation/topic.html",
        topic={
            "ref": found.ref,
            "title": found.title,
            "purpose": found.purpose,
            "class_name": found.class_name,
            "is_closed": found.is_closed,
            "class_url": url_for("boards.board", class_id=ref_of_class(found.class_id)),
        },
        messages=[_facts(each, person_id=actor.person_id) for each in messages],
        answered={each.ref: each.by for each in messages},
        reasons=reason_choices(()),
        may_write=rules.may_lead(actor, class_id=found.class_id) and not found.is_closed,
        may_lead=rules.may_lead(actor, class_id=found.class_id),
        may_remove=rules.may_lead(actor, class_id=found.class_id) or actor.may(Capability.MODERATE_SCHOOL_BOARD),
        may_read_queue=any(actor.may(each) for each in MODERATORS),
        key=receipts.new_key(),
        new_key=receipts.new_key,
        problem=problem,
        said=said,
        typed=typed,
    )


def _facts(each: ToStaff, *, person_id: int) -> dict[str, Any]:
    return {
        **message_facts(each, places={}, person_id=person_id),
        "answers": each.answers,
        "is_shown": each.state is State.APPROVED,
        "is_post": each.kind is Kind.POST,
    }


def _topic_or_404(ref: str) -> TopicShown:
    found = find_topic(current_actor(), ref=ref)
    if found is None:
        abort(404)
    return found


def _own_topic_or_404(ref: str) -> TopicShown:
    found = _topic_or_404(ref)
    if not rules.may_lead(current_actor(), class_id=found.class_id):
        abort(404)
    return found
