"""The wall by links alone: one step a page, hands by a plain form, and nothing kept in the browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import StaffDoor
from tests.browser.pages.wall import Lead, Wall
from tests.browser.storytelling import People, Story

WREN = "Wren's name badge"


def test_a_lesson_on_the_wall_without_javascript(story: Story, people: People) -> None:
    with story.given("a teacher whose laptop runs no JavaScript"):
        laptop = story.device("laptop", javascript=False)
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Acorn"))
        Desk(laptop).open_class("Acorn")
        row = laptop.get_by_role("row").filter(has_text=WREN)
        address = row.get_by_role("link", name="on the wall").get_attribute("href") or ""
        laptop.goto(f"{address}?at=before:keep-private&part=1")
        lead = Lead(laptop)

    with story.when("hands are typed and kept"):
        lead.type_hands("Where she lives", hands=14)
        lead.press(laptop.locator(".stop:visible").get_by_role("button", name="Keep these hands"))
        lead.expect_at("Before: What should Wren keep private?")

    with story.then("the wall shows them once the teacher follows the link that reveals them"):
        expect(lead.number("Where she lives")).to_have_value("14")
        wall = Wall(laptop)
        laptop.goto(f"{address}/screen?at=before:keep-private&part=1")
        wall.expect_at("before:keep-private", 1)
        wall.expect_no_hands()
        wall.follow("Reveal the hands")
        wall.expect_hands(0, 14, 0, 0)

    with story.when("the story comes to a choice, and its link is followed"):
        laptop.goto(f"{address}/screen?at=step:nest&part=1")
        wall.follow("Ask Mrs Owl")

    with story.then("the story goes that way, and on by its one link"):
        wall.expect_at("step:owl")
        wall.press(laptop.locator(".slide__next:visible"))
        wall.expect_at("step:owl", 1)
        wall.press(laptop.locator(".way-on:visible"))
        wall.expect_at("step:badge")
