"""A child goes through a lesson full of practice phones: by keyboard alone, by taps, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.journeys.kits_phone import (
    ADDRESS,
    live_through_the_phone,
    look_at_the_other_ending,
)
from tests.browser.measures import small_targets
from tests.browser.pages.doors import walk_in
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import People, Story
from tests.browser.test_every_screen_fits import Ruler, ruler_on

FINGER_PX = 48


class KeyboardPhone(LessonScreen):
    """A phone without a finger: Tab to each setting, arrows within it, Space for a switch."""

    def __init__(self, keys: Keyboard) -> None:
        super().__init__(keys.page)
        self.keys = keys

    def choose(self, words: str) -> None:
        with self.next_screen():
            self.keys.tab_to(self.button(words))
            self.keys.press("Enter")
        # A screen reader reads on from the new heading, and Tab starts below it.
        expect(self.heading).to_be_focused()

    def put(self, setting: str, option: str) -> None:
        radios = self.setting(setting).get_by_role("radio")
        wanted = radios.and_(self.page.get_by_role("radio", name=option, exact=True))
        self.keys.tab_to(self._where_tab_stops(radios))
        self.keys.press("Space")
        for _stop in range(radios.count()):
            if wanted.is_checked():
                break
            self.keys.press("ArrowDown")
        expect(wanted).to_be_checked()

    def _where_tab_stops(self, radios: Locator) -> Locator:
        return next((each for each in radios.all() if each.is_checked()), radios.first)

    def turn_off(self, setting: str) -> None:
        switch = self.page.get_by_role("switch", name=setting, exact=True)
        self.keys.tab_to(switch)
        self.keys.press("Space")
        expect(switch).not_to_be_checked()


def test_a_child_uses_the_phone_with_the_keyboard_alone(story: Story, people: People) -> None:
    child = people.child("Oak")
    laptop = story.device("laptop")
    lesson = KeyboardPhone(Keyboard(laptop))

    with story.given("a child at the first step of the lesson"):
        walk_in(laptop, child)
        laptop.goto(ADDRESS)
        lesson.expect_title("A new phone")
        lesson.mark_page()

    live_through_the_phone(story, lesson)
    look_at_the_other_ending(story, lesson)

    with story.then("the page was never loaded anew"):
        lesson.expect_same_page()


def test_a_child_uses_the_phone_with_taps(story: Story, people: People) -> None:
    child = people.child("Oak")
    tablet = story.device("tablet", has_touch=True)
    lesson = TappedPhone(tablet)

    with story.given("a child with a tablet at the first step"):
        walk_in(tablet, child)
        tablet.goto(ADDRESS)

    live_through_the_phone(story, lesson)
    look_at_the_other_ending(story, lesson)


class TappedPhone(LessonScreen):
    """Every screen that is left had room for a finger."""

    def choose(self, words: str) -> None:
        assert small_targets(self.page, least_px=FINGER_PX) == []
        super().choose(words)


def test_a_child_uses_the_phone_without_javascript(story: Story, people: People) -> None:
    child = people.child("Oak")
    laptop = story.device("laptop", javascript=False)
    lesson = LessonScreen(laptop)

    with story.given("a laptop without JavaScript, at the first step"):
        walk_in(laptop, child)
        laptop.goto(ADDRESS)

    live_through_the_phone(story, lesson)
    look_at_the_other_ending(story, lesson)


@pytest.mark.parametrize("half", ["first", "second"])
def test_every_phone_fits(story: Story, people: People, axe: Callable[..., None], half: str) -> None:
    ruler = ruler_on(story, axe)
    walk_in(ruler.page, people.child("Oak"))
    ruler.page.goto(ADDRESS)
    lesson = LessonScreen(ruler.page)
    before = ("Open Blockadoo", "Block")
    for words in before:
        if half == "first":
            ruler.measure(f"before {words}")
        lesson.choose(words)
    on_cards = ("Not now", "Close", "Close", "Report")
    for words in on_cards:
        if half == "first":
            ruler.measure(f"before {words}")
        lesson.choose(words)
    if half == "second":
        measure_settings(ruler, lesson)
    ruler.expect_all_fits()


def measure_settings(ruler: Ruler, lesson: LessonScreen) -> None:
    ruler.measure("permissions")
    ruler.page.set_viewport_size({"width": 1366, "height": 768})
    lesson.put("Your camera", "Don't allow")
    lesson.put("Your place", "Don't allow")
    lesson.choose("Done")
    ruler.measure("settings")
    lesson.put("Who can see my pictures", "Friends only")
    lesson.turn_off("Show where I am")
    lesson.choose("Save")
    ruler.measure("the ending")
    lesson.choose("Put it away")
    ruler.measure("another ending")
