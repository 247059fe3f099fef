"""Days as people say them: today, yesterday, Friday, 14 November."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_date, to_user_timezone
from flask_babel import gettext as _

from esafety import clock

A_WEEK = 7


def day_words(moment: datetime) -> str:
    """The day of `moment` on the school's own clock, as one says it today."""
    day, today = to_user_timezone(moment).date(), to_user_timezone(clock.now()).date()
    ago = (today - day).days
    if ago == 0:
        return str(_("today"))
    if ago == 1:
        return str(_("yesterday"))
    return str(format_date(day, "EEEE" if 1 < ago < A_WEEK else "d MMMM"))
