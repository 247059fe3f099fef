"""The table of a message's moves, read as policy."""

from __future__ import annotations

from itertools import product

import pytest

from esafety.filtering.verdict import Level
from esafety.moderation.states import (
    MENDS,
    STAFF_DECISIONS,
    TO_DECIDE,
    TRANSITIONS,
    Decision,
    MoveNotAllowed,
    State,
    first_state,
    may_mend,
    may_move,
    next_state,
)

S, D = State, Decision


@pytest.mark.parametrize(("level", "state"), [(Level.ALLOW, S.WAITING), (Level.HOLD, S.HELD), (Level.URGENT, S.URGENT)])
def test_nothing_begins_where_others_see_it(level: Level, state: State) -> None:
    assert first_state(level) is state
    assert state is not S.APPROVED


@pytest.mark.parametrize(
    ("why", "old", "decision", "new"),
    [
        ("a teacher shows what waits", S.WAITING, D.APPROVE, S.APPROVED),
        ("a teacher shows what was held", S.HELD, D.APPROVE, S.APPROVED),
        ("a teacher shows what was urgent by mistake", S.URGENT, D.APPROVE, S.APPROVED),
        ("a teacher gives back", S.HELD, D.RETURN, S.RETURNED),
        ("a teacher does not show", S.WAITING, D.REJECT, S.REJECTED),
        ("what is shown can be taken down", S.APPROVED, D.REMOVE, S.REMOVED),
        ("a report hides", S.APPROVED, D.REPORT, S.HIDDEN),
        ("a reported one is shown again", S.HIDDEN, D.APPROVE, S.APPROVED),
        ("a reported one is taken down", S.HIDDEN, D.REMOVE, S.REMOVED),
        ("escalating hides what is shown", S.APPROVED, D.ESCALATE, S.HIDDEN),
        ("escalating hides what was given back", S.RETURNED, D.ESCALATE, S.HIDDEN),
        ("what its author took back stays so when it is escalated", S.WITHDRAWN, D.ESCALATE, S.WITHDRAWN),
        ("what was taken down stays so when it is escalated", S.REMOVED, D.ESCALATE, S.REMOVED),
        ("a second opinion changes no state", S.HELD, D.HAND_OVER, S.HELD),
        ("a mend of what is shown hides it", S.APPROVED, D.MEND_TO_WAITING, S.WAITING),
        ("a mend after a reason goes through the filter", S.RETURNED, D.MEND_TO_HELD, S.HELD),
        ("one's own is taken back", S.APPROVED, D.WITHDRAW, S.WITHDRAWN),
        ("urgent words can be taken back from the board", S.URGENT, D.WITHDRAW, S.WITHDRAWN),
    ],
)
def test_a_move_of_the_table(why: str, old: State, decision: Decision, new: State) -> None:
    assert next_state(old, decision=decision) is new, why


@pytest.mark.parametrize(
    ("why", "old", "decision"),
    [
        ("what was given back is not shown unmended", S.RETURNED, D.APPROVE),
        ("what was taken back is never shown again", S.WITHDRAWN, D.APPROVE),
        ("what was taken down is never shown again", S.REMOVED, D.APPROVE),
        ("what was not shown is never shown", S.REJECTED, D.APPROVE),
        ("what is shown is not shown twice", S.APPROVED, D.APPROVE),
        ("urgent words stay as they were sent", S.URGENT, D.MEND_TO_WAITING),
        ("what was reported cannot be made to vanish", S.HIDDEN, D.WITHDRAW),
        ("what was reported cannot be changed", S.HIDDEN, D.MEND_TO_WAITING),
        ("nobody reports what only staff see", S.WAITING, D.REPORT),
        ("only what was shown is taken down", S.WAITING, D.REMOVE),
    ],
)
def test_no_move_of_the_table(why: str, old: State, decision: Decision) -> None:
    assert not may_move(old, decision=decision), why
    with pytest.raises(MoveNotAllowed, match=f"{decision} is no move of a message that is {old}"):
        next_state(old, decision=decision)


def test_only_a_grown_ups_approval_shows_anything() -> None:
    into_sight = {decision for (old, decision), new in TRANSITIONS.items() if new is S.APPROVED and old is not new}
    assert into_sight == {D.APPROVE}
    assert D.APPROVE in STAFF_DECISIONS


def test_from_every_state_a_grown_up_can_go_to_the_officer() -> None:
    assert all(may_move(state, decision=D.ESCALATE) for state in State)
    assert all(next_state(state, decision=D.ESCALATE) is not S.APPROVED for state in State)


def test_a_mend_leads_where_the_filter_says_and_nowhere_else() -> None:
    for state, level in product(State, Level):
        if may_mend(state):
            assert next_state(state, decision=MENDS[level]) is first_state(level)
        else:
            assert not may_move(state, decision=MENDS[level])


def test_whatever_waits_for_staff_can_be_shown_given_back_refused_or_handed_over() -> None:
    for state, decision in product(TO_DECIDE, (D.APPROVE, D.RETURN, D.REJECT, D.HAND_OVER)):
        assert may_move(state, decision=decision)
