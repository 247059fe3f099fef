"""Tables brought up to date before anything is served, with a copy of the file as it was."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, OperationalError

from esafety import places
from esafety.app import create_app
from esafety.config import Settings, SettingsProblem
from esafety.db import db

log = logging.getLogger(__name__)


def app_with_current_tables(settings: Settings) -> Flask:
    """The application, with every migration applied to its database; before the first, SQLite's file is copied.

    Raises:
        SettingsProblem: the database, or a setting, cannot be used.
    """
    app = create_app(settings)
    know_steps(app)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("flask_migrate").setLevel(logging.CRITICAL)  # what it would log is said below, in a sentence
    with app.app_context():
        try:
            _bring_up_to_date(settings)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            db.engine.dispose()
            raise SettingsProblem([why_unusable(settings, error=error)]) from error
        except SettingsProblem:
            db.engine.dispose()
            raise
        except SystemExit as stopped:
            db.engine.dispose()
            raise SettingsProblem([f"The tables of {place_of(settings)} cannot be brought up to date."]) from stopped
    return app


def know_steps(app: Flask) -> None:
    """Let `app` change its tables, by the steps of `esafety/migrations`.

    Not in create_app: servers' processes and the clockwork never change tables, and the library takes 11 MB in each.
    """
    flask_migrate.Migrate(app, db, directory=str(places.PACKAGE / "migrations"), render_as_batch=True)


def place_of(settings: Settings) -> str:
    """The database's place as sentences name it: never with a password."""
    if settings.is_sqlite:
        return str(settings.database_file)
    return "the PostgreSQL database " + settings.database_url.rpartition("@")[2].partition("?")[0]


def why_unusable(settings: Settings, *, error: Exception) -> str:
    """One sentence on a database that cannot be used, from what its driver said."""
    said = " ".join(str(getattr(error, "orig", error)).split())
    if settings.is_sqlite:
        return f"{settings.database_file} cannot be used as the database: {said}."
    place = place_of(settings)
    if "does not exist" in said and "database" in said:
        return f"There is no such database: {place}; make it with createdb, or correct ESAFETY_DATABASE_URL."
    if "password authentication failed" in said or "no password supplied" in said or "role" in said:
        return f"The name or password for {place} is refused; correct ESAFETY_DATABASE_URL."
    if isinstance(error, OperationalError):
        return f"Nothing answers for {place}; start PostgreSQL, or correct ESAFETY_DATABASE_URL."
    return f"{place[0].upper()}{place[1:]} cannot be used ({type(error.__cause__ or error).__name__})."


def _bring_up_to_date(settings: Settings) -> None:
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    wanted = script.get_current_head()
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
        known = {revision.revision for revision in script.walk_revisions()}
        if not set(found) <= known:
            raise SettingsProblem(
                [f"{place_of(settings)} was made by a newer version of this program; start that version."]
            )
        connection.rollback()
        if settings.is_sqlite:
            if found and set(found) != {wanted}:
                _copy_before(settings, revision=str(wanted))
            flask_migrate.upgrade()
        else:
            _upgrade_alone(connection)


def _upgrade_alone(connection: Connection) -> None:
    """Upgrade PostgreSQL while no other server does: the second one waits, and then finds nothing to do."""
    turn = {"what": "esafety:tables"}
    connection.execute(text("SELECT pg_advisory_lock(hashtextextended(:what, 0))"), turn)
    connection.commit()
    try:
        flask_migrate.upgrade()
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:what, 0))"), turn)
        connection.commit()


def copy_place(settings: Settings, *, revision: str) -> Path:
    """Where the copy lies that was made before the step `revision`."""
    return settings.data / "backups" / f"before-{revision}.db"


def _copy_before(settings: Settings, *, revision: str) -> None:
    """Copy the database as it is now, whole, readable by its owner alone; what is not yet copied has no such name."""
    place = copy_place(settings, revision=revision)
    beside = place.with_suffix(".part")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL, 0o600))  # SQLite keeps the mode of an empty file
        with closing(sqlite3.connect(settings.database_file)) as source:
            source.execute("VACUUM INTO ?", (str(beside),))
        beside.replace(place)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise SettingsProblem(
            [f"{place} cannot be written, so the tables are left as they are; make room for a copy of the database."]
        ) from error
    log.warning("the tables are brought up to date; the database as it was is in %s", place)
