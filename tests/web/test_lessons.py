"""A child lives through a lesson: the story, the questions, what is said to each answer, and the end."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import pytest

from tests.factories.world import World
from tests.web.doors import words_of
from tests.web.lesson_steps import (
    KS1,
    KS2,
    answers_of,
    carry_on,
    give,
    lesson_of,
    stand_at,
    through_the_quiz,
)


def child(world: World) -> dict[str, Any]:
    return world.pupil("Acorn", 12)


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_the_story_goes_where_the_child_chooses_and_back_from_an_oops(world: World, htmx: bool) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="step:app")
    page = client.get(f"/lesson/{KS1}")
    for choice, shown in (
        ("Berries!", "Where is your nest?"),
        ("Tell the parrot", "Now the nest is full."),
        ("Choose again", "What should Wren do?"),
        ("Ask Mrs Owl", "Good asking!"),
        ("Finish the badge", "What can Wren's badge say?"),
        ("My whole name", "Wren trips over her badge."),
        ("Choose again", "What can Wren's badge say?"),
        ("I love berries", "I love berries too!"),
        ("Carry on", "What should Wren keep private?"),
    ):
        page = client.post_form(page, button=choice, htmx=htmx)
        assert shown in words_of(page)
        assert ("<!doctype" in page.get_data(as_text=True)) is not htmx
    assert "What should Wren keep private?" in words_of(client.get(f"/lesson/{KS1}"))


def test_the_whole_lesson_ends_with_a_stamp_and_stays_done_when_done_again(world: World) -> None:
    lesson = lesson_of(world, KS1)
    client = stand_at(world, child(world), lesson_id=KS1, place="step:friends")
    assert "Carry on" in words_of(client.get("/home"))
    page = through_the_quiz(client, carry_on(client, client.get(f"/lesson/{KS1}")), lesson, slip_at="app-asks")
    assert "You did it!" in words_of(page)
    assert "Your stamp for" in page.get_data(as_text=True)
    assert "Done" in words_of(client.get("/home"))
    again = client.post_form(page, button="Do it again")
    assert "Wren makes a badge in an app." in words_of(again)
    assert "Done" in words_of(client.get("/home"))


@pytest.mark.parametrize("lesson_id", [KS1, KS2])
def test_a_question_that_is_still_to_be_answered_shows_no_answer_key(world: World, lesson_id: str) -> None:
    lesson = lesson_of(world, lesson_id)
    for number, question in enumerate(lesson.quiz):
        pupil = world.pupil("Beech" if lesson_id == KS1 else "Willow", number)
        client = stand_at(world, pupil, lesson_id=lesson_id, place=f"question:{question.id}")
        for headers in ({}, {"HX-Request": "true"}):
            html = client.get(f"/lesson/{lesson_id}", headers=headers).get_data(as_text=True)
            assert escape(question.prompt, quote=False).split("“")[0] in html.replace("&#39;", "'")
            for answer in question.answers:
                assert answer.reason[:20] not in html.replace("&#39;", "'")
                assert not answer.misconception or answer.misconception not in html
            assert not re.search(r"is_right|misconception|mark--|tag--leaf|verdict|data-right|correct", html)


def test_right_and_wrong_answers_look_the_same_before_they_are_given(world: World) -> None:
    question = lesson_of(world, KS1).quiz[1]
    client = stand_at(world, child(world), lesson_id=KS1, place=f"question:{question.id}")
    html = client.get(f"/lesson/{KS1}").get_data(as_text=True)
    buttons = [found for found in re.findall(r"<button.*?</button>", html, re.DOTALL) if 'name="answer"' in found]
    shapes = {re.sub(r'value="[^"]*"|src="[^"]*"|<span>.*?</span>', "", button, flags=re.DOTALL) for button in buttons}
    assert len(buttons) == len(question.answers)
    assert len(shapes) == 1


def test_a_wrong_answer_gets_its_kind_reason_and_another_go(world: World) -> None:
    question = lesson_of(world, KS1).quiz[1]
    client = stand_at(world, child(world), lesson_id=KS1, place=f"question:{question.id}")
    page = client.post_form(client.get(f"/lesson/{KS1}"), button="tell-it")
    assert "Apps may ask. Otto does not have to answer." in words_of(page)
    assert "They can look at it together" not in words_of(page)
    assert "Ask a grown-up" not in words_of(page)
    page = client.post_form(page, button="Have another go")
    assert "What should he do?" in words_of(page)
    page = client.post_form(page, button="ask-a-grown-up")
    assert "Yes, that's right!" in words_of(page)
    assert answers_of(world, child(world)) == [
        ("app-asks", 1, ["tell-it"], False),
        ("app-asks", 2, ["ask-a-grown-up"], True),
    ]


def test_the_third_wrong_try_shows_the_answer_and_goes_on(world: World) -> None:
    question = lesson_of(world, KS1).quiz[1]
    client = stand_at(world, child(world), lesson_id=KS1, place=f"question:{question.id}")
    page = client.get(f"/lesson/{KS1}")
    for number in range(3):
        assert "They can look at it together" not in words_of(page)
        page = client.post_form(page, button="bury-it")
        if number < 2:
            page = client.post_form(page, button="Have another go")
    assert "Let's look together" in words_of(page)
    assert "Yes. They can look at it together." in words_of(page)
    assert "Have another go" not in words_of(page)
    assert "Pip told an app" in words_of(carry_on(client, page))
    assert len(answers_of(world, child(world))) == 3


def test_part_of_the_right_answers_is_a_good_start_and_names_no_other(world: World) -> None:
    question = lesson_of(world, KS1).quiz[0]
    client = stand_at(world, child(world), lesson_id=KS1, place=f"question:{question.id}")
    page = give(client, client.get(f"/lesson/{KS1}"), question, ["where-she-lives"])
    assert "Good start! 1 more to find." in words_of(page)
    assert "Her whole name" not in words_of(page)
    assert "Check with a grown-up before sharing it" not in words_of(page)


# B34: what is no answer of the question on the page.
HOSTILE_ANSWERS: dict[str, list[str]] = {
    "of another question": ["her-home"],
    "minus one": ["-1"],
    "zero": ["0"],
    "two to the 63rd": [str(2**63)],
    "five thousand digits": ["9" * 5_000],
    "arabic three": ["٣"],
    "one e three": ["1e3"],
    "two where one is asked": ["tell-it", "ask-a-grown-up"],
    "the same twice": ["ask-a-grown-up", "ask-a-grown-up"],
    "upper case": ["ASK-A-GROWN-UP"],
    "with a space": ["ask-a-grown-up "],
    "with a line": ["ask-a-grown-up\r\n"],
    "label": ["Ask a grown-up"],
    "a path": ["../app-asks"],
    "SQL": ["' OR '1'='1"],
    "markup": ["<b>ask-a-grown-up</b>"],
    "null": ["null"],
    "true": ["true"],
    "star": ["*"],
    "one right among strangers": ["ask-a-grown-up", "x"],
    "a hundred": [f"a{number}" for number in range(100)],
}


@pytest.mark.parametrize("name", HOSTILE_ANSWERS)
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_what_is_no_answer_of_the_question_is_refused_in_a_childs_words(world: World, name: str, htmx: bool) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    page = client.get(f"/lesson/{KS1}")
    page = client.post_form(page, button="tell-it", forged={"answer": HOSTILE_ANSWERS[name]}, htmx=htmx)
    assert page.status_code == 400
    assert "Choose one of the answers." in words_of(page)
    assert answers_of(world, child(world)) == []
    assert "Yes, that's right!" in words_of(client.post_form(page, button="ask-a-grown-up"))


@pytest.mark.parametrize(
    ("place", "forged", "words"),
    [
        ("question:app-asks", [], "Choose one of the answers."),
        ("question:keep-private", [], "Choose at least one."),
        ("question:app-asks", [""], "Choose one of the answers."),
    ],
)
def test_nothing_chosen_is_a_slip_and_the_question_stays(
    world: World, place: str, forged: list[str], words: str
) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place=place)
    page = client.post_form(client.get(f"/lesson/{KS1}"), action="/answer", forged={"answer": forged})
    assert page.status_code in {400, 422}
    assert words in words_of(page)
    assert answers_of(world, child(world)) == []


@pytest.mark.parametrize("question", ["", "no-such", "how-many", "9" * 5_000, "-1", "\x00", "'", "../x"])
def test_an_answer_to_a_question_of_no_such_name_is_refused(world: World, question: str) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="question:app-asks")
    page = client.get(f"/lesson/{KS1}")
    page = client.post_form(page, button="ask-a-grown-up", forged={"question": question})
    assert page.status_code == 400
    assert answers_of(world, child(world)) == []
