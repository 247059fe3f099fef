"""The lesson "Pip's Telling Tree", by pictures and signs alone, with a busy grown-up and two oopses."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.journeys.wrens_name_badge import expect_room_for_a_finger
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import Story

TITLE = "Pip's Telling Tree"


def say_what_you_think(story: Story, lesson: LessonScreen) -> None:
    with story.given("a calm word before the story, and its arrow"):
        lesson.expect_title("Before we begin")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.carry_on()

    with story.when("the child ticks the friend, and then taps two more pictures"):
        lesson.expect_title("A picture gave Pip a funny feeling. Who can help?")
        expect_room_for_a_finger(lesson.page)
        lesson.tick_picture("otto")
        lesson.check()
        lesson.expect_title("The picture popped up. Is Pip in trouble?")
        lesson.choose_picture("scared")
        lesson.expect_title("Pip told Nana. Nana was busy. What now?")
        lesson.choose_picture("quiet")

    with story.then("nobody says what was right, and the story begins"):
        lesson.expect_title("Flip!")
        expect_room_for_a_finger(lesson.page)


def live_through_the_story(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child taps the eyes, and so keeps looking"):
        lesson.choose_picture("eyes")

    with story.then("Pip's tummy flips more: an oops, and one can choose again"):
        lesson.expect_title("Flip, flop, flip!")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.choose_picture("tablet")
        lesson.expect_title("Flip!")

    with story.when("the child turns the tablet over and goes to the tree"):
        lesson.choose_picture("tablet-over")
        lesson.expect_title("Face down")
        story.look()
        lesson.choose_picture("tree")
        lesson.expect_title("The Telling Tree")
        expect_room_for_a_finger(lesson.page)

    tell_until_somebody_listens(story, lesson)

    with story.when("the child taps the worried face, for the tummy is still a bit wobbly"):
        lesson.expect_title("All gone")
        lesson.choose_picture("worried")

    with story.then("that is fine, and after a hug the story ends well"):
        lesson.expect_title("That is fine")
        story.look()
        lesson.choose_picture("hug")
        lesson.expect_title("Three leaves")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.carry_on()


def tell_until_somebody_listens(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child tells Nana, who is busy, and then gives up"):
        lesson.choose_picture("nana")
        lesson.expect_title("Nana is busy")
        story.look()
        lesson.choose_picture("quiet")

    with story.then("the tummy still flips at bedtime, and one can choose again"):
        lesson.expect_title("Bedtime")
        story.look()
        lesson.choose_picture("nana")
        lesson.expect_title("Nana is busy")

    with story.when("the child tells Mrs Owl instead"):
        lesson.choose_picture("owl")

    with story.then("Mrs Owl listens, and nobody is in trouble"):
        lesson.expect_title("Mrs Owl listens")
        expect(lesson.page.locator("#screen")).to_contain_text("You are not in trouble.")
        lesson.choose_picture("speech-bubble")


def answer_the_questions(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child ticks the teacher and Nana"):
        lesson.expect_title("A picture gave Pip a funny feeling. Who can help?")
        lesson.tick_picture("owl")
        lesson.tick_picture("nana")
        lesson.check()

    with story.then("that is right"):
        lesson.expect_title("Yes, that's right!")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.carry_on()

    with story.when("the child taps the heart, the owl, the worried face and the hands"):
        for picture in ("heart", "owl", "worried", "handshake"):
            lesson.choose_picture(picture)
            lesson.expect_title("Yes, that's right!")
            lesson.carry_on()

    with story.then("a stamp lands at the end"):
        lesson.expect_title("You did it!")
        expect(lesson.page.get_by_role("img", name=f"Your stamp for {TITLE}")).to_be_visible()
        expect_room_for_a_finger(lesson.page)
