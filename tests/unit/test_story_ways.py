"""Looking around after a good ending: what is offered, where it leads, how one comes back; settings put right."""

from __future__ import annotations

from datetime import date

import pytest

from esafety.content.model import Choice, Lesson, Outcome, Step
from esafety.content.phone import Does, Option, Phone, Setting
from esafety.lessons import rules, story_ways
from esafety.lessons.rules import LONGEST_PATH, Place


def step(name: str, *choices: str, outcome: Outcome | None = None, phone: Phone | None = None) -> Step:
    does: dict[str, Does] = {"saved": "save", "again": "again"}
    ways = tuple(Choice(label=f"Go to {each}", goes_to=each, does=does.get(each)) for each in choices)
    return Step(
        id=name, title=name, outcome=outcome, scene="wood", show=(), narration=(), speech=(), question=None,
        choices=ways, line=1, phone=phone,
    )  # fmt: skip


PHONE = Phone(
    "Hoot",
    "settings",
    settings=(Setting("who", "Who", (Option("all", "All", False), Option("us", "Us", True)), "all"),),
)

# start -> asks | tells (oops) | hides (oops); asks -> sets | sulks (-> sets); sets -> saved (safe) by its phone
LESSON = Lesson(
    id="wren", title="Wren", key_stage="KS1", years=(1,), topic="", strand="", objective="", statements=(),
    minutes=15, cast=(), checked_on=date(2026, 11, 1), talk=(), teacher="", take_home="", path="wren.md", quiz=(),
    steps=(
        step("start", "asks", "tells", "hides"),
        step("tells", "start", "cries", outcome="oops"),
        step("cries", "asks"),
        step("hides", "start", outcome="oops"),
        step("asks", "sets", "sulks"),
        step("sulks", "sets"),
        step("sets", "saved", "again", phone=PHONE),
        step("again", "sets", outcome="oops"),
        step("saved", outcome="safe"),
    ),
)  # fmt: skip
WALKED = ("start", "asks", "sets", "saved")


def offered(*path: str) -> list[str]:
    return [choice.goes_to for _step, choice in story_ways.other_ways(LESSON, step_id=path[-1], path=path)]


@pytest.mark.parametrize(
    ("why", "path", "ways"),
    [
        ("two at a time, the first of the story first", WALKED, ["tells", "hides"]),
        ("what was seen is not offered", ("start", "tells", *WALKED), ["hides", "sulks"]),
        ("what was looked at is not offered again", (*WALKED, "start", "tells", "saved"), ["hides", "sulks"]),
        (
            "nothing when all was seen",
            ("start", "tells", "start", "hides", "start", "asks", "sulks", "sets", "saved"),
            [],
        ),
        ("where settings lead is no choice", ("start", "tells", "hides", "asks", "sulks", "sets", "saved"), []),
        ("not before the ending", ("start", "asks"), []),
        ("not on an oops", ("start", "tells"), []),
        ("not when the path is nearly full", ("start", "asks") * (LONGEST_PATH // 4) + ("sets", "saved"), []),
    ],
)
def test_what_was_not_chosen_may_be_looked_at_from_a_good_ending(
    why: str, path: tuple[str, ...], ways: list[str]
) -> None:
    assert offered(*path) == ways, why


def test_a_step_that_is_not_on_the_path_offers_nothing() -> None:
    assert story_ways.other_ways(LESSON, step_id="saved", path=("start",)) == ()
    assert story_ways.other_ways(LESSON, step_id="gone", path=WALKED) == ()


@pytest.mark.parametrize(
    ("why", "step_id", "goes_to", "path", "added"),
    [
        ("a look adds the step where the choice was offered", "saved", "tells", WALKED, ("start", "tells")),
        ("a look at something further on", "saved", "sulks", ("start", "tells", "hides", *WALKED), ("asks", "sulks")),
        ("the way back", "tells", "saved", (*WALKED, "start", "tells"), ("saved",)),
        ("the way back from a step on the way", "sulks", "saved", (*WALKED, "asks", "sulks"), ("saved",)),
        ("no way to the ending before it was come to", "tells", "saved", ("start", "tells"), ()),
        ("not to what was seen", "saved", "tells", ("start", "tells", *WALKED), ()),
        ("not to the beginning", "saved", "start", WALKED, ()),
        ("not to what settings lead to", "saved", "again", WALKED, ()),
        ("not to nowhere", "saved", "gone", WALKED, ()),
        ("not from nowhere", "gone", "tells", WALKED, ()),
        ("not from the ending to itself", "saved", "saved", WALKED, ()),
    ],
)
def test_a_look_around_and_the_way_back(
    why: str, step_id: str, goes_to: str, path: tuple[str, ...], added: tuple[str, ...]
) -> None:
    assert story_ways.look_around(LESSON, step_id=step_id, goes_to=goes_to, path=path) == added, why


@pytest.mark.parametrize(
    ("why", "step_id", "goes_to", "might"),
    [
        ("a choice", "start", "tells", True),
        ("a look", "saved", "tells", True),
        ("the way back", "tells", "saved", True),
        ("never from the ending to the beginning", "saved", "start", False),
        ("never what is not a choice", "start", "sulks", False),
        ("never nowhere", "saved", "gone", False),
        ("never from nowhere", "gone", "saved", False),
        ("never what follows from settings", "sets", "again", False),
    ],
)
def test_a_forged_move_is_told_from_an_old_page(why: str, step_id: str, goes_to: str, might: bool) -> None:
    assert story_ways.might_lead(LESSON, step_id=step_id, goes_to=goes_to) is might, why


def test_on_a_look_around_an_oops_offers_no_way_through_the_story_again() -> None:
    tells = LESSON.step("tells")
    assert tells
    ways = story_ways.choices_at(tells, path=("start", "tells"), is_looking_around=False)
    assert [choice.goes_to for choice in ways] == ["start", "cries"]
    ways = story_ways.choices_at(tells, path=(*WALKED, "start", "tells"), is_looking_around=True)
    assert [choice.goes_to for choice in ways] == ["cries"]


def test_what_settings_lead_to_is_no_button() -> None:
    sets = LESSON.step("sets")
    assert sets
    assert story_ways.choices_at(sets, path=("start",), is_looking_around=False) == ()


@pytest.mark.parametrize(("place", "path", "counts"), [
    (Place("step", "tells"), ("start", "tells"), Place("step", "tells")),
    (Place("step", "tells"), (*WALKED, "start", "tells"), Place("step", "saved")),
    (Place("end"), WALKED, Place("end")),
])  # fmt: skip
def test_looking_around_takes_no_progress_back(place: Place, path: tuple[str, ...], counts: Place) -> None:
    assert story_ways.how_far(LESSON, place=place, path=path) == counts
    assert rules.progress(LESSON, place=counts).done <= rules.progress(LESSON, place=counts).total


@pytest.mark.parametrize(
    ("why", "step_id", "chosen", "leads_to"),
    [
        ("right", "sets", {"who": "us"}, Place("step", "saved")),
        ("not yet right", "sets", {"who": "all"}, Place("step", "again")),
        ("nothing chosen", "sets", {}, None),
        ("a step without a phone", "start", {"who": "us"}, None),
        ("a step that does not exist", "gone", {"who": "us"}, None),
    ],
)
def test_settings_lead_on(why: str, step_id: str, chosen: dict[str, str], leads_to: Place | None) -> None:
    assert story_ways.after_settings(LESSON, step_id=step_id, chosen=chosen) == leads_to, why


@pytest.mark.parametrize("step_id", ["start", "gone"])
def test_settings_are_read_only_where_there_are_any(step_id: str) -> None:
    assert story_ways.read_settings(LESSON, step_id=step_id, sent={"who": ["us"]}) is None
    assert story_ways.read_settings(LESSON, step_id="sets", sent={"who": ["us"]}) == {"who": "us"}
