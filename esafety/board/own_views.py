"""A child's own messages: where each of them is, and why, in words that a child reads."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import screens
from esafety.board.mail import characters
from esafety.board.topics import topics_of
from esafety.board.views import board, board_page
from esafety.board.writing_views import own_or_404, topic_at
from esafety.moderation.childs_view import own_messages
from esafety.moderation.outcomes import NotTaken
from esafety.moderation.own_moves import withdraw
from esafety.roles import Capability
from esafety.web.access import current_actor, require


@board.get("/board/mine")
@require(Capability.WRITE_ON_BOARD)
def mine() -> AnyResponse:
    """Everything that the child wrote, the newest first; what was given back stands before the rest."""
    actor = current_actor()
    topics = {each.place: each.title for each in topics_of(actor)}
    people = {each.id: each.name for each in characters().values()}
    cards = [
        {**screens.own_facts(each), "about": topics.get(each.place) or people.get(each.to_cast_member, "")}
        for each in own_messages(actor)
    ]
    cards.sort(key=lambda card: not card["is_to_mend"])
    return board_page("board/mine.html", cards=cards)


@board.get("/board/mine/<ref:own_id>")
@require(Capability.WRITE_ON_BOARD)
def own(own_id: str) -> AnyResponse:
    """One of the child's own messages: where it is, why, and what can be done."""
    return _own_page(own_id)


@board.post("/board/mine/<ref:own_id>/back")
@require(Capability.WRITE_ON_BOARD)
def take_back(own_id: str) -> AnyResponse:
    """Take a message of one's own back; nobody but staff sees it from now on."""
    own_or_404(own_id)
    outcome = withdraw(current_actor(), ref=own_id)
    if isinstance(outcome, NotTaken):
        return _own_page(own_id, problem=_("A grown-up is looking at it. It stays with them for now."), status=409)
    return redirect(url_for("board.own", own_id=own_id), code=303)


def _own_page(own_id: str, *, problem: str = "", status: int = 200) -> AnyResponse:
    found = own_or_404(own_id)
    topic = topic_at(found.place)
    return board_page(
        "board/own.html",
        status=status,
        own=screens.own_facts(found),
        topic=screens.topic_facts(topic) if topic else None,
        is_new=request.args.get("sent") == "yes",
        problem=problem,
    )
