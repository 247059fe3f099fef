"""What happens to a job: on the list once, tried again after a fault, given up with a trace, coming again in turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from esafety import clock
from esafety.audit import AuditEntry, broken_link
from esafety.clock import SchoolCalendar
from esafety.clockwork import rules, service
from esafety.clockwork.kinds import Due, Kind, register
from esafety.clockwork.lease import Keeper
from esafety.clockwork.models import DONE, GIVEN_UP, WAITING, TimedJob
from esafety.clockwork.rules import Pace
from esafety.db import atomic, db
from tests.faults.small_app import effects, jobs, make_tables, note_effect, put_on_list, small_app

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


class Broken(Exception):
    """What a broken job raises; its words are nobody's business."""


def break_after_an_effect(due: Due) -> None:
    note_effect(due.subject, who="broken")
    raise Broken("Ada wrote: help me")


def work(due: Due) -> None:
    note_effect(due.subject, who="test")


KINDS = (
    Kind(name="test.effect", work=work),
    Kind(name="test.broken", work=break_after_an_effect),
)


class Clockwork:
    """A clockwork whose time is moved by hand."""

    def __init__(self, app: Flask, *, traveller: time_machine.Traveller) -> None:
        self.app, self._traveller = app, traveller
        self._keeper = Keeper(app, pace=Pace(), when_stuck=lambda: None)
        self._keeper.look()

    def go_to(self, moment: datetime) -> None:
        self._traveller.move_to(moment, tick=False)

    def do_all(self) -> int:
        """Do whatever is due now; how many tries that took."""
        service.put_in_order(holder=self._keeper.holder)
        tries = 0
        while service.do_next(holder=self._keeper.holder):
            tries += 1
            assert tries < 100, "the same work comes again and again"
        db.session.remove()
        return tries


@pytest.fixture
def clockwork(database_url: str) -> Iterator[Clockwork]:
    app = small_app(database_url, *KINDS)
    make_tables(app)
    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        yield Clockwork(app, traveller=traveller)
        db.session.remove()
        db.engine.dispose()


def test_the_same_job_is_on_the_list_once_however_often_it_is_asked_for(clockwork: Clockwork) -> None:
    put_on_list("test.effect", "a", "a", due_at=NOON)
    put_on_list("test.effect", "a", due_at=NOON)
    assert len(jobs(clockwork.app, state=WAITING)) == 1


def test_a_job_stands_or_falls_with_the_transaction_that_asked_for_it(clockwork: Clockwork) -> None:
    @atomic
    def ask_and_fail() -> None:
        service.schedule("test.effect", due_at=NOON, subject="a")
        raise Broken

    with pytest.raises(Broken):
        ask_and_fail()
    assert jobs(clockwork.app, state=WAITING) == []


def test_a_job_waits_for_its_time(clockwork: Clockwork) -> None:
    put_on_list("test.effect", "a", due_at=NOON + AN_HOUR)
    assert clockwork.do_all() == 0
    clockwork.go_to(NOON + AN_HOUR)
    assert clockwork.do_all() == 1
    assert effects(clockwork.app) == {"a": 1}


def test_only_a_job_that_asks_for_it_moves_to_the_next_school_day(clockwork: Clockwork) -> None:
    saturday = datetime(2026, 11, 28, 12, tzinfo=UTC)
    calendar = SchoolCalendar(terms=[(date(2026, 11, 2), date(2026, 12, 18))], closed=())
    with clockwork.app.app_context():
        atomic(service.schedule)("test.effect", due_at=saturday, subject="urgent")
        atomic(service.schedule)("test.effect", due_at=saturday, subject="reply", calendar=calendar)
    due = {job.subject: job.due_at for job in jobs(clockwork.app, state=WAITING)}
    assert due == {"urgent": saturday, "reply": saturday + timedelta(days=2)}


def test_a_broken_job_stops_no_other_and_leaves_nothing_behind(clockwork: Clockwork) -> None:
    put_on_list("test.broken", "b", due_at=NOON - AN_HOUR)
    put_on_list("test.effect", "a", due_at=NOON)
    clockwork.do_all()
    assert effects(clockwork.app) == {"a": 1}
    (broken,) = jobs(clockwork.app, state=WAITING)
    assert (broken.last_fault, broken.tries) == ("Broken", 1)


def test_a_broken_job_is_tried_after_1_2_4_minutes_up_to_an_hour_then_given_up(clockwork: Clockwork) -> None:
    school_id = 1
    put_on_list("test.broken", "b", due_at=NOON, school_id=school_id)
    pauses = []
    for _try in range(rules.MOST_TRIES):
        assert clockwork.do_all() == 1
        for job in jobs(clockwork.app, state=WAITING):
            pauses.append((job.next_try_at - clock.now()) // timedelta(minutes=1))
            clockwork.go_to(job.next_try_at - timedelta(seconds=1))
            assert clockwork.do_all() == 0
            clockwork.go_to(job.next_try_at)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]
    (given_up,) = jobs(clockwork.app, state=GIVEN_UP)
    assert (given_up.last_fault, given_up.tries) == ("Broken", rules.MOST_TRIES)
    assert audited(clockwork.app) == [(school_id, "clockwork.gave-up", f"timed-job:{given_up.id}", "test.broken")]
    assert effects(clockwork.app) == {}


def audited(app: Flask) -> list[tuple[int, str, str, str]]:
    entry = AuditEntry
    with app.app_context():
        rows = db.session.execute(
            select(entry.school_id, entry.verb, entry.subject, entry.state).order_by(entry.school_id)
        )
        found = [tuple(row) for row in rows]
        assert not any(broken_link(db.session(), school_id=school_id) for school_id, *_ in found)
        db.session.remove()
    return found


def test_every_school_is_told_of_a_given_up_job_of_the_whole_installation(clockwork: Clockwork) -> None:
    register(clockwork.app, Kind(name="test.nightly", work=break_after_an_effect, every=timedelta(days=1)))
    clockwork.do_all()
    db.session.execute(update(TimedJob).values(tries=rules.MOST_TRIES, next_try_at=NOON))
    db.session.commit()
    clockwork.do_all()
    assert [school_id for school_id, *_ in audited(clockwork.app)] == [1, 2]
    (next_turn,) = jobs(clockwork.app, state=WAITING)
    assert next_turn.due_at == NOON + timedelta(days=1), "a job that comes again comes again after it was given up"


def test_a_recurring_job_starts_itself_keeps_its_rhythm_and_leaves_one_row(clockwork: Clockwork) -> None:
    register(clockwork.app, Kind(name="test.hourly", work=work, every=AN_HOUR))
    for hours in (0, 1, 2, 7.5, 8):
        clockwork.go_to(NOON + hours * AN_HOUR)
        assert clockwork.do_all() == 1
    assert effects(clockwork.app) == {"": 5}
    assert [job.due_at for job in jobs(clockwork.app, state=WAITING)] == [NOON + 9 * AN_HOUR]
    assert len(jobs(clockwork.app, state=DONE)) == 1


def test_a_recurring_job_may_ask_for_its_next_turn_soon(clockwork: Clockwork) -> None:
    left = iter([timedelta(seconds=1), None])
    register(clockwork.app, Kind(name="test.batches", work=lambda _due: next(left), every=AN_HOUR))
    clockwork.do_all()
    clockwork.go_to(NOON + timedelta(seconds=1))
    clockwork.do_all()
    (waiting,) = jobs(clockwork.app, state=WAITING)
    assert waiting.due_at == NOON + timedelta(seconds=1) + AN_HOUR


def test_a_clock_that_was_two_years_ahead_silences_nothing(clockwork: Clockwork) -> None:
    register(clockwork.app, Kind(name="test.hourly", work=work, every=AN_HOUR))
    ahead = NOON + timedelta(days=731)
    clockwork.go_to(ahead)
    put_on_list("test.broken", "b", due_at=NOON)
    put_on_list("test.effect", "later", due_at=NOON + timedelta(days=3))
    clockwork.do_all()
    clockwork.go_to(NOON)
    put_on_list("test.effect", "much later", due_at=NOON + timedelta(days=30))
    assert clockwork.do_all() == 2
    assert effects(clockwork.app) == {"": 2, "later": 1}
    waiting = {job.subject: job.next_try_at - NOON for job in jobs(clockwork.app, state=WAITING)}
    assert waiting == {"b": timedelta(minutes=2), "much later": timedelta(days=30), "": AN_HOUR}


def test_a_job_of_a_kind_that_nobody_knows_waits_and_stops_nothing(clockwork: Clockwork) -> None:
    put_on_list("from.another-version", "x", due_at=NOON - AN_HOUR)
    put_on_list("test.effect", "a", due_at=NOON)
    assert clockwork.do_all() == 1
    assert [job.kind for job in jobs(clockwork.app, state=WAITING)] == ["from.another-version"]


def test_two_kinds_of_one_name_are_refused(clockwork: Clockwork) -> None:
    with pytest.raises(ValueError, match=r"test\.effect"):
        register(clockwork.app, Kind(name="test.effect", work=work))


def test_old_rows_are_forgotten_in_batches(clockwork: Clockwork) -> None:
    put_on_list("test.effect", *"abc", due_at=NOON)
    put_on_list("test.effect", "waits", due_at=NOON + timedelta(days=200))
    clockwork.do_all()
    forget = atomic(service.forget_old)
    assert forget(before=NOON, at_most=9) == 0
    assert forget(before=NOON + AN_HOUR, at_most=2) == 2
    assert forget(before=NOON + AN_HOUR, at_most=2) == 1
    assert [job.subject for job in jobs(clockwork.app, state=WAITING)] == ["waits"]
