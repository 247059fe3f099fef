"""Serving the application: granian's processes, with or without https of its own."""

from __future__ import annotations

import os
import signal

from flask import Flask
from granian import Granian
from granian.constants import Interfaces, SSLProtocols

from esafety.certificates import Pair
from esafety.clockwork.beside import clockwork_beside
from esafety.config import SettingsProblem
from esafety.db import db
from esafety.tables import app_with_current_tables

__all__ = ["app_with_current_tables", "close_database", "serve"]

WORKERS = 2  # measured: two processes of one thread each keep the slowest answers short
SECONDS_TO_FINISH = 10  # what takes longer has hung; so has a worker that was told to stop while it started


def close_database(app: Flask) -> None:
    """Let go of the database before server processes are forked: SQLite's locks do not survive being inherited."""
    with app.app_context():
        db.engine.dispose()


def serve(*, address: str, port: int, pair: Pair | None = None) -> None:
    """Serve until the process is told to stop (SIGTERM, SIGINT); requests under way are finished first.

    A worker that dies is started again; SIGHUP starts all of them anew, one after the other, so that changed keys and
    certificates are used.

    Raises:
        SettingsProblem: the workers end again and again.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_end_when_told)
    server = Granian(
        "esafety.app:create_app_to_serve",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_access=False,
        websockets=False,
        ssl_cert=pair.certificate if pair else None,
        ssl_key=pair.key if pair else None,
        # Tablets that get no more updates know nothing newer.
        ssl_protocol_min=SSLProtocols.tls12,
    )
    try:
        with clockwork_beside():
            server.serve()
    except SystemExit as ended:
        # Ctrl-C reaches the workers too, and their end is no surprise then.
        if ended.code and not server.interrupt_signal:
            raise SettingsProblem(
                ["The server's processes end again and again; what they said stands above."]
            ) from None


def _end_when_told() -> None:
    # A worker begins with the main process's handlers, which would only take note: told to stop before it has set its
    # own, it would never end, and the main process would wait for it for ever.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_DFL)
