"""Days as people say them: today, yesterday, Friday, 14 November."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, format_time, to_user_timezone
from flask_babel import gettext as _

from esafety import clock

A_WEEK = 7


def day_of(moment: datetime) -> date:
    """The day of `moment` on the school's own clock."""
    there: datetime = to_user_timezone(moment)
    return there.date()


def today() -> date:
    """Today's date on the school's own clock."""
    return day_of(clock.now())


def day_words(moment: datetime) -> str:
    """The day of `moment` on the school's own clock, as one says it today."""
    day = day_of(moment)
    ago = (today() - day).days
    if ago == 0:
        return str(_("today"))
    if ago == 1:
        return str(_("yesterday"))
    return str(format_date(day, "EEEE" if 1 < ago < A_WEEK else "d MMMM"))


def coming_day_words(day: date) -> str:
    """A day to come, or one that has passed, as one says it today: today, tomorrow, Fri 27 Nov."""
    ahead = (day - today()).days
    if ahead == 0:
        return str(_("today"))
    if ahead == 1:
        return str(_("tomorrow"))
    return str(format_date(day, "EEE d MMM"))


def moment_words(moment: datetime) -> str:
    """A moment as one says it today: today at 10:42, Fri 27 Nov at 08:45."""
    words = {"day": coming_day_words(day_of(moment)), "hour": format_time(moment, "HH:mm")}
    return str(_("%(day)s at %(hour)s", **words))
