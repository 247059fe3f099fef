"""What a class thought before a lesson and after it: counts of enough children, the same ones both times."""

from __future__ import annotations

from esafety.lessons.change import Change, Said, changes
from tests.factories.stories import question, step, story

ASKED, LATER = question("asked", before_and_after=True), question("later", before_and_after=True)
LESSON = story(step("start", outcome="safe"), quiz=(question("quiz"), ASKED, LATER))


def said(pupil_id: int, *ideas: str, before: bool, about: str = "asked") -> Said:
    return Said(pupil_id=pupil_id, question_id=about, is_before=before, ideas=frozenset(ideas))


def change(idea: str, before: int, of: int, after: int | None, *, about: str = "asked") -> Change:
    return Change(question_id=about, misconception=idea, before=before, of=of, after=after)


def test_the_same_children_are_counted_before_and_after() -> None:
    before = [said(number, "big", before=True) for number in range(7)]
    after = [said(0, "big", before=False), *(said(number, before=False) for number in range(1, 5))]
    # Children 5 and 6 have not come to the question again: they are in neither count.
    assert changes(LESSON, answers=[*before, *after]) == [change("big", 5, 5, 1)]


def test_a_count_of_fewer_than_five_children_is_not_shown() -> None:
    four = [said(number, "big", before=True) for number in range(4)]
    assert changes(LESSON, answers=four) == []
    assert changes(LESSON, answers=[*four, *(said(number, before=False) for number in range(4))]) == []


def test_after_is_not_told_before_five_have_answered_both_times() -> None:
    before = [said(number, "big", before=True) for number in range(6)]
    after = [said(number, before=False) for number in range(4)]
    assert changes(LESSON, answers=[*before, *after]) == [change("big", 6, 6, None)]


def test_a_childs_first_answer_after_counts_and_not_what_a_try_taught() -> None:
    before = [said(number, before=True) for number in range(5)]
    after = [said(number, "big", before=False) for number in range(5)]
    again = [said(number, before=False) for number in range(5)]
    assert changes(LESSON, answers=[*before, *after, *again]) == [change("big", 0, 5, 5)]


def test_ideas_stand_by_question_and_the_most_common_before_first() -> None:
    answers = [
        *(said(number, "big", *(["small"] if number < 3 else []), before=True) for number in range(5)),
        *(said(number, "odd", before=True, about="later") for number in range(5)),
        *(said(number, before=False) for number in range(5)),
    ]
    assert changes(LESSON, answers=answers) == [
        change("big", 5, 5, 0), change("small", 3, 5, 0), change("odd", 5, 5, None, about="later"),
    ]  # fmt: skip


def test_a_question_that_is_not_asked_before_or_is_gone_has_no_change() -> None:
    answers = [said(number, "big", before=True, about=about) for about in ("quiz", "gone") for number in range(9)]
    assert changes(LESSON, answers=answers) == []


def test_nobody_being_wrong_is_no_line() -> None:
    answers = [said(number, before=is_before) for is_before in (True, False) for number in range(9)]
    assert changes(LESSON, answers=answers) == []
