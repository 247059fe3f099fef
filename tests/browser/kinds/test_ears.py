"""On a device with a voice, every text and all that is tapped has an ear, for every kind of question; and it fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from esafety.content.model import Lesson
from tests.browser.kinds.sitting import EVERY_LESSON, LESSON_OF, SeatMaker, screens_of
from tests.browser.measures import small_targets, what_does_not_fit, what_has_no_ear
from tests.browser.pages.voice import BRITISH, Voice, has_voices
from tests.browser.storytelling import Story

SIZES = ((1024, 768), (390, 844), (320, 640))


def faults_of(page: Page) -> list[str]:
    found = what_has_no_ear(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"at {width}: {each}" for each in what_does_not_fit(page)]
        found += [f"at {width}: {each}" for each in small_targets(page, least_px=48) if "ear" in each]
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return found


@EVERY_LESSON
def test_every_text_of_every_kind_can_be_heard(story: Story, sit_down: SeatMaker, lesson: Lesson) -> None:
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    child, screen = sit_down(page, lesson)
    found = [f"{name}: {each}" for name in screens_of(child, screen) for each in faults_of(page)]
    assert not found, "\n  " + "\n  ".join(found)


@pytest.mark.parametrize("address", ["/home", "/help", "/ages", "/lesson/wren-tidies"])
def test_every_text_around_the_questions_can_be_heard(story: Story, sit_down: SeatMaker, address: str) -> None:
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    sit_down(page, LESSON_OF["KS1"])
    page.goto(address)
    assert what_has_no_ear(page) == []


def test_an_ear_says_what_a_thing_is_and_puts_it_nowhere(story: Story, sit_down: SeatMaker) -> None:
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    lesson = LESSON_OF["KS1"]
    child, screen = sit_down(page, lesson)
    voice = Voice(page)
    order = next(question for question in lesson.quiz if question.kind == "order")

    with story.given("things to be put in order"):
        child.come_to(order)

    with story.when("the ear of the first thing is pressed"):
        first = page.locator("li.place .tap > span").first.inner_text()
        voice.press_ear("li.place")

    with story.then("its name is said, and it has no number yet"):
        assert voice.said() == [first]
        screen.expect_named(first, state="no number yet")

    with story.when("it is tapped while it is read"):
        screen.tap_in_order([first])

    with story.then("it has its number"):
        screen.expect_named(first, state="number 1")


def test_a_text_without_an_ear_is_found(story: Story, sit_down: SeatMaker) -> None:
    """A control: take one ear away, and put another into a label."""
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    lesson = LESSON_OF["KS2"]
    child, _screen = sit_down(page, lesson)
    child.come_to(next(question for question in lesson.quiz if question.app))
    assert what_has_no_ear(page) == []
    page.locator(".with-ear > .ear").first.evaluate("ear => ear.remove()")
    assert what_has_no_ear(page) == ['"Goalie10:" has no ear', '"gg!" has no ear']
    page.locator("label.tap-message").nth(1).evaluate(
        "label => label.append(label.parentElement.querySelector('.ear'))"
    )
    assert '"thanks" has no ear' in what_has_no_ear(page)
