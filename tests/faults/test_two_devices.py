"""F05: one child on two devices answers the same question differently, at the same moment."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import DBAPIError

from esafety import clock, receipts
from esafety.db import db
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.roles import Actor
from tests.faults.children import Device
from tests.faults.houses import LESSON, House, sign_in
from tests.faults.report import Report
from tests.faults.running import Server

PAIRS = 100
PAIRS_OF_CONTROL = 10
OWN_TO_EACH_ANSWER = re.compile(r'name="(csrf_token|owner|key)" value="[^"]*"')


def answers_of(house: House, child: Actor) -> list[str]:
    rows = "SELECT a.chosen FROM quiz_answer a JOIN sitting s ON s.id = a.sitting_id WHERE s.pupil_id = :child"
    return [str(row.chosen) for row in house.rows(rows, child=child.person_id)]


def screens_at_once(house: House, port: int, *, child: Actor, pool: ThreadPoolExecutor) -> list[str]:
    """The screens that two devices get for two different answers to the child's first question."""
    house.begin_quiz(child)
    question, together = house.lesson().quiz[0], threading.Barrier(2)
    devices = [Device(port, sign_in(house, child)) for _device in range(2)]

    def send(device: Device, answer: str) -> str:
        together.wait(30)
        sent = device.insist(f"/lesson/{LESSON}/answer", key=receipts.new_key(), question=question.id, answer=answer)
        assert sent.status == 200, sent.status
        return OWN_TO_EACH_ANSWER.sub("", sent.html)

    return list(pool.map(send, devices, [each.id for each in question.answers[:2]]))


def test_one_answer_is_taken_and_both_see_it(shared_house: House, server: Server, report: Report) -> None:
    question = shared_house.lesson().quiz[0]
    with report.of(f"F05 two devices at once, {shared_house.kind}") as row, ThreadPoolExecutor(2) as pool:
        doubled = missing = split = 0
        for child in shared_house.children(PAIRS):
            one, other = screens_at_once(shared_house, server.port, child=child, pool=pool)
            taken = answers_of(shared_house, child)
            doubled, missing, split = doubled + (len(taken) > 1), missing + (not taken), split + (one != other)
            assert any(each.reason[:20] in one for each in question.answers), "not the screen that says what is right"
        row.injected, row.acknowledged, row.lost, row.twice = f"{PAIRS} pairs", PAIRS, missing, doubled
        assert (missing, doubled, split) == (0, 0, 0)

        failed = [_naive_pair(shared_house, pool=pool) for _pair in range(PAIRS_OF_CONTROL)]
        row.control = (
            f"read, then write, without a lock: {sum(failed)} of {PAIRS_OF_CONTROL} pairs taken twice or failed"
        )
        assert all(failed)


def _naive_pair(house: House, *, pool: ThreadPoolExecutor) -> bool:
    """The broken variant: look where the child is, and only then begin to write. Whether it went wrong."""
    child, question, together = house.children(1)[0], house.lesson().quiz[0], threading.Barrier(2)
    house.begin_quiz(child)

    def answer(answer_id: str) -> bool:
        with house.app.app_context():
            place = db.session.query(Sitting.place).filter_by(pupil_id=child.person_id).scalar()
            db.session.rollback()
            together.wait(30)
            assert place == f"question:{question.id}"
            sitting = db.session.query(Sitting).filter_by(pupil_id=child.person_id).one()
            row = QuizAnswer(
                school_id=child.school_id, sitting_id=sitting.id, question_id=question.id, try_no=1,
                chosen=[answer_id], was_right=False, misconceptions=[], at=clock.now(),
            )  # fmt: skip
            db.session.add(row)
            sitting.place = f"feedback:{question.id}"
            try:
                db.session.commit()
            except DBAPIError:
                return False
            return True

    worked = list(pool.map(answer, [each.id for each in question.answers[:2]]))
    return not all(worked) or len(answers_of(house, child)) != 1
