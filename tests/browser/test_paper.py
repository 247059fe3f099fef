"""What comes out of the printer: A4 in few pages, A5 for families, and nothing of the screen around it."""

from __future__ import annotations

import re
import zlib

import pytest
from playwright.sync_api import Page, expect

from esafety.demo.people import FULL_CLASS
from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import StaffDoor
from tests.browser.storytelling import People, Story

A4, A5 = (595, 842), (420, 595)


def printed(page: Page) -> tuple[int, tuple[int, int]]:
    """How many pages the printer gives, and how large they are, in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    found = pdf
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            continue  # a font or a picture
    sizes = {
        tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox \[0 0 ([\d. ]+)\]", found)
    }
    assert len(sizes) == 1, sizes
    (size,) = sizes
    return len(re.findall(rb"/Type /Page\b", found)), size  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("address", "size", "at_most"),
    [
        ("/desk/lessons/wrens-name-badge/paper", A4, 9),
        ("/desk/lessons/friends-of-friends/paper?part=story", A4, 2),
        ("/desk/lessons/friends-of-friends/paper?part=quiz", A4, 1),
        ("/desk/lessons/friends-of-friends/parents", A5, 6),
    ],
)
def test_it_is_printed_on_the_paper_that_it_is_for(
    story: Story, people: People, address: str, size: tuple[int, int], at_most: int
) -> None:
    with story.given("a teacher's laptop"):
        laptop = story.device("laptop")
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Oak"))

    with story.when("the page is opened and printed"):
        laptop.goto(address)
        pages, found = printed(laptop)

    with story.then("it is on its paper, in few pages, without the desk around it"):
        assert found == size
        assert 1 <= pages <= at_most
        laptop.emulate_media(media="print")
        expect(laptop.locator(".desk__side")).to_be_hidden()
        expect(laptop.locator("[data-print]")).to_be_hidden()
        laptop.emulate_media(media="screen")


def test_the_button_prints(story: Story, people: People) -> None:
    with story.given("a teacher at the certificates of the class"):
        laptop = story.device("laptop")
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Oak"))
        Desk(laptop).open_class("Oak")
        Desk(laptop).open_progress("Friends of friends of friends")
        Desk(laptop).follow("Certificates")
        Desk(laptop).expect_title("Certificates: Friends of friends of friends")

    with story.when("the whole class is chosen, and Print is pressed"):
        laptop.get_by_label("For").select_option("the whole class")
        Desk(laptop).press_button("Show")
        expect(laptop.locator(".certificate")).to_have_count(FULL_CLASS)
        laptop.evaluate("window.print = () => { document.documentElement.dataset.printed = 'yes' }")
        Desk(laptop).press_button("Print")

    with story.then("the browser prints, two on a sheet"):
        expect(laptop.locator("html")).to_have_attribute("data-printed", "yes")
        assert printed(laptop) == (FULL_CLASS // 2, A4)


def test_families_read_it_once_the_school_opens_it(story: Story, people: People) -> None:
    with story.given("the head at a lesson's page for parents"):
        desk = story.device("laptop")
        StaffDoor(desk).sign_in(people.staff("head"))
        desk.goto("/desk/lessons/wrens-name-badge/parents")

    with story.when("the head opens the pages for parents"):
        Desk(desk).press_button("Open the pages for parents")
        expect(desk.locator(".home__address")).to_be_visible()
        address = desk.locator(".home__address").get_attribute("href") or ""

    with story.then("a parent reads the lesson on a phone, without signing in"):
        phone = story.device("phone")
        phone.goto(address)
        expect(phone.locator("h1")).to_have_text("Wren's name badge")
        expect(phone.get_by_role("heading", name="Questions and answers")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    with story.when("the head closes them again"):
        Desk(desk).press_button("Close the pages for parents")
        expect(desk.get_by_role("button", name="Open the pages for parents")).to_be_visible()

    with story.then("the page is not there"):
        phone.reload()
        expect(phone.locator("h1")).to_have_text("We can't find that page")
