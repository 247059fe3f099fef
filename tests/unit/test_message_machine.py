"""Whatever anybody does in whatever order: nothing is shown that nobody approved, and every move is written down."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from esafety import receipts
from esafety.audit import broken_link
from esafety.db import db
from esafety.moderation.child_reports import report
from esafety.moderation.childs_view import Shown, own_messages, shown_in
from esafety.moderation.deciding import decide
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.outcomes import AlreadyDecided, Decided, Moved, NotTaken, Received
from esafety.moderation.own_moves import withdraw
from esafety.moderation.queue import queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend, receive
from esafety.moderation.states import TO_DECIDE, TRANSITIONS, Decision, Kind, State
from esafety.moderation.writing import Writing
from esafety.roles import Actor
from tests.factories.classroom import CRUEL, NICE, SAD, SECRET, Classroom

PLACES = itertools.count(100)
TEXTS = st.sampled_from([NICE, SECRET, CRUEL, SAD])
CHILDREN = st.sampled_from(["ada", "ben", "cai"])
STAFF = st.sampled_from(["teacher", "cover", "officer", "head", "other_teacher"])
WHICH = st.integers(min_value=0, max_value=50)
LOOKERS = ("ada", "ben", "cai", "elsewhere")


class Everybody(RuleBasedStateMachine):
    """The class at work, and what it must never come to."""

    classroom: Classroom

    @initialize()
    def begin(self) -> None:
        self.place = f"topic:{next(PLACES)}"
        self.refs: list[str] = []
        self.approved: dict[str, str] = {}
        self.seen: dict[str, int] = {}

    def _who(self, name: str) -> Actor:
        actor: Actor = getattr(self.classroom, name)
        return actor

    def _one(self, which: int) -> str | None:
        return self.refs[which % len(self.refs)] if self.refs else None

    def _row(self, ref: str) -> Message:
        db.session.expire_all()
        return db.session.scalars(select(Message).where(Message.ref == ref)).one()

    @rule(child=CHILDREN, text=TEXTS)
    def post(self, child: str, text: str) -> None:
        writing = Writing(text=text, kind=Kind.POST, place=self.place)
        outcome = receive(self._who(child), writing=writing, key=receipts.new_key())
        assert isinstance(outcome, Received)
        self.refs.append(outcome.ref)

    @rule(child=CHILDREN, text=TEXTS, which=WHICH)
    def reply(self, child: str, text: str, which: int) -> None:
        ref = self._one(which)
        if ref is None:
            return
        writing = Writing(text=text, kind=Kind.REPLY, answers=ref)
        outcome = receive(self._who(child), writing=writing, key=receipts.new_key())
        parent = self._row(ref)
        may = parent.state == State.APPROVED and parent.kind == Kind.POST
        # What is urgent is never refused: it goes to the teacher as a note then.
        assert isinstance(outcome, Received) == (may or text == SAD)
        if may and isinstance(outcome, Received):
            self.refs.append(outcome.ref)

    @rule(which=WHICH)
    def look(self, which: int) -> None:
        """Somebody of the staff has it on the screen."""
        ref = self._one(which)
        if ref is not None:
            self.seen[ref] = self._row(ref).version

    @rule(
        who=STAFF, which=WHICH, decision=st.sampled_from(sorted(Decision)), reason=st.sampled_from([None, *Reason]),
        is_fresh=st.booleans(),
    )  # fmt: skip
    def decide(self, who: str, which: int, decision: Decision, reason: Reason | None, is_fresh: bool) -> None:
        ref = self._one(which)
        if ref is None:
            return
        before = self._row(ref)
        text, version = before.text, before.version
        seen = version if is_fresh else self.seen.get(ref, version)
        outcome = decide(self._who(who), ref=ref, decision=decision, seen_version=seen, reason=reason, words="because")
        after = self._row(ref)
        if isinstance(outcome, Decided):
            assert seen == version
            assert (outcome.state, outcome.version) == (after.state, version + 1)
            assert who != "other_teacher"
            if decision is Decision.APPROVE:
                self.approved[ref] = text
        else:
            assert after.version == version
            assert not isinstance(outcome, AlreadyDecided) or seen != version

    @rule(child=CHILDREN, text=TEXTS, which=WHICH)
    def mend(self, child: str, text: str, which: int) -> None:
        ref = self._one(which)
        if ref is not None:
            outcome = mend(self._who(child), ref=ref, text=text, key=receipts.new_key())
            is_own = self._row(ref).pupil_id == self._who(child).person_id
            assert is_own or outcome is NotTaken.NOT_THERE

    @rule(child=CHILDREN, which=WHICH)
    def take_back(self, child: str, which: int) -> None:
        ref = self._one(which)
        if ref is not None:
            outcome = withdraw(self._who(child), ref=ref)
            assert not isinstance(outcome, Moved) or self._row(ref).state == State.WITHDRAWN

    @rule(child=CHILDREN, which=WHICH)
    def worry(self, child: str, which: int) -> None:
        ref = self._one(which)
        if ref is not None:
            outcome = report(self._who(child), ref=ref)
            assert not isinstance(outcome, Moved) or self._row(ref).state == State.HIDDEN

    @invariant()
    def nobody_is_shown_what_nobody_approved(self) -> None:
        messages = self._all()
        for name in LOOKERS:
            for one in shown_in(self._who(name), place=self.place):
                if isinstance(one, Shown):
                    assert self.approved[one.ref] == one.text
                    assert messages[one.ref].state == State.APPROVED
                    assert name != "elsewhere"

    @invariant()
    def everybody_still_has_their_own(self) -> None:
        own = {one.ref for name in LOOKERS for one in own_messages(self._who(name), place=self.place)}
        assert own == set(self.refs) == set(self._all())

    @invariant()
    def every_move_is_written_down_and_is_one_of_the_table(self) -> None:
        messages = {message.id: message for message in self._all().values()}
        rows = db.session.scalars(select(MessageMove).where(MessageMove.message_id.in_(messages)))
        moves = sorted(rows, key=lambda move: (move.message_id, move.number))
        for message_id, group in itertools.groupby(moves, key=lambda move: move.message_id):
            history, message = list(group), messages.pop(message_id)
            assert [move.number for move in history] == list(range(1, message.version + 1))
            assert (history[0].old_state, history[-1].new_state) == ("", message.state)
            for before, after in itertools.pairwise(history):
                assert after.old_state == before.new_state
                assert TRANSITIONS[State(after.old_state), Decision(after.decision)] == after.new_state
        assert not messages

    @invariant()
    def staff_have_all_that_waits_on_their_list(self) -> None:
        waiting = {ref for ref, message in self._all().items() if State(message.state) in TO_DECIDE}
        assert waiting == {one.ref for one in queue_of(self._who("teacher")) if one.place == self.place}

    def teardown(self) -> None:
        """The next class begins with an empty queue."""
        for message in self._all().values():
            message.state = str(State.WITHDRAWN)
        db.session.commit()

    def _all(self) -> dict[str, Message]:
        db.session.expire_all()
        return {one.ref: one for one in db.session.scalars(select(Message).where(Message.place == self.place))}


def test_nothing_is_shown_unread_and_every_move_has_its_history(classroom: Classroom) -> None:
    Everybody.classroom = classroom
    run_state_machine_as_test(
        Everybody,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
    assert broken_link(db.session(), school_id=classroom.school_id) is None
