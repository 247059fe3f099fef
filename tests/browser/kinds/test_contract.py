"""docs/quiz-accessibility.md, line by line, for every kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

from playwright.sync_api import Page, expect

from esafety.content.model import Lesson, QuestionKind
from tests.browser.kinds.answering import answer_by_keys, answer_by_taps, answer_without_scripts
from tests.browser.kinds.sitting import EVERY_LESSON, LESSONS, SeatMaker, put_one
from tests.browser.measures import small_targets
from tests.browser.pages.keyboard import Keyboard
from tests.browser.storytelling import Story
from tests.browser.test_every_screen_fits import ruler_on

NOT_YET = re.compile("^Good (start!|try)")
FINGERS_PX = {"KS1": 64, "KS2": 48}


def test_every_kind_is_held_to_it() -> None:
    spots = {(question.app is not None) for lesson in LESSONS for question in lesson.quiz if question.kind == "spot"}
    assert {question.kind for lesson in LESSONS for question in lesson.quiz} == set(get_args(QuestionKind))
    assert spots == {True, False}, "a spot in messages and a spot in a picture"


@EVERY_LESSON
def test_by_taps_alone_with_room_for_a_finger(story: Story, sit_down: SeatMaker, lesson: Lesson) -> None:
    page = story.device("tablet", has_touch=True)
    child, screen = sit_down(page, lesson)
    for question in lesson.quiz:
        with story.given(f"the question {question.id}"):
            child.come_to(question)
            assert small_targets(page, least_px=FINGERS_PX[lesson.key_stage]) == []
        with story.when("it is answered wrongly"):
            answer_by_taps(screen, question, rightly=False)
        with story.then("a sign and a word say so, and there is another go"):
            expect(screen.heading).to_have_text(NOT_YET)
            expect(page.locator(".mark--not-this .tag").first).to_contain_text("Not")
            expect(screen.with_sign(".mark--not-this .tag", sign="hand").first).to_be_visible()
            screen.have_another_go()
        with story.when("it is answered rightly"):
            child.come_to(question)
            answer_by_taps(screen, question, rightly=True)
        with story.then("a sign and a word say so"):
            screen.expect_title("Yes, that's right!")
            expect(screen.with_sign(".mark--right .tag", sign="check").first).to_be_visible()


@EVERY_LESSON
def test_by_the_keyboard_alone(story: Story, sit_down: SeatMaker, lesson: Lesson) -> None:
    page = story.device("laptop")
    (child, screen), keys = sit_down(page, lesson), Keyboard(page)
    for question in lesson.quiz:
        with story.when(f"{question.id} is answered by keys"):
            child.come_to(question)
            answer_by_keys(screen, question, keys=keys)
        with story.then("it is right, and the focus is on the new heading"):
            screen.expect_title("Yes, that's right!")
            expect(screen.heading).to_be_focused()


@EVERY_LESSON
def test_without_scripts(story: Story, sit_down: SeatMaker, lesson: Lesson) -> None:
    page = story.device("tablet", javascript=False)
    child, screen = sit_down(page, lesson)
    for question in lesson.quiz:
        for rightly, title in ((False, NOT_YET), (True, "Yes, that's right!")):
            with story.when(f"{question.id} is answered {'rightly' if rightly else 'wrongly'}"):
                child.come_to(question)
                answer_without_scripts(screen, question, rightly=rightly)
            with story.then("the answer to it is there"):
                expect(screen.heading).to_have_text(title)


@EVERY_LESSON
def test_narrow_and_with_large_letters(
    story: Story, axe: Callable[..., None], sit_down: SeatMaker, lesson: Lesson
) -> None:
    ruler = ruler_on(story, axe)
    child, screen = sit_down(ruler.page, lesson)
    for question in lesson.quiz:
        if question.ask:
            child.come_to(question, kind="before")
            ruler.measure(f"{question.id}, before the story")
        child.come_to(question)
        ruler.measure(question.id)
        answer_by_taps(screen, question, rightly=False)
        ruler.measure(f"{question.id}, not yet")
        child.come_to(question)
        answer_by_taps(screen, question, rightly=True)
        ruler.measure(f"{question.id}, right")
    ruler.expect_all_fits()


@EVERY_LESSON
def test_what_is_missing_is_said_and_nothing_is_lost(story: Story, sit_down: SeatMaker, lesson: Lesson) -> None:
    page = story.device("tablet", has_touch=True)
    child, screen = sit_down(page, lesson)
    for question in (each for each in lesson.quiz if each.kind != "choose-one"):
        with story.when(f"{question.id} is sent with something missing"):
            child.come_to(question)
            put_one(screen, question)
            screen.check()
        with story.then("a few words say what, and what was put is still there"):
            expect(page.locator("#screen .notice")).to_be_visible()
            expect(screen.heading).to_have_text(question.prompt)
            assert how_many_put(page) == (0 if question.kind in ("choose-all", "spot") else 1)


def how_many_put(page: Page) -> int:
    count: Any = page.evaluate(
        "[...document.querySelectorAll('#screen select')].filter(list => list.value).length"
        " + document.querySelectorAll('#screen input:checked').length"
    )
    return int(count)
