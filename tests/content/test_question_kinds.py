"""Every kind of question is read as it is meant, and what is wrong in one is said with its line."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from esafety.content.command import check_paths
from esafety.content.model import Box, QuestionKind
from tests.content.question_samples import (
    FOLDER,
    MATCH,
    ORDER,
    PICTURE,
    QUESTIONS,
    SORT,
    THREAD,
    lesson_with,
    questions_of_all_kinds,
    read_question,
    said_about,
)
from tests.content.samples import everything_about, spoilt


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_good_question_of_each_kind_has_no_problem_and_no_warning(question: str) -> None:
    assert everything_about(lesson_with(question)) == ()


def test_the_lessons_of_all_kinds_have_every_kind_and_are_good() -> None:
    assert {question.kind for question in questions_of_all_kinds()} == set(get_args(QuestionKind))
    checked = check_paths([FOLDER], strict_dates=False, today=date(2026, 11, 26))
    assert checked == (["2 files checked: 0 problems, 0 warnings."], 0)


def test_a_sort_has_boxes_and_each_item_the_box_where_it_belongs() -> None:
    sort = read_question(SORT)
    assert sort.boxes == (Box("private", "Private", "nest"), Box("dont-mind", "Don't mind", "pip"))
    assert [(one.id, one.box, one.misconception) for one in sort.answers] == [
        ("her-name", "private", "all-private"),
        ("her-song", "dont-mind", None),
    ]
    assert sort.box("private") == sort.boxes[0]
    assert sort.box("attic") is None
    assert sort.answer("her-song") == sort.answers[1]
    assert sort.answer("nobody") is None


def test_the_brackets_name_a_box_in_any_capitals_and_pictures_may_be_left_out() -> None:
    sort = read_question(SORT.replace("[Private]", "[ PRIVATE ]").replace(' boxes-show="nest pip"', ""))
    assert sort.answers[0].box == "private"
    assert [box.show for box in sort.boxes] == [None, None]


def test_an_order_is_a_numbered_list_in_its_right_order() -> None:
    for text in (ORDER, ORDER.replace("2.", "1.").replace("3.", "1."), ORDER.replace(". ", ") ")):
        order = read_question(text)
        assert [one.label for one in order.answers] == ["Stop", "Think", "Tell"]
        assert order.answers[0].reason == "Stop first."


def test_a_match_has_two_halves_each_with_a_picture() -> None:
    match = read_question(MATCH)
    assert [(one.id, one.label, one.show, one.box) for one in match.answers] == [
        ("a-bird", "A bird", "wren", "a-nest"),
        ("an-app", "An app", "parrot", "a-tablet"),
    ]
    assert match.boxes == (Box("a-nest", "A nest", "nest"), Box("a-tablet", "A tablet", "tablet"))
    plain = read_question(MATCH.replace('show="wren nest" ', "").replace("[A bird] A nest {", "[A bird] A nest {#tit "))
    assert (plain.answers[0].id, plain.answers[0].show, plain.boxes[0].show) == ("tit", None, None)


def test_a_thread_has_speakers_and_a_picture_has_places() -> None:
    thread, picture = read_question(THREAD), read_question(PICTURE)
    assert (thread.app, thread.scene) == ("Chattle", None)
    assert [(one.who, one.label, one.is_right) for one in thread.answers] == [
        ("Me", "Hi!", False),
        ("Parrot", "Your name?", True),
    ]
    assert (picture.app, picture.scene) == (None, "garden")
    assert [one.at for one in picture.answers] == [(20, 40), (60, 40)]


def test_names_of_items_never_tell_the_line_they_stand_on() -> None:
    order = read_question(ORDER.replace("Stop ", "?? ").replace("Think ", "!! "))
    assert not any("line" in one.id for one in order.answers)
    assert len({one.id for one in order.answers}) == 3


SPOILT = [
    ("sort", ' boxes="Private | Don\'t mind"', "", 0, "a sort needs its boxes"),
    ("sort", "Private | Don't mind", "Private", 0, "boxes= names 1: write two or three"),
    ("sort", "Private | ", "Private | Private | ", 0, 'the box "Private" is there twice'),
    ("sort", "Private | ", "Private |  | ", 0, "a box has no name: write one on each side of the |"),
    ("sort", "Private | ", "Private | Attic | ", 0, 'nothing belongs in the box "Attic": add "- [Attic] Words".'),
    ("sort", "nest pip", "nest", 0, "there are 2 boxes and 1 pictures in boxes-show="),
    ("sort", 'boxes-show="nest pip"', 'boxes-show="nest pib"', 0, 'there is no picture "pib": did you mean "pip"?'),
    ("sort", "- [Private]", "- [Privat]", 2, 'there is no box "Privat": did you mean "Private"?'),
    ("sort", "- [Private]", "- [Zzz]", 2, 'there is no box "Zzz": write [Private] or [Don\'t mind].'),
    ("sort", "- [Private] Her", "- Her", 2, "this item has no brackets in front"),
    ("sort", "- [Private]", "- [x]", 2, 'an item of a sort begins with its box in brackets: write "- [Box] Words".'),
    ("sort", "- [Private] Her name", "- [Private]", 2, "the answer has no words"),
    ("sort", "    > A song is fine.", "", 6, "the answer has no reason"),
    ("sort", "Her song", "Her name", 6, "the answer #her-name is there already, on line 42"),
    ("sort", "Her song", "Her very long sweet song", 6, 'the choice "Her very long sweet song" has 5 words'),
    ("sort", "Don't mind", "I really do not mind", 0, 'the choice "I really do not mind" has 5 words'),
    ("sort", 'kind="sort" ', 'kind="sort" app="Hoot" ', 0, 'app= belongs to kind="spot" only: take it out.'),
    ("sort", 'kind="sort"', "", 0, 'the question does not say its kind: write kind="sort"'),
    ("order", 'kind="order"', "", 0, 'the question does not say its kind: write kind="order"'),
    ("order", 'kind="order"', 'kind="order" boxes="A | B"', 0, 'boxes= belongs to kind="sort" only'),
    ("order", "2. Think", "3. Think", 6, "the numbers do not go 1, 2, 3"),
    ("order", "1. Stop", "- [ ] Stop", 2, "what is put in order is a numbered list"),
    ("order", "1. Stop", "1.Stop", 2, "only answers and their reasons are shown"),
    ("order", "3. Tell", "- Tell", 0, 'kind="order" takes 3 to 6 lines, and this has 2: add some.'),
    ("order", "1. Stop", "1. A1\n1. A2\n1. A3\n1. A4\n1. A5", 0, "takes 3 to 6 lines, and this has 7: take some out."),
    ("order", "    > Then tell.", "    > Then tell.\n\n    > Soon.", 14, "this answer has a second reason"),
    ("match", 'kind="match"', "", 0, 'the question does not say its kind: write kind="match"'),
    ("match", "- [A bird]", "- []", 2, "the pair has nothing in its brackets"),
    ("match", "- [An app] A tablet", "- [An app] A nest", 6, '"A nest" is the other half on line 42 too'),
    ("match", "parrot tablet", "parrot tablet pip", 6, "a pair has two pictures at most"),
    ("match", "- [An app] A tablet", "1. A tablet", 6, "a pair is written with one half in brackets"),
    ("match", "parrot tablet", "parrot tabled", 6, 'there is no picture "tabled": did you mean "tablet"?'),
    ("match", "- [An app] A tablet", "- [An app] A big new shiny tablet", 6, "has 5 words, at most 4"),
    ("thread", ' app="Chattle"', "", 0, 'a spot needs either app="..." for messages, or scene="..." for a picture'),
    ("thread", ' app="Chattle"', ' app="Chattle" scene="wood"', 0, "a spot needs either app"),
    ("thread", "Me: Hi!", "Hi!", 2, 'nobody says this message: write "- [ ] Name: words"'),
    ("thread", "- [x]", "- [ ]", 0, "there is no clue to spot: put an x"),
    ("thread", "- [ ]", "- [x]", 0, "everything is a clue: write some that are none"),
    ("thread", 'kind="spot"', "", 0, 'the question does not say its kind: write kind="spot"'),
    ("thread", "Me: Hi!", "Me: Hi! " + "No. " * 12, 0, "the question #thread has 19 words, at most 15"),
    ("thread", "Me: Hi!", "Me: One two three four five six seven eight nine.", 2, "has 9 words, at most 8"),
    ("picture", 'scene="garden"', 'scene="gardn"', 0, 'there is no scene "gardn": did you mean "garden"?'),
    ("picture", 'show="nest" ', "", 2, 'this cannot be seen in the picture: write show="badge"'),
    ("picture", ' at="20 40"', "", 2, 'this has no place in the picture: write at="62 40"'),
    ("picture", '"20 40"', '"middle"', 2, 'at="middle" is no place: write at="62 40"'),
    (
        "picture",
        '"20 40"',
        '"2 40"',
        2,
        'at="2 40" is no place: write at="62 40", hundredths from left and top, each from 5',
    ),
    ("picture", '"60, 40"', '"30 50"', 6, '"A berry" stands on "A nest": put them 14 apart'),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "message"), SPOILT)
def test_a_problem_is_named_with_its_line(name: str, old: str, new: str, line: int, message: str) -> None:
    found = [one for one in said_about(name, old=old, new=new) if one.severity == "problem"]
    assert any(one.line == line and message in one.message for one in found), "\n".join(map(str, found))


def test_all_problems_of_a_question_arrive_together() -> None:
    text = SORT.replace("[Private]", "[Attic]").replace("    > A song is fine.", "").replace("nest pip", "nest pib")
    said = " ".join(one.message for one in everything_about(lesson_with(text)))
    for each in ('there is no box "Attic"', "the answer has no reason", 'no picture "pib"', "nothing belongs in"):
        assert each in said


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "message"),
    [
        (
            "sort",
            ' boxes-show="nest pip"',
            "",
            0,
            '"Private" has no picture: children of KS1 need one, as in boxes-show=',
        ),
        (
            "match",
            '"wren nest"',
            '"wren"',
            2,
            '"A nest" has no picture: children of KS1 need one, as in show="one other"',
        ),
        ("order", 'show="nest" ', "", 2, '"Stop" has no picture'),
        (
            "sort",
            'kind="sort"',
            'kind="sort" ask="before-after"',
            None,
            "",
        ),
        (
            "order",
            '"order"}\n\n1. Stop {show="nest" misconception="all-private"}',
            '"order" ask="before-after"}\n\n1. Stop {show="nest"}',
            2,
            '"Stop" names no wrong idea: add misconception="..."',
        ),
    ],
)
def test_a_warning_switches_nothing_off(name: str, old: str, new: str, line: int | None, message: str) -> None:
    found = said_about(name, old=old, new=new)
    assert {one.severity for one in found} <= {"warning"}
    assert bool(found) == (line is not None)
    assert all(one.line == line and message in one.message for one in found[:1])


def test_a_wrong_answer_that_is_asked_before_and_after_needs_its_idea() -> None:
    found = everything_about(spoilt(' misconception="all-private"', ""))
    assert [(one.line, one.severity) for one in found] == [(50, "warning")]
    assert '"Her best berries" names no wrong idea' in found[0].message


def test_a_message_needs_no_picture_for_young_children() -> None:
    assert everything_about(lesson_with(THREAD)) == ()
