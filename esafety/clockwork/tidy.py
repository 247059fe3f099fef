"""Forgetting what is no longer needed, in batches so small that nobody waits for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.clockwork.service import forget_old

EVERY = timedelta(hours=6)
BATCH = 500
UNTIL_NEXT_BATCH = timedelta(seconds=1)  # children's own writes come in between


class Forgets(Protocol):
    """Deletes up to `at_most` rows older than `before` in the present transaction and returns how many."""

    def __call__(self, *, before: datetime, at_most: int) -> int:
        """As above."""


def tidy(name: str, *, forget: Forgets, after: timedelta) -> Kind:
    """A kind of job that forgets, batch by batch, what is older than `after`."""

    def work(_due: Due) -> timedelta | None:
        forgotten = forget(before=clock.now() - after, at_most=BATCH)
        return UNTIL_NEXT_BATCH if forgotten == BATCH else None

    return Kind(name=name, work=work, every=EVERY)


TIDY_JOBS = tidy("clockwork.tidy", forget=forget_old, after=timedelta(days=90))
