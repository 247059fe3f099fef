"""Serving the application: tables brought up to date, then granian's processes."""

from __future__ import annotations

import logging

import flask_migrate
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from esafety.app import create_app
from esafety.config import Settings

WORKERS = 2  # measured: two processes of one thread each keep the slowest answers short


def app_with_current_tables(settings: Settings) -> Flask:
    """The application, with every migration applied to its database."""
    app = create_app(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        flask_migrate.upgrade()
    return app


def serve(*, address: str, port: int) -> None:
    """Serve until the process is told to stop; requests under way are finished first."""
    Granian(
        "esafety.app:create_app",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        log_access=False,
        websockets=False,
    ).serve()
