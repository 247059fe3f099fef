"""A due time that falls off a school day moves to the same hour of the next one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafety.clock import SchoolCalendar, next_working_moment

LONDON = ZoneInfo("Europe/London")
CALENDAR = SchoolCalendar(
    terms=[
        (date(2026, 9, 2), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 5), date(2027, 3, 26)),
        (date(2027, 4, 12), date(2027, 7, 21)),
        (date(2028, 1, 4), date(2028, 5, 26)),
    ],
    closed={date(2026, 11, 27), date(2027, 5, 3)},
)


def at(year: int, month: int, day: int, hour: int = 14, minute: int = 30) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("why", "moment", "moved"),
    [
        ("a school day stays", at(2026, 11, 24), at(2026, 11, 24)),
        ("a school day stays, late as it may be", at(2026, 11, 24, 23, 59), at(2026, 11, 24, 23, 59)),
        ("Saturday", at(2026, 11, 21), at(2026, 11, 23)),
        ("Sunday", at(2026, 11, 22), at(2026, 11, 23)),
        ("a training day on a Friday", at(2026, 11, 27), at(2026, 11, 30)),
        ("a bank holiday", at(2027, 5, 3), at(2027, 5, 4)),
        ("half term, over the end of summer time", at(2026, 10, 24), at(2026, 11, 2)),
        ("Christmas, over the new year", at(2026, 12, 24), at(2027, 1, 5)),
        ("the Sunday on which summer time begins", at(2027, 3, 28, 3, 30), at(2027, 4, 12, 3, 30)),
        ("the Saturday before summer time ends", at(2026, 10, 24, 8, 45), at(2026, 11, 2, 8, 45)),
        ("a Sunday before the leap day's week", at(2028, 2, 27), at(2028, 2, 28)),
        ("summer, before the next terms are entered", at(2027, 7, 24), at(2027, 7, 24)),
        ("after the last known term", at(2028, 8, 1), at(2028, 8, 1)),
    ],
)
def test_a_due_time_moves(why: str, moment: datetime, moved: datetime) -> None:
    assert next_working_moment(CALENDAR, moment=moment.astimezone(UTC)) == moved, why


def test_the_leap_day_is_a_school_day_like_any_other() -> None:
    leap_week = SchoolCalendar(terms=[(date(2028, 2, 29), date(2028, 2, 29))], closed=())
    assert next_working_moment(leap_week, moment=at(2028, 2, 26)) == at(2028, 2, 29)


def test_an_hour_that_the_change_of_clocks_leaves_out_becomes_the_hour_after_it() -> None:
    # In Egypt clocks go forward on a Friday at midnight: 00:30 on 24 April 2026 does not exist.
    cairo = SchoolCalendar(terms=[(date(2026, 4, 24), date(2026, 4, 24))], closed=(), timezone="Africa/Cairo")
    moment = datetime(2026, 4, 23, 0, 30, tzinfo=ZoneInfo("Africa/Cairo"))
    assert next_working_moment(cairo, moment=moment) == datetime(2026, 4, 23, 22, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_its_first() -> None:
    cairo = SchoolCalendar(terms=[(date(2026, 10, 29), date(2026, 10, 29))], closed=(), timezone="Africa/Cairo")
    moment = datetime(2026, 10, 28, 23, 30, tzinfo=ZoneInfo("Africa/Cairo"))
    assert next_working_moment(cairo, moment=moment) == datetime(2026, 10, 29, 20, 30, tzinfo=UTC)


@given(st.integers(0, 700 * 24 * 60))
def test_what_moves_lands_on_a_school_day_at_the_same_hour(minutes: int) -> None:
    moment = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    moved = next_working_moment(CALENDAR, moment=moment)
    assert moved >= moment
    assert next_working_moment(CALENDAR, moment=moved) == moved
    there, then = CALENDAR.local(moved), CALENDAR.local(moment)
    if moved != moment:
        assert CALENDAR.is_school_day(there.date())
        assert there.time() == then.time()
        between = [then.date() + timedelta(days=each) for each in range((there.date() - then.date()).days)]
        assert not any(CALENDAR.is_school_day(day) for day in between)


def test_the_hour_is_the_school_s_own_not_the_server_s() -> None:
    sunday_in_summer = datetime(2027, 5, 30, 14, 30, tzinfo=LONDON)
    moved = next_working_moment(CALENDAR, moment=sunday_in_summer.astimezone(UTC))
    assert CALENDAR.local(moved).time() == time(14, 30)
