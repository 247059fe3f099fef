"""Every step of a story can be reached, and from every step the story can end well."""

from __future__ import annotations

from dataclasses import replace

from esafety.content.branching import (
    first_unreachable,
    next_step,
    steps_left,
    steps_that_cannot_end_well,
    steps_without_a_way_back,
    unreachable,
)
from esafety.content.model import Choice, Lesson, Outcome, Step
from tests.content.samples import good_lesson


def story(*steps: tuple[str, Outcome | None, str]) -> Lesson:
    """A lesson with these steps: name, outcome, and the names of the steps that its choices open."""
    made = tuple(
        Step(name, name, outcome, "garden", (), (), (), None, tuple(Choice(to, to) for to in ways.split()), number)
        for number, (name, outcome, ways) in enumerate(steps, 1)
    )
    return replace(good_lesson(), steps=made)


def names(steps: tuple[Step, ...]) -> list[str]:
    return [step.id for step in steps]


GOOD = story(("start", None, "oops well"), ("oops", "oops", "start"), ("well", "safe", ""))


def test_a_good_story_has_nothing_wrong() -> None:
    assert unreachable(GOOD) == ()
    assert steps_that_cannot_end_well(GOOD) == ()
    assert steps_without_a_way_back(GOOD) == ()


def test_a_step_that_no_choice_opens_is_unreachable() -> None:
    lesson = story(("start", None, "well"), ("lost", None, "well"), ("well", "safe", ""))
    assert names(unreachable(lesson)) == ["lost"]
    assert names(first_unreachable(lesson)) == ["lost"]


def test_a_lost_choice_is_told_at_the_step_it_led_to_and_not_at_all_that_follow() -> None:
    lesson = story(("start", "safe", ""), ("later", None, "last"), ("lost", None, "later"), ("last", "safe", ""))
    assert names(unreachable(lesson)) == ["later", "lost", "last"]
    assert names(first_unreachable(lesson)) == ["lost"]
    ring = story(("start", "safe", ""), ("a", None, "b"), ("b", None, "a"))
    assert names(first_unreachable(ring)) == ["a"]


def test_steps_in_a_circle_cannot_end_well() -> None:
    lesson = story(("start", None, "a well"), ("a", None, "b"), ("b", None, "a"), ("well", "safe", ""))
    assert names(steps_that_cannot_end_well(lesson)) == ["a", "b"]


def test_a_way_back_may_take_several_moves() -> None:
    worse = story(
        ("start", None, "oops well"), ("oops", "oops", "worse"), ("worse", "oops", "start"), ("well", "safe", "")
    )
    assert steps_without_a_way_back(worse) == ()
    on = story(("start", None, "oops"), ("oops", "oops", "well"), ("well", "safe", ""))
    assert names(steps_without_a_way_back(on)) == ["oops"]
    lost = story(("start", "safe", ""), ("oops", "oops", "start"))
    assert steps_without_a_way_back(lost) == ()


def test_the_moves_left_are_counted_to_the_nearest_safe_ending() -> None:
    assert [steps_left(GOOD, step_id=name) for name in ("start", "oops", "well")] == [1, 2, 0]
    assert steps_left(GOOD, step_id="nowhere") == 0
    assert steps_left(story(("start", None, "start")), step_id="start") == 0


def test_only_a_choice_of_the_step_opens_the_next() -> None:
    opened = next_step(GOOD, step_id="start", goes_to="well")
    assert opened is not None
    assert opened.id == "well"
    assert next_step(GOOD, step_id="oops", goes_to="well") is None
    assert next_step(GOOD, step_id="nowhere", goes_to="well") is None
    assert next_step(story(("start", None, "gone")), step_id="start", goes_to="gone") is None


def test_a_lesson_without_a_story_has_nothing_to_reach() -> None:
    assert unreachable(story()) == ()
    assert steps_that_cannot_end_well(story()) == ()
