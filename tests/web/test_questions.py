"""A question of every kind: it gives nothing away, is answered by its form, and is said something kind to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from esafety.content.marking import as_sent, read_choice
from esafety.content.mixing import shown_answers, shown_boxes
from esafety.content.model import Lesson, Question
from tests.factories.answers import answer_fields, as_fields
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import tokens_of, words_of
from tests.web.lesson_steps import answers_of, give, stand_at
from tests.web.own_lessons import CLASSES, LESSONS, QUESTIONS, all_kinds

EVERY = pytest.mark.parametrize(
    ("lesson", "question"), QUESTIONS, ids=[f"{lesson.key_stage} {each.kind} {each.id}" for lesson, each in QUESTIONS]
)
PUT = [(lesson, question) for lesson, question in QUESTIONS if question.kind in ("sort", "order", "match")]


@pytest.fixture(autouse=True)
def lessons(world: World) -> Iterator[None]:
    with all_kinds(world):
        yield


def child(world: World, lesson: Lesson) -> dict[str, Any]:
    return world.pupil(CLASSES[lesson.key_stage], 12)


def at_question(world: World, lesson: Lesson, question: Question) -> HouseClient:
    return stand_at(world, child(world, lesson), lesson_id=lesson.id, place=f"question:{question.id}")


def question_called(kind: str, *, key_stage: str) -> tuple[Lesson, Question]:
    return next((lesson, each) for lesson, each in QUESTIONS if (lesson.key_stage, each.kind) == (key_stage, kind))


@EVERY
@pytest.mark.parametrize("place", ["question", "before"])
def test_a_question_that_is_still_to_be_answered_gives_nothing_away(
    world: World, lesson: Lesson, question: Question, place: str
) -> None:
    if place == "before" and question.ask is None:
        place = "question"
    client = stand_at(world, child(world, lesson), lesson_id=lesson.id, place=f"{place}:{question.id}")
    for headers in ({}, {"HX-Request": "true"}):
        html = unescape(client.get(f"/lesson/{lesson.id}", headers=headers).get_data(as_text=True))
        assert question.prompt in html
        for answer in question.answers:
            assert answer.label in html
            assert answer.reason not in html
            assert not answer.misconception or answer.misconception not in html
        assert not re.search(r"is_right|misconception|mark--|tag--leaf|verdict|data-right|correct|line-\d", html)
        assert len(shapes_of(html, question)) == 1


def shapes_of(html: str, question: Question) -> set[str]:
    """How each answer stands in the page, without its own words, name, picture and place: all must be alike."""
    shapes = set()
    for answer in question.answers:
        control = re.search(
            rf'<(label|button|fieldset|li)\b(?:(?!<\1\b).)*?(?:value="{answer.id}"|"answer\.{answer.id}").*?</\1>',
            html,
            re.DOTALL,
        )
        assert control, answer.id
        own = r'(?:value|src|for|id|labelledby)="[^"]*"|seen--\w+|answer\.[a-z0-9-]+| tap-message--mine'
        shapes.add(re.sub(r">[^<]*<", "><", re.sub(own, "", control[0])))
    return shapes


@EVERY
def test_the_order_on_the_page_is_the_mixed_one(world: World, lesson: Lesson, question: Question) -> None:
    html = at_question(world, lesson, question).get(f"/lesson/{lesson.id}").get_data(as_text=True)
    at = [html.index(f"{each.id}") for each in shown_answers(question)]
    assert at == sorted(at)
    if question.kind == "order":
        assert shown_answers(question) != question.answers
    if question.kind == "match":
        halves = [html.index(f'data-partner="{each.id}"') for each in shown_boxes(question)]
        assert halves == sorted(halves)


@EVERY
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_wrong_try_invites_another_and_the_third_shows_the_answer(
    world: World, lesson: Lesson, question: Question, htmx: bool
) -> None:
    client = at_question(world, lesson, question)
    page = client.get(f"/lesson/{lesson.id}")
    wrong = list(as_sent(question, rightly=False))
    for number in (1, 2, 3):
        page = give(client, page, question, wrong, htmx=htmx)
        assert page.status_code == 200
        words = words_of(page)
        assert ("Let's look together" in words) is (number == 3)
        assert ("Good" in words and "Have another go" in words) is (number < 3)
        if number < 3:
            page = client.post_form(page, button="Have another go", htmx=htmx)
    shown = words_of(page)
    assert all(answer.reason in shown for answer in question.answers if answer.is_right)
    assert "Carry on" in shown
    tries = answers_of(world, child(world, lesson))
    assert [(one[0], one[1], one[3]) for one in tries] == [(question.id, number, False) for number in (1, 2, 3)]


@EVERY
def test_right_says_why(world: World, lesson: Lesson, question: Question) -> None:
    client = at_question(world, lesson, question)
    page = give(client, client.get(f"/lesson/{lesson.id}"), question, list(as_sent(question, rightly=True)))
    assert "Yes, that's right!" in words_of(page)
    assert all(answer.reason in words_of(page) for answer in question.answers if answer.is_right)
    ((_question, _try, chosen, was_right),) = answers_of(world, child(world, lesson))
    assert was_right
    assert tuple(chosen) == read_choice(question, raw=as_sent(question, rightly=True))


@pytest.mark.parametrize(("lesson", "question"), PUT, ids=[each.id for _lesson, each in PUT])
def test_what_was_right_stays_put_for_the_next_try_and_nothing_else_does(
    world: World, lesson: Lesson, question: Question
) -> None:
    client = at_question(world, lesson, question)
    page = give(client, client.get(f"/lesson/{lesson.id}"), question, list(as_sent(question, rightly=False)))
    page = client.post_form(page, button="Have another go")
    wrong, right = set(as_sent(question, rightly=False)), set(as_sent(question, rightly=True))
    assert stays_put(page.get_data(as_text=True)) == len(wrong & right)


def stays_put(html: str) -> int:
    return len(re.findall(r"<input[^>]* checked|<option[^>]* selected", html))


@pytest.mark.parametrize(("lesson", "question"), PUT, ids=[each.id for _lesson, each in PUT])
def test_what_is_unfinished_is_kept_and_said_kindly(world: World, lesson: Lesson, question: Question) -> None:
    client = at_question(world, lesson, question)
    some = as_fields(as_sent(question, rightly=True)[:-1])
    page = client.post_form(client.get(f"/lesson/{lesson.id}"), button="Check", fields=some)
    said = {"sort": "Put each one in a box.", "order": "Give each one a place of its own."}
    assert page.status_code == 422
    assert said.get(question.kind, "Find a partner for each one.") in words_of(page)
    assert stays_put(page.get_data(as_text=True)) == len(question.answers) - 1
    assert answers_of(world, child(world, lesson)) == []


def test_nothing_spotted_is_a_slip(world: World) -> None:
    lesson, question = question_called("spot", key_stage="KS2")
    client = at_question(world, lesson, question)
    page = client.post_form(client.get(f"/lesson/{lesson.id}"), button="Check")
    assert page.status_code == 422
    assert "Tap at least one clue." in words_of(page)


STRANGE_PLACES = [
    "",
    "-1",
    "0",
    "9" * 5_000,
    str(2**63),
    "\u0663",
    "1e3",
    "1.0",
    "null",
    "<b>",
    "' OR 1=1",
    "private\x00\r\n",
]


# B34 for the kinds in which something is put somewhere.
@pytest.mark.parametrize(("lesson", "question"), PUT, ids=[each.id for _lesson, each in PUT])
@pytest.mark.parametrize("place", STRANGE_PLACES)
def test_a_place_that_is_not_on_the_page_is_refused(
    world: World, lesson: Lesson, question: Question, place: str
) -> None:
    client = at_question(world, lesson, question)
    fields = answer_fields(question, rightly=True)
    first = next(iter(fields))
    page = client.post_form(client.get(f"/lesson/{lesson.id}"), button="Check", fields=fields, forged={first: place})
    assert page.status_code == (400 if place else 422)
    if place:
        assert "Choose one of the answers." in words_of(page)
    assert answers_of(world, child(world, lesson)) == []


@pytest.mark.parametrize(("lesson", "question"), PUT, ids=[each.id for _lesson, each in PUT])
@pytest.mark.parametrize("forged", ["two places", "a stranger", "a list", "a hundred", "an answer besides", "no name"])
def test_what_no_page_could_send_is_refused(world: World, lesson: Lesson, question: Question, forged: str) -> None:
    client = at_question(world, lesson, question)
    fields: dict[str, Any] = answer_fields(question, rightly=True)
    first, place = next(iter(fields.items()))
    forgeries: dict[str, dict[str, Any]] = {
        "two places": {first: [place, place]},
        "a stranger": {"answer.nobody": place},
        "a list": {f"{first}[]": place},
        "a hundred": {f"answer.a{number}": place for number in range(100)},
        "an answer besides": {"answer": question.answers[0].id},
        "no name": {"answer.": place},
    }
    page = client.post_form(client.get(f"/lesson/{lesson.id}"), button="Check", fields=fields, forged=forgeries[forged])
    assert page.status_code == 400
    assert "Choose one of the answers." in words_of(page)
    assert answers_of(world, child(world, lesson)) == []


# B36: every question of a lesson in one form.
@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])
def test_answers_to_all_questions_in_one_form_are_no_answer(world: World, lesson: Lesson) -> None:
    question = lesson.quiz[0]
    client = at_question(world, lesson, question)
    tokens = tokens_of(client.get(f"/lesson/{lesson.id}"))
    everything: dict[str, Any] = {}
    for each in lesson.quiz:
        for name, value in answer_fields(each, rightly=True).items():
            everything[name] = [*everything.get(name, []), *([value] if isinstance(value, str) else value)]
    answer = client.post(f"/lesson/{lesson.id}/answer", data={**tokens, **everything, "question": question.id})
    assert answer.status_code == 400
    assert answers_of(world, child(world, lesson)) == []


# B35: answered twice, or before its time.
@EVERY
def test_the_same_form_sent_twice_counts_once(world: World, lesson: Lesson, question: Question) -> None:
    client = at_question(world, lesson, question)
    page = client.get(f"/lesson/{lesson.id}")
    first, again = (give(client, page, question, list(as_sent(question, rightly=False))) for _time in range(2))
    assert words_of(first) == words_of(again)
    assert len(answers_of(world, child(world, lesson))) == 1


def test_the_teacher_sees_each_question_with_its_key(world: World) -> None:
    for lesson, teacher in zip(LESSONS, ("patel", "lloyd"), strict=True):
        words = words_of(world.signed_in(world.staff(teacher)).get(f"/desk/lessons/{lesson.id}"))
        for question in lesson.quiz:
            assert question.prompt in words
            for answer in question.answers:
                assert answer.label in words
                assert answer.reason in words
            for box in question.boxes:
                assert box.label in words
