"""When a message has to be answered. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from esafety.clock import SchoolCalendar, next_working_moment, school_minutes
from esafety.filtering.verdict import Level

WITHIN = timedelta(hours=24)
URGENT_WITHIN = timedelta(hours=1)


def due_at(calendar: SchoolCalendar, *, level: Level, at: datetime) -> datetime:
    """By when what was sent `at` is to be decided.

    Within 24 hours; where that is no school day, at the same hour of the next one. Urgent: within the hour, whatever
    the day.
    """
    if level is Level.URGENT:
        return at + URGENT_WITHIN
    return next_working_moment(calendar, moment=at + WITHIN)


class Ring(StrEnum):
    """Who is rung when nobody has decided in time, one after the other."""

    CLASS = "class"
    OFFICERS = "officers"
    HEAD = "head"


RINGS_AFTER_MINUTES = {Ring.CLASS: 0, Ring.OFFICERS: 60, Ring.HEAD: 120}


def rings(calendar: SchoolCalendar, *, is_urgent: bool, due: datetime, at: datetime) -> tuple[Ring, ...]:
    """Who is to be rung about a message that was due at `due` and still waits `at`.

    Minutes of school count, and nobody is rung outside it; for what is urgent every minute of the day counts.
    """
    if at < due or not (is_urgent or calendar.is_open(at)):
        return ()
    late = (at - due) // timedelta(minutes=1) if is_urgent else school_minutes(calendar, since=due, until=at)
    return tuple(ring for ring, after in RINGS_AFTER_MINUTES.items() if late >= after)
