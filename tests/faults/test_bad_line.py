"""F06: Wi-Fi that loses what children send and what they are told, who therefore send it again."""

from __future__ import annotations

import http.client
import itertools

import pytest

from esafety import receipts
from tests.faults.bad_line import bad_line
from tests.faults.children import MOST_TRIES, Device
from tests.faults.houses import House, sign_in
from tests.faults.lesson_walk import make, moves
from tests.faults.report import Report
from tests.faults.running import Server

CONCERNS = ANSWERS = 100
CONCERNS_OF_CONTROL = 20


def count_of(house: House, table: str, *, child_id: int) -> int:
    answers = "SELECT COUNT(*) FROM quiz_answer a JOIN sitting s ON s.id = a.sitting_id WHERE s.pupil_id = :child"
    concerns = "SELECT COUNT(*) FROM concern WHERE pupil_id = :child"
    return house.number(concerns if table == "concern" else answers, child=child_id)


def answer_questions(device: Device, house: House) -> None:
    answered = 0
    for move in moves(house.lesson()):
        answered += make(device, move)
        if answered == ANSWERS:
            return


def ask_with_a_new_key_each_time(device: Device) -> None:
    """The broken variant."""
    for _try in range(MOST_TRIES):
        try:
            device.post("/help", key=receipts.new_key(), words="again", feeling="sad")
        except (OSError, http.client.HTTPException):
            continue
        return


@pytest.mark.parametrize("kind", ["SQLite"], indirect=True)
def test_what_is_sent_again_counts_once(shared_house: House, server: Server, report: Report) -> None:
    child, other = shared_house.children(2)
    with report.of(f"F06 bad line, {shared_house.kind}") as row, bad_line(server.port) as line:
        device = Device(line.port, sign_in(shared_house, child))
        for _concern in range(CONCERNS):
            device.insist("/help", key=receipts.new_key(), words="again", feeling="sad")
        answer_questions(device, shared_house)
        kept = [count_of(shared_house, table, child_id=child.person_id) for table in ("concern", "answer")]
        row.injected = f"{line.dropped['requests']} requests, {line.dropped['answers']} answers dropped"
        row.acknowledged = CONCERNS + ANSWERS
        row.lost = sum(max(0, wanted - there) for wanted, there in zip((CONCERNS, ANSWERS), kept, strict=True))
        row.twice = sum(max(0, there - wanted) for wanted, there in zip((CONCERNS, ANSWERS), kept, strict=True))
        assert kept == [CONCERNS, ANSWERS]
        assert line.dropped["requests"] > 20
        assert line.dropped["answers"] > 50

        device = Device(line.port, sign_in(shared_house, other))
        for _concern in itertools.repeat(None, CONCERNS_OF_CONTROL):
            ask_with_a_new_key_each_time(device)
        there = count_of(shared_house, "concern", child_id=other.person_id)
        row.control = f"a new key at each try: {there} rows for {CONCERNS_OF_CONTROL} forms"
        assert there > CONCERNS_OF_CONTROL
