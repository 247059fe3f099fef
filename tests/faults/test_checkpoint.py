"""SQLite's log is emptied by the clockwork alone, and nothing that was acknowledged goes with it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from esafety.clockwork import checkpoint, process
from esafety.clockwork.checkpoint import CHECKPOINT, empty_log
from esafety.db import atomic, db
from tests.faults.small_app import EFFECT, make_tables, note_effect, small_app

AUTOCHECKPOINT_BYTES = 1000 * 4096  # where SQLite by itself would begin to copy its log back
WORDS = "x" * 4000


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = small_app(f"sqlite:///{tmp_path / 'esafety.db'}", CHECKPOINT)
    make_tables(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def log(app: Flask, tmp_path: Path) -> Path:
    assert app
    return tmp_path / "esafety.db-wal"


@atomic
def write_a_row() -> None:
    note_effect(WORDS, who="writer")


def rows() -> int:
    found = db.session.scalar(select(func.count()).select_from(EFFECT)) or 0
    db.session.remove()
    return found


def fill(log: Path) -> int:
    write_a_row()
    written = 1
    while log.stat().st_size <= 2 * AUTOCHECKPOINT_BYTES:
        write_a_row()
        written += 1
        assert written < 4000, "somebody else copies the log back"
    return written


@pytest.mark.usefixtures("app")
def test_no_connection_of_the_program_copies_the_log_back(log: Path) -> None:
    write_a_row()
    assert db.session.connection().exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
    db.session.remove()
    fill(log)


def test_control_an_ordinary_connection_does(tmp_path: Path) -> None:
    file, log = tmp_path / "ordinary.db", tmp_path / "ordinary.db-wal"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("CREATE TABLE effect (subject TEXT)")
        for _row in range(1500):
            connection.execute("INSERT INTO effect VALUES (?)", (WORDS,))
            connection.commit()
        assert log.stat().st_size < 2 * AUTOCHECKPOINT_BYTES


@pytest.mark.usefixtures("app")
def test_the_log_is_cut_to_nothing_and_every_row_is_there(log: Path, tmp_path: Path) -> None:
    written = fill(log)
    assert empty_log(tmp_path / "esafety.db")
    assert log.stat().st_size == 0
    assert rows() == written


def test_what_is_written_meanwhile_is_there_as_well(app: Flask, tmp_path: Path) -> None:
    acknowledged, has_ended = [0], threading.Event()

    def write() -> None:
        with app.app_context():
            for _row in range(400):
                write_a_row()
                acknowledged[0] += 1
            has_ended.set()

    writing = threading.Thread(target=write)
    writing.start()
    times = 0
    while not has_ended.wait(0.01):
        times += empty_log(tmp_path / "esafety.db")
    writing.join()
    assert times, "the log was never emptied while somebody wrote"
    assert rows() == acknowledged[0] == 400
    assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@pytest.mark.usefixtures("app")
def test_a_reader_who_does_not_leave_only_puts_it_off(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "LONGEST_WAIT_S", 0.05)
    write_a_row()
    with closing(sqlite3.connect(tmp_path / "esafety.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM effect").fetchone()
        write_a_row()
        assert not empty_log(tmp_path / "esafety.db")
        assert rows() == 2
    assert empty_log(tmp_path / "esafety.db")
    assert log.stat().st_size == 0
    assert rows() == 2


def test_the_clockwork_does_it_by_itself(app: Flask, log: Path) -> None:
    fill(log)
    stop, pause = threading.Event(), threading.Event()
    running = threading.Thread(target=process.run, args=(app,), kwargs={"stop": stop})
    running.start()
    try:
        for _look in range(600):
            if log.stat().st_size < AUTOCHECKPOINT_BYTES:
                break
            pause.wait(0.05)
    finally:
        stop.set()
        running.join()
    assert log.stat().st_size < AUTOCHECKPOINT_BYTES
