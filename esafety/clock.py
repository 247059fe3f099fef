"""The time, and when a school is open. `now()` is the one seam that tests freeze."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
LONGEST_LOOK_AHEAD_DAYS = 120
LONGEST_LOOK_BACK = timedelta(days=60)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class SchoolCalendar:
    """When a school is open: terms (first and last day), closed days, hours in its own time zone."""

    terms: Sequence[tuple[date, date]]
    closed: Collection[date]
    opens: time = time(8, 45)
    closes: time = time(15, 30)
    timezone: str = "Europe/London"

    def is_school_day(self, day: date) -> bool:
        """Whether children are in school on `day`."""
        if day.weekday() >= SATURDAY or day in self.closed:
            return False
        return any(first <= day <= last for first, last in self.terms)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the school's own clock."""
        return moment.astimezone(ZoneInfo(self.timezone))

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` falls in school hours."""
        there = self.local(moment)
        return self.is_school_day(there.date()) and self.opens <= there.time() < self.closes

    def next_school_day(self, after: date) -> date | None:
        """The first school day later than `after`; None where the calendar knows of none within four months."""
        for days in range(1, LONGEST_LOOK_AHEAD_DAYS):
            day = after + timedelta(days=days)
            if self.is_school_day(day):
                return day
        return None


def next_working_moment(calendar: SchoolCalendar, *, moment: datetime) -> datetime:
    """`moment` where it falls on a school day, else the same hour, on the school's clock, of the next one.

    Where the calendar knows of no later school day, as before the terms are entered, it stays as it is: what is due at
    an odd time is better than what is never due.
    """
    there = calendar.local(moment)
    if calendar.is_school_day(there.date()):
        return moment
    day = calendar.next_school_day(there.date())
    if day is None:
        return moment
    # An hour that the change to summer time leaves out becomes the hour after it.
    return datetime.combine(day, there.time(), tzinfo=there.tzinfo).astimezone(UTC)


def school_minutes(calendar: SchoolCalendar, *, since: datetime, until: datetime) -> int:
    """How many minutes of school lie between two moments: a weekend makes nothing old.

    What began more than two months before `until` counts as two months old: nobody needs to know more.
    """
    start, end = calendar.local(max(since, until - LONGEST_LOOK_BACK)), calendar.local(until)
    whole = timedelta()
    for days in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=days)
        if calendar.is_school_day(day):
            opens = datetime.combine(day, calendar.opens, tzinfo=start.tzinfo)
            closes = datetime.combine(day, calendar.closes, tzinfo=start.tzinfo)
            whole += max(min(closes, end) - max(opens, start), timedelta())
    return whole // timedelta(minutes=1)
