"""The lesson "Friends of friends of friends", with two oopses and one wrong answer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import Story

TITLE = "Friends of friends of friends"
THOUGHTS = ("Only people you can trust", "15 people", "No, only friends will ever see it")
"""What a child may think before the story."""


def say_what_one_thinks(story: Story, lesson: LessonScreen) -> None:
    with story.given("a calm word before the story: there is no wrong"):
        lesson.expect_title("Before we begin")
        expect(lesson.page.locator("#screen")).to_contain_text("Every answer is fine.")
        story.look()
        lesson.choose("Let's begin")

    with story.when("the child says what they think, and is told neither right nor wrong"):
        for thought in THOUGHTS:
            expect(lesson.page.locator("#screen")).to_contain_text("What do you think?")
            story.look()
            lesson.choose(thought)

    with story.then("the story begins"):
        lesson.expect_title("The winner")


def live_through_the_story(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child puts the picture up at once"):
        lesson.choose("Put it up now")

    with story.then("a stranger writes: an oops, and the child can tell Dad"):
        lesson.expect_title("Hello, Snail Girl")
        story.look()
        lesson.choose("Tell Dad")
        lesson.expect_title("Dad listens")

    with story.when("the child counts wrong, and then counts again"):
        lesson.choose("Count them")
        lesson.choose("18 people")
        lesson.expect_title("Nearly there")
        story.look()
        lesson.choose("Count again")
        lesson.choose("88 people")
        lesson.expect_title("Four whole schools")

    with story.when("the child asks Dad to turn the place off"):
        lesson.choose("Look at the picture again")
        story.look()
        lesson.choose("Ask Dad to turn it off")

    with story.then("the story ends well, and the one way that was not taken is offered"):
        lesson.expect_title("Where is Turbo?")
        story.look()
        lesson.choose("Leave it on")

    with story.then("nine people with snails wait at the gate, and the ending is one press away"):
        lesson.expect_title("The snail queue")
        story.look()
        lesson.choose("Back to my ending")
        lesson.expect_title("Where is Turbo?")
        lesson.choose("Carry on")


def answer_the_questions(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child gives a wrong answer"):
        lesson.choose("Only people you can trust")

    with story.then("a kind reason comes, and another go"):
        lesson.expect_title("Good try. Not quite.")
        story.look()
        lesson.choose("Have another go")

    with story.when("the child answers the next three"):
        for answer in ("Some people you have never met", "55 people", "Yes, a friend could copy it"):
            lesson.choose(answer)
            lesson.expect_title("Yes, that's right!")
            lesson.choose("Carry on")

    with story.when("the child ticks all the clues"):
        lesson.answer_all(["The badge on her jumper", "The street sign behind her", "The place under the picture"])
        lesson.expect_title("Yes, that's right!")
        story.look()
        lesson.choose("Carry on")

    with story.when("the child ticks all that helps"):
        helps = ["Picking “friends only”", "Turning location off", "Checking the friends list with a grown-up"]
        lesson.answer_all(helps)
        lesson.expect_title("Yes, that's right!")
        lesson.choose("Carry on")

    with story.when("the child answers the last one"):
        lesson.choose("Stop and tell a grown-up he trusts")
        lesson.choose("Carry on")

    with story.then("the stamp is there"):
        lesson.expect_title("You did it!")
        expect(lesson.page.get_by_role("img", name=f"Your stamp for {TITLE}")).to_be_visible()
