"""A child who uses no mouse does a whole lesson with Tab, Enter, Space and the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from tests.browser.journeys.friends_of_friends import (
    TITLE,
    answer_the_questions,
    live_through_the_story,
    say_what_one_thinks,
)
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import People, Person, Story


class KeyboardLesson(LessonScreen):
    """A lesson without a finger: everything is reached by Tab."""

    def __init__(self, keys: Keyboard) -> None:
        super().__init__(keys.page)
        self.keys = keys

    def choose(self, words: str) -> None:
        with self.next_screen():
            self.keys.tab_to(self.button(words))
            self.keys.press("Enter")
        self.expect_focus_on_heading()

    def answer_all(self, answers: Sequence[str]) -> None:
        for words in answers:
            self.keys.tab_to(self.tick_box(words))
            self.keys.press("Space")
            expect(self.tick_box(words)).to_be_checked()
        self.choose("Check")

    def expect_focus_on_heading(self) -> None:
        """A screen reader reads on from the new heading, and Tab starts below it."""
        expect(self.heading).to_be_focused()


def test_an_eight_year_old_uses_the_keyboard_alone(story: Story, people: People) -> None:
    child = people.child("Oak")
    laptop = story.device("laptop")
    keys = Keyboard(laptop)
    lesson = KeyboardLesson(keys)

    with story.given("a laptop at the first page"):
        laptop.goto("/")

    sign_in(story, keys, child)

    with story.when("the child goes to the lesson and presses Enter"):
        keys.tab_to(laptop.locator(".book").filter(has_text=TITLE))
        keys.press("Enter")
        lesson.expect_title("Before we begin")
        lesson.mark_page()

    say_what_one_thinks(story, lesson)
    live_through_the_story(story, lesson)
    answer_the_questions(story, lesson)

    with story.then("the focus followed all the way, and the page was never loaded anew"):
        lesson.expect_same_page()

    ask_for_help(story, keys)


def sign_in(story: Story, keys: Keyboard, child: Person) -> None:
    page = keys.page
    with story.when("the child types the class code and presses Enter"):
        keys.tab_to(page.get_by_label("Type your class code"))
        keys.type(child["code"].lower())
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text("Who are you?")

    with story.when("the child goes to their tile and presses Enter"):
        keys.tab_to(tile(keys, child["nickname"]))
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text(child["nickname"])

    with story.when("the child goes to their four pictures, one after another, pressing Space, and is in"):
        for number, picture in enumerate(child["pictures"]):
            expect(page.locator(".dot--filled")).to_have_count(number)
            if number:
                expect(page.locator("#screen h1")).to_be_focused()
            keys.tab_to(page.locator(f'button[value="{picture}"]'))
            keys.press("Space")
        expect(page.locator("h1")).to_have_text("My lessons")


def tile(keys: Keyboard, nickname: str) -> Locator:
    return keys.page.get_by_role("link", name=nickname, exact=True)


def ask_for_help(story: Story, keys: Keyboard) -> None:
    page = keys.page
    with story.when("the child goes to I need help"):
        keys.tab_to(page.get_by_role("link", name="I need help"))
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text("I need help")

    with story.when("the child chooses a face with the arrows, and sends it"):
        keys.tab_to(page.locator(".faces input").first)
        keys.press("ArrowDown")
        expect(page.locator(".faces input").nth(1)).to_be_checked()
        keys.tab_to(page.get_by_role("button", name="Send"))
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text("It is sent. Well done for telling.")
