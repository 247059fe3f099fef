"""The lesson "Wren's name badge", lived through by pictures and signs alone, with one oops and two wrong answers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.measures import small_targets
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.storytelling import Story

FINGER_PX = 64


def expect_room_for_a_finger(page: Page) -> None:
    assert small_targets(page, least_px=FINGER_PX) == []


def say_what_one_thinks(story: Story, lesson: LessonScreen) -> None:
    with story.given("a calm word before the story, and one arrow"):
        lesson.expect_title("Before we begin")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.carry_on()

    with story.when("the child ticks the berries and the nest"):
        lesson.expect_title("What should Wren keep private?")
        expect_room_for_a_finger(lesson.page)
        lesson.tick_picture("berries")
        lesson.tick_picture("nest")
        lesson.check()

    with story.when("the child taps the tablet and the lock, and is told neither right nor wrong"):
        for picture in ("tablet", "lock"):
            expect(lesson.page.locator("#screen")).to_contain_text("What do you think?")
            lesson.choose_picture(picture)

    with story.then("the story begins"):
        lesson.expect_title("A badge app")


def come_to_the_story(lesson: LessonScreen) -> None:
    """Past the questions that come before it, without a look at them."""
    lesson.begin()
    lesson.tick_picture("nest")
    lesson.check()
    for picture in ("tablet", "lock"):
        lesson.choose_picture(picture)
    lesson.expect_title("A badge app")


def live_through_the_story(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child taps the berries"):
        lesson.choose_picture("berries")
        lesson.expect_title("A big question")
        expect_room_for_a_finger(lesson.page)

    with story.when("the child taps the parrot, and so tells it where the nest is"):
        lesson.choose_picture("parrot")

    with story.then("an oops is lived through: the nest is full, and nobody is told off"):
        lesson.expect_title("Squish, squash!")
        expect_room_for_a_finger(lesson.page)

    with story.when("the child taps the tablet, to choose again"):
        lesson.choose_picture("tablet")
        lesson.expect_title("A big question")

    with story.when("the child taps the hand that says: that's private"):
        lesson.choose_picture("hand")
        lesson.expect_title("What goes on it?")

    with story.when("the child taps the berries for the badge"):
        lesson.choose_picture("berries")

    with story.then("the story ends well, and other ways are offered"):
        lesson.expect_title("Berry good friends")
        expect_room_for_a_finger(lesson.page)

    with story.when("the child taps the owl, to see what would have happened"):
        lesson.choose_picture("owl")
        lesson.expect_title("Ask first")
        expect_room_for_a_finger(lesson.page)

    with story.then("an arrow leads back to the ending, and another on to the questions"):
        lesson.press_sign("undo-2")
        lesson.expect_title("Berry good friends")
        story.look()
        lesson.carry_on()


def answer_the_questions(story: Story, lesson: LessonScreen) -> None:
    find_two_pictures(story, lesson)
    choose_one_picture_each(story, lesson)

    with story.then("a stamp lands at the end"):
        lesson.expect_title("You did it!")
        expect(lesson.page.get_by_role("img", name="Your stamp for Wren's name badge")).to_be_visible()
        expect_room_for_a_finger(lesson.page)


def find_two_pictures(story: Story, lesson: LessonScreen) -> None:
    with story.given("the first question, which wants two pictures"):
        lesson.expect_title("What should Wren keep private?")
        expect_room_for_a_finger(lesson.page)

    with story.when("the child ticks the nest and, by mistake, the berries"):
        lesson.tick_picture("nest")
        lesson.tick_picture("berries")
        lesson.check()

    with story.then("one picture is right, one is not, and there is another go"):
        lesson.expect_title("Good start! 1 more to find.")
        expect_room_for_a_finger(lesson.page)
        story.look()
        lesson.have_another_go()

    with story.when("the child ticks the nest and the card with the whole name"):
        lesson.tick_picture("nest")
        lesson.tick_picture("id-card")
        lesson.check()

    with story.then("that is right, and the arrow leads on"):
        lesson.expect_title("Yes, that's right!")
        lesson.carry_on()


def choose_one_picture_each(story: Story, lesson: LessonScreen) -> None:
    with story.when("the child buries the tablet"):
        lesson.choose_picture("tablet")

    with story.then("a kind word says why not, and there is another go"):
        lesson.expect_title("Good try. Not quite.")
        story.look()
        lesson.have_another_go()

    with story.when("the child answers with the owl, the owl, the nest and the song"):
        for picture in ("owl", "owl", "nest", "music"):
            lesson.choose_picture(picture)
            lesson.expect_title("Yes, that's right!")
            expect_room_for_a_finger(lesson.page)
            lesson.carry_on()
