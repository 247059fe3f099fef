"""F15: the server is told to stop, or to begin anew, while thirty children wait for their answer."""

from __future__ import annotations

import http.client
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from esafety import receipts
from esafety.db import PRAGMAS
from tests.faults.children import MOST_TRIES, Answer, Device
from tests.faults.conftest import Maker
from tests.faults.houses import House, Pass, sign_in
from tests.faults.newborn import BORN
from tests.faults.report import Report
from tests.faults.running import WORKERS, Server, served, started
from tests.faults.waiting import until

WAITING = 30


@contextmanager
def database_busy(house: House) -> Iterator[Callable[[], None]]:
    """Hold the only pen; what is yielded lays it down. Every form waits for it."""
    with closing(sqlite3.connect(house.settings.database_file, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA {PRAGMAS[0]}")
        writer.execute("BEGIN IMMEDIATE")
        yield lambda: writer.execute("ROLLBACK").close()


def send(server: Server, holds: Pass) -> Answer | None:
    """One call for help, again where the server says that it is busy; None where no answer came."""
    key, device = receipts.new_key(), Device(server.port, holds)
    try:
        for _try in range(MOST_TRIES):
            answer = device.post("/help", key=key, words="please", feeling="sad")
            if answer.status != http.client.SERVICE_UNAVAILABLE:
                return answer
    except (OSError, http.client.HTTPException):
        pass
    return None


def answers_in_spite_of(house: House, *, passes: list[Pass], happens: Callable[[Server], None]) -> list[Answer | None]:
    """What thirty children are answered who wait while `happens` is done to the server."""
    with served(house) as server, ThreadPoolExecutor(WAITING) as pool:
        with database_busy(house) as lay_down:
            sent: list[Future[Answer | None]] = [pool.submit(send, server, each) for each in passes]
            until(lambda: server.has_read_all(connections=WAITING), what="all thirty at the server")
            happens(server)
            lay_down()
        found = [each.result(60) for each in sent]
        _finish(server)
    return found


def stop(server: Server) -> None:
    server.tell(signal.SIGTERM)
    until(lambda: "Shutting down" in server.said(), what="the server's stopping")


def begin_anew(server: Server) -> None:
    server.tell(signal.SIGHUP)
    until(lambda: "Stopping old worker-1" in server.said(), what="the first worker's stopping")


def kill(server: Server) -> None:
    for worker in server.workers():
        server.kill(worker)


def _finish(server: Server) -> None:
    """After a stop the program has ended well; after a new beginning it serves on."""
    if "Shutting down" in server.said():
        assert server.process.wait(20) == 0
    elif "HUP" in server.said():
        until(lambda: f"Stopped old worker-{WORKERS}" in server.said(), what="the last worker's stopping")


def well(answers: list[Answer | None]) -> int:
    return sum(answer is not None and answer.status == 303 for answer in answers)


@pytest.mark.parametrize(
    ("name", "happens"), [("told to stop", stop), ("told to begin anew", begin_anew)], ids=["stop", "anew"]
)
def test_who_waits_is_answered(name: str, happens: Callable[[Server], None], new_house: Maker, report: Report) -> None:
    house = new_house("SQLite")
    passes = [sign_in(house, child) for child in house.children(WAITING)]
    with report.of(f"F15 {name} with {WAITING} waiting, SQLite") as row:
        answers = answers_in_spite_of(house, passes=passes, happens=happens)
        kept = house.number("SELECT COUNT(*) FROM concern")
        if happens is begin_anew:
            row.control = "see told to stop"
        row.injected, row.acknowledged, row.lost = f"{WAITING} waiting", well(answers), well(answers) - kept
        assert (well(answers), kept) == (WAITING, WAITING)


def test_who_is_told_to_stop_while_starting_stops(new_house: Maker, report: Report) -> None:
    """Once a worker that was told so before it was ready never ended, and the program waited for it for ever."""
    with report.of("F15 told to stop while starting, SQLite") as row:
        for moment in ("Spawning worker-1", "Spawning worker-2", "Started worker-"):
            with started(new_house("SQLite")) as server:
                until(lambda moment=moment, server=server: moment in server.said(), what=moment)  # type: ignore[misc]
                server.tell(signal.SIGTERM)
                assert server.process.wait(60) == 0
                assert "Killing" not in server.said()
        row.injected, row.acknowledged, row.control = "3 starts", 3, "before the mending it waited for ever"


def test_who_is_told_to_stop_at_birth_does_not_forget_it(report: Report) -> None:
    """The main process tells a worker as soon as it has made it, where it was told itself a moment before."""
    with report.of("F15 told to stop at birth") as row:
        lost, lost_by_control = forgotten("held"), forgotten("not-held")
        row.injected, row.acknowledged, row.lost = f"{BORN} newborn", BORN - lost, lost
        row.control = f"not held back: {lost_by_control} of {BORN} forget it"
        assert lost == 0 < lost_by_control


def forgotten(how: str) -> int:
    """How many of those who are told to stop at birth live on."""
    command = [sys.executable, "-m", "tests.faults.newborn", how]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)


def test_the_control_who_waits_for_a_killed_server_is_not(new_house: Maker, report: Report) -> None:
    house = new_house("SQLite")
    passes = [sign_in(house, child) for child in house.children(WAITING)]
    with report.of(f"F15 told to stop with {WAITING} waiting, SQLite") as row:
        answers = answers_in_spite_of(house, passes=passes, happens=kill)
        row.control = f"killed instead: {WAITING - well(answers)} of {WAITING} not answered"
        assert well(answers) < WAITING
