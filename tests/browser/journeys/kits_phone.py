"""The lesson "Kit's new phone" of these tests: every kind of practice phone, settings right at the second go."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import Story

TITLE = "Kit's new phone"
ADDRESS = "/lesson/kits-phone"


def live_through_the_phone(story: Story, lesson: LessonScreen) -> None:
    messages(story, lesson)
    cards_and_windows(story, lesson)
    permissions(story, lesson)
    settings(story, lesson)


def messages(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child opens Blockadoo"):
        lesson.choose("Open Blockadoo")

    with story.then("a practice phone shows what Goalie10 writes, and says that nothing is real"):
        lesson.expect_title("New player joined")
        phone = lesson.page.get_by_role("region", name="Practice phone: Blockadoo")
        expect(phone.get_by_role("listitem")).to_have_count(4)
        expect(lesson.page.get_by_text("Nothing on it is real.")).to_be_visible()

    with story.when("the child replies"):
        lesson.choose("Reply")

    with story.then("more questions come: an oops, and one can choose again"):
        lesson.expect_title("More and more")
        story.look()
        lesson.choose("Choose again")
        expect(lesson.page.get_by_text("Nothing on it is real.")).to_have_count(0)

    with story.when("the child blocks Goalie10"):
        lesson.choose("Block")
        lesson.expect_title("Somebody wants to be friends")


def cards_and_windows(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child says not now to the card"):
        lesson.choose("Not now")
        lesson.expect_title("Something pops up")

    with story.when("the child closes the window, and the prize after it"):
        lesson.choose("Close")
        lesson.expect_title("A prize")
        story.look()
        lesson.choose("Close")

    with story.when("the child reports an unkind comment"):
        lesson.expect_title("Under a picture")
        story.look()
        lesson.choose("Report")
        lesson.expect_title("It asks and asks")


def permissions(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child lets the pet game use the camera"):
        lesson.put("Your camera", "Allow")
        lesson.put("Your place", "Don't allow")
        story.look()
        lesson.choose("Done")

    with story.then("the pet knows too much, and the child looks again"):
        lesson.expect_title("It knows too much")
        story.look()
        lesson.choose("Look again")

    with story.when("the child allows nothing"):
        lesson.put("Your camera", "Don't allow")
        lesson.put("Your place", "Don't allow")
        lesson.choose("Done")
        lesson.expect_title("Who can see?")


def settings(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child puts only one of two things right"):
        lesson.put("Who can see my pictures", "Friends only")
        lesson.choose("Save")

    with story.then("a kind word says that it is nearly right"):
        lesson.expect_title("Nearly")
        story.look()
        lesson.choose("Look again")

    with story.when("the child puts both right"):
        lesson.put("Who can see my pictures", "Friends only")
        lesson.turn_off("Show where I am")
        story.look()
        lesson.choose("Save")

    with story.then("the story ends well"):
        lesson.expect_title("All put right")


def look_at_the_other_ending(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child asks what happens if the phone is put away"):
        lesson.choose("Put it away")

    with story.then("Kit falls asleep, and there is a way back to the ending"):
        lesson.expect_title("Not today")
        expect(lesson.button("Choose again")).to_have_count(0)
        story.look()
        lesson.choose("Back to my ending")

    with story.then("the ending is there, with nothing more to look at, and leads to the questions"):
        lesson.expect_title("All put right")
        expect(lesson.page.get_by_text("What if …?")).to_have_count(0)
        lesson.choose("Carry on")
        lesson.expect_title("Who can help Kit?")
