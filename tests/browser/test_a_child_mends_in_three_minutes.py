"""A child comes to a short lesson from the reason on a message: taps, keyboard, and the shelf stays as it was."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.measures import small_targets
from tests.browser.pages.doors import walk_in
from tests.browser.pages.question_screen import QuestionScreen
from tests.browser.storytelling import People, Story

FINGER_PX = 64


def test_a_six_year_old_mends_a_message_with_something_private_in_it(story: Story, people: People) -> None:
    tablet = story.device("tablet", has_touch=True)
    lesson = QuestionScreen(tablet)

    with story.given("a child whose message waits, at the lesson to which the reason leads"):
        walk_in(tablet, people.child("Acorn"))
        expect(tablet.get_by_text("Otto's party message")).to_have_count(0)
        tablet.goto("/lesson/ottos-party-message")
        lesson.expect_title("Otto writes")

    with story.when("she sends Otto's message again, it comes back kindly"):
        lesson.choose("Send it again")
        lesson.expect_title("Back again")
        expect(tablet.get_by_text("You are not in trouble.")).to_be_visible()
        assert small_targets(tablet, least_px=FINGER_PX) == []

    with story.when("she mends it and sends it"):
        lesson.choose("Mend it")
        lesson.expect_title("Otto mends it")
        lesson.choose("Send it")
        lesson.expect_title("Now all can read it")

    with story.then("two questions follow, each of another kind"):
        lesson.carry_on()
        for thing, box in (
            ("Where Otto lives", "Private"),
            ("His best cake", "Fine to share"),
            ("His whole name", "Private"),
        ):
            lesson.put_in_box(thing, box=box)
        lesson.check()
        lesson.carry_on()
        lesson.choose("Time to mend")
        lesson.carry_on()

    with story.then("she has a stamp, and her shelf is as it was"):
        lesson.expect_title("You did it!")
        tablet.goto("/home")
        expect(tablet.get_by_role("heading", name="My lessons")).to_be_visible()
        expect(tablet.get_by_text("Otto's party message")).to_have_count(0)


def test_an_eight_year_old_who_was_asked_for_a_picture_hears_that_it_is_not_her_fault(
    story: Story, people: People
) -> None:
    laptop = story.device("laptop")
    lesson = QuestionScreen(laptop)

    with story.given("a child at the lesson to which a message that asks to meet leads"):
        walk_in(laptop, people.child("Oak"))
        laptop.goto("/lesson/nias-surprise")
        lesson.expect_title("A card for Mr Okafor")

    with story.when("she asks why it waits"):
        lesson.choose("Ask why it waits")
        lesson.expect_title("Why it waits")

    with story.then("one who was asked is heard and not blamed"):
        lesson.choose("Hear what he says to Mei")
        expect(laptop.get_by_text("It is not your fault, even if you answered.")).to_be_visible()
        lesson.choose("Send it again")
        lesson.expect_title("The card")

    with story.then("she spots what to show a grown-up, and help stands at the end"):
        lesson.carry_on()
        lesson.spot("Goalie10: send me a pic of u")
        lesson.spot("Goalie10: dont tell any1 ok")
        lesson.check()
        lesson.carry_on()
        lesson.choose("Goalie10's, who asked")
        lesson.carry_on()
        lesson.expect_title("You did it!")
        expect(laptop.get_by_text("Worried about something?")).to_be_visible()
