"""A database for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from tests.factories import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NUMBERS = itertools.count(1)


def kinds_here() -> tuple[str, ...]:
    """The kinds of database that tests run on: without PostgreSQL's programs only one, unless both are required."""
    has_both = postgres.find_binaries() is not None or postgres.is_required()
    return (SQLITE, POSTGRESQL) if has_both else (SQLITE,)


def words_for_report() -> str | None:
    """The line that says what was left out; None where nothing was."""
    if POSTGRESQL in kinds_here():
        return None
    return "PostgreSQL: not installed here, so its tests were left out (REQUIRE_POSTGRES=1 makes that a fault)"


@contextmanager
def postgres_server() -> Iterator[str]:
    """A server in a folder that PostgreSQL's own user can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        with postgres.server(Path(folder) / "server") as address:
            yield address


def new_database(kind: str, *, folder: Path, server: str) -> str:
    """The address of an empty database."""
    if kind == SQLITE:
        return f"sqlite:///{folder / 'esafety.db'}"
    name = f"test_{next(NUMBERS)}"
    engine = sqlalchemy.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"{server}/{name}"
