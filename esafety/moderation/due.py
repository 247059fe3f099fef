"""When a message has to be answered. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from esafety.clock import SchoolCalendar, next_working_moment
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
