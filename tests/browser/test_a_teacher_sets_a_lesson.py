"""A teacher finds a lesson and sets it, a child finds it first: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.journeys.friends_of_friends import TITLE
from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import StaffDoor, walk_in
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.teaching import LessonFinder, LessonSetting
from tests.browser.storytelling import People, Story

WREN = "Wren's name badge"
CLASS = "Willow"


def at_the_shelf(laptop: Page, people: People) -> LessonFinder:
    StaffDoor(laptop).sign_in(people.staff("teacher", class_name=CLASS))
    finder = LessonFinder(laptop)
    finder.open()
    return finder


def expect_first_for_the_child(tablet: Page) -> None:
    expect(tablet.get_by_role("heading", name="For you today")).to_be_visible()
    expect(tablet.locator(".for-today .book__title")).to_have_text([TITLE])


def test_a_lesson_is_found_by_what_it_is_about(story: Story, people: People) -> None:
    laptop = story.device("laptop")

    with story.given("a teacher before every lesson there is"):
        finder = at_the_shelf(laptop, people)
        expect(laptop.get_by_role("link", name=WREN)).to_be_visible()
        LessonScreen(laptop).mark_page()

    with story.when("she types what it should be about"):
        finder.type_words("who may see a picture")

    with story.then("the one that fits is left, without the page being loaded anew, at an address worth keeping"):
        finder.expect_found(TITLE)
        finder.expect_told("1 lesson of")
        LessonScreen(laptop).expect_same_page()
        expect(laptop).to_have_url(re.compile(r"words=who(%20|\+)may"))

    with story.when("she asks for a year for which there is none of that"):
        finder.choose("Year", option="Year 1")

    with story.then("the page says so and keeps what she asked for"):
        expect(laptop.get_by_text("No lesson fits all of that.")).to_be_visible()
        expect(laptop.get_by_label("Words")).to_have_value("who may see a picture")

    with story.when("she reads a lesson and comes back"):
        finder.choose("Year", option="Any year")
        finder.expect_found(TITLE)
        finder.follow(TITLE)
        finder.expect_title(TITLE)
        laptop.go_back()

    with story.then("what she asked for is still there"):
        finder.expect_found(TITLE)
        expect(laptop.get_by_label("Words")).to_have_value("who may see a picture")


def test_a_lesson_that_is_set_stands_first_for_the_child(story: Story, people: People) -> None:
    child = people.child(CLASS)
    laptop, tablet = story.device("laptop"), story.device("tablet")
    setting = LessonSetting(laptop)

    with story.given("a teacher before every lesson there is"):
        finder = at_the_shelf(laptop, people)

    with story.when("she sets one for her class until a school day"):
        finder.go_and_set(TITLE, class_name=CLASS)
        setting.due_on(4)
        setting.set()

    with story.then("the class's page of the lesson says so"):
        expect(laptop.locator(".set-line")).to_contain_text("Set for the whole class, due")

    with story.then("a child of the class finds it first, under a heading of its own"):
        walk_in(tablet, child)
        expect_first_for_the_child(tablet)

    with story.when("she takes it back, and is told first what that does"):
        setting.take_back()

    with story.then("the child's page is as it was"):
        tablet.goto("/home")
        expect(tablet.locator(".book__title").filter(has_text=TITLE)).to_be_visible()
        expect(tablet.get_by_role("heading", name="For you today")).to_have_count(0)


def test_the_same_without_javascript(story: Story, people: People) -> None:
    child = people.child(CLASS)
    laptop = story.device("laptop", javascript=False)
    tablet = story.device("tablet", javascript=False, has_touch=True)
    setting = LessonSetting(laptop)

    with story.given("a teacher's laptop that runs no scripts"):
        finder = at_the_shelf(laptop, people)

    with story.when("she asks for a year and presses Find"):
        finder.choose("Year", option="Year 4")
        finder.press_button("Find")

    with story.then("the lessons that fit stand there"):
        expect(laptop.locator(".book-row__title").filter(has_text=TITLE)).to_be_visible()
        expect(laptop.locator(".book-row__title").filter(has_text=WREN)).to_have_count(0)

    with story.when("she sets the lesson for one child"):
        finder.go_and_set(TITLE, class_name=CLASS)
        setting.for_some(child["name"])
        setting.set()

    with story.then("the page says for how many, and that child finds it first"):
        expect(laptop.locator(".set-line")).to_contain_text("Set for 1 child")
        walk_in(tablet, child)
        expect_first_for_the_child(tablet)

    with story.then("she can take the lesson back"):
        setting.take_back()


def test_the_same_with_a_keyboard_alone(story: Story, people: People) -> None:
    laptop = story.device("laptop")
    keys = Keyboard(laptop)

    with story.given("a teacher with a keyboard and nothing else"):
        finder = at_the_shelf(laptop, people)

    with story.when("she types a word and goes on to setting the lesson that is found"):
        keys.tab_to(laptop.get_by_label("Words"))
        keys.type("who may see a picture")
        finder.expect_found(TITLE)
        keys.tab_to(finder.way_to_set(TITLE, class_name=CLASS))
        keys.press("Enter")
        Desk(laptop).expect_title(f"Set for {CLASS}")

    with story.when("she chooses a day and sets the lesson"):
        keys.tab_to(laptop.get_by_label("To be done by"))
        keys.press("ArrowDown")
        keys.tab_to(laptop.get_by_role("button", name="Set this lesson"))
        keys.press("Enter")
        Desk(laptop).expect_title(TITLE)

    with story.then("it is set until that day"):
        expect(laptop.locator(".set-line")).to_contain_text("due")

    with story.then("she takes it back"):
        keys.tab_to(laptop.get_by_role("link", name="Take it back"))
        keys.press("Enter")
        expect(laptop.locator("h1")).to_contain_text("Take back")
        keys.tab_to(laptop.get_by_role("button", name="Take it back"))
        keys.press("Enter")
        expect(laptop.get_by_text("Not set for this class.")).to_be_visible()
