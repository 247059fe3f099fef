"""Ages change: a lesson takes them from the data file and never says them in digits."""

from __future__ import annotations

import pytest

from esafety.content.outline import Line
from esafety.content.parse import parse_lesson
from esafety.content.report import Report
from esafety.content.wording import look_at_wording
from tests.content.samples import spoilt


@pytest.mark.parametrize(
    "words",
    [
        "You must be 13 years old.",
        "for 13-year-olds",
        "Kit is aged 13.",
        "Aged 9 and up",
        "people over 13 can join",
        "the over 13s",
        "an under-13 account",
        "until you are 13",
        "wait till 13, then",
        "when he turns 13.",
        "She is 12 now",
        "He\u2019s 12.",
        "Kit is 9.",
        "I am 8.",
        "13+",
        "it is for 13 or over",
        "16 years and over",
        "over the age of 13.",
        "you are\n13",
    ],
)
def test_an_age_in_digits_is_found(words: str) -> None:
    assert len(_said(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Year 4 met Kit.",
        "There are 3 answers.",
        "Choose 3 of them.",
        "over 20 minutes",
        "under 10 words",
        "It was 4 years ago.",
        "This is 3.",
        "Ring 999.",
        "He is 1st in line.",
        "Goalie10 and Badger7",
        "5 + 3",
        "in 2026",
    ],
)
def test_other_numbers_are_let_be(words: str) -> None:
    assert _said(words) == []


@pytest.mark.parametrize(("old", "line"), [("Wren's name badge", 2), ("I can say what is private", 8)])
def test_the_title_and_the_objective_count(old: str, line: int) -> None:
    problems = parse_lesson(spoilt(old, "Kit is aged 13"), path="x.md").problems
    assert [(one.line, one.severity) for one in problems] == [(line, "problem")]


def _said(words: str) -> list[str]:
    report = Report("x.md")
    look_at_wording([Line(number, text) for number, text in enumerate(words.split("\n"), 1)], report=report)
    return [one.message for one in report.in_order()]
