"""A child says of something that another wrote: this worries me; and is told what happens then."""

from __future__ import annotations

from flask import redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.board import screens
from esafety.board.topics import find_topic
from esafety.board.views import board, board_page
from esafety.board.worries import say_worry
from esafety.board.writing_views import post_or_404, topic_at
from esafety.moderation.outcomes import NotTaken
from esafety.moderation.visible import find_message
from esafety.moderation.writing import LONGEST_TEXT
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.forms import field, text_field

THANKED = "worry_about"


@board.get("/board/worry/<ref:worry_id>")
@require(Capability.WRITE_ON_BOARD)
def worry(worry_id: str) -> AnyResponse:
    """The page on which a child says that a message worries it."""
    return _ask(worry_id, key=receipts.new_key())


@board.post("/board/worry/<ref:worry_id>")
@require(Capability.WRITE_ON_BOARD)
def send_worry(worry_id: str) -> AnyResponse:
    """Hide the message until staff have decided, then say thank you."""
    actor = current_actor()
    message = find_message(actor, ref=worry_id)
    topic = topic_at(message.place) if message else None
    outcome = say_worry(actor, ref=worry_id, words=text_field("words"), key=field("key"))
    if outcome is NotTaken.TOO_LONG:
        return _too_long(worry_id)
    if isinstance(outcome, NotTaken):
        return _gone()
    if topic is not None:
        session[THANKED] = topic.ref
    return redirect(url_for("board.worry_sent"), code=303)


@board.get("/board/worry/sent")
@require(Capability.WRITE_ON_BOARD)
def worry_sent() -> AnyResponse:
    """Says that the message is hidden, that a grown-up looks at it, and where there is help."""
    topic = find_topic(current_actor(), ref=str(session.get(THANKED, "")))
    return board_page("board/worry_sent.html", topic=screens.topic_facts(topic) if topic else None)


def _ask(worry_id: str, *, key: str, words: str = "", problem: str = "", status: int = 200) -> AnyResponse:
    shown, topic, _standing = post_or_404(worry_id)
    if shown["is_mine"]:
        return _gone()
    facts = {"post": shown, "topic": screens.topic_facts(topic), "key": key, "words": words, "problem": problem}
    return board_page("board/worry.html", status=status, **facts)


def _too_long(worry_id: str) -> AnyResponse:
    words = text_field("words")
    said = _("That is %(number)d letters too long. Make it shorter.", number=len(words) - LONGEST_TEXT)
    return _ask(worry_id, key=field("key"), words=words, problem=said, status=422)


def _gone() -> AnyResponse:
    """The same for what somebody else has reported already, for what is another class's, and for what never was."""
    page = render_template(
        "pages/answer.html",
        title=_("That message is not there any more"),
        message=_("If something worries you, press I need help. A grown-up will read it."),
        what_to_do=_("You did the right thing to tell."),
        action={"url": url_for("board.home"), "label": _("Go to the board")},
    )
    return AnyResponse(page, status=404, mimetype="text/html")
