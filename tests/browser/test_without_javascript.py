"""Every journey works in a browser that runs no scripts: on an old tablet, or where a filter blocks them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.journeys import friends_of_friends, wrens_name_badge
from tests.browser.pages.concerns import Concerns
from tests.browser.pages.desk import open_progress
from tests.browser.pages.doors import NotMe, StaffDoor, Tiles, walk_in
from tests.browser.pages.help import Help
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story


def test_a_six_year_old_does_the_lesson_without_javascript(story: Story, people: People) -> None:
    child = people.child("Acorn")
    tablet = story.device("tablet", javascript=False, has_touch=True)

    with story.given("a tablet without JavaScript, on which the child has signed in"):
        walk_in(tablet, child)

    with story.when("the child opens the lesson"):
        Shelf(tablet).open("Wren's name badge")

    wrens_name_badge.say_what_one_thinks(story, LessonScreen(tablet))
    wrens_name_badge.live_through_the_story(story, LessonScreen(tablet))
    wrens_name_badge.answer_the_questions(story, LessonScreen(tablet))

    with story.when("the child is finished"):
        NotMe(tablet).say_not_me()

    with story.then("the tiles are there for the next one"):
        Tiles(tablet).expect_open()
        expect(tablet.locator(".me")).to_have_count(0)


def test_an_eight_year_old_does_the_lesson_without_javascript(story: Story, people: People) -> None:
    child = people.child("Oak")
    laptop = story.device("laptop", javascript=False)

    with story.given("a laptop without JavaScript, on which the child has signed in"):
        walk_in(laptop, child)

    with story.when("the child opens the lesson"):
        Shelf(laptop).open(friends_of_friends.TITLE)

    friends_of_friends.say_what_one_thinks(story, LessonScreen(laptop))
    friends_of_friends.live_through_the_story(story, LessonScreen(laptop))
    friends_of_friends.answer_the_questions(story, LessonScreen(laptop))

    with story.when("the child asks for help"):
        Help(laptop).ask()
        Help(laptop).write("my friend and I fell out online")
        Help(laptop).send()

    with story.then("it is sent"):
        Help(laptop).expect_sent(reader="Mrs Khan")


def test_grown_ups_need_no_javascript_either(story: Story, people: People) -> None:
    laptop = story.device("laptop", javascript=False)

    with story.given("a teacher's laptop without JavaScript"):
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Oak"))

    with story.then("the class's progress is there, with its table to save"):
        progress = open_progress(laptop, class_name="Oak", lesson=friends_of_friends.TITLE)
        pupils, _ideas = progress.save_as_table()
        assert len(pupils) == 1 + len(progress.table())

    with story.then("the officer reads the list of calls for help"):
        progress.press_button("Sign out")
        StaffDoor(laptop).sign_in(people.staff("officer"))
        Concerns(laptop).open()
