"""F10: eight threads read a number, add one, and write it back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from sqlalchemy.exc import DBAPIError

from esafety.db import atomic, db, take_turn
from esafety.lessons.models import Sitting
from tests.faults.houses import House
from tests.faults.report import Report

THREADS = 8
TIMES = 200
TIMES_OF_CONTROL = 25
Context = Callable[[], AbstractContextManager[object]]


@atomic
def add_one(child_id: int) -> None:
    """As every service does that reads first and writes what follows from it."""
    take_turn(db.session(), what=f"count:{child_id}")
    _add_one(child_id)


@atomic
def add_one_out_of_turn(child_id: int) -> None:
    """The broken variant on PostgreSQL."""
    _add_one(child_id)


def _add_one(child_id: int) -> None:
    sitting = db.session.query(Sitting).filter_by(pupil_id=child_id).one()
    sitting.version += 1


def all_at_once(work: Callable[[int], None], *, inside: Context, child_id: int, times: int) -> tuple[int, int]:
    """Do `work` so often in each thread: how often it worked, and how often the database refused."""
    together = threading.Barrier(THREADS)

    def repeat(_thread: int) -> int:
        together.wait(30)
        done = 0
        for _time in range(times):
            with inside():
                try:
                    work(child_id)
                except DBAPIError:
                    continue
                done += 1
        return done

    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(repeat, range(THREADS)))
    return done, THREADS * times - done


def counted(house: House, child_id: int) -> int:
    return house.number("SELECT version FROM sitting WHERE pupil_id = :child", child=child_id) - 1


def test_nobody_is_refused_and_nothing_lost(house: House, report: Report) -> None:
    child, other = house.children(2)
    house.begin_quiz(child)
    house.begin_quiz(other)
    with report.of(f"F10 {THREADS} threads read, add and write, {house.kind}") as row:
        done, refused = all_at_once(add_one, inside=house.app.app_context, child_id=child.person_id, times=TIMES)
        row.injected, row.acknowledged = f"{THREADS} x {TIMES}, {refused} refused", done
        row.lost = done - counted(house, child.person_id)
        assert (refused, row.lost) == (0, 0)

        # In a request that says it only reads, SQLite's transaction begins without the write lock.
        inside = house.app.test_request_context if house.kind == "SQLite" else house.app.app_context
        done, refused = all_at_once(
            add_one_out_of_turn, inside=inside, child_id=other.person_id, times=TIMES_OF_CONTROL
        )
        lost = done - counted(house, other.person_id)
        how = "begins without the lock" if house.kind == "SQLite" else "takes no turn"
        row.control = f"{how}: {refused} refused, {lost} lost of {THREADS * TIMES_OF_CONTROL}"
        assert refused + lost
