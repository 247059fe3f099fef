"""The lease: one row, changed only by compare-and-set, that lets exactly one process do the jobs."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy import Update, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from esafety import clock
from esafety.clockwork.models import ONLY_ROW, ClockworkLease
from esafety.clockwork.rules import Pace, Sight, Watch
from esafety.db import db, insert_if_new, read_beside, rows_changed, write_beside

log = logging.getLogger("esafety.clockwork")

SECONDS_TO_END = 10


class Lost(Exception):
    """Another process holds the lease now; what was being done is undone."""


def hold_on(holder: str) -> None:
    """Inside the caller's transaction, make sure that `holder` has the lease until the transaction ends.

    Raises:
        Lost: it has not.
    """
    mine = update(ClockworkLease).where(ClockworkLease.holder == holder)
    if not rows_changed(db.session(), statement=mine.values(beats=ClockworkLease.beats + 1)):
        raise Lost


def last_beat(session: Session) -> datetime | None:
    """When a process last looked at what is due; None where none ever did."""
    return session.scalar(select(ClockworkLease.beat_at))


class Keeper:
    """Takes, renews and gives back the lease for one process, on a thread of its own so that a long job keeps it."""

    def __init__(
        self,
        app: Flask,
        *,
        pace: Pace,
        when_stuck: Callable[[], None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.holder = secrets.token_hex(16)
        self._app = app
        self._pace = pace
        self._when_stuck = when_stuck
        self._steady = steady
        self._watch = Watch()
        self._held = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)
        self._beaten_at = 0.0
        self.tick()

    @property
    def is_held(self) -> bool:
        """Whether this process is the one that works."""
        return self._held.is_set()

    @property
    def is_alive(self) -> bool:
        """Whether the thread that renews the lease still runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to look after the lease."""
        self._thread.start()

    def tick(self) -> None:
        """Note that the work goes on. Without it for as long as the longest job, the lease is left to others."""
        self._ticked_at, self._ticked_steady = clock.now(), self._steady()

    def lose(self) -> None:
        """Note that another process has the lease."""
        self._held.clear()
        log.warning("another process does the timed jobs now")

    def let_go(self) -> None:
        """Give the lease back, so that the next process need not wait."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(SECONDS_TO_END)
        self._held.clear()
        mine = update(ClockworkLease).where(ClockworkLease.holder == self.holder)
        try:
            with self._app.app_context(), write_beside() as beside:
                beside.execute(mine.values(holder="", beats=ClockworkLease.beats + 1))
        except SQLAlchemyError as fault:
            log.warning("the lease was not given back and will run out: %s", type(fault).__name__)

    def look(self) -> None:
        """One look at the lease: renew it, take it, or only remember what was seen. Needs an application context."""
        if self._steady() - self._ticked_steady > self._pace.longest_job.total_seconds():
            self._give_way()
            return
        try:
            if not self.is_held:
                self._take_if_free()
            elif self._steady() - self._beaten_at >= self._pace.beat.total_seconds():
                self._renew()
        except SQLAlchemyError as fault:
            log.warning("the lease could not be looked at: %s", type(fault).__name__)

    def _keep(self) -> None:
        with self._app.app_context():
            while not self._ending.is_set():
                self.look()
                self._ending.wait(self._pace.look.total_seconds())

    def _take_if_free(self) -> None:
        sight = _sight()
        if not self._watch.may_take(sight, steady=self._steady(), at=clock.now(), pace=self._pace):
            return
        # Whoever else saw it free as well changed it meanwhile, or will find it changed.
        unchanged = (ClockworkLease.holder == sight.holder) & (ClockworkLease.beats == sight.beats)
        if self._sign(update(ClockworkLease).where(unchanged)):
            self._held.set()
            log.info("this process does the timed jobs")

    def _renew(self) -> None:
        if not self._sign(update(ClockworkLease).where(ClockworkLease.holder == self.holder)):
            self.lose()

    def _sign(self, row: Update) -> bool:
        signed = row.values(
            holder=self.holder,
            beats=ClockworkLease.beats + 1,
            until=clock.now() + self._pace.lease,
            beat_at=self._ticked_at,
        )
        with write_beside() as beside:
            is_ours = rows_changed(beside, statement=signed) == 1
        if is_ours:
            self._beaten_at = self._steady()
        return is_ours

    def _give_way(self) -> None:
        if self.is_held:
            self._held.clear()
            log.error("a timed job does not come to an end; the lease is left to others")
            self._when_stuck()


def _sight() -> Sight:
    with read_beside() as beside:
        row = beside.execute(select(ClockworkLease.holder, ClockworkLease.beats, ClockworkLease.until)).first()
    if row is not None:
        return Sight(holder=row.holder, beats=row.beats, until=row.until)
    at = clock.now()
    with write_beside() as beside:
        first = {"id": ONLY_ROW, "holder": "", "beats": 0, "until": at, "beat_at": at}
        insert_if_new(beside, table=ClockworkLease, values=first)
    return Sight(holder="", beats=0, until=at)
