"""F05: two teachers decide about the same message at the same moment, a hundred times."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select, update

from esafety import clock, receipts
from esafety.db import atomic, db
from esafety.moderation.deciding import approve_together, decide
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.outcomes import AlreadyDecided, Decided, Received
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import receive
from esafety.moderation.states import Decision, Kind
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from esafety.school.models import ClassTeacher, Staff
from tests.faults.houses import House
from tests.faults.report import Report

TIMES = 100
TOGETHER = 40
DECISIONS = (Decision.APPROVE, Decision.REJECT)
Decide = Callable[[Actor, str, Decision], object]


def two_teachers(house: House, *, like: Actor) -> list[Actor]:
    class_id = next(iter(like.class_ids))
    found = []
    with house.app.app_context():
        for name in ("Mr One", "Ms Two"):
            adult = Staff(
                school_id=like.school_id, name=name, email=f"{receipts.new_key()}@elm.example", passphrase_hash="-"
            )
            db.session.add(adult)
            db.session.flush()
            duty = ClassTeacher(
                school_id=like.school_id, class_id=class_id, staff_id=adult.id, from_on=clock.now().date()
            )
            db.session.add(duty)
            found.append(
                Actor(
                    role_names=frozenset({Role.TEACHER}), person_id=adult.id, school_id=like.school_id,
                    class_ids=frozenset({class_id}),
                )
            )  # fmt: skip
        db.session.commit()
    return found


def a_message(house: House, child: Actor) -> str:
    with house.app.app_context():
        writing = Writing(text="I like frogs", kind=Kind.POST, place="topic:1")
        outcome = receive(child, writing=writing, key=receipts.new_key())
    assert isinstance(outcome, Received)
    return outcome.ref


def as_the_program_does(actor: Actor, ref: str, decision: Decision) -> object:
    return decide(actor, ref=ref, decision=decision, seen_version=1, reason=Reason.UNKIND)


@atomic
def without_looking_again(_actor: Actor, ref: str, decision: Decision) -> object:
    """The broken variant: what was read before is believed when it is written."""
    message = db.session.scalars(select(Message).where(Message.ref == ref)).one()
    db.session.execute(update(Message).where(Message.id == message.id).values(state="approved", version=2))
    return Decided(ref=ref, decision=decision, state=decision, version=2)  # type: ignore[arg-type]


def both_at_once(house: House, *, teachers: list[Actor], ref: str, how: Decide) -> list[object]:
    together = threading.Barrier(2)

    def one(number: int) -> object:
        with house.app.app_context():
            together.wait(30)
            return how(teachers[number], ref, DECISIONS[number])

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_one_decides_and_the_other_is_told(house: House, report: Report) -> None:
    (child,) = house.children(1)
    teachers = two_teachers(house, like=child)
    with report.of(f"two moderators, {house.kind}") as row:
        doubled = 0
        for _time in range(TIMES):
            ref = a_message(house, child)
            outcomes = both_at_once(house, teachers=teachers, ref=ref, how=as_the_program_does)
            winners = [each for each in outcomes if isinstance(each, Decided)]
            told = [each for each in outcomes if isinstance(each, AlreadyDecided)]
            assert (len(winners), len(told)) == (1, 1), outcomes
            assert told[0].by in {"Mr One", "Ms Two"}
            assert told[0].state == winners[0].state
            with house.app.app_context():
                moves = db.session.scalar(
                    select(func.count()).select_from(MessageMove).join(Message).where(Message.ref == ref)
                )
            doubled += moves != 2
        row.injected, row.acknowledged = f"{TIMES} messages, 2 decisions each", TIMES
        assert doubled == 0
        row.control = _control(house, child=child, teachers=teachers)


def test_many_together_and_one_by_one_never_wait_for_each_other_for_ever(house: House, report: Report) -> None:
    (child,) = house.children(1)
    teachers = two_teachers(house, like=child)
    refs = [a_message(house, child) for _time in range(TOGETHER)]
    together = threading.Barrier(2)

    def all_of_them() -> list[object]:
        with house.app.app_context():
            together.wait(30)
            return list(approve_together(teachers[0], seen=dict.fromkeys(refs, 1)).values())

    def one_by_one() -> list[object]:
        found = []
        together.wait(30)
        for ref in reversed(refs):
            with house.app.app_context():
                found.append(as_the_program_does(teachers[1], ref, Decision.REJECT))
        return found

    with report.of(f"together and one by one, {house.kind}") as row, ThreadPoolExecutor(2) as pool:
        both = [pool.submit(all_of_them), pool.submit(one_by_one)]
        outcomes = [outcome for future in both for outcome in future.result(timeout=60)]
        decided = [each for each in outcomes if isinstance(each, Decided)]
        row.injected, row.acknowledged = f"{TOGETHER} messages, from both ends", len(decided)
        assert len(decided) == TOGETHER
        assert len({each.ref for each in decided}) == TOGETHER
        assert all(isinstance(each, Decided | AlreadyDecided) for each in outcomes)


def _control(house: House, *, child: Actor, teachers: list[Actor]) -> str:
    ref = a_message(house, child)
    outcomes = both_at_once(house, teachers=teachers, ref=ref, how=without_looking_again)
    assert [type(each) for each in outcomes] == [Decided, Decided], "the broken variant does no harm"
    return "without compare-and-set both are told that they decided"
