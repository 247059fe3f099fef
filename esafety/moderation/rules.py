"""What may be added to a school's filter, and by whom. Pure."""

from __future__ import annotations

from enum import Enum, StrEnum

from esafety.filtering.verdict import Category
from esafety.roles import Actor, Capability

LONGEST_TEXT = 60
LONGEST_REASON = 300
SHORTEST_TEXT = 2
# What the filter says of itself is no category for a word.
CATEGORIES = tuple(one for one in Category if one is not Category.UNREAD)


class Effect(StrEnum):
    """What a school's word does."""

    HOLD = "hold"
    URGENT = "urgent"
    ALLOW = "allow"


class Refused(Enum):
    """Why a word was not added or retired, so that it can be mended."""

    NOT_ALLOWED = "not allowed"
    NO_TEXT = "no text"
    TOO_LONG = "too long"
    NO_REASON = "no reason"
    NOT_A_WORD = "not a word"
    THERE_ALREADY = "there already"
    NOT_THERE = "not there"


def may_change(actor: Actor, *, school_id: int) -> bool:
    """Whether `actor` may change the filter's words of a school: the officer and deputies, in their own school."""
    return actor.school_id == school_id and actor.may(Capability.CHANGE_FILTER)


def may_see(actor: Actor, *, school_id: int) -> bool:
    """Whether `actor` may see them: who changes them, and who moderates, in their own school."""
    sees = actor.may(Capability.CHANGE_FILTER) or actor.may(Capability.MODERATE_CLASS_BOARD)
    return actor.school_id == school_id and sees


def tidied(text: str, /) -> str:
    """A word or phrase as it is kept: small letters, single spaces."""
    return " ".join(text.lower().split())


def check(*, text: str, reason: str) -> Refused | None:
    """Whether a word can be kept: it has letters, is short enough, and somebody says why."""
    if len(tidied(text)) < SHORTEST_TEXT:
        return Refused.NO_TEXT
    if len(tidied(text)) > LONGEST_TEXT or len(reason) > LONGEST_REASON:
        return Refused.TOO_LONG
    if not any(letter.isalpha() for letter in text):
        return Refused.NOT_A_WORD
    return None if reason.strip() else Refused.NO_REASON
