"""The short list of reasons: the same for staff, for the child who is told, and for children who judge. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from esafety.filtering.verdict import Category, Finding, Level
from esafety.moderation.states import State


class Reason(StrEnum):
    """Why a message is given back, not shown, or taken down; its words are in reason_words.py."""

    PRIVATE = "private"
    RUDE_WORDS = "rude-words"
    WEB_ADDRESS = "web-address"
    UNKIND = "unkind"
    ABOUT_A_GROUP = "about-a-group"
    MEETING = "meeting"
    ABOUT_SOMEONE_ELSE = "about-someone-else"
    NOT_ABOUT_THIS = "not-about-this"


# What the filter found, and the reason that says it; the last two are a person's judgement alone.
REASON_FOR: dict[Category, Reason] = {
    Category.PERSONAL: Reason.PRIVATE,
    Category.PROFANITY: Reason.RUDE_WORDS,
    Category.LINKS: Reason.WEB_ADDRESS,
    Category.UNKIND: Reason.UNKIND,
    Category.IDENTITY: Reason.ABOUT_A_GROUP,
    Category.CONTACT: Reason.MEETING,
}
# A child hears of these before a teacher has read: each can be mended alone, and nobody is accused.
TOLD_AT_ONCE = (Category.PERSONAL, Category.LINKS, Category.PROFANITY)
NEVER_A_REASON = frozenset({Category.DISTRESS})


class ChildSees(StrEnum):
    """What the author of a message is told of where it is; the words are in reason_words.py."""

    WAITING = "waiting"
    HELD_WHY = "held, and why"
    GROWN_UP = "a grown-up will read this"
    SHOWN = "shown"
    GIVEN_BACK = "given back"
    NOT_SHOWN = "not shown"
    LOOKED_AT = "a grown-up is looking at it"
    TAKEN_DOWN = "taken down"
    TAKEN_BACK = "taken back"


def reason_for(category: Category, /) -> Reason | None:
    """The reason that staff are offered first for what the filter found; None where a child is never given one."""
    return REASON_FOR.get(category)


def is_worry(findings: Iterable[Finding], /) -> bool:
    """Whether somebody may be unhappy or in danger: then a child is given no reason, but a grown-up and help."""
    return any(one.level is Level.URGENT or one.category in NEVER_A_REASON for one in findings)


def told_at_once(findings: Iterable[Finding], /) -> tuple[Reason, ...]:
    """The reasons that a child is given as soon as the message is held, before a teacher has read it; each once."""
    found = tuple(findings)
    if is_worry(found):
        return ()
    categories = {one.category for one in found}
    return tuple(REASON_FOR[one] for one in TOLD_AT_ONCE if one in categories)


def child_sees(state: State, *, findings: Iterable[Finding]) -> ChildSees:
    """What the author is told. What was held for unkindness looks like any other that waits for the teacher."""
    if state in {State.WAITING, State.HELD, State.URGENT}:
        found = tuple(findings)
        if state is State.URGENT or is_worry(found):
            return ChildSees.GROWN_UP
        return ChildSees.HELD_WHY if state is State.HELD and told_at_once(found) else ChildSees.WAITING
    return _SEES[state]


_SEES = {
    State.APPROVED: ChildSees.SHOWN,
    State.RETURNED: ChildSees.GIVEN_BACK,
    State.REJECTED: ChildSees.NOT_SHOWN,
    State.HIDDEN: ChildSees.LOOKED_AT,
    State.REMOVED: ChildSees.TAKEN_DOWN,
    State.WITHDRAWN: ChildSees.TAKEN_BACK,
}
