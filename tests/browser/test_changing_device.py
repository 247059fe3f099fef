"""A child begins on one device and goes on, at the same screen, on another."""

from __future__ import annotations

from tests.browser.journeys.friends_of_friends import THOUGHTS, TITLE
from tests.browser.pages.doors import NotMe, walk_in
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story


def test_a_child_goes_on_at_the_same_screen_on_another_device(story: Story, people: People) -> None:
    child = people.child("Willow")
    laptop, phone = story.device("laptop"), story.device("phone", has_touch=True)

    with story.given("a child who has come to Idris's pencil on a laptop"):
        walk_in(laptop, child)
        Shelf(laptop).open(TITLE)
        LessonScreen(laptop).think_first(THOUGHTS)
        LessonScreen(laptop).choose("Find out who that is")
        LessonScreen(laptop).expect_title("Idris gets a pencil")

    with story.when("the laptop is needed, and the child signs in on a smaller device"):
        NotMe(laptop).say_not_me()
        walk_in(phone, child)

    with story.then("the shelf says that the lesson waits to be carried on"):
        Shelf(phone).expect_state(TITLE, words="Carry on")

    with story.then("it opens at Idris's pencil, and goes on from there"):
        Shelf(phone).open(TITLE)
        LessonScreen(phone).expect_title("Idris gets a pencil")
        LessonScreen(phone).choose("88 people")
        LessonScreen(phone).expect_title("Four whole schools")


def test_a_screen_left_open_on_the_first_device_does_no_harm(story: Story, people: People) -> None:
    child = people.child("Willow")
    laptop, tablet = story.device("laptop"), story.device("tablet")

    with story.given("the same child's lesson open on two devices, further on the second"):
        walk_in(laptop, child)
        Shelf(laptop).open(TITLE)
        LessonScreen(laptop).think_first(THOUGHTS)
        walk_in(tablet, child)
        Shelf(tablet).open(TITLE)
        LessonScreen(tablet).choose("Find out who that is")
        LessonScreen(tablet).choose("88 people")

    with story.when("the old screen on the first device is pressed"):
        LessonScreen(laptop).choose("Put it up now")

    with story.then("nothing is undone: it shows how far the child is by now"):
        LessonScreen(laptop).expect_title("Four whole schools")


def test_a_child_goes_on_before_the_story_on_another_device(story: Story, people: People) -> None:
    child = people.child("Willow")
    laptop, phone = story.device("laptop"), story.device("phone", has_touch=True)

    with story.given("a child who has said what they think to the first question on a laptop"):
        walk_in(laptop, child)
        Shelf(laptop).open(TITLE)
        LessonScreen(laptop).begin()
        LessonScreen(laptop).choose(THOUGHTS[0])

    with story.when("the child signs in on a smaller device"):
        NotMe(laptop).say_not_me()
        walk_in(phone, child)
        Shelf(phone).open(TITLE)

    with story.then("the second question is there, and after the third the story"):
        for thought in THOUGHTS[1:]:
            LessonScreen(phone).choose(thought)
        LessonScreen(phone).expect_title("The winner")
