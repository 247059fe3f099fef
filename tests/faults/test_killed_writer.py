"""F01: a writer is killed in the middle of its work, a hundred times."""

from __future__ import annotations

import gc
import os
import random
import signal
from collections.abc import Callable

from esafety import audit
from esafety.db import db
from esafety.roles import Actor
from tests.faults.houses import House
from tests.faults.report import Report
from tests.faults.writing import keep_asking, keep_asking_but_say_before

KILLS = 100
KILLS_OF_CONTROL = 10
MOST_BEFORE_A_KILL = 4
Asking = Callable[..., None]


def killed_while_asking(house: House, child: Actor, *, asking: Asking, after: int) -> list[str]:
    """Fork a writer, kill it as soon as it has said `after` keys, and return every key that it said."""
    house.let_go()
    hears, says = os.pipe()
    writer = os.fork()
    if writer == 0:  # in the writer: nothing of pytest may run on
        try:
            os.close(hears)
            asking(house.app, child=child, say=lambda key: os.write(says, f"{key}\n".encode()), how_many=1_000)
        finally:
            os._exit(1)
    os.close(says)
    with os.fdopen(hears, encoding="ascii") as heard:
        keys = [heard.readline().strip() for _key in range(after)]
        os.kill(writer, signal.SIGKILL)
        keys += heard.read().split()
    os.waitpid(writer, 0)
    return keys


def kept_keys(house: House) -> set[str]:
    return {row.key for row in house.rows("SELECT key FROM receipt")}


def half_kept(house: House) -> int:
    """Concerns without the audit row that belongs to them, audit rows without their concern, and so on."""
    counts = [
        house.number("SELECT COUNT(*) FROM concern"),
        house.number("SELECT COUNT(*) FROM receipt"),
        house.number("SELECT COUNT(*) FROM audit_entry WHERE verb = 'concern.raised'"),
    ]
    pairs = house.number(
        "SELECT COUNT(DISTINCT c.id) FROM concern c JOIN audit_entry a ON a.subject = 'concern:' || c.id"
    )
    return max(counts) - min([*counts, pairs])


def is_whole(house: House) -> bool:
    if house.kind == "SQLite" and house.rows("PRAGMA integrity_check") != [("ok",)]:
        return False
    with house.app.app_context():
        return audit.broken_link(db.session(), school_id=house.number("SELECT id FROM school")) is None


def test_what_was_acknowledged_is_kept_whole(house: House, report: Report) -> None:
    child, random_from_here = house.children(1)[0], random.Random(1)  # noqa: S311 - the same kills each time
    said: list[str] = []
    gc.freeze()
    with report.of(f"F01 writer killed, {house.kind}") as row:
        for _kill in range(KILLS):
            after = random_from_here.randint(1, MOST_BEFORE_A_KILL)
            said += killed_while_asking(house, child, asking=keep_asking, after=after)
        kept = kept_keys(house)
        row.injected, row.acknowledged = f"{KILLS} SIGKILL", len(said)
        row.lost, row.twice = len(set(said) - kept), house.number("SELECT COUNT(*) FROM concern") - len(kept)
        assert (row.lost, row.twice, half_kept(house), is_whole(house)) == (0, 0, 0, True)

        # The control, in the same house: a writer that speaks before it has kept.
        said = []
        for _kill in range(KILLS_OF_CONTROL):
            said += killed_while_asking(house, child, asking=keep_asking_but_say_before, after=1)
        lost = len(set(said) - kept_keys(house))
        row.control = f"says so before the commit: lost {lost} of {len(said)}"
        assert lost
