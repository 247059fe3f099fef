"""What a child is told, and when: the rulings as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from esafety.clock import SchoolCalendar
from esafety.filtering.detectors import made
from esafety.filtering.pipeline import check
from esafety.filtering.verdict import Category, Level
from esafety.moderation.due import due_at
from esafety.moderation.findings import FAULTS, from_text, show_a_fault, to_text
from esafety.moderation.reason_words import child_words, help_words, short_child_words, staff_words, where_it_is
from esafety.moderation.reasons import ChildSees, Reason, child_sees, is_worry, reason_for, told_at_once
from esafety.moderation.states import State, first_state

FOUND = {category: (made(category, rule="x", start=0, end=1),) for category in Category}


@pytest.mark.parametrize(
    ("category", "reasons", "sees"),
    [
        (Category.PERSONAL, (Reason.PRIVATE,), ChildSees.HELD_WHY),
        (Category.LINKS, (Reason.WEB_ADDRESS,), ChildSees.HELD_WHY),
        (Category.PROFANITY, (Reason.RUDE_WORDS,), ChildSees.HELD_WHY),
        (Category.UNKIND, (), ChildSees.WAITING),
        (Category.IDENTITY, (), ChildSees.WAITING),
        (Category.CONTACT, (), ChildSees.WAITING),
        (Category.UNREAD, (), ChildSees.WAITING),
        (Category.DISTRESS, (), ChildSees.GROWN_UP),
    ],
)
def test_what_is_told_before_a_teacher_has_read(
    category: Category, reasons: tuple[Reason, ...], sees: ChildSees
) -> None:
    assert told_at_once(FOUND[category]) == reasons
    assert child_sees(State.HELD, findings=FOUND[category]) is sees


def test_beside_a_worry_nothing_else_is_given_as_a_reason() -> None:
    both = (*FOUND[Category.PROFANITY], *FOUND[Category.DISTRESS])
    assert is_worry(both)
    assert told_at_once(both) == ()
    assert child_sees(State.HELD, findings=both) is ChildSees.GROWN_UP


def test_urgent_is_never_a_reason_whatever_its_category() -> None:
    urgent = (made(Category.CONTACT, rule="x", start=0, end=1, level=Level.URGENT), *FOUND[Category.LINKS])
    assert told_at_once(urgent) == ()
    assert child_sees(State.URGENT, findings=urgent) is ChildSees.GROWN_UP


def test_two_things_to_mend_are_both_told_once() -> None:
    both = (*FOUND[Category.PROFANITY], *FOUND[Category.PERSONAL], *FOUND[Category.PERSONAL])
    assert told_at_once(both) == (Reason.PRIVATE, Reason.RUDE_WORDS)


def test_what_was_held_for_unkindness_looks_like_what_only_waits() -> None:
    assert child_sees(State.HELD, findings=FOUND[Category.UNKIND]) is child_sees(State.WAITING, findings=())


def test_every_state_has_something_to_tell() -> None:
    assert {child_sees(state, findings=()) for state in State} >= set(ChildSees) - {ChildSees.HELD_WHY}


def test_every_category_that_may_be_told_has_its_reason_and_distress_has_none() -> None:
    assert {category for category in Category if reason_for(category) is None} == {Category.DISTRESS, Category.UNREAD}


def test_reasons_and_states_have_words_and_children_hear_no_blame(app: Flask) -> None:
    with app.test_request_context():
        for reason in Reason:
            assert child_words(reason) != staff_words(reason)
            assert len(short_child_words(reason).split()) <= 4
            assert len(child_words(reason).split()) <= 16
        assert len({where_it_is(sees) for sees in ChildSees}) == len(ChildSees)
        assert help_words()


def test_findings_come_back_as_they_were() -> None:
    found = check("ring me on 07700 900123 you idiot").findings
    assert found
    assert from_text(to_text(found)) == found


def test_the_filters_own_faults_are_known() -> None:
    assert show_a_fault((made(Category.UNREAD, rule="filter-failed", start=0, end=1),))
    assert not show_a_fault((made(Category.UNREAD, rule="over-long", start=0, end=1), *FOUND[Category.LINKS]))
    assert len(FAULTS) == 2


CALENDAR = SchoolCalendar(
    terms=[(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))], closed=()
)


def moment(day: int, hour: int, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("why", "level", "at", "due"),
    [
        ("a day later", Level.ALLOW, moment(3, 10), moment(4, 10)),
        ("what is held has no longer", Level.HOLD, moment(3, 10), moment(4, 10)),
        ("Friday's on Monday at the same hour", Level.ALLOW, moment(6, 14), moment(9, 14)),
        ("Sunday's on Monday", Level.ALLOW, moment(8, 11), moment(9, 11)),
        ("Saturday's on Monday", Level.ALLOW, moment(7, 11), moment(9, 11)),
        ("before half term: after it, by the school's clock", Level.HOLD, moment(23, 9, month=10), moment(2, 10)),
        ("urgent never moves", Level.URGENT, moment(7, 22), moment(7, 23)),
    ],
)
def test_by_when_an_answer_is_due(why: str, level: Level, at: datetime, due: datetime) -> None:
    assert due_at(CALENDAR, level=level, at=at) == due, why


def test_first_states_match_the_levels_of_the_filter() -> None:
    assert {first_state(level) for level in Level} == {State.WAITING, State.HELD, State.URGENT}
