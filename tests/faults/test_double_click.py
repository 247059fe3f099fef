"""F04: an impatient child presses Send five times at once."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from esafety import receipts
from tests.faults.children import Answer, Device
from tests.faults.houses import House, sign_in
from tests.faults.report import Report
from tests.faults.running import Server

KEYS = 100
CLICKS = 5
KEYS_OF_CONTROL = 3


def click(device: Device, *, keys: list[str], pool: ThreadPoolExecutor) -> list[Answer]:
    """One call for help, sent with each of `keys` at the same moment."""
    together = threading.Barrier(len(keys))

    def send(key: str) -> Answer:
        together.wait(30)
        return device.insist("/help", key=key, words="they laughed", feeling="sad")

    return list(pool.map(send, keys))


def kept(house: House, child_id: int) -> tuple[int, int]:
    """The child's concerns, and the audit rows about them."""
    concerns = house.number("SELECT COUNT(*) FROM concern WHERE pupil_id = :child", child=child_id)
    who = f"pupil:{child_id}"
    audited = house.number("SELECT COUNT(*) FROM audit_entry WHERE verb = 'concern.raised' AND who = :who", who=who)
    return concerns, audited


def test_one_form_has_one_effect(shared_house: House, server: Server, report: Report) -> None:
    child, other = shared_house.children(2)
    device = Device(server.port, sign_in(shared_house, child))
    with report.of(f"F04 double click, {shared_house.kind}") as row, ThreadPoolExecutor(CLICKS) as pool:
        rounds = [click(device, keys=[receipts.new_key()] * CLICKS, pool=pool) for _key in range(KEYS)]
        answers = Counter((each.status, each.location) for answers in rounds for each in answers)
        concerns, audited = kept(shared_house, child.person_id)
        row.injected, row.acknowledged = f"{KEYS} x {CLICKS} at once", KEYS
        row.lost, row.twice = max(0, KEYS - concerns), max(0, concerns - KEYS)
        assert answers == {(303, "/help/sent"): KEYS * CLICKS}
        assert (concerns, audited) == (KEYS, KEYS)

        # The control: forms whose keys are made anew at each press.
        device = Device(server.port, sign_in(shared_house, other))
        for _key in range(KEYS_OF_CONTROL):
            click(device, keys=[receipts.new_key() for _click in range(CLICKS)], pool=pool)
        concerns, _audited = kept(shared_house, other.person_id)
        row.control = f"a new key at each press: {concerns} rows for {KEYS_OF_CONTROL} forms"
        assert concerns == KEYS_OF_CONTROL * CLICKS
