"""A clockwork to be killed: a process that stops dead, and says so, at one place of one job."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from sqlalchemy import event
from sqlalchemy.orm import Session

from esafety.clockwork import process
from esafety.clockwork.kinds import Due, Kind
from esafety.clockwork.rules import Pace
from esafety.db import atomic
from tests.faults.small_app import note_effect, small_app

LONGEST_LIFE_S = 100


# One process imports everything once and forks the workers: starting Python forty times would be most of the test.
STARTER = multiprocessing.get_context("forkserver")
STARTER.set_forkserver_preload([__name__])


class Trap:
    """Where the process stops dead."""

    def __init__(self, place: str, subject: str, *, says: Connection) -> None:
        self.place, self.subject, self.says, self.doing = place, subject, says, ""

    def reach(self, place: str) -> None:
        if (place, self.doing) == (self.place, self.subject):
            self.says.send("stopped")
            signal.pause()


def kinds_of(name: str, *, trap: Trap) -> list[Kind]:
    def work(due: Due) -> None:
        trap.doing = due.subject
        trap.reach("before the effect")
        note_effect(due.subject, who=name)
        trap.reach("after the effect")

    def die(_due: Due) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return [
        Kind(name="test.effect", work=work),
        # The control: its effect is a transaction of its own, beside the row's.
        Kind(name="test.effect-beside", work=atomic(work), in_one_transaction=False),
        Kind(name="test.poison", work=die),
    ]


def live(url: str, name: str, lease: float, place: str, subject: str, says: Connection) -> None:
    """The life of a worker."""
    signal.alarm(LONGEST_LIFE_S)  # whatever happens to the test, nothing is left behind
    trap, stop = Trap(place, subject, says=says), threading.Event()
    event.listen(Session, "before_commit", lambda _session: trap.reach("before the commit"))
    event.listen(Session, "after_commit", lambda _session: trap.reach("after the commit"))
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    app = small_app(url, *kinds_of(name, trap=trap))
    process.run(app, stop=stop, pace=Pace(lease=timedelta(seconds=lease)))


@contextmanager
def worker(
    url: str, name: str, *, lease: float, place: str = "", subject: str = ""
) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """A worker, killed at the end of the block, and what it says."""
    hears, says = STARTER.Pipe(duplex=False)
    process = STARTER.Process(target=live, args=(url, name, lease, place, subject, says))
    process.start()
    says.close()
    try:
        yield process, hears
    finally:
        process.kill()
        process.join()
        process.close()
        hears.close()
