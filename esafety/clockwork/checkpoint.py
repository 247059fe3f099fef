"""Copying SQLite's log back into its file: the clockwork's own connection does it, and no other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from esafety.clockwork.kinds import Due, Kind
from esafety.db import db

EVERY = timedelta(minutes=1)
# While it waits for readers it keeps writers out: one second is no burden to a child, and the next minute comes.
LONGEST_WAIT_S = 1.0


def checkpoint(_due: Due) -> timedelta | None:
    """Empty the log of an SQLite database; with any other, do nothing."""
    file = _database_file()
    if file is not None:
        empty_log(file)
    return None


def empty_log(file: Path) -> bool:
    """Copy the log of the database `file` into it and cut it to nothing.

    Returns:
        Whether that was possible; where somebody was reading or writing all the while, the next turn does the rest.
        Nothing is lost either way: what is not copied stays in the log.
    """
    with closing(sqlite3.connect(file, timeout=LONGEST_WAIT_S, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("PRAGMA synchronous=FULL")
        try:
            was_busy, _frames, _copied = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                return False
            raise
    return not was_busy


def _database_file() -> Path | None:
    address = db.engine.url
    is_file = address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}
    return Path(str(address.database)) if is_file else None


CHECKPOINT = Kind(name="database.checkpoint", work=checkpoint, every=EVERY, in_one_transaction=False)
