"""Calls for help: what a child must say (next to nothing), who may read it, and when it will be read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from esafety.clock import SchoolCalendar
from esafety.concerns import rules
from esafety.concerns.rules import ReadingTime, Refused, Told
from esafety.roles import Actor, Role

OFFICER, DEPUTY, STAND_IN, TEACHER, HEAD = 1, 2, 3, 4, 5
READERS = (OFFICER, DEPUTY)


@pytest.mark.parametrize(
    ("why", "feeling", "about", "words", "refused"),
    [
        ("one face is enough", "sad", "", "", None),
        ("one picture is enough", "", "someone-asked", "", None),
        ("one word is enough", "", "", "help", None),
        ("an emoji is a word here", "", "", "😟", None),
        ("nothing at all", "", "", "", Refused.NOTHING_SAID),
        ("only spaces", "", "", " \n\t ", Refused.NOTHING_SAID),
        ("as long as may be", "", "", "a" * 2_000, None),
        ("one letter more", "", "", "a" * 2_001, Refused.TOO_LONG),
        ("spaces count too", "sad", "", " " * 2_001, Refused.TOO_LONG),
    ],
)
def test_what_a_child_must_say(why: str, feeling: str, about: str, words: str, refused: Refused | None) -> None:
    assert rules.check(feeling=feeling, about=about, words=words) is refused, why


def adult(person_id: int, *roles: Role, school_id: int = 1) -> Actor:
    return Actor(role_names=frozenset(roles), person_id=person_id, school_id=school_id)


@pytest.mark.parametrize(
    ("why", "actor", "not_adults", "may"),
    [
        ("the officer reads", adult(OFFICER, Role.OFFICER), (), True),
        ("a deputy reads", adult(DEPUTY, Role.DEPUTY), (), True),
        ("the officer does not, where the child said so", adult(OFFICER, Role.OFFICER), (OFFICER,), False),
        ("the deputy reads what the officer may not", adult(DEPUTY, Role.DEPUTY), (OFFICER,), True),
        ("the stand-in does not, while a reader may", adult(STAND_IN, Role.STAND_IN), (OFFICER,), False),
        ("the stand-in reads what every reader is kept out of", adult(STAND_IN, Role.STAND_IN), READERS, True),
        ("not even then, where the child said so", adult(STAND_IN, Role.STAND_IN), (*READERS, STAND_IN), False),
        ("a teacher never reads", adult(TEACHER, Role.TEACHER), READERS, False),
        ("the head does not", adult(HEAD, Role.HEAD), READERS, False),
        ("a head who is named deputy does", adult(HEAD, Role.HEAD, Role.DEPUTY), (), True),
        ("a head who stands in does, when nobody else may", adult(HEAD, Role.HEAD, Role.STAND_IN), READERS, True),
        ("another school's officer never", adult(OFFICER, Role.OFFICER, school_id=2), (), False),
        ("a child never, whatever else the row says", adult(OFFICER, Role.PUPIL, Role.OFFICER), (), False),
    ],
)
def test_who_may_read(why: str, actor: Actor, not_adults: tuple[int, ...], may: bool) -> None:
    assert rules.may_read(actor, school_id=1, not_adults=not_adults, readers=READERS) is may, why


def test_where_a_school_has_no_reader_left_the_stand_in_reads() -> None:
    assert rules.may_read(adult(STAND_IN, Role.STAND_IN), school_id=1, not_adults=(), readers=())


CALENDAR = SchoolCalendar(
    terms=[(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))], closed=()
)


@pytest.mark.parametrize(
    ("why", "at", "time", "day"),
    [
        ("in a lesson", datetime(2026, 11, 3, 10, tzinfo=UTC), ReadingTime.TODAY, None),
        ("before school", datetime(2026, 11, 3, 6, tzinfo=UTC), ReadingTime.TODAY, None),
        ("a minute before the last half hour", datetime(2026, 11, 3, 14, 59, tzinfo=UTC), ReadingTime.TODAY, None),
        ("the last half hour is too late for today", datetime(2026, 11, 3, 15, tzinfo=UTC), ReadingTime.NEXT_DAY, 4),
        ("in summer time that is an hour earlier for the world", datetime(2026, 9, 8, 14, tzinfo=UTC),
         ReadingTime.NEXT_DAY, 9),
        ("on Friday evening: on Monday", datetime(2026, 11, 6, 18, tzinfo=UTC), ReadingTime.NEXT_DAY, 9),
        ("on a Sunday", datetime(2026, 11, 8, 12, tzinfo=UTC), ReadingTime.NEXT_DAY, 9),
        ("after midnight in summer it is already the next day", datetime(2026, 9, 7, 23, 30, tzinfo=UTC),
         ReadingTime.TODAY, None),
        ("over half term, where the clocks change", datetime(2026, 10, 23, 20, tzinfo=UTC), ReadingTime.NEXT_DAY, 2),
        ("in a holiday of which nobody knows the end", datetime(2026, 12, 24, 12, tzinfo=UTC),
         ReadingTime.NOT_KNOWN, None),
    ],
)  # fmt: skip
def test_when_a_child_is_told_it_will_be_read(why: str, at: datetime, time: ReadingTime, day: int | None) -> None:
    found, on = rules.reading_time(CALENDAR, at=at)
    assert found is time, why
    assert (on.day if on else None) == day, why
    assert on is None or CALENDAR.is_school_day(on.date())


def test_what_a_child_said_comes_back_word_for_word() -> None:
    told = Told(feeling="sad", about="", words='They said "no" 😟\n</script>', from_page="/home", not_adults=(4, 2))
    assert Told.from_text(told.to_text()) == told
