"""The lesson "Keep it, stop it, tell it", wholly on a practice phone, with an oops at every turn."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import Story

TITLE = "Keep it, stop it, tell it"


def live_through_the_story(story: Story, lesson: LessonScreen) -> None:
    keep_it(story, lesson)
    stop_it(story, lesson)
    tell_it(story, lesson)


def keep_it(story: Story, lesson: LessonScreen) -> None:
    with story.given("three messages on a practice phone, late at night"):
        lesson.expect_title("Buzz")
        phone = lesson.page.get_by_role("region", name="Practice phone: Chattle")
        expect(phone.get_by_role("listitem")).to_have_count(3)
        expect(lesson.page.get_by_text("Nothing on it is real.")).to_be_visible()

    with story.when("the child writes back"):
        lesson.choose("Write something worse back")

    with story.then("more people watch: an oops, without blame"):
        lesson.expect_title("Now there are four")
        story.look()
        lesson.choose("Go back and choose again")

    with story.when("the child keeps a copy, and then sends it to everybody"):
        lesson.choose("Breathe, keep a copy")
        lesson.expect_title("Keep it")
        story.look()
        lesson.choose("Send it to the whole class")

    with story.then("thirty have read it: another oops"):
        lesson.expect_title("Everyone has it")
        story.look()
        lesson.choose("Go back and choose again")


def stop_it(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child reports Raven22, and blocks"):
        lesson.choose("Report it to Chattle")
        lesson.expect_title("Report")
        story.look()
        lesson.choose("Report, then block")

    with story.when("the child puts one of three settings right"):
        lesson.expect_title("Stop it")
        lesson.put("Who can write to me", "Nobody")
        lesson.choose("Save")

    with story.then("something still gets through, and the child looks again"):
        lesson.expect_title("Nearly")
        story.look()
        lesson.choose("Look again")

    with story.when("the child puts all three right"):
        lesson.put("Who can write to me", "Friends only")
        lesson.turn_off("Buzz at night")
        lesson.turn_off("Blocked people can see when I am here")
        lesson.choose("Save")
        lesson.expect_title("Breakfast")


def tell_it(story: Story, lesson: LessonScreen) -> None:
    with story.when("a new name asks to be let in, and the child says nothing to anybody"):
        lesson.choose("Say nothing")

    with story.then("it is too heavy for one, and one can choose again"):
        lesson.expect_title("On his own")
        story.look()
        lesson.choose("Go back and choose again")

    with story.when("the child shows a grown-up"):
        lesson.choose("Show a grown-up")

    with story.then("Mr Okafor is glad to be told"):
        lesson.expect_title("Tell it")
        expect(lesson.page.locator("#screen")).to_contain_text("you are not in trouble")
        story.look()

    with story.when("the child asks what to do when nobody is awake"):
        lesson.choose("What if nobody is awake?")

    with story.then("there is a number that answers at night, and the story ends well"):
        expect(lesson.page.locator("#screen")).to_contain_text("Childline on 0800 1111")
        story.look()
        lesson.choose("See what happens next")
        lesson.expect_title("Quiz team")
