"""A child who cannot read yet does a whole lesson by tapping pictures."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.journeys.wrens_name_badge import (
    answer_the_questions,
    expect_room_for_a_finger,
    live_through_the_story,
    say_what_one_thinks,
)
from tests.browser.pages.doors import Doors, Pictures, Tiles
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Person, Story


def test_a_six_year_old_does_the_lesson_with_taps_alone(story: Story, people: People) -> None:
    child = people.child("Acorn")
    tablet = story.device("tablet", has_touch=True)
    lesson = LessonScreen(tablet)

    sign_in_by_pictures(story, child, tablet)

    with story.when("the child taps the lesson with the little bird"):
        Shelf(tablet).open("Wren's name badge")
        lesson.mark_page()
        expect_room_for_a_finger(tablet)

    say_what_one_thinks(story, lesson)
    live_through_the_story(story, lesson)
    answer_the_questions(story, lesson)

    with story.then("all of it came without the page being loaded anew"):
        lesson.expect_same_page()

    with story.then("the shelf says that the lesson is done"):
        lesson.press(lesson.with_sign("#screen a", sign="book-open"))
        Shelf(tablet).expect_title("My lessons")
        expect(lesson.with_sign(".book", sign="check")).to_have_count(1)


def sign_in_by_pictures(story: Story, child: Person, tablet: Page) -> None:
    with story.given("a class tablet on which the teacher has typed the code of Acorn class"):
        Doors(tablet).open()
        expect_room_for_a_finger(tablet)
        story.look()
        Doors(tablet).type_code(child["code"])
        Tiles(tablet).expect_open()
        expect_room_for_a_finger(tablet)

    with story.when("the child taps the animal that is theirs"):
        Tiles(tablet).tap(child["nickname"])
        expect_room_for_a_finger(tablet)

    with story.when("the child taps their first two pictures"):
        Pictures(tablet).tap(child["pictures"][0])
        Pictures(tablet).expect_picked(1)
        expect_room_for_a_finger(tablet)
        Pictures(tablet).tap(child["pictures"][1])
        Pictures(tablet).expect_picked(2)

    with story.then("the third picture opens the shelf of lessons"):
        Pictures(tablet).tap(child["pictures"][2])
        Shelf(tablet).expect_title("My lessons")
        expect_room_for_a_finger(tablet)
