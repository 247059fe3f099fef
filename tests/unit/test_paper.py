"""A lesson on paper: numbered panels, the parts of the pack, why it is taught."""

from __future__ import annotations

from dataclasses import replace

import pytest

from esafety.content.model import Answer, Box, Question
from esafety.lessons.paper import PARTS, panels_of, parts_chosen, purpose_of, quiz_of, told_answers
from tests.unit.test_lesson_places import LESSON


def test_a_choice_names_the_panel_where_it_goes_on() -> None:
    turns = {panel.number: [(turn.label, turn.number) for turn in panel.turns] for panel in panels_of(LESSON)}
    assert turns == {
        1: [("asks", 3), ("alone", 2)],
        2: [("start", 1)],
        3: [("told", 5), ("shares", 4)],
        4: [("asks", 3)],
        5: [],
    }


@pytest.mark.parametrize(
    ("ticked", "chosen"),
    [
        ([], PARTS),
        (["notes", "story"], ("story", "notes")),
        (["quiz", "quiz"], ("quiz",)),
        (["nonsense"], PARTS),
    ],
)
def test_what_was_ticked_is_printed_and_everything_where_nothing_was(
    ticked: list[str], chosen: tuple[str, ...]
) -> None:
    assert parts_chosen(ticked) == chosen


@pytest.mark.parametrize(
    ("notes", "purpose"),
    [
        (
            "## In one line\n\nSome things are private.\n\nNobody is silly.\n\n## Ground rules\n\n- One",
            "Some things are private.",
        ),
        ("Hello\n\n## In one line\nWhy.", "Why."),
        ("## In one line\n\n## Ground rules\n\n- One", ""),
        ("## Ground rules\n\nNothing of the kind", ""),
        ("", ""),
    ],
)
def test_the_purpose_is_the_first_paragraph_of_its_section(notes: str, purpose: str) -> None:
    assert purpose_of(replace(LESSON, teacher=notes)) == purpose


def question(kind: str) -> Question:
    answers = tuple(
        Answer(id=name, label=name, is_right=True, reason="", box=f"box-{name}" if kind == "sort" else None)
        for name in ("ant", "bee", "cat", "dog")
    )
    boxes = tuple(Box(id=f"box-{name}", label=f"Box of {name}") for name in ("ant", "bee", "cat", "dog"))
    kept = boxes if kind == "sort" else ()
    return Question(id="one", prompt="?", kind=kind, ask=None, answers=answers, line=1, boxes=kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("sort", ["Box of ant", "Box of bee", "Box of cat", "Box of dog"]),
        ("order", ["1", "2", "3", "4"]),
        ("choose-all", ["", "", "", ""]),
    ],
)
def test_the_answer_sheet_tells_where_each_belongs(kind: str, where: list[str]) -> None:
    assert [each.where for each in told_answers(question(kind))] == where


def test_the_quiz_sheet_does_not_give_an_order_away_and_the_answer_sheet_does() -> None:
    (sheet,) = quiz_of(replace(LESSON, quiz=(question("order"),)))
    assert [answer.id for answer in sheet.answers] != ["ant", "bee", "cat", "dog"]
    assert [each.answer.id for each in sheet.told] == ["ant", "bee", "cat", "dog"]
