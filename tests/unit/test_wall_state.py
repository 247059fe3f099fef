"""What windows of the wall tell one another: whatever else is sent, and too few hands, show nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from esafety.lessons.wall_deck import COVER, deck_of
from esafety.lessons.wall_parts import Option, Part
from esafety.lessons.wall_state import Position, read_position, read_sent, tally
from tests.unit.test_lesson_places import LESSON

DECK = deck_of(LESSON)
GOOD: dict[str, Any] = {
    "place": "step:start",
    "part": 1,
    "shown": ["step:start#1"],
    "path": [COVER],
    "blank": False,
    "v": 7,
}


def test_a_position_is_read_as_it_was_sent() -> None:
    position = read_position(GOOD, deck=DECK)
    assert position == Position(place="step:start", part=1, shown=("step:start#1",), path=(COVER,), version=7)
    assert position.facts() == GOOD


@pytest.mark.parametrize(
    "spoiled",
    [
        {"place": "step:gone"},
        {"place": 3},
        {"place": None},
        {"v": -1},
        {"v": True},
        {"v": "7"},
        {"v": 10**12},
        {"part": -1},
        {"part": 1.5},
        {"part": 10**9},
    ],
)
def test_a_position_that_no_window_sends_is_none(spoiled: dict[str, Any]) -> None:
    assert read_position({**GOOD, **spoiled}, deck=DECK) is None


@pytest.mark.parametrize("raw", [None, [], "step:start", 5])
def test_what_is_no_position_is_none(raw: object) -> None:
    assert read_position(raw, deck=DECK) is None


def test_what_the_lesson_has_no_longer_is_left_out() -> None:
    sent = {**GOOD, "part": 99, "shown": 3 * ["step:start#1", "step:gone#0", 4], "path": [COVER, "step:gone", None]}
    position = read_position(sent, deck=DECK)
    assert position == Position(place="step:start", part=1, shown=("step:start#1",), path=(COVER,), version=7)


def test_counts_are_read_and_what_is_not_asked_is_left_out() -> None:
    counts = [
        ["step:start", "asks", 12, 3],
        ["step:start", "nobody", 12, 3],
        ["step:gone", "asks", 12, 3],
        ["step:start", "asks", 1000, 3],
        ["step:start", "asks", -1, 3],
        ["step:start", "asks", "12", 3],
        ["step:start", "asks", 12],
        ["step:start", 5, 12, 3],
        "step:start",
    ]
    sent = read_sent(json.dumps({"position": GOOD, "counts": counts}), deck=DECK)
    assert sent is not None
    assert [(each.place, each.option, each.hands, each.version) for each in sent.counts] == [
        ("step:start", "asks", 12, 3)
    ]


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "7", '{"counts": 5}', '{"counts": {"a": 1}}', "NaN"])
def test_what_is_no_news_is_refused(text: str) -> None:
    assert read_sent(text, deck=DECK) is None


def test_news_without_a_position_leaves_the_position_alone() -> None:
    sent = read_sent('{"position": null, "counts": []}', deck=DECK)
    assert sent is not None
    assert sent.position is None


def vote(*, how: str = "once", asked: tuple[str, ...] = ("a", "b")) -> Part:
    options = (Option(id="a", label="A"), Option(id="b", label="B"))
    return Part(kind="vote", options=options, how=how, asked=asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("why", "part", "counts", "voters", "shown"),
    [
        ("four children", vote(), {"a": 4}, 4, False),
        ("five children, all of one mind", vote(), {"a": 5}, 5, True),
        ("five in all", vote(), {"a": 3, "b": 2}, 5, True),
        ("three children who may choose both are three, not six", vote(how="each"), {"a": 3, "b": 3}, 3, False),
        ("five for one of several", vote(how="each"), {"a": 5, "b": 1}, 5, True),
        (
            "others voted on the next screen of the same question",
            vote(asked=("a", "b", "c")),
            {"a": 1, "c": 9},
            10,
            True,
        ),
        ("nobody", vote(), {}, 0, False),
    ],
)
def test_a_tally_of_fewer_than_five_is_not_shown(
    why: str, part: Part, counts: dict[str, int], voters: int, shown: bool
) -> None:
    found = tally(part, counts=counts)
    assert (found.voters, found.may_be_shown) == (voters, shown), why
    assert found.hands == {"a": counts.get("a", 0), "b": counts.get("b", 0)}
