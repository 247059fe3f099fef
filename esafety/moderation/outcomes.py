"""What can come of sending, changing and deciding: values, for a screen to answer with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from esafety.moderation.reasons import ChildSees, Reason
from esafety.moderation.states import Decision, State


@dataclass(frozen=True, kw_only=True)
class Received:
    """The message is on disk. `sees` and `reasons` are what its author is told at once.

    `is_new` is false where the same form had come before.
    """

    ref: str
    state: State
    sees: ChildSees
    reasons: tuple[Reason, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, kw_only=True)
class Paused:
    """Nothing was taken, for the child may only read just now; `words` say why, in a child's words."""

    words: str
    until_on: date


class NotTaken(Enum):
    """Why a message or a change of it was not taken; what was typed is to be kept."""

    NO_WORDS = "no words"
    TOO_LONG = "too long"
    NO_KEY = "no key"
    NOT_THERE = "not there"
    NOT_NOW = "not now"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A child's own move is on disk; the message is in `state` now.

    `was_practice` where it reported what a practice character wrote: that is to be praised.
    """

    ref: str
    state: State
    was_practice: bool = False


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision is on disk. `concern_ref` names the concern that it raised."""

    ref: str
    decision: Decision
    state: State
    version: int
    concern_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class AlreadyDecided:
    """Somebody moved the message after it was looked at, and nothing was changed now.

    `by` is the member of staff; empty where a child did it or the school's computer. `decision` None is a message that
    has been sent and not moved.
    """

    ref: str
    by: str
    decision: Decision | None
    state: State
    at: datetime


class NotDecided(Enum):
    """Why a decision was not taken."""

    NOT_THERE = "not there"
    NOT_ALLOWED = "not allowed"
    NO_SUCH_MOVE = "no such move"
    NO_REASON = "no reason"
    TOO_LONG = "too long"
    NO_COLLEAGUE = "no colleague"


Sent = Received | Paused | NotTaken
Outcome = Decided | AlreadyDecided | NotDecided
