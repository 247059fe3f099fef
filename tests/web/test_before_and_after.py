"""What children think is asked before the story, once and without a word on it, and again after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from esafety.content.marking import as_sent
from esafety.db import db
from esafety.lessons.models import Sitting
from esafety.lessons.rules import before_questions
from tests.factories.world import World
from tests.web.doors import text_of, tokens_of, words_of
from tests.web.lesson_steps import (
    KS1,
    KS2,
    answers_of,
    carry_on,
    give,
    lesson_of,
    stand_at,
    think_first,
    through_the_quiz,
)
from tests.web.own_lessons import all_kinds
from tests.web.test_class_progress import page_of_class, table_of, talk_of

LESSON = f"/lesson/{KS1}"
WORDS_ON_AN_ANSWER = ("Yes", "Not", "Good", "right", "another go")


def child(world: World) -> dict[str, Any]:
    return world.pupil("Acorn", 12)


def place_of(world: World) -> str:
    ((place,),) = world.rows("SELECT place FROM sitting ORDER BY id DESC LIMIT 1")
    return str(place)


def test_a_lesson_begins_with_a_calm_word_that_keeps_nothing(world: World) -> None:
    client = world.signed_in(child(world))
    before = world.rows("SELECT COUNT(*) FROM sitting")
    page = client.get(LESSON)
    assert "Before we begin What do you think? Every answer is fine." in words_of(page)
    assert "Part 0 of" in page.get_data(as_text=True)
    assert world.rows("SELECT COUNT(*) FROM sitting") == before


@pytest.mark.parametrize("rightly", [True, False])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_an_answer_before_the_story_is_kept_and_nothing_is_said_to_it(world: World, rightly: bool, htmx: bool) -> None:
    lesson = lesson_of(world, KS1)
    questions = before_questions(lesson)
    client = world.signed_in(child(world))
    page = client.post_form(client.get(LESSON), button="Let's begin", htmx=htmx)
    for number, question in enumerate(questions):
        html = page.get_data(as_text=True)
        assert "What do you think?" in html
        assert f"Part {number} of" in html
        page = give(client, page, question, list(as_sent(question, rightly=rightly)), htmx=htmx)
        words = words_of(page)
        assert not [each for each in WORDS_ON_AN_ANSWER if each in words.split("I need help")[-1].split()]
        assert not [answer for answer in question.answers if answer.reason in words]
    assert "Wren makes a badge in an app." in words_of(page)
    assert [one[0] for one in answers_of(world, child(world), phase="before")] == [each.id for each in questions]
    assert {(one[1], one[3]) for one in answers_of(world, child(world), phase="before")} == {(1, rightly)}
    assert answers_of(world, child(world)) == []


def test_the_same_questions_come_after_the_story_with_three_tries_of_their_own(world: World) -> None:
    lesson = lesson_of(world, KS1)
    client = world.signed_in(child(world))
    page = think_first(client, client.get(LESSON), lesson)
    for choice in ("Berries!", "Say “That's private”", "I love berries", "Carry on"):
        page = client.post_form(page, button=choice)
    page = through_the_quiz(client, page, lesson, slip_at="app-asks")
    assert "You did it!" in words_of(page)
    tries = [one[1] for one in answers_of(world, child(world)) if one[0] == "app-asks"]
    assert tries == [1, 2]
    assert len(answers_of(world, child(world), phase="before")) == 3


def test_there_is_one_go_before_the_story(world: World) -> None:
    client = world.signed_in(child(world))
    first = client.post_form(client.get(LESSON), button="Let's begin")
    second = client.post_form(first, button="That is my answer", fields={"answer": ["song"]})
    again = client.post_form(first, button="That is my answer", fields={"answer": ["berries"]})
    assert text_of(again) == text_of(second)
    assert [one[2] for one in answers_of(world, child(world), phase="before")] == [["song"]]


def test_whoever_does_the_lesson_again_begins_with_the_story(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="end:")
    page = client.post_form(client.get(LESSON), button="Do it again")
    assert "Wren makes a badge in an app." in words_of(page)


def test_an_old_page_from_before_the_story_is_no_try_after_it(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="before:app-asks")
    old = client.get(LESSON)
    client.post_form(old, button="bury-it")
    with world.app.app_context():
        move_to(world, "question:app-asks")
    late = client.post_form(old, button="bury-it", forged={"key": "another-key-of-24-letters"})
    assert "What should he do?" in words_of(late)
    assert answers_of(world, child(world)) == []
    assert len(answers_of(world, child(world), phase="before")) == 1


def test_a_page_of_the_quiz_is_no_answer_before_the_story(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="before:app-asks")
    tokens = tokens_of(client.get(LESSON))
    sent = client.post(f"{LESSON}/answer", data={**tokens, "question": "app-asks", "answer": "bury-it"})
    assert sent.status_code == 303
    assert place_of(world) == "before:app-asks"
    assert answers_of(world, child(world)) == answers_of(world, child(world), phase="before") == []


def move_to(world: World, place: str) -> None:
    newest = world.rows("SELECT MAX(id) FROM sitting")[0][0]
    db.session.execute(update(Sitting).where(Sitting.id == newest).values(place=place))
    db.session.commit()


@pytest.mark.parametrize("place", ["step:nest", "question:app-asks", "feedback:app-asks", "end:"])
def test_a_child_in_the_middle_of_a_lesson_is_not_thrown_back(world: World, place: str) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place=place)
    assert "Before we begin" not in words_of(client.get(LESSON))
    assert place_of(world) == place


@pytest.mark.parametrize(
    ("move", "data"),
    [
        ("on", {"move": "next"}),
        ("on", {"move": "again"}),
        ("choose", {"step": "app", "choice": "nest"}),
        ("answer", {"question": "pip-told", "asked": "before", "answer": "tell-a-grown-up"}),
        ("answer", {"question": "best-badge", "asked": "before", "answer": "i-live-here"}),
        ("answer", {"question": "app-asks", "asked": "after", "answer": "bury-it"}),
    ],
)
def test_no_question_before_the_story_can_be_skipped(world: World, move: str, data: dict[str, str]) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="before:app-asks")
    tokens = tokens_of(client.get(LESSON))
    assert client.post(f"{LESSON}/{move}", data={**tokens, **data}).status_code == 303
    assert place_of(world) == "before:app-asks"


@pytest.mark.parametrize("raw", [["nowhere"], ["-1"], ["9" * 5_000], ["bury-it", "tell-it"], []])
def test_what_is_no_answer_is_refused_and_the_question_stays(world: World, raw: list[str]) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="before:app-asks")
    page = client.post_form(client.get(LESSON), action="/answer", forged={"answer": raw})
    assert page.status_code == (400 if raw else 422)
    assert "Choose one of the answers." in words_of(page)
    assert place_of(world) == "before:app-asks"


def test_a_child_goes_on_before_the_story_on_another_device(world: World) -> None:
    lesson = lesson_of(world, KS1)
    tablet = world.signed_in(child(world))
    page = tablet.post_form(tablet.get(LESSON), button="Let's begin")
    page = give(tablet, page, lesson.quiz[0], ["song"])
    laptop = world.signed_in(child(world))
    assert text_of(laptop.get(LESSON)) == text_of(page)


def test_what_was_thought_before_is_no_mix_up_at_the_teachers_desk(world: World) -> None:
    lesson = lesson_of(world, KS2)
    pupil = world.pupil("Willow", 3)
    client = world.signed_in(pupil)
    page = client.post_form(client.get(f"/lesson/{KS2}"), button="Let's begin")
    page = give(client, page, lesson.quiz[0], list(as_sent(lesson.quiz[0], rightly=False)))
    desk = world.signed_in(world.staff("hughes")).get(page_of_class(world, "Willow"))
    row = next(row for row in table_of(desk) if row[1] == pupil["nickname"])
    assert row[2:] == ["Doing", "Before the story", ""]
    assert talk_of(desk) == []
    think_on(client, page, lesson_id=KS2, world=world)
    assert "The winner" in words_of(client.get(f"/lesson/{KS2}"))


def think_on(client: Any, page: Any, *, lesson_id: str, world: World) -> None:
    for question in before_questions(lesson_of(world, lesson_id))[1:]:
        page = give(client, page, question, list(as_sent(question, rightly=True)))


@pytest.fixture
def own(world: World) -> Iterator[None]:
    with all_kinds(world):
        yield


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("class_", "lesson_id"), [("Acorn", "wren-tidies"), ("Oak", "kit-looks-twice")])
def test_every_kind_may_be_asked_before_and_after(world: World, class_: str, lesson_id: str) -> None:
    lesson, pupil = lesson_of(world, lesson_id), world.pupil(class_, 12)
    client = world.signed_in(pupil)
    page = think_first(client, client.get(f"/lesson/{lesson_id}"), lesson)
    page = carry_on(client, page)
    page = through_the_quiz(client, page, lesson)
    assert "You did it!" in words_of(page)
    before, after = (answers_of(world, pupil, phase=phase) for phase in ("before", "after"))
    assert [(one[0], one[3]) for one in before] == [(each.id, False) for each in before_questions(lesson)]
    assert [(one[0], one[3]) for one in after] == [(each.id, True) for each in lesson.quiz]


def test_a_lesson_whose_questions_were_moved_about_asks_nothing_twice(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="before:app-asks")
    client.post_form(client.get(LESSON), button="bury-it")
    with world.app.app_context():
        move_to(world, "before:app-asks")
    page = client.post_form(client.get(LESSON), button="tell-it")
    assert "Pip told an app" in words_of(page)
    assert [one[2] for one in answers_of(world, child(world), phase="before")] == [["bury-it"]]
