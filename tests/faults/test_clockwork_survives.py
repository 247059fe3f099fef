"""Killed in the middle of jobs, or two at once: in the database each job's effect is there exactly once (F26, F27)."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

import pytest
from flask import Flask

from esafety import clock
from esafety.clockwork.models import DONE, WAITING
from esafety.db import db
from tests.faults.clockwork_worker import worker
from tests.faults.small_app import effects, jobs, make_tables, put_on_list, small_app, workers

PLACES = ("before the effect", "after the effect", "before the commit", "after the commit")
KILLS = 20
SECONDS_BETWEEN_LOOKS = 0.05
LONGEST_WAIT_S = 60.0
SHORT_LEASE_S = 0.3


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = small_app(database_url)
    make_tables(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def start(
    app: Flask, name: str, *, lease: float = SHORT_LEASE_S, place: str = "", subject: str = ""
) -> AbstractContextManager[tuple[ForkServerProcess, Connection]]:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    return worker(url, name, lease=lease, place=place, subject=subject)


def kill_in_the_middle(app: Flask, *, place: str, subject: str) -> None:
    with start(app, "killed", place=place, subject=subject) as (_process, hears):
        assert hears.poll(LONGEST_WAIT_S), f"it has not reached the place where it is killed: {place}"
        assert hears.recv() == "stopped"


def wait_until(is_so: Callable[[], bool], *, beside: ForkServerProcess) -> None:
    for _look in range(int(LONGEST_WAIT_S / SECONDS_BETWEEN_LOOKS)):
        if is_so():
            return
        beside.join(SECONDS_BETWEEN_LOOKS)
        assert beside.exitcode is None, f"the process ended with {beside.exitcode}"
    raise AssertionError("what was waited for did not happen")


def all_done(app: Flask) -> Callable[[], bool]:
    return lambda: not jobs(app, state=WAITING)


def survive_kills(app: Flask, *, kind: str, places: tuple[str, ...], kills: int) -> list[str]:
    subjects = [f"job:{number:03}" for number in range(kills * 2)]
    with app.app_context():
        put_on_list(kind, *subjects)
    for number in range(kills):
        kill_in_the_middle(app, place=places[number % len(places)], subject=subjects[number * 2])
    with start(app, "last") as (process, _):
        wait_until(all_done(app), beside=process)
    return subjects


def test_after_twenty_kills_in_the_middle_each_effect_is_there_once(app: Flask) -> None:
    subjects = survive_kills(app, kind="test.effect", places=PLACES, kills=KILLS)
    assert effects(app) == dict.fromkeys(subjects, 1)
    assert {job.subject for job in jobs(app, state=DONE)} == set(subjects)


def test_control_an_effect_beside_the_row_is_there_twice(app: Flask) -> None:
    subjects = survive_kills(app, kind="test.effect-beside", places=("after the commit",), kills=3)
    found = effects(app)
    assert set(found) == set(subjects)
    assert max(found.values()) > 1


def test_a_job_that_kills_the_process_does_not_stop_the_others(app: Flask) -> None:
    with app.app_context():
        put_on_list("test.poison", "poison")
        put_on_list("test.effect", "a", "b")
    for _start in range(3):
        with start(app, "poisoned") as (process, _):
            process.join(LONGEST_WAIT_S)
            assert process.exitcode == -signal.SIGKILL
    with start(app, "last") as (process, _):
        wait_until(lambda: effects(app) == {"a": 1, "b": 1}, beside=process)
    (poison,) = jobs(app, state=WAITING)
    assert poison.tries == 3
    assert poison.next_try_at > clock.now()


def test_of_two_processes_one_works_and_the_other_takes_over_within_the_lease(app: Flask) -> None:
    lease, early = 6.0, [f"early:{number}" for number in range(60)]
    with app.app_context():
        put_on_list("test.effect", *early[:30])
    with start(app, "one", lease=lease) as (one, _), start(app, "two", lease=lease) as (two, _):
        wait_until(all_done(app), beside=one)
        with app.app_context():
            put_on_list("test.effect", *early[30:])
        wait_until(all_done(app), beside=one)
        (first,) = workers(app, *early)  # the one that waits has not worked
        holder, other, name = (one, two, "two") if first == "one" else (two, one, "one")
        holder.kill()
        killed_at = time.monotonic()
        with app.app_context():
            put_on_list("test.effect", "late")
        wait_until(all_done(app), beside=other)
        assert time.monotonic() - killed_at <= lease
    assert workers(app, "late") == {name}
    assert effects(app) == dict.fromkeys((*early, "late"), 1)


def test_a_process_that_is_told_to_stop_gives_the_lease_back_at_once(app: Flask) -> None:
    a_long_lease = 1000.0
    for name in ("one", "two"):
        with app.app_context():
            put_on_list("test.effect", f"for:{name}")
        with start(app, name, lease=a_long_lease) as (process, _):
            wait_until(all_done(app), beside=process)
            process.terminate()
            process.join(LONGEST_WAIT_S)
            assert process.exitcode == 0
        assert workers(app, f"for:{name}") == {name}
