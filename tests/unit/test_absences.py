"""Who counts as absent from a lesson, and which days a lesson may be due on."""

from __future__ import annotations

from datetime import date

import pytest

from esafety.clock import SchoolCalendar
from esafety.lessons.absences import LessonDays, Mark, absent_on, taught_on
from esafety.lessons.setting import DAYS_OFFERED, days_to_choose

MON, TUE, WED, THU = (date(2026, 11, day) for day in (23, 24, 25, 26))


@pytest.mark.parametrize(("days", "expected"), [
    ([], None),
    ([MON], MON),
    ([MON, TUE, TUE], TUE),
    ([TUE, TUE, WED, WED, MON], WED),
])  # fmt: skip
def test_a_lesson_was_taught_on_the_day_on_which_most_began(days: list[date], expected: date | None) -> None:
    assert taught_on(days) == expected


@pytest.mark.parametrize(("mark", "is_absent"), [
    (Mark(1, MON, "wren"), True),    # from this lesson, whenever it was marked
    (Mark(1, MON, "otto"), False),   # from another
    (Mark(1, TUE, ""), True),        # the whole day on which the class did it
    (Mark(1, THU, ""), True),        # today
    (Mark(1, MON, ""), False),       # a day on which nobody did it
])  # fmt: skip
def test_who_is_absent(mark: Mark, is_absent: bool) -> None:
    found = absent_on([mark], days=LessonDays(today=THU, taught_on=TUE), lesson_id="wren")
    assert found == ({1: mark.day} if is_absent else {})


def test_of_several_days_the_latest_is_told() -> None:
    marks = [Mark(1, THU, ""), Mark(1, TUE, "wren"), Mark(2, TUE, "")]
    days = LessonDays(today=THU, taught_on=TUE)
    assert absent_on(marks, days=days, lesson_id="wren") == {1: THU, 2: TUE}


CALENDAR = SchoolCalendar(
    terms=[(date(2026, 11, 2), date(2026, 12, 18)), (date(2027, 1, 5), date(2027, 2, 12))], closed={date(2026, 11, 27)}
)


def test_a_lesson_may_be_due_today_and_on_coming_school_days_alone() -> None:
    days = days_to_choose(CALENDAR, today=THU)
    assert days[:3] == [THU, date(2026, 11, 30), date(2026, 12, 1)]  # a training day and a weekend lie between
    assert len(days) == DAYS_OFFERED
    assert all(CALENDAR.is_school_day(day) for day in days)
    assert date(2027, 1, 5) in days


def test_on_a_closed_day_the_first_to_choose_is_the_next_school_day() -> None:
    assert days_to_choose(CALENDAR, today=date(2026, 11, 28))[0] == date(2026, 11, 30)


def test_at_the_end_of_the_last_term_there_are_as_many_as_there_are() -> None:
    days = days_to_choose(CALENDAR, today=date(2027, 2, 10))
    assert days == [date(2027, 2, 10), date(2027, 2, 11), date(2027, 2, 12)]


def test_before_the_terms_are_entered_monday_to_friday_will_do() -> None:
    days = days_to_choose(SchoolCalendar(terms=[], closed={date(2026, 11, 27)}), today=THU)
    assert days[:2] == [THU, date(2026, 11, 30)]
    assert all(day.weekday() < 5 for day in days)
