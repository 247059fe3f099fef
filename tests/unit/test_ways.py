"""The ways that a class took through a story, drawn as one small tree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from esafety.content.model import Choice
from esafety.lessons.paths import Way, ways_through
from tests.factories.stories import step, story

# start -> asks | alone (oops); alone -> start; asks -> told (safe) | shares (oops); shares -> asks
STEPS = (
    step("start", "asks", "alone"),
    step("alone", "start", outcome="oops"),
    step("asks", "told", "shares"),
    step("shares", "asks", outcome="oops"),
    step("told", outcome="safe"),
)
LESSON = story(*STEPS)


def drawn(way: Way | None) -> object:
    """A tree as (choice, pupils, what followed, ending, the ways from there)."""
    if way is None:
        return None
    return (way.choice, way.pupils, " ".join(way.titles), way.end, [drawn(each) for each in way.ways])


def test_where_nobody_has_begun_there_is_no_tree() -> None:
    assert ways_through(LESSON, paths={}) is None


def test_each_choice_tells_how_many_took_it_and_one_that_nobody_took_is_there_too() -> None:
    paths = {1: ["start", "asks", "told"], 2: ["start", "asks"], 3: ["start"]}
    assert drawn(ways_through(LESSON, paths=paths)) == (
        "", 3, "start", "", [
            ("asks", 2, "asks", "", [("told", 1, "told", "safe", []), ("shares", 0, "", "", [])]),
            ("alone", 0, "", "", []),
        ],
    )  # fmt: skip


def test_whoever_went_back_goes_on_from_where_the_choice_stood_and_counts_in_both() -> None:
    paths = {1: ["start", "alone", "start", "asks", "shares", "asks", "told"]}
    assert drawn(ways_through(LESSON, paths=paths)) == (
        "", 1, "start", "", [
            ("asks", 1, "asks", "", [("told", 1, "told", "safe", []), ("shares", 1, "shares", "oops", [])]),
            ("alone", 1, "alone", "oops", []),
        ],
    )  # fmt: skip


def test_a_child_counts_once_however_often_one_way_was_taken() -> None:
    path = ["start", "alone", "start", "alone", "start"]
    ways = ways_through(LESSON, paths={1: path, 2: ["start"]})
    assert ways is not None
    assert (ways.pupils, ways.ways[1].pupils) == (2, 1)


def test_whoever_looked_at_the_other_ending_grows_from_the_choice_that_offers_it() -> None:
    ways = ways_through(LESSON, paths={1: ["start", "asks", "told", "shares"]})
    assert ways is not None
    assert [(each.choice, each.pupils) for each in ways.ways[0].ways] == [("told", 1), ("shares", 1)]


def test_steps_that_offer_one_way_stand_in_one_line_while_nobody_has_stopped_there() -> None:
    lesson = story(step("start", "next"), step("next", "told"), step("told", outcome="safe"))
    all_through = ways_through(lesson, paths={1: ["start", "next", "told"], 2: ["start", "next", "told"]})
    assert drawn(all_through) == ("", 2, "start next told", "safe", [])
    one_stopped = ways_through(lesson, paths={1: ["start", "next", "told"], 2: ["start", "next"]})
    assert drawn(one_stopped) == ("", 2, "start next", "", [("told", 1, "told", "safe", [])])


def test_an_oops_that_goes_on_does_not_lead_back() -> None:
    steps = (step("start", "slip"), step("slip", "told", "start", outcome="oops"), step("told", outcome="safe"))
    ways = ways_through(story(*steps), paths={1: ["start", "slip", "told"]})
    assert drawn(ways) == ("", 1, "start slip told", "safe", [])


@pytest.mark.parametrize(
    "path",
    [["gone", "asks", "told"], ["start", "gone", "asks", "told"], ["asks", "told"], ["start", "asks", "told"]],
)
def test_a_step_that_the_lesson_has_no_more_is_passed_over(path: list[str]) -> None:
    ways = ways_through(LESSON, paths={1: path})
    assert ways is not None
    assert [(each.choice, each.pupils) for each in ways.ways] == [("asks", 1), ("alone", 0)]


def test_a_way_that_no_choice_leads_any_more_is_still_told() -> None:
    shut = story(replace(STEPS[0], choices=(Choice(label="asks", goes_to="asks"),)), *STEPS[1:])
    ways = ways_through(shut, paths={1: ["start", "alone"], 2: ["start", "asks"]})
    assert ways is not None
    assert [(each.choice, each.pupils, each.titles) for each in ways.ways] == [
        ("asks", 1, ("asks",)), ("", 1, ("alone",)),
    ]  # fmt: skip
