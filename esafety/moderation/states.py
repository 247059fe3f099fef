"""The states of a message and the one table of its moves. Pure."""

from __future__ import annotations

from enum import StrEnum

from esafety.filtering.verdict import Level


class Kind(StrEnum):
    """What sort of message it is. A note is between a child and all of the class's staff; mail is to one classmate."""

    POST = "post"
    REPLY = "reply"
    NOTE = "note"
    MAIL = "mail"


class State(StrEnum):
    """Where a message is. Only what is approved is seen by other children."""

    WAITING = "waiting"
    HELD = "held"
    URGENT = "urgent"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What somebody does with a message that is there. A mend counts as what the filter makes of the new words."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    REMOVE = "remove"
    ESCALATE = "escalate"
    HAND_OVER = "hand over"
    MEND_TO_WAITING = "mend, waiting"
    MEND_TO_HELD = "mend, held"
    MEND_TO_URGENT = "mend, urgent"
    WITHDRAW = "withdraw"
    REPORT = "report"
    SPOT = "report, practice"


class MoveNotAllowed(Exception):
    """The table has no such move."""


S, D = State, Decision
TO_DECIDE = frozenset({S.WAITING, S.HELD, S.URGENT, S.HIDDEN})
STAFF_DECISIONS = frozenset({D.APPROVE, D.RETURN, D.REJECT, D.REMOVE, D.ESCALATE, D.HAND_OVER})
MENDS = {Level.ALLOW: D.MEND_TO_WAITING, Level.HOLD: D.MEND_TO_HELD, Level.URGENT: D.MEND_TO_URGENT}
# A child is told why with these, so each needs a reason of the list.
NEED_A_REASON = frozenset({D.RETURN, D.REJECT, D.REMOVE})

# With these somebody else has to look, or at something else: the time until they do begins again.
WAITS_ANEW = frozenset({*MENDS.values(), D.ESCALATE})

_FIRST = {Level.ALLOW: S.WAITING, Level.HOLD: S.HELD, Level.URGENT: S.URGENT}
# Urgent words stay as they were sent, for somebody may be in danger: a child writes anew instead of mending them.
_MENDED_FROM = (S.WAITING, S.HELD, S.RETURNED, S.APPROVED)
# What is hidden stays with staff until they have decided: else the one who was reported could make it vanish.
_WITHDRAWN_FROM = (S.WAITING, S.HELD, S.URGENT, S.APPROVED, S.RETURNED)
# Escalating is a link to a concern, not a state. It hides what is shown or may yet be; what has come to its end stays
# there, so that nothing which its author took back can be shown again.
_HIDDEN_BY_ESCALATING = (S.WAITING, S.HELD, S.URGENT, S.APPROVED, S.RETURNED, S.HIDDEN)
_AT_ITS_END = (S.REJECTED, S.REMOVED, S.WITHDRAWN)

TRANSITIONS: dict[tuple[State, Decision], State] = {
    **{(state, D.APPROVE): S.APPROVED for state in TO_DECIDE},
    **{(state, D.RETURN): S.RETURNED for state in TO_DECIDE},
    **{(state, D.REJECT): S.REJECTED for state in TO_DECIDE},
    (S.APPROVED, D.REMOVE): S.REMOVED,
    (S.HIDDEN, D.REMOVE): S.REMOVED,
    **{(state, D.ESCALATE): S.HIDDEN for state in _HIDDEN_BY_ESCALATING},
    **{(state, D.ESCALATE): state for state in _AT_ITS_END},
    **{(state, D.HAND_OVER): state for state in TO_DECIDE},
    **{(state, MENDS[level]): first for state in _MENDED_FROM for level, first in _FIRST.items()},
    **{(state, D.WITHDRAW): S.WITHDRAWN for state in _WITHDRAWN_FROM},
    (S.APPROVED, D.REPORT): S.HIDDEN,
    # What a practice character wrote has served its purpose once a child says that it worries: nobody has to decide.
    (S.APPROVED, D.SPOT): S.REMOVED,
    # A second child had it on the screen, too: what it says is kept beside what the first said.
    (S.HIDDEN, D.REPORT): S.HIDDEN,
}


def first_state(level: Level, /) -> State:
    """Where a message begins, by what the filter made of it."""
    return _FIRST[level]


def next_state(state: State, *, decision: Decision) -> State:
    """Where `decision` takes a message that is in `state`.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    try:
        return TRANSITIONS[state, decision]
    except KeyError as error:
        raise MoveNotAllowed(f"{decision} is no move of a message that is {state}") from error


def may_move(state: State, *, decision: Decision) -> bool:
    """Whether the table has that move."""
    return (state, decision) in TRANSITIONS


def may_mend(state: State, /) -> bool:
    """Whether its author may change the words of a message in `state`."""
    return (state, D.MEND_TO_WAITING) in TRANSITIONS
