"""F03: the server's workers are killed, one after the other, while six children work and send again what fails."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field

from esafety import receipts
from esafety.content.model import Lesson
from tests.browser.server import answers
from tests.faults.children import Device
from tests.faults.conftest import Maker
from tests.faults.houses import House, sign_in
from tests.faults.lesson_walk import make, moves
from tests.faults.report import Report
from tests.faults.running import Server, served
from tests.faults.waiting import until

CLIENTS = 6
KILLS = 20
ANSWERED_BETWEEN_KILLS = 6


@dataclass
class Worker(threading.Thread):
    """A child who goes on, by turns with the lesson and with calls for help, until told to stop."""

    device: Device
    lesson: Lesson
    answers: int = 0
    concerns: int = 0
    trouble: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.enough = threading.Event()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        try:
            for move in moves(self.lesson):
                self.answers += make(self.device, move)
                sent = self.device.insist("/help", key=receipts.new_key(), words="again", feeling="sad")
                assert sent.status == 303, sent.status
                self.concerns += 1
                if self.enough.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - told to the test, which fails with it
            self.trouble.append(error)


def kill_workers(server: Server, *, busy: list[Worker], times: int) -> None:
    for _kill in range(times):
        done = sum(each.concerns for each in busy)
        until(lambda done=done: sum(each.concerns for each in busy) >= done + ANSWERED_BETWEEN_KILLS, what="answers")  # type: ignore[misc]
        server.kill(server.workers()[0])


def kept(house: House, child_id: int) -> tuple[int, int]:
    """The answers and the calls for help of one child that are in the database."""
    rows = "SELECT COUNT(*) FROM quiz_answer a JOIN sitting s ON s.id = a.sitting_id WHERE s.pupil_id = :child"
    concerns = "SELECT COUNT(*) FROM concern WHERE pupil_id = :child"
    return house.number(rows, child=child_id), house.number(concerns, child=child_id)


def test_nothing_is_lost_or_taken_twice(house: House, report: Report) -> None:
    children, lesson = house.children(CLIENTS), house.lesson()
    passes = [sign_in(house, child) for child in children]
    with report.of(f"F03 server's workers killed, {house.kind}") as row, served(house) as server:
        busy = [Worker(Device(server.port, each), lesson) for each in passes]
        for each in busy:
            each.start()
        kill_workers(server, busy=busy, times=KILLS)
        for each in busy:
            each.enough.set()
        for each in busy:
            each.join(60)
        assert not [trouble for each in busy for trouble in each.trouble]
        pairs = []
        for child, each in zip(children, busy, strict=True):
            pairs += list(zip((each.answers, each.concerns), kept(house, child.person_id), strict=True))
        row.control = "see SQLite"
        row.injected, row.acknowledged = f"{KILLS} SIGKILL", sum(said for said, _there in pairs)
        row.lost = sum(max(0, said - there) for said, there in pairs)
        row.twice = sum(max(0, there - said) for said, there in pairs)
        assert (row.lost, row.twice) == (0, 0)


def test_the_control_a_server_that_replaces_nobody_goes_down(new_house: Maker, report: Report) -> None:
    with report.of("F03 server's workers killed, SQLite") as row, served(new_house("SQLite"), respawns=False) as server:
        os.kill(server.workers()[0], signal.SIGKILL)
        until(lambda: not answers(server.port), what="the server's end")
        row.control = "workers not replaced: the first kill ends the server"
