"""One lease: who loses it keeps nothing of what it was doing, and no wall clock that jumps lets two work (F11)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from esafety import clock
from esafety.clockwork import lease, process, service
from esafety.clockwork.kinds import Due, Kind
from esafety.clockwork.lease import Keeper
from esafety.clockwork.models import WAITING
from esafety.clockwork.rules import Pace
from esafety.db import db
from tests.faults.small_app import effects, jobs, make_tables, note_effect, put_on_list, small_app, workers

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TWO_YEARS = timedelta(days=731)
PACE = Pace()
LONGEST_WAIT_S = 60.0
SECONDS_BETWEEN_LOOKS = 0.02


@dataclass
class SteadyClock:
    """A clock that only ever goes forward, by hand."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, time: timedelta) -> None:
        self.seconds += time.total_seconds()


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two processes on one database, moved by hand."""

    app: Flask
    steady: SteadyClock
    one: Keeper
    other: Keeper

    def take_over(self) -> None:
        """The other sees no sign of life of the first for long enough."""
        self.other.look()
        self.steady.pass_by(PACE.patience)
        self.other.look()
        assert self.other.is_held


@pytest.fixture
def two(database_url: str) -> Iterator[Two]:
    keepers: list[Keeper] = []

    def work(due: Due) -> None:
        note_effect(due.subject, who="one")

    app = small_app(database_url, Kind(name="test.effect", work=work))
    make_tables(app)
    steady = SteadyClock()
    keepers = [Keeper(app, pace=PACE, when_stuck=lambda: None, steady=steady) for _ in range(2)]
    with app.app_context():
        keepers[0].look()
        yield Two(app=app, steady=steady, one=keepers[0], other=keepers[1])
        db.session.remove()
        db.engine.dispose()


def test_the_first_that_looks_holds_the_lease_and_the_second_waits(two: Two) -> None:
    for _second in range(60):
        two.one.look()
        two.other.look()
        two.steady.pass_by(timedelta(seconds=1))
        two.one.tick()
        two.other.tick()
    assert (two.one.is_held, two.other.is_held) == (True, False)


def test_a_job_that_was_begun_under_a_lost_lease_leaves_nothing(two: Two) -> None:
    put_on_list("test.effect", "a")
    (job,) = jobs(two.app, state=WAITING)
    due = service._begin(job.id, holder=two.one.holder)
    assert due
    two.take_over()
    with pytest.raises(lease.Lost):
        service._work(due, kind=Kind(name="test.effect", work=lambda _due: note_effect("a", who="late")), soon=None,
                      holder=two.one.holder)  # fmt: skip
    assert effects(two.app) == {}
    assert service.do_next(holder=two.other.holder)
    assert effects(two.app) == {"a": 1}
    two.one.look()
    two.steady.pass_by(PACE.beat)
    two.one.look()
    assert not two.one.is_held


def test_who_has_lost_the_lease_begins_nothing(two: Two) -> None:
    put_on_list("test.effect", "a")
    two.take_over()
    for attempt in (service.do_next, service.put_in_order):
        with pytest.raises(lease.Lost):
            attempt(holder=two.one.holder)
    assert effects(two.app) == {}


@pytest.mark.parametrize("jump", [-TWO_YEARS, TWO_YEARS], ids=["two years back", "two years ahead"])
def test_after_a_jump_of_the_clock_exactly_one_holds_the_lease(two: Two, jump: timedelta) -> None:
    put_on_list("test.effect", "a", due_at=clock.now() - TWO_YEARS * 2)
    with time_machine.travel(clock.now() + jump):
        for _second in range(30):
            two.other.look()
            two.one.look()
            two.steady.pass_by(timedelta(seconds=1))
            two.one.tick()
            two.other.tick()
        held = [keeper for keeper in (two.one, two.other) if keeper.is_held]
        assert len(held) == 1
        assert service.do_next(holder=held[0].holder)
    assert effects(two.app) == {"a": 1}


def test_a_dead_holder_is_followed_even_where_the_clock_says_that_its_lease_lasts_two_years(two: Two) -> None:
    with time_machine.travel(clock.now() - TWO_YEARS):
        two.other.look()
        two.steady.pass_by(PACE.patience - timedelta(seconds=1))
        two.other.look()
        assert not two.other.is_held
        two.steady.pass_by(timedelta(seconds=1))
        two.other.look()
        assert two.other.is_held


def test_a_process_whose_job_does_not_end_leaves_the_lease_to_others(database_url: str) -> None:
    app = small_app(database_url)
    make_tables(app)
    steady, stuck = SteadyClock(), threading.Event()
    keeper = Keeper(app, pace=PACE, when_stuck=stuck.set, steady=steady)
    with app.app_context():
        keeper.look()
        assert keeper.is_held
        steady.pass_by(PACE.longest_job + timedelta(seconds=1))
        keeper.look()
        assert stuck.is_set()
        assert not keeper.is_held
        db.engine.dispose()


@contextmanager
def running(app: Flask) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        target=process.run, args=(app,), kwargs={"stop": stop, "pace": Pace(lease=timedelta(seconds=0.6))}
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONGEST_WAIT_S)
        with app.app_context():
            db.engine.dispose()


def app_of(name: str, *, url: str) -> Flask:
    return small_app(url, Kind(name="test.effect", work=lambda due: note_effect(due.subject, who=name)))


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _look in range(int(LONGEST_WAIT_S / SECONDS_BETWEEN_LOOKS)):
        if is_so():
            return
        pause.wait(SECONDS_BETWEEN_LOOKS)
    raise AssertionError("what was waited for did not happen")


def test_two_real_loops_do_each_job_once_while_the_clock_jumps(database_url: str) -> None:
    asking = small_app(database_url)
    make_tables(asking)
    moments = [NOON, NOON - TWO_YEARS, NOON, NOON + TWO_YEARS, NOON]
    with ExitStack() as stack:
        for name in ("one", "other"):
            stack.enter_context(running(app_of(name, url=database_url)))
        for number, moment in enumerate(moments):
            subjects = [f"job:{number}:{each}" for each in range(20)]
            with time_machine.travel(moment), asking.app_context():
                put_on_list("test.effect", *subjects)
                wait_until(lambda: not jobs(asking, state=WAITING))
            assert effects(asking).total() == 20 * (number + 1)
            assert len(workers(asking, *subjects)) <= 2
    assert set(effects(asking).values()) == {1}
    with asking.app_context():
        db.engine.dispose()
