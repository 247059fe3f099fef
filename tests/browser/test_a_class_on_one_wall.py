"""A whole class does a lesson on one wall, without a device of its own, and goes on when the network does not."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode

from playwright.sync_api import Page, Route, expect

from tests.browser.journeys.friends_of_friends import TITLE
from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import StaffDoor
from tests.browser.pages.wall import Lead, Wall
from tests.browser.storytelling import People, Story
from tests.browser.watchdog import Watchdog

LOST = r"Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+)"
FIRST, RIGHT, WRONG = "before:who-can-see", "Some people you have never met", "Only people you can trust"
AGAIN = "question:who-can-see"
WREN = "Wren's name badge"


def open_lesson(story: Story, people: People, *, class_name: str, title: str = TITLE) -> Lead:
    """The teacher of the class opens the lesson from the class page: one click."""
    laptop = story.device("laptop")
    StaffDoor(laptop).sign_in(people.staff("teacher", class_name=class_name))
    Desk(laptop).open_class(class_name)
    laptop.get_by_role("row").filter(has_text=title).get_by_role("link", name="on the wall").click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text(title)
    return Lead(laptop)


def open_wall(story: Story, lead: Lead) -> Wall:
    projector: Page = lead.open_wall()
    projector.set_viewport_size({"width": 1024, "height": 768})
    story.pages.append(projector)
    return Wall(projector)


def count_the_first_question(story: Story, *, lead: Lead, wall: Wall) -> None:
    with story.when("the teacher goes on and counts hands for the first question"):
        lead.go_on()
        wall.expect_at(FIRST)
        lead.go_on()
        wall.expect_at(FIRST, 1)
        lead.type_hands(WRONG, hands=3)
        lead.one_more(RIGHT)

    with story.then("the wall shows no hand; and fewer than five are not to be revealed"):
        wall.expect_no_hands()
        expect(lead.page.locator(".stop:visible [data-do=reveal]")).to_be_disabled()

    with story.when("more hands are counted, and revealed"):
        lead.one_more(RIGHT, times=8)
        wall.expect_no_hands()
        lead.reveal()

    with story.then("the wall shows them, and nothing of right or wrong"):
        wall.expect_hands(0, 9, 3)
        expect(wall.slide.locator(".right")).to_have_count(0)
        lead.expect_kept()


def go_on_without_the_network(story: Story, *, lead: Lead, wall: Wall) -> None:
    with story.when("the network drops in the middle of the lesson, and the class goes on"):
        lead.page.context.set_offline(True)
        lead.go_to("Story: The winner")
        wall.expect_at("step:trophy")
        for part in (1, 2):
            lead.go_on()
            wall.expect_at("step:trophy", part)
        lead.type_hands("Put it up now", hands=11)
        lead.go_on()

    with story.then("everything goes on, and the teacher is told that it is not kept yet"):
        wall.expect_hands(11, 0)
        lead.expect_not_kept()

    with story.when("meanwhile the network comes back"):
        lead.go_on()
        wall.expect_at("step:posted")
        lead.page.context.set_offline(False)

    with story.then("it is kept by itself"):
        lead.expect_kept()


def ask_again_after_the_story(story: Story, *, lead: Lead, wall: Wall) -> None:
    with story.when("the class comes to the quiz and is asked the same question again"):
        lead.go_to("Quiz: A picture is set to")
        lead.go_on()
        wall.expect_at(AGAIN, 1)
        lead.type_hands(RIGHT, hands=12)
        lead.reveal()
        wall.expect_hands(0, 12, 0)
        lead.go_on()

    with story.then("the answer comes with its reason"):
        wall.expect_at(AGAIN, 2)
        expect(wall.slide.locator(".right")).to_contain_text("Your friends know people you don't.")
        lead.expect_kept()


def test_a_class_works_on_one_wall(story: Story, people: People, watchdog: Watchdog) -> None:
    watchdog.expect(LOST)

    with story.given("a teacher's laptop and, in a second window, the wall"):
        lead = open_lesson(story, people, class_name="Willow")
        wall = open_wall(story, lead)
        wall.expect_at("cover:")

    count_the_first_question(story, lead=lead, wall=wall)
    go_on_without_the_network(story, lead=lead, wall=wall)
    ask_again_after_the_story(story, lead=lead, wall=wall)

    with story.then("another day the class's page tells what was chosen before and after"):
        lead.page.goto(lead.page.url.partition("/wall")[0])
        told = f"12 of 12 chose “{RIGHT}” (before the story: 9)"
        expect(lead.page.locator("#on-wall + div")).to_contain_text(told)

    with story.then("and the lesson opens where the class was, or from the start"):
        lead.follow("Teach it on the wall")
        expect(lead.page.locator("main")).to_contain_text("Quiz: A picture is set to")
        lead.follow("Carry on where you were")
        lead.expect_at("Quiz: A picture is set to “friends of friends”. Who can see it?")
        expect(lead.number(RIGHT)).to_have_value("12")


def test_two_screens_of_the_school_follow_one_another(story: Story, people: People) -> None:
    with story.given("the lesson on a laptop, and the same teacher signed in at the board's own computer"):
        lead = open_lesson(story, people, class_name="Beech", title=WREN)
        lead.go_on()
        lead.expect_kept()
        board = story.device("wall")
        StaffDoor(board).sign_in(people.staff("teacher", class_name="Beech"))
        board.goto(lead.page.url.partition("?")[0] + "/screen")
        wall = Wall(board)
        wall.expect_at("before:keep-private")

    with story.when("hands are counted on the laptop and revealed"):
        lead.type_hands("Where she lives", hands=14)
        lead.expect_kept()
        wall.expect_no_hands()
        lead.reveal()

    with story.then("the board shows the hands"):
        wall.expect_hands(0, 14, 0, 0)

    with story.when("somebody taps on at the board"):
        board.locator(".slide__next:visible").click()

    with story.then("the laptop follows"):
        wall.expect_at("before:app-asks")
        lead.expect_at("Before: An app asks where Otto lives. What should he do?")


def test_a_teacher_who_was_signed_out_goes_on_and_loses_no_hand(story: Story, people: People) -> None:
    with story.given("a lesson on the wall, in which hands are counted"):
        lead = open_lesson(story, people, class_name="Oak", title="Keep it, stop it, tell it")
        lead.go_on()
        lead.go_on()
        lead.type_hands("Keep a copy", hands=9)
        lead.expect_kept()

    with story.when("the teacher is signed out meanwhile, and counts on"):
        tab = lead.page.context.new_page()
        tab.goto("/desk")
        tab.get_by_role("button", name="Sign out").click()
        expect(tab).not_to_have_url(re.compile("/desk"))
        lead.one_more("Keep a copy")

    with story.then("the lesson goes on, and the page says what to do"):
        expect(lead.page.locator("[data-kept]")).to_contain_text("You are signed out")
        expect(lead.number("Keep a copy")).to_have_value("10")

    with story.when("the teacher signs in again in another tab"):
        StaffDoor(tab).sign_in(people.staff("teacher", class_name="Oak"))

    with story.then("what was counted is kept by itself"):
        lead.expect_kept()
        tab.goto(lead.page.url.partition("?")[0] + "?carry=on")
        expect(Lead(tab).number("Keep a copy")).to_have_value("10")


def go_on_and_back_by_clicker(story: Story, wall: Wall) -> None:
    moves = (
        ("PageDown", FIRST, 0),
        ("ArrowRight", FIRST, 1),
        ("Space", "before:how-many", 0),
        ("PageUp", FIRST, 1),
        ("ArrowLeft", FIRST, 0),
    )
    with story.when("the clicker goes on and back"):
        for key, place, part in moves:
            wall.page.keyboard.press(key)
            wall.expect_at(place, part)


def blank_and_bring_back(story: Story, *, lead: Lead, wall: Wall) -> None:
    with story.when("B is pressed"):
        wall.page.keyboard.press("b")

    with story.then("the wall is blank, the teacher's view says so, and any move brings it back"):
        expect(wall.page.locator(".blank")).to_be_visible()
        expect(lead.page.locator(".notice[data-blank]")).to_be_visible()
        wall.page.keyboard.press("ArrowRight")
        expect(wall.page.locator(".blank")).to_be_hidden()
        wall.expect_at(FIRST, 0)


def test_the_wall_by_keys_and_clicker_alone(story: Story, people: People) -> None:
    with story.given("the wall in front of a teacher who has keys and a clicker"):
        lead = open_lesson(story, people, class_name="Oak")
        wall = open_wall(story, lead)
        wall.expect_at("cover:")
    keys, help_ = wall.page.keyboard, wall.page.get_by_role("dialog", name="Keys")

    go_on_and_back_by_clicker(story, wall)
    blank_and_bring_back(story, lead=lead, wall=wall)

    with story.when("Escape is pressed, a small help shows the keys"):
        keys.press("Escape")
        expect(help_).to_be_visible()

    with story.then("Escape closes it"):
        keys.press("Escape")
        expect(help_).to_be_hidden()

    with story.when("the class is at a choice of the story, and its number is pressed"):
        lead.go_to("Story: The winner")
        for part in (1, 2):
            keys.press("PageDown")
            wall.expect_at("step:trophy", part)
        keys.press("2")

    with story.then("the story takes that way"):
        wall.expect_at("step:count")

    with story.when("the clicker alone goes on at a choice for which no hands were counted"):
        keys.press("PageDown")
        wall.expect_at("step:count", 1)
        keys.press("PageDown")

    with story.then("the story takes the first way that the class has not seen"):
        wall.expect_at("step:too-few")


def with_its_news_left_out(route: Route) -> None:
    """Let a page's news arrive as the school's computer takes it where the lesson knows none of it any more."""
    if route.request.method == "POST":
        sent = dict(parse_qsl(route.request.post_data or ""))
        sent["state"] = json.dumps({"position": None, "counts": []})
        route.continue_(post_data=urlencode(sent))
    else:
        route.continue_()


def test_what_the_lesson_knows_no_more_is_not_said_to_be_kept(story: Story, people: People) -> None:
    with story.given("the teacher's view, and a lesson whose file has been changed meanwhile"):
        lead = open_lesson(story, people, class_name="Willow", title="Why the number?")
        lead.page.route("**/wall/position", with_its_news_left_out)

    with story.when("the teacher goes on"):
        lead.go_on()

    with story.then("it is said to be not kept yet"):
        lead.expect_not_kept()
