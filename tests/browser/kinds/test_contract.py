"""docs/quiz-accessibility.md, line by line, for every kind of question."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, get_args

import pytest
from playwright.sync_api import Page, expect

from esafety.content.model import Lesson, Question, QuestionKind
from tests.browser.kinds.answering import answer_by_keys, answer_by_taps, answer_without_scripts
from tests.browser.measures import small_targets
from tests.browser.pages.doors import walk_in
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.question_screen import QuestionScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.server import Server
from tests.browser.storytelling import People, Story
from tests.browser.test_every_screen_fits import ruler_on
from tests.content.question_samples import lessons_of_all_kinds

LESSONS = lessons_of_all_kinds()
CLASSES = {"KS1": "Acorn", "KS2": "Oak"}
NOT_YET = re.compile("^Good (start!|try)")
FINGERS_PX = {"KS1": 64, "KS2": 48}
EVERY_LESSON = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])


def put_at(server: Server, *, lesson: Lesson, place: str) -> None:
    """Let the child who began this lesson last stand at `place`, with no tries."""
    with closing(sqlite3.connect(server.database, timeout=30)) as database, database:
        ((sitting,),) = database.execute("SELECT max(id) FROM sitting WHERE lesson_id = ?", (lesson.id,))
        database.execute("DELETE FROM quiz_answer WHERE sitting_id = ?", (sitting,))
        database.execute("UPDATE sitting SET place = ? WHERE id = ?", (place, sitting))


def begin(page: Page, *, lesson: Lesson, people: People) -> QuestionScreen:
    """A child of the lesson's class who has begun it."""
    walk_in(page, people.child(CLASSES[lesson.key_stage]))
    Shelf(page).open(lesson.title)
    QuestionScreen(page).begin()
    return QuestionScreen(page)


def open_question(server: Server, page: Page, *, lesson: Lesson, question: Question) -> None:
    put_at(server, lesson=lesson, place=f"question:{question.id}")
    page.goto(f"/lesson/{lesson.id}")
    expect(page.locator("#screen h1")).to_have_text(question.prompt)


def test_every_kind_is_held_to_it() -> None:
    spots = {(question.app is not None) for lesson in LESSONS for question in lesson.quiz if question.kind == "spot"}
    assert {question.kind for lesson in LESSONS for question in lesson.quiz} == set(get_args(QuestionKind))
    assert spots == {True, False}, "a spot in messages and a spot in a picture"


@EVERY_LESSON
def test_by_taps_alone_with_room_for_a_finger(story: Story, people: People, server: Server, lesson: Lesson) -> None:
    page = story.device("tablet", has_touch=True)
    screen = begin(page, lesson=lesson, people=people)
    for question in lesson.quiz:
        with story.given(f"the question {question.id}"):
            open_question(server, page, lesson=lesson, question=question)
            assert small_targets(page, least_px=FINGERS_PX[lesson.key_stage]) == []
        with story.when("it is answered wrongly"):
            answer_by_taps(screen, question, rightly=False)
        with story.then("a sign and a word say so, and there is another go"):
            expect(screen.heading).to_have_text(NOT_YET)
            expect(page.locator(".mark--not-this .tag").first).to_contain_text("Not")
            expect(screen.with_sign(".mark--not-this .tag", sign="hand").first).to_be_visible()
            screen.have_another_go()
        with story.when("it is answered rightly"):
            open_question(server, page, lesson=lesson, question=question)
            answer_by_taps(screen, question, rightly=True)
        with story.then("a sign and a word say so"):
            screen.expect_title("Yes, that's right!")
            expect(screen.with_sign(".mark--right .tag", sign="check").first).to_be_visible()


@EVERY_LESSON
def test_by_the_keyboard_alone(story: Story, people: People, server: Server, lesson: Lesson) -> None:
    page = story.device("laptop")
    screen, keys = begin(page, lesson=lesson, people=people), Keyboard(page)
    for question in lesson.quiz:
        with story.when(f"{question.id} is answered by keys"):
            open_question(server, page, lesson=lesson, question=question)
            answer_by_keys(screen, question, keys=keys)
        with story.then("it is right, and the focus is on the new heading"):
            screen.expect_title("Yes, that's right!")
            expect(screen.heading).to_be_focused()


@EVERY_LESSON
def test_without_scripts(story: Story, people: People, server: Server, lesson: Lesson) -> None:
    page = story.device("tablet", javascript=False)
    screen = begin(page, lesson=lesson, people=people)
    for question in lesson.quiz:
        for rightly, title in ((False, NOT_YET), (True, "Yes, that's right!")):
            with story.when(f"{question.id} is answered {'rightly' if rightly else 'wrongly'}"):
                open_question(server, page, lesson=lesson, question=question)
                answer_without_scripts(screen, question, rightly=rightly)
            with story.then("the answer to it is there"):
                expect(screen.heading).to_have_text(title)


@EVERY_LESSON
def test_narrow_and_with_large_letters(
    story: Story, axe: Callable[..., None], people: People, server: Server, lesson: Lesson
) -> None:
    ruler = ruler_on(story, axe)
    screen = begin(ruler.page, lesson=lesson, people=people)
    ruler.measure(f"before the story: {lesson.quiz[0].id}")
    for question in lesson.quiz:
        open_question(server, ruler.page, lesson=lesson, question=question)
        ruler.measure(question.id)
        answer_by_taps(screen, question, rightly=False)
        ruler.measure(f"{question.id}, not yet")
        open_question(server, ruler.page, lesson=lesson, question=question)
        answer_by_taps(screen, question, rightly=True)
        ruler.measure(f"{question.id}, right")
    ruler.expect_all_fits()


@EVERY_LESSON
def test_what_is_missing_is_said_and_nothing_is_lost(
    story: Story, people: People, server: Server, lesson: Lesson
) -> None:
    page = story.device("tablet", has_touch=True)
    screen = begin(page, lesson=lesson, people=people)
    for question in (each for each in lesson.quiz if each.kind != "choose-one"):
        with story.when(f"{question.id} is sent with something missing"):
            open_question(server, page, lesson=lesson, question=question)
            put_one(screen, question)
            screen.check()
        with story.then("a few words say what, and what was put is still there"):
            expect(page.locator("#screen .notice")).to_be_visible()
            expect(screen.heading).to_have_text(question.prompt)
            assert how_many_put(page) == (0 if question.kind in ("choose-all", "spot") else 1)


def put_one(screen: QuestionScreen, question: Question) -> None:
    first = question.answers[0].label
    if question.kind == "sort":
        screen.put_in_box(first, box=question.boxes[0].label)
    elif question.kind == "order":
        screen.tap_in_order([first])
        screen.expect_said(f"{first}, number 1")
    elif question.kind == "match":
        screen.pair(first, other=question.boxes[0].label)


def how_many_put(page: Page) -> int:
    count: Any = page.evaluate(
        "[...document.querySelectorAll('#screen select')].filter(list => list.value).length"
        " + document.querySelectorAll('#screen input:checked').length"
    )
    return int(count)
