"""Serving the application: tables brought up to date, then granian's processes."""

from __future__ import annotations

import logging

import flask_migrate
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.exc import DatabaseError

from esafety.app import create_app
from esafety.config import Settings, SettingsProblem
from esafety.db import db

WORKERS = 2  # measured: two processes of one thread each keep the slowest answers short


def app_with_current_tables(settings: Settings) -> Flask:
    """The application, with every migration applied to its database.

    Raises:
        SettingsProblem: the database, or a setting, cannot be used.
    """
    app = create_app(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("flask_migrate").setLevel(logging.CRITICAL)  # what it would log is said below, in a sentence
    try:
        with app.app_context():
            flask_migrate.upgrade()
    except DatabaseError as error:
        raise SettingsProblem([f"{settings.database_file} cannot be used as the database: {error.orig}."]) from error
    except SystemExit as stopped:
        # A step that this program does not know.
        raise SettingsProblem(
            [f"{settings.database_file} was made by a newer version of this program; start that version."]
        ) from stopped
    return app


def close_database(app: Flask) -> None:
    """Let go of the database before server processes are forked: SQLite's locks do not survive being inherited."""
    with app.app_context():
        db.engine.dispose()


def serve(*, address: str, port: int) -> None:
    """Serve until the process is told to stop; requests under way are finished first."""
    Granian(
        "esafety.app:create_app_to_serve",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        log_access=False,
        websockets=False,
    ).serve()
