"""Where a child writes: a post, an answer, a note to the teacher, and new words for its own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import forms, papers, screens, service
from esafety.board.forms import Said
from esafety.board.opening import Standing
from esafety.board.papers import Paper, paper_page, stop_of, stopped_page
from esafety.board.service import board_of
from esafety.board.topics import TopicShown, find_topic, topics_of
from esafety.board.unsent import keep_unsent, place_of_post, place_of_reply
from esafety.board.views import board, board_page, topic_or_404
from esafety.moderation.childs_view import Own, own_messages
from esafety.moderation.outcomes import NotTaken, Paused, Received, Sent
from esafety.moderation.visible import find_message
from esafety.moderation.writing import LONGEST_TEXT, note_place
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.forms import field, text_field

Send = Callable[[Said, str], Sent]


@board.get("/board/topic/<ref:topic_id>/write")
@require(Capability.WRITE_ON_BOARD)
def write(topic_id: str) -> AnyResponse:
    """The page to write a post on."""
    topic = topic_or_404(topic_id)
    paper, standing = papers.paper_for_post(topic), board_of(current_actor())
    return open_paper(paper, why=stop_of(paper, standing=standing, topic=topic))


@board.post("/board/topic/<ref:topic_id>/write")
@require(Capability.WRITE_ON_BOARD)
def send_post(topic_id: str) -> AnyResponse:
    """Take in a post."""
    actor, topic = current_actor(), find_topic(current_actor(), ref=topic_id)
    if topic is None:
        return send_to_nothing(place=place_of_post(topic_id))
    paper = papers.paper_for_post(topic)

    def send(told: Said, key: str) -> Sent:  # noqa: PLR0917 - `take` calls it
        return service.submit(
            actor, topic=topic.ref, text=told.text, pictures=told.pictures, key=key, draft_place=paper.place
        )

    return take(paper, send=send, topic=topic)


@board.get("/board/reply/<ref:post_id>")
@require(Capability.WRITE_ON_BOARD)
def reply(post_id: str) -> AnyResponse:
    """The page to answer a post on, with the post."""
    paper, topic, standing = _reply_or_404(post_id)
    return open_paper(paper, why=stop_of(paper, standing=standing, topic=topic))


@board.post("/board/reply/<ref:post_id>")
@require(Capability.WRITE_ON_BOARD)
def send_reply(post_id: str) -> AnyResponse:
    """Take in an answer to a post."""
    actor, found = current_actor(), _reply(post_id)
    if found is None:
        return send_to_nothing(place=place_of_reply(post_id))
    paper, topic, _standing = found

    def send(told: Said, key: str) -> Sent:  # noqa: PLR0917 - `take` calls it
        return service.submit(
            actor,
            topic=topic.ref,
            text=told.text,
            pictures=told.pictures,
            key=key,
            answers=post_id,
            draft_place=paper.place,
        )

    return take(paper, send=send, topic=topic)


@board.get("/board/notes")
@require(Capability.WRITE_ON_BOARD)
def notes() -> AnyResponse:
    """What child and teacher have written to each other, which no other child sees."""
    actor = current_actor()
    place, paper = note_place(actor), papers.paper_for_note()
    return board_page(
        "board/notes.html",
        talk=screens.talk_of(actor, place=place),
        own=screens.own_under_way(actor, place=place),
        why=stop_of(paper, standing=board_of(actor)),
    )


@board.get("/board/note")
@require(Capability.WRITE_ON_BOARD)
def note() -> AnyResponse:
    """The page to write to one's teacher on."""
    paper = papers.paper_for_note()
    return open_paper(paper, why=stop_of(paper, standing=board_of(current_actor())))


@board.post("/board/note")
@require(Capability.WRITE_ON_BOARD)
def send_note() -> AnyResponse:
    """Take in a note to the teacher."""
    actor, paper = current_actor(), papers.paper_for_note()

    def send(told: Said, key: str) -> Sent:  # noqa: PLR0917 - `take` calls it
        return service.write_note(actor, text=told.text, key=key, draft_place=paper.place)

    return take(paper, send=send)


@board.get("/board/mine/<ref:own_id>/mend")
@require(Capability.WRITE_ON_BOARD)
def mend(own_id: str) -> AnyResponse:
    """The page on which a message of one's own is mended, with what was said of it."""
    own = own_or_404(own_id)
    paper = papers.paper_for_mend(own)
    if not screens.own_facts(own)["may_mend"]:
        return redirect(url_for("board.own", own_id=own_id))
    return open_paper(paper, why=stop_of(paper, standing=board_of(current_actor()), sees=own.sees))


@board.post("/board/mine/<ref:own_id>/mend")
@require(Capability.WRITE_ON_BOARD)
def send_mend(own_id: str) -> AnyResponse:
    """Take in new words for a message of one's own."""
    actor, own = current_actor(), own_or_404(own_id)
    paper = papers.paper_for_mend(own)

    def send(told: Said, key: str) -> Sent:  # noqa: PLR0917 - `take` calls it
        return service.mend(actor, ref=own_id, text=told.text, pictures=told.pictures, key=key, draft_place=paper.place)

    return take(paper, send=send)


@board.post("/board/topic/<ref:topic_id>/write/draft")
@require(Capability.WRITE_ON_BOARD)
def keep_post(topic_id: str) -> AnyResponse:
    """Keep what is being written under a topic."""
    return keep_draft(papers.paper_for_post(topic_or_404(topic_id)))


@board.post("/board/reply/<ref:post_id>/draft")
@require(Capability.WRITE_ON_BOARD)
def keep_reply(post_id: str) -> AnyResponse:
    """Keep what is being written as an answer."""
    return keep_draft(_reply_or_404(post_id)[0])


@board.post("/board/note/draft")
@require(Capability.WRITE_ON_BOARD)
def keep_note() -> AnyResponse:
    """Keep what is being written to the teacher."""
    return keep_draft(papers.paper_for_note())


@board.post("/board/mine/<ref:own_id>/mend/draft")
@require(Capability.WRITE_ON_BOARD)
def keep_mend(own_id: str) -> AnyResponse:
    """Keep the new words for a message of one's own."""
    return keep_draft(papers.paper_for_mend(own_or_404(own_id)))


def own_or_404(own_id: str, /) -> Own:
    """The child's own message with that ref."""
    found = next(iter(own_messages(current_actor(), ref=own_id)), None)
    if found is None:
        abort(404)
    return found


def topic_at(place: str, /) -> TopicShown | None:
    """The topic whose messages have this label, if the child may see it."""
    return next((each for each in topics_of(current_actor()) if each.place == place), None)


def post_or_404(post_id: str, /) -> tuple[dict[str, Any], TopicShown, Standing]:
    """A message that the child's class sees, as it stands there; its topic, and how the board stands."""
    found = _post(post_id)
    if found is None:
        abort(404)
    return found


def _post(post_id: str) -> tuple[dict[str, Any], TopicShown, Standing] | None:
    actor = current_actor()
    message = find_message(actor, ref=post_id)
    topic = topic_at(message.place) if message else None
    if message is None or topic is None:
        return None
    standing = board_of(actor)
    thread = screens.thread_of(actor, place=topic.place, standing=standing)
    everything = [each for post in thread for each in (post, *post["answers"])]
    shown = next((each for each in everything if each["ref"] == post_id and each["is_there"]), None)
    return (shown, topic, standing) if shown is not None else None


def _reply(post_id: str) -> tuple[Paper, TopicShown, Standing] | None:
    found = _post(post_id)
    if found is None or not found[0]["may_be_answered"]:
        return None
    shown, topic, standing = found
    return papers.paper_for_reply(shown, topic=topic), topic, standing


def _reply_or_404(post_id: str) -> tuple[Paper, TopicShown, Standing]:
    found = _reply(post_id)
    if found is None:
        abort(404)
    return found


def send_to_nothing(*, place: str) -> AnyResponse:
    """Take in what was written to something that is gone, if it is urgent; else there is no such page.

    `place` is that of the draft.
    """
    told = forms.said(g.viewer.key_stage)
    outcome = service.write_to_nothing(
        current_actor(), text=told.text, pictures=told.pictures, key=field("key"), draft_place=place
    )
    if not isinstance(outcome, Received):
        abort(404)
    return redirect(url_for("board.own", own_id=outcome.ref, sent="yes"), code=303)


def open_paper(paper: Paper, *, why: str) -> AnyResponse:
    """The page as it was left, or why nothing can be written on it now."""
    if why:
        return stopped_page(paper, why=why)
    start = request.args.get("start", "")
    told = forms.picked(g.viewer.key_stage, start=start, word=request.args.get("word", "")) if start else None
    return paper_page(paper, told=told)


def keep_draft(paper: Paper) -> AnyResponse:
    """Keep what is being written on the page, for this child alone."""
    keep_unsent(current_actor(), place=paper.place, words=text_field("words"), key=field("key"))
    return AnyResponse(status=204)


def take(paper: Paper, *, send: Send, topic: TopicShown | None = None) -> AnyResponse:
    """Send what the form says, and answer; what was not taken is given back, and kept."""
    key_stage, key = g.viewer.key_stage, field("key")
    if forms.asks_to_begin():
        return paper_page(paper, told=Said(text=forms.begun(key_stage)), key=key, is_begun=True)
    told = forms.said(key_stage)
    outcome = send(told, key)
    if isinstance(outcome, Received):
        return redirect(url_for("board.own", own_id=outcome.ref, sent="yes"), code=303)
    if outcome is NotTaken.NO_WORDS:
        return paper_page(paper, told=told, problem=_nothing_said(told), key=key, status=422)
    if outcome is NotTaken.TOO_LONG:
        return paper_page(paper, told=told, problem=_too_long(told.text), key=key, status=422)
    if outcome is NotTaken.NO_KEY:
        return paper_page(paper, told=told, problem=_("Please press send once more."), status=400)
    return _not_now(paper, told=told, outcome=outcome, topic=topic)


def _not_now(paper: Paper, *, told: Said, outcome: Paused | NotTaken, topic: TopicShown | None) -> AnyResponse:
    actor = current_actor()
    if not told.is_picked:
        keep_unsent(actor, place=paper.place, words=told.text, key=field("key"))
    why = stop_of(paper, standing=board_of(actor), topic=topic)
    if outcome is NotTaken.NOT_THERE:
        why = _("What you wrote to is not there any more.")
    status = 404 if outcome is NotTaken.NOT_THERE else 409
    return stopped_page(paper, why=why or _("This can't be changed now."), words=told.text, status=status)


def _nothing_said(told: Said) -> str:
    return str(_("Pick a picture first.")) if told.start else str(_("Write something first. Then press send."))


def _too_long(text: str) -> str:
    too_many = len(text) - LONGEST_TEXT
    return str(_("That is %(number)d letters too long. Make it shorter, or send it in two parts.", number=too_many))
