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

TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM)


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
    hear_from_birth()
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


def hear_from_birth() -> None:
    """Let every process that is forked from now on end when it is told to, however early."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_hold_back, after_in_parent=_let_come, after_in_child=end_when_told)


def _hold_back() -> None:
    # Told to stop in the instant of its birth, a worker would forget it: the interpreter of a new process throws away
    # what it was told before it could listen. So the word waits with the system until the worker listens.
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_TO_STOP)


def _let_come() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_TO_STOP)


def end_when_told() -> None:
    """Take the signals back from the handlers that this process was born with."""
    # A worker begins with the main process's handlers, which would only take note: told to stop before it has set its
    # own, it would never end, and the main process would wait for it for ever.
    for told in TOLD_TO_STOP:
        signal.signal(told, signal.SIG_DFL)
    _let_come()
