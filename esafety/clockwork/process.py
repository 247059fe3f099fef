"""The one process that does what is due; any others wait for its lease."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from esafety.clockwork import lease, service
from esafety.clockwork.beside import stop_when_told, stop_with_input
from esafety.clockwork.models import TimedJob
from esafety.clockwork.rules import Pace
from esafety.config import SettingsProblem
from esafety.db import db

log = logging.getLogger("esafety.clockwork")

USUAL = Pace()
SECONDS_BETWEEN_ORDERS = 60.0


def run(
    app: Flask, *, stop: threading.Event, pace: Pace = USUAL, when_stuck: Callable[[], None] = lambda: None
) -> None:
    """Do the timed jobs of `app` whenever this process holds the lease, until `stop` is set.

    Args:
        app: the application whose database holds the jobs and which knows their kinds.
        stop: set it to end; the job under way is finished first.
        pace: how long the lease is, and what follows from it.
        when_stuck: called, on another thread, when a job has not come to an end within the longest time for one.
    """
    keeper = lease.Keeper(app, pace=pace, when_stuck=when_stuck)
    keeper.start()
    try:
        with app.app_context():
            _work_until(stop, keeper=keeper, pace=pace)
    finally:
        keeper.let_go()


def _work_until(stop: threading.Event, *, keeper: lease.Keeper, pace: Pace) -> None:
    ordered_at: float | None = None
    while not stop.is_set() and keeper.is_alive:
        keeper.tick()
        has_worked = False
        try:
            if not keeper.is_held:
                ordered_at = None
            elif ordered_at is None or time.monotonic() - ordered_at >= SECONDS_BETWEEN_ORDERS:
                service.put_in_order(holder=keeper.holder)
                ordered_at = time.monotonic()
            else:
                has_worked = service.do_next(holder=keeper.holder)
        except lease.Lost:
            keeper.lose()
        except SQLAlchemyError as fault:
            # The database is away, or busy for too long: it is asked again at the next look.
            log.warning("the database did not answer: %s", type(fault).__name__)
        finally:
            db.session.remove()
        if not has_worked:
            stop.wait(pace.look.total_seconds())


def run_as_program(app: Flask, *, is_watched: bool) -> None:
    """Run until the process is told to stop.

    Args:
        app: as for `run`; its tables must be there.
        is_watched: end also with the program that started this one, whose end closes the standard input.

    Raises:
        SettingsProblem: the database has no tables for this yet, or does not answer.
    """
    _expect_tables(app)
    logging.basicConfig(level=logging.WARNING, format="esafety clockwork: %(message)s")
    stop = stop_when_told()
    if is_watched:
        stop_with_input(stop)
    # Python cannot interrupt a job that hangs: the process ends, and whoever started it starts it again.
    run(app, stop=stop, when_stuck=lambda: os._exit(1))


def _expect_tables(app: Flask) -> None:
    try:
        with app.app_context():
            has_tables = inspect(db.engine).has_table(TimedJob.__tablename__)
            db.engine.dispose()
    except SQLAlchemyError as error:
        raise SettingsProblem(["The database does not answer; start it, then try again."]) from error
    if not has_tables:
        raise SettingsProblem(["The database has no timed jobs yet; start the server once, which makes its tables."])
