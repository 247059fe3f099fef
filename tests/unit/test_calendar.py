"""When the school is open: terms, closed days, hours on its own clock, and the next school day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from esafety import clock
from esafety.clock import SchoolCalendar
from esafety.db import db
from esafety.school.calendar import calendar_of, today_at
from esafety.school.models import ClosedDay, Term
from tests.unit.conftest import House

CALENDAR = SchoolCalendar(
    terms=[(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))],
    closed={date(2026, 9, 2), date(2026, 11, 27)},
)


@pytest.mark.parametrize(
    ("why", "day", "is_school_day"),
    [
        ("a Tuesday in term", date(2026, 9, 8), True),
        ("a Saturday", date(2026, 9, 12), False),
        ("a Sunday", date(2026, 9, 13), False),
        ("the first day of term, a training day", date(2026, 9, 2), False),
        ("the last day of the half term", date(2026, 10, 23), True),
        ("half-term holiday", date(2026, 10, 27), False),
        ("a closed day in term", date(2026, 11, 27), False),
        ("summer", date(2026, 8, 3), False),
        ("after the last known term", date(2027, 2, 2), False),
    ],
)
def test_children_are_in_school(why: str, day: date, is_school_day: bool) -> None:
    assert CALENDAR.is_school_day(day) is is_school_day, why


@pytest.mark.parametrize(
    ("why", "moment", "is_open"),
    [
        ("the first minute, in summer time", datetime(2026, 9, 8, 7, 45, tzinfo=UTC), True),
        ("a minute before", datetime(2026, 9, 8, 7, 44, tzinfo=UTC), False),
        ("the last minute, in summer time", datetime(2026, 9, 8, 14, 29, tzinfo=UTC), True),
        ("the closing minute", datetime(2026, 9, 8, 14, 30, tzinfo=UTC), False),
        ("a quarter to nine in winter is an hour later for the world", datetime(2026, 11, 3, 7, 45, tzinfo=UTC), False),
        ("and open then", datetime(2026, 11, 3, 8, 45, tzinfo=UTC), True),
        ("noon on a Sunday", datetime(2026, 9, 13, 12, tzinfo=UTC), False),
    ],
)
def test_school_hours_follow_the_school_s_own_clock(why: str, moment: datetime, is_open: bool) -> None:
    assert CALENDAR.is_open(moment) is is_open, why


@pytest.mark.parametrize(
    ("why", "after", "expected"),
    [
        ("on a Monday: Tuesday", date(2026, 9, 7), date(2026, 9, 8)),
        ("on a Friday: Monday", date(2026, 9, 11), date(2026, 9, 14)),
        ("before half term: the day after it", date(2026, 10, 23), date(2026, 11, 2)),
        ("over a closed Friday: Monday", date(2026, 11, 26), date(2026, 11, 30)),
        ("over the summer holiday", date(2026, 7, 21), date(2026, 9, 3)),
        ("after the last known term: nobody knows", date(2026, 12, 18), None),
        ("more than four months before any term: nobody knows", date(2026, 4, 1), None),
    ],
)
def test_the_next_school_day(why: str, after: date, expected: date | None) -> None:
    assert CALENDAR.next_school_day(after) == expected, why


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False)
def test_now_is_this_moment_with_its_zone() -> None:
    assert clock.now() == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta()


def test_the_calendar_is_read_from_the_school_s_own_rows(house: House) -> None:
    with house.app.app_context():
        for school_id, starts in ((house.school_id, date(2026, 9, 7)), (house.other_school_id, date(2026, 8, 3))):
            db.session.add(Term(school_id=school_id, name="Autumn", starts_on=starts, ends_on=date(2026, 9, 30)))
        db.session.add(ClosedDay(school_id=house.school_id, day=date(2026, 9, 7), why="Training"))
        db.session.commit()
        calendar = calendar_of(house.school_id)
    assert calendar == SchoolCalendar(
        terms=[(date(2026, 9, 7), date(2026, 9, 30))],
        closed=frozenset({date(2026, 9, 7)}),
        opens=time(8, 45),
        closes=time(15, 30),
        timezone="Europe/London",
    )


@pytest.mark.parametrize(
    ("why", "moment", "today"),
    [
        ("half past midnight in summer is still yesterday for the world", datetime(2026, 6, 1, 23, 30, tzinfo=UTC), 2),
        ("noon is the same day everywhere", datetime(2026, 6, 1, 12, tzinfo=UTC), 1),
    ],
)
def test_today_is_the_school_s_today(house: House, why: str, moment: datetime, today: int) -> None:
    with house.app.app_context(), time_machine.travel(moment, tick=False):
        assert today_at(house.school_id) == date(2026, 6, today), why
