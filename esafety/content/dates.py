"""Dates in lesson and data files, and when a fact is too old to trust unread."""

from __future__ import annotations

from datetime import date, timedelta

STALE_AFTER = timedelta(days=365)
"""A fact is read again every school year."""


def date_of(text: str) -> date | None:
    """Return the date written as 2026-11-21, or None. No other way of writing one is taken."""
    if len(text) != len("2026-11-21") or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def what_is_wrong_with(checked_on: date, *, today: date) -> str | None:
    """Return what to tell about a `checked_on`, or None where it is fresh."""
    if checked_on > today:
        return f"checked_on {checked_on} lies in the future: write the day of the last reading, or set the clock."
    if today - checked_on > STALE_AFTER:
        return f"checked_on {checked_on} is more than a year old: read it again, then write today's date."
    return None
