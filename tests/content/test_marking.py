"""An answer is one of the question's answers, or it is refused in words that a child can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from esafety.content.marking import CHOOSE_ONE_OF_THE_ANSWERS, Refusal, mark, read_choice
from tests.content.samples import good_lesson

CHOOSE_ALL, CHOOSE_ONE = good_lesson().quiz
RIGHT, ALSO_RIGHT, WRONG = CHOOSE_ALL.answers


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param([], id="nothing"),
        pytest.param([""], id="an empty id"),
        pytest.param(["where-she-lives"], id="another question's answer"),
        pytest.param(["a-grown-up", "the-parrot"], id="two where one is to be chosen"),
        pytest.param(["a-grown-up", "a-grown-up"], id="the same one twice"),
        pytest.param(["a-grown-up", "x"], id="a right one and a strange one"),
        pytest.param(["9" * 5000], id="5,000 digits"),
        pytest.param(["\u0663"], id="an Arabic digit"),
        pytest.param(["-1"], id="a negative number"),
        pytest.param([str(2**63)], id="a number too large for a database"),
        pytest.param(["1e3"], id="a number in another writing"),
        pytest.param(["A-GROWN-UP"], id="capitals"),
        pytest.param([" a-grown-up"], id="a space before it"),
        pytest.param(["a-grown-up\x00"], id="NUL"),
        pytest.param(["\ud800"], id="a lone surrogate"),
        pytest.param("a-grown-up", id="a text for a list"),
        pytest.param([["a-grown-up"]], id="a list in a list"),
        pytest.param([None, {}, 1], id="no texts at all"),
    ],
)
def test_anything_else_is_refused(raw: Sequence[Any]) -> None:
    assert read_choice(CHOOSE_ONE, raw=raw) == Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    assert CHOOSE_ONE_OF_THE_ANSWERS == "Choose one of the answers."


def test_answers_of_the_question_are_taken() -> None:
    assert read_choice(CHOOSE_ONE, raw=["the-parrot"]) == frozenset({"the-parrot"})
    assert read_choice(CHOOSE_ALL, raw=["her-name", "where-she-lives"]) == frozenset({"her-name", "where-she-lives"})


def test_all_right_answers_and_no_other_are_right() -> None:
    marked = mark(CHOOSE_ALL, chosen=frozenset({RIGHT.id, ALSO_RIGHT.id}))
    assert marked.is_right
    assert marked.still_to_find == 0
    assert marked.misconceptions == ()
    assert marked.chosen_reasons == marked.right_reasons == ((RIGHT, RIGHT.reason), (ALSO_RIGHT, ALSO_RIGHT.reason))


def test_a_wrong_answer_has_its_reason_and_its_misconception() -> None:
    marked = mark(CHOOSE_ALL, chosen=frozenset({WRONG.id, RIGHT.id}))
    assert not marked.is_right
    assert marked.still_to_find == 1
    assert marked.misconceptions == ("all-private",)
    assert marked.chosen_reasons == ((RIGHT, RIGHT.reason), (WRONG, WRONG.reason))


def test_some_right_answers_are_not_all() -> None:
    marked = mark(CHOOSE_ALL, chosen=frozenset({RIGHT.id}))
    assert (marked.is_right, marked.still_to_find) == (False, 1)


def test_all_answers_together_are_not_right() -> None:
    assert not mark(CHOOSE_ALL, chosen=frozenset(answer.id for answer in CHOOSE_ALL.answers)).is_right
