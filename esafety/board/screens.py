"""What the pupil's screens of the board show, as plain facts for the templates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date, format_time
from flask_babel import gettext as _

from esafety.board.opening import Standing
from esafety.board.topics import TopicShown
from esafety.board.words import why_not_open
from esafety.moderation.childs_view import Own, Shown, TakenDown, own_messages, shown_in
from esafety.moderation.pausing import InForce, pause_in_force
from esafety.moderation.reason_words import child_words, help_words, where_it_is
from esafety.moderation.reasons import REASON_FOR, ChildSees, Reason
from esafety.moderation.states import Kind
from esafety.roles import Actor
from esafety.web.days import day_words

Facts = dict[str, Any]

# The short lessons are named after what the filter finds; a reason that is a person's judgement alone has none.
LESSON_ABOUT: dict[Reason, str] = {reason: str(category) for category, reason in REASON_FOR.items()}
# What its author still waits for, or is to do something about: it stands where it will be shown.
UNDER_WAY = frozenset(
    {ChildSees.WAITING, ChildSees.HELD_WHY, ChildSees.GROWN_UP, ChildSees.GIVEN_BACK, ChildSees.LOOKED_AT}
)
SIGNS: dict[ChildSees, str] = {
    ChildSees.SHOWN: "check",
    ChildSees.GIVEN_BACK: "undo-2",
    ChildSees.HELD_WHY: "pencil",
    ChildSees.TAKEN_BACK: "undo-2",
    ChildSees.LOOKED_AT: "eye",
}
LONGEST_OPENING = 80


def pause_of(actor: Actor, /) -> Facts | None:
    """Why the child may only read just now, and until when; None where it may write."""
    pause = pause_in_force(actor.person_id, school_id=actor.school_id)
    return pause_facts(pause) if pause else None


def pause_facts(pause: InForce, /) -> Facts:
    """A pause in a child's words."""
    return {"words": pause.child_words, "until": format_date(pause.until_on, "EEEE d MMMM")}


def standing_facts(standing: Standing, /) -> Facts:
    """Whether the board is open: what for, until when and with whom, or why not."""
    return {
        "is_open": standing.is_open,
        "purpose": standing.purpose if standing.is_open else "",
        "on_duty": standing.on_duty if standing.is_open else "",
        "until": format_time(standing.until_at, "h.mm a").lower() if standing.is_open and standing.until_at else "",
        "why": why_not_open(standing.state),
    }


def topic_facts(topic: TopicShown, /) -> Facts:
    """A topic as a child sees it."""
    return {
        "ref": topic.ref,
        "title": topic.title,
        "purpose": topic.purpose,
        "picture": topic.picture or "speech-bubble",
        "is_closed": topic.is_closed,
        "url": url_for("board.topic", topic_id=topic.ref),
    }


def thread_of(actor: Actor, *, place: str, standing: Standing) -> list[Facts]:
    """Everything in a place that the class sees, each post with its answers behind it."""
    found = shown_in(actor, place=place, first_names=standing.shows_first_names)
    posts = [_shown_facts(each) for each in found if not each.answers]
    known = {each["ref"]: each for each in posts}
    for each in found:
        if each.answers in known:
            known[each.answers]["answers"].append(_shown_facts(each))
    return posts


def talk_of(actor: Actor, *, place: str) -> list[Facts]:
    """A child's notes and the answers to them, in the order in which they were shown."""
    return [_shown_facts(each) for each in shown_in(actor, place=place)]


def _shown_facts(each: Shown | TakenDown) -> Facts:
    if isinstance(each, TakenDown):
        why = child_words(each.reason) if each.reason else ""
        return {"ref": each.ref, "is_there": False, "why": why, "answers": []}
    return {
        "ref": each.ref,
        "is_there": True,
        "by": each.by,
        "avatar": each.avatar,
        "is_by_staff": each.is_by_staff,
        "text": each.text,
        "pictures": list(each.pictures),
        "is_mine": each.reads_as_mine,
        "may_be_answered": each.kind == Kind.POST,
        "answers": [],
    }


def own_under_way(actor: Actor, *, place: str) -> list[Facts]:
    """The child's own messages in a place that are not to be seen there yet, or no more for now."""
    return [own_facts(each) for each in own_messages(actor, place=place) if each.sees in UNDER_WAY]


def own_facts(own: Own, /) -> Facts:
    """One of the child's own messages with where it is."""
    return {
        "ref": own.ref,
        "url": url_for("board.own", own_id=own.ref),
        "text": own.text,
        "opening": opening_of(own),
        "pictures": list(own.pictures),
        "where": where_it_is(own.sees),
        "state": state_words(own.sees),
        "look": own.sees.name.lower().replace("_", "-"),
        "sign": SIGNS.get(own.sees, "clock"),
        "reasons": [{"words": child_words(each), "about": LESSON_ABOUT.get(each, "")} for each in own.reasons],
        "teacher_words": own.teacher_words,
        "help_words": help_words() if own.sees is ChildSees.GROWN_UP else "",
        "sent": day_words(own.sent_at),
        "is_note": own.kind == Kind.NOTE,
        "back_url": _back_of(own),
        # Nobody who may be unhappy is asked to say it another way.
        "may_mend": own.may_mend and own.sees is not ChildSees.GROWN_UP,
        "is_to_mend": own.sees in {ChildSees.GIVEN_BACK, ChildSees.HELD_WHY},
        "is_shown": own.sees is ChildSees.SHOWN,
        "may_withdraw": own.may_withdraw,
    }


def _back_of(own: Own) -> str:
    if own.to_cast_member:
        return url_for("board.letters", character_id=own.to_cast_member)
    return url_for("board.notes") if own.kind == Kind.NOTE else url_for("board.mine")


def opening_of(own: Own, /) -> str:
    """How a message begins, for a list; nothing of what may be a worry, for others may look over a shoulder."""
    if own.sees is ChildSees.GROWN_UP:
        return ""
    return own.text if len(own.text) <= LONGEST_OPENING else own.text[:LONGEST_OPENING].rstrip() + "…"


def state_words(sees: ChildSees, /) -> str:
    """Where a message is, in two or three words, for a list."""
    words: dict[ChildSees, str] = {
        ChildSees.WAITING: _("Waiting"),
        ChildSees.HELD_WHY: _("Waiting: you can mend it"),
        ChildSees.GROWN_UP: _("A grown-up will read it"),
        ChildSees.SHOWN: _("Shown"),
        ChildSees.GIVEN_BACK: _("Given back"),
        ChildSees.NOT_SHOWN: _("Not shown"),
        ChildSees.LOOKED_AT: _("A grown-up is looking"),
        ChildSees.TAKEN_DOWN: _("Taken down"),
        ChildSees.TAKEN_BACK: _("You took it back"),
    }
    return words[sees]


def version_of(*facts: Facts | Sequence[Facts] | None) -> str:
    """A short name for exactly these facts: a page that asks again learns from it whether anything is new for it."""
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
