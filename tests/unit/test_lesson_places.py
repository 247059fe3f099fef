"""Where a child is in a lesson, where each move leads, and how far that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from esafety.content.model import Answer, Choice, Lesson, Outcome, Question, Step
from esafety.lessons import rules
from esafety.lessons.rules import Place


def step(name: str, *choices: str, outcome: Outcome | None = None) -> Step:
    return Step(
        id=name, title=name, outcome=outcome, scene="wood", show=(), narration=(), speech=(), question=None,
        choices=tuple(Choice(label=each, goes_to=each) for each in choices), line=1,
    )  # fmt: skip


def question(name: str) -> Question:
    answers = (
        Answer(id="a", label="A", is_right=True, reason=""),
        Answer(id="b", label="B", is_right=False, reason=""),
    )
    return Question(id=name, prompt=name, kind="choose-one", ask=None, answers=answers, line=1)


# start -> asks -> told (safe); start -> alone (oops) -> start; asks -> shares (oops) -> asks
LESSON = Lesson(
    id="wren", title="Wren", key_stage="KS1", years=(1,), topic="", strand="", objective="", statements=(),
    minutes=15, cast=(), checked_on=date(2026, 11, 1), talk=(), teacher="", take_home="", path="wren.md",
    steps=(
        step("start", "asks", "alone"),
        step("alone", "start", outcome="oops"),
        step("asks", "told", "shares"),
        step("shares", "asks", outcome="oops"),
        step("told", outcome="safe"),
    ),
    quiz=(question("one"), question("two")),
)  # fmt: skip
NO_QUIZ = replace(LESSON, quiz=())
ASKED_BEFORE = replace(LESSON, quiz=(replace(question("one"), ask="before-after"), question("two"),
                                     replace(question("three"), ask="before-after")))  # fmt: skip


def test_a_lesson_begins_with_its_first_step() -> None:
    assert rules.first_place(LESSON) == Place("step", "start")


def test_a_lesson_with_questions_before_its_story_begins_with_a_word() -> None:
    assert rules.first_place(ASKED_BEFORE) == Place("before")
    assert rules.story_begins(ASKED_BEFORE) == Place("step", "start")
    assert [each.id for each in rules.before_questions(ASKED_BEFORE)] == ["one", "three"]
    assert rules.before_questions(LESSON) == ()


def test_questions_before_the_story_come_in_order_and_then_the_story() -> None:
    assert rules.after_before(ASKED_BEFORE, question_id="") == Place("before", "one")
    assert rules.after_before(ASKED_BEFORE, question_id="one") == Place("before", "three")
    assert rules.after_before(ASKED_BEFORE, question_id="three") == Place("step", "start")


@pytest.mark.parametrize(
    ("why", "kept", "place"),
    [
        ("the word before the first", "before:", Place("before")),
        ("a question that is asked before", "before:three", Place("before", "three")),
        ("one that is asked no longer before", "before:two", Place("step", "start")),
        ("one that was taken out", "before:gone", Place("step", "start")),
        ("a step that was taken out: nobody is asked again", "step:gone", Place("step", "start")),
    ],
)
def test_a_place_before_the_story_is_found_again(why: str, kept: str, place: Place) -> None:
    assert rules.read_place(ASKED_BEFORE, text=kept) == place, why


@pytest.mark.parametrize(
    ("why", "place", "done"),
    [
        ("the word before the first", Place("before"), 0),
        ("the first question before", Place("before", "one"), 0),
        ("the second", Place("before", "three"), 1),
        ("the story's beginning", Place("step", "start"), 2),
        ("its safe ending", Place("step", "told"), 4),
        ("the first question after it", Place("question", "one"), 5),
        ("the end", Place("end"), 8),
    ],
)
def test_questions_before_the_story_count_in_the_strip(why: str, place: Place, done: int) -> None:
    assert rules.progress(ASKED_BEFORE, place=place) == rules.Progress(done, 8), why


@pytest.mark.parametrize(
    "place", [Place("step", "asks"), Place("question", "one"), Place("feedback", "two"), Place("end")]
)
def test_a_place_is_found_again(place: Place) -> None:
    assert rules.read_place(LESSON, text=str(place)) == place


@pytest.mark.parametrize(
    ("why", "kept"),
    [
        ("a step that was taken out", "step:gone"),
        ("a question that was taken out", "question:gone"),
        ("what is said to such a question", "feedback:gone"),
        ("a kind of screen that there is not", "party:one"),
        ("nothing", ""),
    ],
)
def test_where_a_lesson_has_changed_the_child_begins_again(why: str, kept: str) -> None:
    assert rules.read_place(LESSON, text=kept) == Place("step", "start"), why


@pytest.mark.parametrize(
    ("why", "step_id", "goes_to", "leads_to"),
    [
        ("a choice of the step", "start", "asks", Place("step", "asks")),
        ("an oops is a choice too", "start", "alone", Place("step", "alone")),
        ("a step that exists, but is not offered here", "start", "told", None),
        ("a step that does not exist", "start", "gone", None),
        ("from a step that does not exist", "gone", "asks", None),
    ],
)
def test_a_choice_leads_where_the_story_says(why: str, step_id: str, goes_to: str, leads_to: Place | None) -> None:
    assert rules.after_choice(LESSON, step_id=step_id, goes_to=goes_to) == leads_to, why


@pytest.mark.parametrize(
    ("why", "lesson", "step_id", "leads_to"),
    [
        ("a safe ending leads to the quiz", LESSON, "told", Place("question", "one")),
        ("or to the end, without a quiz", NO_QUIZ, "told", Place("end")),
        ("an oops is no way out", LESSON, "alone", None),
        ("nor the middle", LESSON, "start", None),
        ("nor a step that does not exist", LESSON, "gone", None),
    ],
)
def test_only_a_safe_ending_leads_out_of_the_story(
    why: str, lesson: Lesson, step_id: str, leads_to: Place | None
) -> None:
    assert rules.after_story(lesson, step_id=step_id) == leads_to, why


def test_questions_come_in_order_and_then_the_end() -> None:
    assert rules.after_question(LESSON, question_id="one") == Place("question", "two")
    assert rules.after_question(LESSON, question_id="two") == Place("end")


@pytest.mark.parametrize(
    ("was_right", "try_no", "is_settled"), [(True, 1, True), (False, 1, False), (False, 2, False), (False, 3, True)]
)
def test_a_question_is_settled_when_right_or_shown_after_the_third_try(
    was_right: bool, try_no: int, is_settled: bool
) -> None:
    assert rules.is_settled(was_right=was_right, try_no=try_no) is is_settled


@pytest.mark.parametrize(
    ("why", "place", "done"),
    [
        ("the beginning", Place("step", "start"), 0),
        ("an oops at the first choice", Place("step", "alone"), 0),
        ("one step on", Place("step", "asks"), 1),
        ("an oops takes nothing back", Place("step", "shares"), 1),
        ("the safe ending", Place("step", "told"), 2),
        ("the first question", Place("question", "one"), 3),
        ("its answer", Place("feedback", "one"), 4),
        ("the second question", Place("question", "two"), 4),
        ("its answer", Place("feedback", "two"), 5),
        ("the end", Place("end"), 5),
    ],
)
def test_how_far_a_child_is(why: str, place: Place, done: int) -> None:
    assert rules.progress(LESSON, place=place) == rules.Progress(done, 5), why


def test_question_of_finds_by_id() -> None:
    found = rules.question_of(LESSON, question_id="two")
    assert found is not None
    assert found.id == "two"
    assert rules.question_of(LESSON, question_id="gone") is None
