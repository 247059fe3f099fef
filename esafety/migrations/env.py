"""Runs migrations on the application's own database, SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from esafety.config import SettingsProblem
from esafety.db import db


class DanglingRows(SettingsProblem):
    """Rows point at rows which are gone."""


def run() -> None:
    """Upgrade or downgrade in one transaction; on SQLite with foreign keys off while tables are rebuilt."""
    engine = db.engine
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            # Rebuilding a table drops it, and the drop would delete its children. Only the driver's own connection
            # takes this pragma: through SQLAlchemy a transaction has already begun, in which it does nothing.
            _driver(connection).execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection, is_sqlite=is_sqlite)
        finally:
            if is_sqlite:
                _driver(connection).execute("PRAGMA foreign_keys=ON")


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not SQLite's own connection")
    return driver


def _migrate(connection: Connection, *, is_sqlite: bool) -> None:
    options = dict(current_app.extensions["migrate"].configure_args)
    # Begun by us: Alembic by itself commits after each step on SQLite, and a fault would leave the house half built.
    with connection.begin():
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        context.run_migrations()
        if is_sqlite:
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if dangling:
                raise DanglingRows(
                    [f"{len(dangling)} rows of the database point at rows that are gone; put back your last backup."]
                )


run()
