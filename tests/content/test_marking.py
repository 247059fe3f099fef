"""An answer is one of the question's answers, or it is refused in words that a child can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.content.marking import (
    CHOOSE_AT_LEAST_ONE,
    CHOOSE_ONE_OF_THE_ANSWERS,
    FIND_EACH_A_PARTNER,
    GIVE_EACH_A_PLACE,
    PUT_EACH_IN_A_BOX,
    TAP_A_CLUE,
    Refusal,
    as_sent,
    mark,
    read_choice,
    read_places,
    still_offered,
)
from esafety.content.model import Question
from tests.content.question_samples import (
    MATCH,
    ORDER,
    PICTURE,
    SORT,
    THREAD,
    questions_of_all_kinds,
    read_question,
)
from tests.content.samples import good_lesson

CHOOSE_ALL, CHOOSE_ONE = good_lesson().quiz
RIGHT, ALSO_RIGHT, WRONG = CHOOSE_ALL.answers
SORTING, ORDERING, MATCHING = read_question(SORT), read_question(ORDER), read_question(MATCH)
SPOTTING, LOOKING = read_question(THREAD), read_question(PICTURE)
EVERY = [CHOOSE_ONE, CHOOSE_ALL, SORTING, ORDERING, MATCHING, SPOTTING, LOOKING]

NEVER_OFFERED: list[Any] = [
    pytest.param([""], id="an empty id"),
    pytest.param(["where-she-lives-not"], id="another question's answer"),
    pytest.param(["9" * 5000], id="5,000 digits"),
    pytest.param(["\u0663"], id="an Arabic digit"),
    pytest.param(["-1"], id="a negative number"),
    pytest.param([str(2**63)], id="a number too large for a database"),
    pytest.param(["1e3"], id="a number in another writing"),
    pytest.param(["\ud800"], id="a lone surrogate"),
    pytest.param("a-grown-up", id="a text for a list"),
    pytest.param([["a-grown-up"]], id="a list in a list"),
    pytest.param([None, {}, 1], id="no texts at all"),
    pytest.param(["=", "=="], id="nothing in nothing"),
]


@pytest.mark.parametrize("raw", NEVER_OFFERED)
@pytest.mark.parametrize("question", EVERY, ids=lambda one: one.id)
def test_what_is_not_on_the_page_is_refused_by_every_kind(question: Question, raw: Sequence[Any]) -> None:
    assert read_choice(question, raw=raw) == Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    assert CHOOSE_ONE_OF_THE_ANSWERS == "Choose one of the answers."


@pytest.mark.parametrize(
    ("question", "raw"),
    [
        pytest.param(CHOOSE_ONE, ["a-grown-up", "the-parrot"], id="two where one is to be chosen"),
        pytest.param(CHOOSE_ONE, ["a-grown-up", "a-grown-up"], id="the same one twice"),
        pytest.param(CHOOSE_ONE, ["a-grown-up", "x"], id="a right one and a strange one"),
        pytest.param(CHOOSE_ONE, ["A-GROWN-UP"], id="capitals"),
        pytest.param(CHOOSE_ONE, [" a-grown-up"], id="a space before it"),
        pytest.param(CHOOSE_ONE, ["a-grown-up\x00"], id="NUL"),
        pytest.param(SORTING, ["her-name=private", "her-name=dont-mind"], id="one item in two boxes"),
        pytest.param(SORTING, ["her-name=attic", "her-song=private"], id="a box that is not there"),
        pytest.param(SORTING, ["her-name=her-song"], id="an item for a box"),
        pytest.param(SORTING, ["her-name=private=private"], id="two signs"),
        pytest.param(SORTING, ["stop=1"], id="an item of another question"),
        pytest.param(ORDERING, ["stop=0", "think=1", "tell=2"], id="a place before the first"),
        pytest.param(ORDERING, ["stop=1", "think=2", "tell=4"], id="a place after the last"),
        pytest.param(ORDERING, ["stop=\u0661", "think=2", "tell=3"], id="a place in other digits"),
        pytest.param(ORDERING, ["stop=01", "think=2", "tell=3"], id="a place written otherwise"),
        pytest.param(ORDERING, ["stop=1.0", "think=2", "tell=3"], id="a place with a point"),
        pytest.param(ORDERING, ["stop=1", "stop=1", "tell=3"], id="one item twice"),
        pytest.param(ORDERING, ["stop=9" + "9" * 5000], id="a place of 5,000 digits"),
        pytest.param(MATCHING, ["a-bird=a-bird", "an-app=a-nest"], id="a half for itself"),
    ],
)
def test_what_a_page_cannot_send_is_refused(question: Question, raw: Sequence[str]) -> None:
    assert read_choice(question, raw=raw) == Refusal(CHOOSE_ONE_OF_THE_ANSWERS)


@pytest.mark.parametrize(
    ("question", "raw", "message"),
    [
        pytest.param(CHOOSE_ONE, [], CHOOSE_ONE_OF_THE_ANSWERS, id="nothing chosen"),
        pytest.param(CHOOSE_ALL, [], CHOOSE_AT_LEAST_ONE, id="nothing ticked"),
        pytest.param(SPOTTING, [], TAP_A_CLUE, id="nothing spotted"),
        pytest.param(SORTING, [], PUT_EACH_IN_A_BOX, id="nothing sorted"),
        pytest.param(SORTING, ["her-name=private"], PUT_EACH_IN_A_BOX, id="half sorted"),
        pytest.param(SORTING, ["her-name=private", "her-song="], PUT_EACH_IN_A_BOX, id="one left empty"),
        pytest.param(ORDERING, ["stop=1", "think=1", "tell=2"], GIVE_EACH_A_PLACE, id="two in one place"),
        pytest.param(ORDERING, ["stop=1", "think=", "tell=2"], GIVE_EACH_A_PLACE, id="one without a place"),
        pytest.param(MATCHING, ["a-bird=a-nest"], FIND_EACH_A_PARTNER, id="one alone"),
    ],
)
def test_what_is_unfinished_is_said_to_be_so(question: Question, raw: Sequence[str], message: str) -> None:
    assert read_choice(question, raw=raw) == Refusal(message, is_unfinished=True)


def test_what_was_put_is_known_although_it_is_unfinished() -> None:
    assert read_places(SORTING, raw=["her-name=private", "her-song="]) == {"her-name": "private"}
    assert read_places(SORTING, raw=["her-name=attic"]) is None


def test_an_answer_is_kept_in_one_way_however_it_was_sent() -> None:
    assert read_choice(CHOOSE_ONE, raw=["the-parrot"]) == ("the-parrot",)
    assert read_choice(CHOOSE_ALL, raw=["where-she-lives", "her-name"]) == ("her-name", "where-she-lives")
    assert read_choice(CHOOSE_ALL, raw=["her-name", "her-name"]) == ("her-name",)
    assert read_choice(SPOTTING, raw=["parrot-your-name", "me-hi"]) == ("me-hi", "parrot-your-name")
    assert read_choice(SORTING, raw=["her-song=private", "her-name=private"]) == (
        "her-name=private",
        "her-song=private",
    )
    assert read_choice(ORDERING, raw=["stop=2", "think=1", "tell=3"]) == ("think", "stop", "tell")
    assert read_choice(MATCHING, raw=["an-app=a-nest", "a-bird=a-nest"]) == ("a-bird=a-nest", "an-app=a-nest")


def test_all_right_answers_and_no_other_are_right() -> None:
    marked = mark(CHOOSE_ALL, chosen=(RIGHT.id, ALSO_RIGHT.id))
    assert marked.is_right
    assert marked.still_to_find == 0
    assert marked.misconceptions == ()
    assert [(one.answer, one.chosen, one.is_right) for one in marked.marks] == [
        (RIGHT, True, True),
        (ALSO_RIGHT, True, True),
        (WRONG, False, True),
    ]


def test_a_wrong_answer_has_its_misconception() -> None:
    marked = mark(CHOOSE_ALL, chosen=(WRONG.id, RIGHT.id))
    assert not marked.is_right
    assert marked.still_to_find == 1
    assert marked.misconceptions == ("all-private",)
    assert [one.is_right for one in marked.marks] == [True, False, False]


def test_some_right_answers_are_not_all() -> None:
    marked = mark(CHOOSE_ALL, chosen=(RIGHT.id,))
    assert (marked.is_right, marked.still_to_find) == (False, 1)


def test_all_answers_together_are_not_right() -> None:
    assert not mark(CHOOSE_ALL, chosen=[answer.id for answer in CHOOSE_ALL.answers]).is_right


def test_an_item_in_a_wrong_box_shows_its_idea() -> None:
    marked = mark(SORTING, chosen=("her-name=dont-mind", "her-song=dont-mind"))
    assert [(one.put, one.is_right) for one in marked.marks] == [("dont-mind", False), ("dont-mind", True)]
    assert (marked.is_right, marked.still_to_find, marked.misconceptions) == (False, 1, ("all-private",))


def test_an_order_is_marked_place_by_place() -> None:
    marked = mark(ORDERING, chosen=("think", "stop", "tell"))
    assert [(one.put, one.is_right) for one in marked.marks] == [("2", False), ("1", False), ("3", True)]
    assert (marked.still_to_find, marked.misconceptions) == (2, ("all-private",))
    assert mark(ORDERING, chosen=("stop", "think", "tell")).is_right


def test_two_lefts_with_one_right_are_half_right() -> None:
    marked = mark(MATCHING, chosen=("a-bird=a-tablet", "an-app=a-tablet"))
    assert [one.is_right for one in marked.marks] == [False, True]
    assert marked.misconceptions == ("all-private",)


def test_a_clue_that_was_passed_over_shows_its_idea_and_so_does_a_wrong_tap() -> None:
    assert mark(SPOTTING, chosen=("me-hi",)).misconceptions == ("all-private",)
    assert mark(SPOTTING, chosen=("parrot-your-name",)).is_right
    assert mark(LOOKING, chosen=("a-nest", "a-berry")).misconceptions == ("all-private",)


def test_what_is_no_longer_in_the_lesson_is_left_out_of_a_kept_answer() -> None:
    assert still_offered(CHOOSE_ONE, chosen=["the-parrot", "the-cat"]) == ("the-parrot",)
    kept = ["her-name=private", "her-hat=private", "her-song=attic", "her-song"]
    assert still_offered(SORTING, chosen=kept) == ("her-name=private",)
    assert still_offered(ORDERING, chosen=["stop", "hop", "tell"]) == ("stop", "tell")
    assert not mark(ORDERING, chosen=("stop", "tell")).is_right
    assert mark(SORTING, chosen=("her-name=private",)).marks[1].put is None


@pytest.mark.parametrize("question", [*EVERY, *questions_of_all_kinds()], ids=lambda one: one.id)
def test_practice_children_can_answer_rightly_and_wrongly(question: Question) -> None:
    for rightly in (True, False):
        chosen = read_choice(question, raw=as_sent(question, rightly=rightly))
        assert not isinstance(chosen, Refusal)
        assert mark(question, chosen=chosen).is_right is rightly
        assert still_offered(question, chosen=chosen) == chosen


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.sampled_from(EVERY),
    st.lists(
        st.sampled_from([sent for question in EVERY for sent in as_sent(question, rightly=True)])
        | st.text(max_size=20),
        max_size=6,
    ),
)
def test_whatever_is_sent_is_marked_or_refused(question: Question, raw: list[str]) -> None:
    chosen = read_choice(question, raw=raw)
    if not isinstance(chosen, Refusal):
        marked = mark(question, chosen=chosen)
        assert marked.is_right == (marked.still_to_find == 0 and all(one.is_right for one in marked.marks))
