"""Dates in lesson and data files, and when a fact is too old to trust unread."""

from __future__ import annotations

from datetime import date, timedelta

A_YEAR = timedelta(days=365)
"""A lesson, and what changes seldom, is read again every school year."""

A_TERM = timedelta(days=120)
"""What children are told as a number, an age or a telephone number, is read again every term."""

NEVER = date.min
"""The `checked_on` of a fact that nobody has compared with its source."""


def date_of(text: str) -> date | None:
    """Return the date written as 2026-11-21, or None. No other way of writing one is taken."""
    if len(text) != len("2026-11-21") or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def last_good_day(checked_on: date, *, lasts: timedelta = A_YEAR, next_check_due: date | None = None) -> date:
    """Return the last day on which a fact is trusted unread: `lasts` after it was read, or the day named, if sooner."""
    ends = checked_on + lasts
    return ends if next_check_due is None else min(ends, next_check_due)


def what_is_wrong_with(
    checked_on: date, *, today: date, lasts: timedelta = A_YEAR, next_check_due: date | None = None
) -> str | None:
    """Return what to tell about a `checked_on`, or None where it is fresh."""
    if checked_on == NEVER:
        return "nobody has checked this yet: read it at its source, then write today's date."
    if checked_on > today:
        return f"checked_on {checked_on} lies in the future: write the day of the last reading, or set the clock."
    if today <= last_good_day(checked_on, lasts=lasts, next_check_due=next_check_due):
        return None
    if today - checked_on > lasts:
        age = "a year" if lasts == A_YEAR else f"{lasts.days} days"
        return f"checked_on {checked_on} is more than {age} old: read it again, then write today's date."
    return f"its next check was due on {next_check_due}: read it again, then write today's date and the next one."
