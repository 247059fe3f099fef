"""The board of a child's class: how it stands, its topics, and what is written under each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import screens
from esafety.board.service import board_of
from esafety.board.topics import TopicShown, find_topic, topics_of
from esafety.moderation.childs_view import own_messages
from esafety.moderation.reasons import ChildSees
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.htmx import asks_for_part, page_or_part

board = Blueprint("board", __name__)


@board.get("/board")
@require(Capability.WRITE_ON_BOARD)
def home() -> AnyResponse:
    """The class's board; asked again every few seconds by the page itself."""
    actor = current_actor()
    given_back = [each for each in own_messages(actor) if each.sees is ChildSees.GIVEN_BACK]
    facts: dict[str, Any] = {
        "standing": screens.standing_facts(board_of(actor)),
        "pause": screens.pause_of(actor),
        "topics": [screens.topic_facts(each) for each in topics_of(actor)],
        "given_back": [screens.own_facts(each) for each in given_back],
    }
    version = screens.version_of(facts)
    return _live("board/home.html", part="board/_home.html", facts=facts, version=version)


@board.get("/board/topic/<ref:topic_id>")
@require(Capability.WRITE_ON_BOARD)
def topic(topic_id: str) -> AnyResponse:
    """What the class has written under a topic, and where the child's own posts are; asked again as the board is."""
    actor, found = current_actor(), topic_or_404(topic_id)
    standing = board_of(actor)
    facts: dict[str, Any] = {
        "topic": screens.topic_facts(found),
        "standing": screens.standing_facts(standing),
        "pause": screens.pause_of(actor),
        "thread": screens.thread_of(actor, place=found.place, standing=standing),
        "own": screens.own_under_way(actor, place=found.place),
    }
    version = screens.version_of(facts)
    # Nothing more comes to a topic that is finished, once the child's own posts have been decided on.
    is_over = found.is_closed and not facts["own"]
    return _live("board/topic.html", part="board/_topic.html", facts=facts, version=version, is_over=is_over)


def topic_or_404(topic_id: str, /) -> TopicShown:
    """The topic with that ref, if it is one of the child's class."""
    found = find_topic(current_actor(), ref=topic_id)
    if found is None:
        abort(404)
    return found


def _live(page: str, *, part: str, facts: dict[str, Any], version: str, is_over: bool = False) -> AnyResponse:
    if asks_for_part() and request.args.get("v") == version:
        return AnyResponse(status=204)
    values = request.view_args or {}
    address = url_for(request.endpoint or "board.home", **values, v=version)
    known = {**facts, "ask_again_at": "" if is_over else address, "here": request.path, "is_young": is_young()}
    return page_or_part(page, part=part, facts=known)


def is_young() -> bool:
    """Whether the child at hand says things with pictures first."""
    return bool(g.viewer.key_stage == "KS1")


def board_page(page: str, *, status: int = 200, **facts: object) -> AnyResponse:
    """One of the board's pages that does not ask again."""
    return make_response(render_template(page, is_young=is_young(), **facts), status)
