"""The kinds of job: features name theirs in app.py, so that the clockwork need not know any feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app

PLACE = "esafety.clockwork"


@dataclass(frozen=True, kw_only=True)
class Due:
    """A job whose time has come, as its work is given it. `tries` counts this try."""

    job_id: int
    kind: str
    subject: str
    school_id: int | None
    due_at: datetime
    tries: int


# What a job of some kind does. It returns how soon a recurring job wants its next turn, None for its usual rhythm.
Work = Callable[[Due], timedelta | None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of job.

    Args:
        name: as stored in the rows, `feature.what-happens`; never changed once rows exist.
        work: what is done.
        every: the rhythm of a job that always comes again; None for one that is done once for each row.
        in_one_transaction: the work and "done" are one transaction, so that what it does in our database happens
            exactly once. Where not (mail, files), the work comes first and may come twice.
    """

    name: str
    work: Work
    every: timedelta | None = None
    in_one_transaction: bool = True


def register(app: Flask, *kinds: Kind) -> None:
    """Let the clockwork of `app` know `kinds`.

    Raises:
        ValueError: two kinds of one name.
    """
    known: dict[str, Kind] = app.extensions.setdefault(PLACE, {})
    for kind in kinds:
        if kind.name in known:
            raise ValueError(f"two kinds of timed job are called {kind.name}")
        known[kind.name] = kind


def known_kinds() -> Mapping[str, Kind]:
    """Every kind that the present application knows, by name."""
    kinds: Mapping[str, Kind] = current_app.extensions.get(PLACE, {})
    return kinds
