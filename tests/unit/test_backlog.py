"""What counts as waiting for staff, and since when: no child can shut a board by reporting something old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from esafety import clock, receipts
from esafety.board.opening import backlog_of
from esafety.concerns.models import Concern
from esafety.db import db
from esafety.moderation.cast_mail import cast_place, deliver_from_cast
from esafety.moderation.child_reports import report
from esafety.moderation.models import Message, StaffNotice
from esafety.moderation.notices import NoticeKind
from esafety.moderation.outcomes import Moved, Received
from esafety.moderation.queue import queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend
from esafety.moderation.ringing import ring_for_late_messages
from esafety.moderation.states import Decision, State
from tests.factories.classroom import CRUEL, NICE, SAD, Classroom, approved, choose, moves, row, sent

HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def clock_at(classroom: Classroom) -> Iterator[time_machine.Coordinates]:
    """Half a day in the past, for the school of the tests is open at any hour."""
    del classroom
    with time_machine.travel(clock.now() - 12 * HOURS, tick=False) as traveller:
        yield traveller


def backlog(room: Classroom) -> tuple[int, int]:
    db.session.expire_all()
    found = backlog_of(room.class_id, school_id=room.school_id)
    return found.waiting, found.oldest_minutes


def since(ref: str) -> timedelta | None:
    waits = row(ref).waiting_since
    return None if waits is None else clock.now() - waits


def test_a_report_of_something_old_waits_since_it_was_reported(
    classroom: Classroom, clock_at: time_machine.Coordinates
) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert since(ref) is None
    clock_at.shift(5 * HOURS)
    report(classroom.ben, ref=ref)
    clock_at.shift(3 * MINUTES)
    assert backlog(classroom) == (1, 3)
    report(classroom.cai, ref=ref, words="It is a lie")
    clock_at.shift(4 * MINUTES)
    assert backlog(classroom) == (1, 7)


def test_what_is_mended_waits_anew_and_what_is_handed_over_does_not(
    classroom: Classroom, clock_at: time_machine.Coordinates
) -> None:
    ref = sent(classroom.ada, CRUEL)
    clock_at.shift(2 * HOURS)
    assert backlog(classroom) == (1, 120)
    mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key())
    clock_at.shift(2 * MINUTES)
    assert backlog(classroom) == (1, 2)
    choose(classroom.teacher, ref, Decision.RETURN, reason=Reason.UNKIND)
    assert (backlog(classroom), since(ref)) == ((0, 0), None)


def test_what_is_with_the_officer_is_no_backlog_of_the_class(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    sent(classroom.ben, SAD)
    assert backlog(classroom)[0] == 1
    choose(classroom.teacher, ref, Decision.ESCALATE, words="See")
    assert backlog(classroom)[0] == 0
    assert len(queue_of(classroom.teacher)) == 2
    choose(classroom.teacher, ref, Decision.RETURN, reason=Reason.UNKIND)
    mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key())
    assert backlog(classroom)[0] == 1


def test_escalating_something_late_rings_nobody_at_once(
    classroom: Classroom, clock_at: time_machine.Coordinates
) -> None:
    clock_at.shift(-48 * HOURS)
    ref = sent(classroom.ada, CRUEL)
    clock_at.shift(40 * HOURS)
    choose(classroom.teacher, ref, Decision.ESCALATE, words="See")
    assert row(ref).due_at > clock.now() + 23 * HOURS
    assert since(ref) == timedelta()
    ring_for_late_messages()
    late = select(StaffNotice.id).where(StaffNotice.kind == str(NoticeKind.LATE))
    assert db.session.scalars(late).all() == []


def practice(room: Classroom) -> str:
    deliver_from_cast(room.teacher, cast_member="zed", text="Tell me your address", key=receipts.new_key())
    place = cast_place("zed", pupil_id=room.ada.person_id)
    return db.session.scalars(select(Message.ref).where(Message.place == place)).one()


def test_a_reported_practice_message_is_praised_and_waits_for_nobody(classroom: Classroom) -> None:
    ref = practice(classroom)
    outcome = report(classroom.ada, ref=ref, words="It asks where I live")
    assert isinstance(outcome, Moved)
    assert (outcome.was_practice, outcome.state) == (True, State.REMOVED)
    assert (backlog(classroom), queue_of(classroom.teacher)) == ((0, 0), [])
    assert db.session.scalars(select(StaffNotice.id)).all() == []
    assert (moves(ref)[-1].words, moves(ref)[-1].who) == ("It asks where I live", classroom.ada.label)


def test_but_what_the_child_adds_to_it_may_be_real(classroom: Classroom) -> None:
    assert isinstance(report(classroom.ada, ref=practice(classroom), words=SAD), Moved)
    assert db.session.scalars(select(Concern.pupil_id)).all() == [classroom.ada.person_id]
    told = set(db.session.scalars(select(StaffNotice.staff_id)))
    assert {classroom.officer.person_id, classroom.deputy.person_id} <= told


def test_what_staff_write_waits_for_nobody(classroom: Classroom) -> None:
    assert isinstance(mend(classroom.ada, ref=sent(classroom.ada), text=SAD, key=receipts.new_key()), Received)
    practice(classroom)
    assert db.session.scalars(select(Message.waiting_since).where(Message.cast_member != "")).all() == [None] * 3
