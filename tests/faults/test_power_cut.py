"""F02: the power goes just after a child was told that its call for help is kept."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.faults.conftest import Maker
from tests.faults.houses import House
from tests.faults.power_cut import disk_at_each_line, put_down
from tests.faults.report import Report
from tests.faults.tracing import calls, traced

WRITES = 40


def lost_at_each_cut(house: House, *, folder: Path, options: tuple[str, ...] = ()) -> list[int]:
    """How many acknowledged calls for help are gone, for a cut after each acknowledgement."""
    child = house.children(1)[0]
    database = house.settings.database_file
    house.let_go()
    before = {str(database): database.read_bytes(), f"{database}-wal": b""}
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESAFETY_")}
    said_to = folder / "said"
    said_to.touch()
    writer = [sys.executable, "-m", "tests.faults.writing", str(database.parent), str(child.person_id), str(WRITES)]
    traced([*writer, f"say={said_to}", *options], into=folder / "trace", env=environment)
    said, lost = [], []
    for key, disk in disk_at_each_line(before, calls=calls(folder / "trace"), said_to=str(said_to)):
        said.append(key)
        with closing(sqlite3.connect(put_down(disk, folder=folder / f"cut-{len(said)}"))) as found:
            kept = {row[0] for row in found.execute("SELECT key FROM receipt")}
            assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        lost.append(len(set(said) - kept))
    return lost


def test_nothing_acknowledged_is_lost_in_a_power_cut(new_house: Maker, tmp_path: Path, report: Report) -> None:
    with report.of("F02 power cut, SQLite") as row:
        lost = lost_at_each_cut(new_house("SQLite"), folder=tmp_path / "full")
        row.injected, row.acknowledged, row.lost = f"{len(lost)} cuts", len(lost), sum(lost)
        assert lost == [0] * WRITES

        losing = lost_at_each_cut(new_house("SQLite"), folder=tmp_path / "normal", options=("synchronous=NORMAL",))
        row.control = f"synchronous=NORMAL: lost at {sum(map(bool, losing))} of {len(losing)} cuts"
        assert any(losing)
