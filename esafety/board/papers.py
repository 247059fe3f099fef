"""Pages to write on: for a post, an answer, a note, and new words for a message of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import receipts
from esafety.board import screens
from esafety.board.beginnings import endings_of, starter_of, starters_for
from esafety.board.forms import Said
from esafety.board.opening import Standing
from esafety.board.rules import BoardState
from esafety.board.topics import TopicShown
from esafety.board.unsent import PLACE_OF_NOTE, place_of_mend, place_of_post, place_of_reply, unsent_words
from esafety.board.views import board_page, is_young
from esafety.moderation.childs_view import Own
from esafety.moderation.reasons import ChildSees
from esafety.moderation.states import Kind
from esafety.web.access import current_actor
from esafety.web.htmx import page_or_part


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A page to write on.

    `address` is that of the page and of its form, `place` where its draft is kept. `words` stand there at first; `over`
    is what is answered or mended, above the box. `with_pictures`: who does not write yet picks pictures here.
    """

    heading: str
    label: str
    address: str
    draft_at: str
    back: str
    place: str
    purpose: str = ""
    over: dict[str, Any] | None = None
    words: str = ""
    with_pictures: bool = True
    is_note: bool = False


def paper_for_post(topic: TopicShown, /) -> Paper:
    """To write under a topic."""
    return Paper(
        heading=topic.title,
        label=_("What do you want to say?"),
        address=url_for("board.write", topic_id=topic.ref),
        draft_at=url_for("board.keep_post", topic_id=topic.ref),
        back=url_for("board.topic", topic_id=topic.ref),
        place=place_of_post(topic.ref),
        purpose=topic.purpose,
    )


def paper_for_reply(post: dict[str, Any], *, topic: TopicShown) -> Paper:
    """To answer a post under a topic."""
    return Paper(
        heading=_("Answer %(who)s", who=post["by"]),
        label=_("What do you want to answer?"),
        address=url_for("board.reply", post_id=post["ref"]),
        draft_at=url_for("board.keep_reply", post_id=post["ref"]),
        back=url_for("board.topic", topic_id=topic.ref),
        place=place_of_reply(post["ref"]),
        over={**post, "kind": "answered"},
    )


def paper_for_note() -> Paper:
    """To write to one's teacher."""
    return Paper(
        heading=_("Write to my teacher"),
        label=_("What do you want to tell your teacher?"),
        address=url_for("board.note"),
        draft_at=url_for("board.keep_note"),
        back=url_for("board.notes"),
        place=PLACE_OF_NOTE,
        with_pictures=False,
        is_note=True,
    )


def paper_for_mend(own: Own, /) -> Paper:
    """To change the words of a message of one's own."""
    return Paper(
        heading=_("Mend my message"),
        label=_("Say it another way"),
        address=url_for("board.mend", own_id=own.ref),
        draft_at=url_for("board.keep_mend", own_id=own.ref),
        back=url_for("board.own", own_id=own.ref),
        place=place_of_mend(own.ref),
        over={**screens.own_facts(own), "kind": "mended"},
        words="" if own.pictures else own.text,
        with_pictures=bool(own.pictures),
        is_note=own.kind == Kind.NOTE,
    )


def stop_of(paper: Paper, *, standing: Standing, topic: TopicShown | None = None, sees: ChildSees | None = None) -> str:
    """Why nothing can be written on `paper` just now; empty where it can. As `board.service` will decide it."""
    if topic is not None and topic.is_closed:
        return str(_("This topic is finished. You can still read it."))
    if not paper.is_note and screens.pause_of(current_actor()):
        return str(_("You can only read just now."))
    waits = sees in {ChildSees.WAITING, ChildSees.HELD_WHY}
    facts = screens.standing_facts(standing)
    return "" if standing.is_open or (waits and standing.state is BoardState.BUSY) else facts["why"]


def paper_page(
    paper: Paper,
    *,
    told: Said | None = None,
    problem: str = "",
    key: str = "",
    status: int = 200,
    is_begun: bool = False,
) -> AnyResponse:
    """The page as it is filled in; without `told` as it was left: with the draft, else with the words it began with."""
    actor = current_actor()
    if told is None:
        told = Said(text=unsent_words(actor, place=paper.place) or paper.words)
    facts: dict[str, Any] = {
        "paper": paper,
        "words": told.text,
        "problem": problem,
        "key": key or receipts.new_key(),
        "is_begun": is_begun,
        "is_young": is_young(),
        "picking": _picking(told) if _picks_pictures(paper) else None,
        "beginnings": [] if is_young() or paper.is_note else _beginnings(),
    }
    return page_or_part("board/write.html", part="board/_write.html", facts=facts, status=status)


def stopped_page(paper: Paper, *, why: str, words: str = "", status: int = 200) -> AnyResponse:
    """Says that nothing can be sent from here now, and shows what was written and is kept; a whole page always."""
    actor = current_actor()
    kept = words or unsent_words(actor, place=paper.place)
    return board_page(
        "board/stopped.html",
        status=status,
        paper=paper,
        why=why,
        words=kept,
        pause=None if paper.is_note else screens.pause_of(actor),
    )


def _picks_pictures(paper: Paper) -> bool:
    return is_young() and paper.with_pictures and request.args.get("how") != "words" and "words" not in request.form


def _picking(told: Said) -> dict[str, Any]:
    """How far a child has come that says it with pictures: a beginning, a word, then a look at the whole."""
    key_stage = g.viewer.key_stage
    starter = starter_of(key_stage, starter_id=told.start)
    if starter is None:
        starters = [{"id": each.id, "label": each.text, "picture": each.picture} for each in starters_for(key_stage)]
        return {"step": "start", "choices": starters}
    if not told.is_picked:
        words = [{"id": each.id, "label": each.word, "picture": each.picture} for each in endings_of(starter)]
        return {"step": "word", "start": starter.id, "begun": starter.text, "choices": words}
    pictures = list(told.pictures)
    return {"step": "look", "start": starter.id, "word": told.word, "text": told.text, "pictures": pictures}


def _beginnings() -> list[dict[str, str]]:
    return [{"id": each.id, "label": each.text} for each in starters_for(g.viewer.key_stage)]
