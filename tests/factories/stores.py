"""Where a world of tests keeps its database: how it is gone back to, and everything that lies in it as bytes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

import sqlalchemy

SNAPSHOT = "snapshot"


class Store(Protocol):
    """A database of one kind."""

    address: str

    def take_snapshot(self) -> None:
        """Remember the database as it is."""

    def put_back(self) -> None:
        """Make it as it was at the snapshot; nobody may be connected."""

    def raw(self) -> bytes:
        """Everything that is stored, as a thief would find it."""


class SqliteStore:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "esafety.db"
        self.address = f"sqlite:///{self.file}"

    def take_snapshot(self) -> None:
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(self._copy)) as target:
            source.backup(target)

    def put_back(self) -> None:
        for ending in ("-wal", "-shm"):
            self.file.with_name(f"{self.file.name}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._copy, self.file)

    def raw(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.file.parent.glob("esafety.db*"))

    @property
    def _copy(self) -> Path:
        return self.file.with_name(f"{SNAPSHOT}.db")


class PostgresStore:
    def __init__(self, address: str) -> None:
        self.address = address
        self._server, self._name = address.rsplit("/", 1)

    def take_snapshot(self) -> None:
        self._manage(f"CREATE DATABASE {self._copy} TEMPLATE {self._name}")

    def put_back(self) -> None:
        self._manage(f"DROP DATABASE {self._name} WITH (FORCE)", f"CREATE DATABASE {self._name} TEMPLATE {self._copy}")

    def raw(self) -> bytes:
        engine = sqlalchemy.create_engine(self.address)
        tables = sqlalchemy.inspect(engine).get_table_names()
        with engine.connect() as connection:
            rows = [connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables]  # noqa: S608 - its own
        engine.dispose()
        return repr(rows).encode()

    @property
    def _copy(self) -> str:
        return f"{self._name}_{SNAPSHOT}"

    def _manage(self, *commands: str) -> None:
        engine = sqlalchemy.create_engine(f"{self._server}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for command in commands:
                connection.exec_driver_sql(command)
        engine.dispose()
