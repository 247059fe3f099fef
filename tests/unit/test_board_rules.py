"""When a board is open: closed until opened, staffed, in hours, and not when too much waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from esafety.board import rules
from esafety.board.rules import DEFAULTS, Backlog, BoardState, Choices
from esafety.board.words import why_not_open
from esafety.clock import SchoolCalendar, school_minutes
from esafety.roles import Actor, Role

CALENDAR = SchoolCalendar(terms=[(date(2026, 11, 2), date(2026, 12, 18))], closed={date(2026, 11, 13)})
TUESDAY, SATURDAY = datetime(2026, 11, 3, 10, tzinfo=UTC), datetime(2026, 11, 7, 10, tzinfo=UTC)
EVENING = datetime(2026, 11, 3, 18, tzinfo=UTC)
LONG = Choices(opens=time(7), closes=time(20))
AT_WEEKENDS = replace(LONG, any_day=True)
CLOSED = replace(DEFAULTS, is_closed=True)
NONE, MANY, TOO_MANY = Backlog(), Backlog(waiting=40), Backlog(waiting=41)
OLD, TOO_OLD = Backlog(waiting=1, oldest_minutes=180), Backlog(waiting=1, oldest_minutes=181)
S = BoardState


def november(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "choices", "at", "is_opened", "is_staffed", "backlog", "state"),
    [
        ("opened and staffed", DEFAULTS, TUESDAY, True, True, NONE, S.OPEN),
        ("closed until opened", DEFAULTS, TUESDAY, False, False, NONE, S.NOT_OPENED),
        ("closed by the head", CLOSED, TUESDAY, True, True, NONE, S.CLOSED_BY_HEAD),
        ("not in the evening", DEFAULTS, EVENING, True, True, NONE, S.OUT_OF_HOURS),
        ("in the evening where the school chose so", LONG, EVENING, True, True, NONE, S.OPEN),
        ("not on a Saturday", LONG, SATURDAY, True, True, NONE, S.OUT_OF_HOURS),
        ("on a Saturday where the school chose so", AT_WEEKENDS, SATURDAY, True, True, NONE, S.OPEN),
        ("whoever was on duty has left", DEFAULTS, TUESDAY, True, False, NONE, S.NOBODY_ON_DUTY),
        ("as many wait as may", DEFAULTS, TUESDAY, True, True, MANY, S.OPEN),
        ("one more waits", DEFAULTS, TUESDAY, True, True, TOO_MANY, S.BUSY),
        ("the oldest may be as old", DEFAULTS, TUESDAY, True, True, OLD, S.OPEN),
        ("one waits too long", DEFAULTS, TUESDAY, True, True, TOO_OLD, S.BUSY),
    ],
)  # fmt: skip
def test_whether_children_may_write(
    why: str, choices: Choices, at: datetime, is_opened: bool, is_staffed: bool, backlog: Backlog, state: BoardState
) -> None:
    found = rules.state_of(
        choices, calendar=CALENDAR, at=at, is_opened=is_opened, is_staffed=is_staffed, backlog=backlog
    )
    assert found is state, why


@pytest.mark.parametrize(
    ("why", "since", "until", "minutes"),
    [
        ("within a day", november(3, 10), november(3, 10, 25), 25),
        ("the evening does not count", november(3, 15), november(3, 20), 30),
        ("nor the night", november(3, 15), november(4, 9), 45),
        ("nor a weekend", november(6, 15), november(9, 9), 45),
        ("nor a closed day", november(12, 15), november(16, 9), 45),
        ("nor what lies ahead", november(3, 12), november(3, 10), 0),
        ("years are no more than two months", datetime(1999, 1, 1, tzinfo=UTC), november(3, 8), 405),
    ],
)  # fmt: skip
def test_how_old_a_message_is_in_minutes_of_school(why: str, since: datetime, until: datetime, minutes: int) -> None:
    assert school_minutes(CALENDAR, since=since, until=until) == minutes, why


@pytest.mark.parametrize(
    ("why", "choices", "fit"),
    [
        ("what nobody chose", DEFAULTS, True),
        ("hours of its own", LONG, True),
        ("hours without an end", replace(LONG, closes=None), False),
        ("hours without a beginning", replace(LONG, opens=None), False),
        ("hours that end before they begin", Choices(opens=time(9), closes=time(8)), False),
        ("nobody may wait", replace(DEFAULTS, most_waiting=0), False),
        ("all may wait", replace(DEFAULTS, most_waiting=501), False),
        ("a minute is no time to read", replace(DEFAULTS, oldest_minutes=1), False),
        ("a week is too long", replace(DEFAULTS, oldest_minutes=2_001), False),
    ],
)
def test_what_a_school_can_choose(why: str, choices: Choices, fit: bool) -> None:
    assert rules.are_fit(choices) is fit, why


def adult(*roles: Role, classes: tuple[int, ...] = ()) -> Actor:
    return Actor(role_names=frozenset(roles), person_id=1, school_id=1, class_ids=frozenset(classes))


def test_who_opens_and_who_chooses() -> None:
    assert rules.may_lead(adult(Role.TEACHER, classes=(3,)), class_id=3)
    assert not rules.may_lead(adult(Role.TEACHER, classes=(4,)), class_id=3)
    assert not rules.may_lead(adult(Role.OFFICER), class_id=3)
    assert not rules.may_lead(adult(Role.PUPIL, classes=(3,)), class_id=3)
    assert rules.may_choose(adult(Role.HEAD))
    assert rules.may_choose(adult(Role.OFFICE))
    assert not rules.may_choose(adult(Role.TEACHER, classes=(3,)))


def test_every_reason_for_a_closed_board_has_its_kind_words(app: Flask) -> None:
    with app.test_request_context():
        assert why_not_open(BoardState.OPEN) == ""
        assert len({why_not_open(state) for state in BoardState}) == len(BoardState)
        assert all(len(why_not_open(state).split()) <= 15 for state in BoardState)


def test_an_opening_is_neither_a_blink_nor_a_night() -> None:
    assert timedelta(0) < rules.SHORTEST_OPENING < rules.LONGEST_OPENING < timedelta(days=1)
