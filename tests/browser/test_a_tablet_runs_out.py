"""A child writes for help, the tablet runs out, and the child goes on writing on another device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Response, expect

from tests.browser.watchdog import Watchdog

KEPT = "We keep what you write here for you until you send it."
NOT_KEPT = "What you wrote last is not kept yet."
LOOKS = 4  # what is sent while a page is left may arrive after the next page was made
Axe = Callable[..., None]


def child_of(world: Any, number: int) -> dict[str, Any]:
    """A child whom no other story has: counted from the end of the class."""
    found: dict[str, Any] = [each for each in world["sign_ins"] if each.get("class") == "Oak"][-number]
    return found


def walk_in(page: Page, child: dict[str, Any]) -> None:
    page.goto("/")
    page.get_by_label("Type your class code").fill(child["code"])
    page.get_by_role("button", name="Go in").click()
    page.get_by_role("link", name=child["nickname"], exact=True).click()
    for number, picture in enumerate(child["pictures"], start=1):
        page.locator(f'button[name="pick"][value="{picture}"]').click()
        if number < len(child["pictures"]):
            expect(page.locator(".dot--filled")).to_have_count(number)
    page.wait_for_url("**/home")


def say_not_me(page: Page) -> None:
    page.locator(".me").click()
    page.get_by_role("button", name="Not me, or finished").click()
    page.wait_for_url("**/tiles")


def found_on(page: Page) -> str:
    page.goto("/help")
    return page.get_by_label("You can write here, too").input_value()


def keeps(response: Response) -> bool:
    return response.url.endswith("/help/draft") and response.status == 204


def test_the_words_are_on_the_next_device_and_gone_after_signing_out(
    device: Callable[..., Page], axe: Axe, world: Any
) -> None:
    child = child_of(world, 2)
    tablet, laptop = device("tablet"), device("laptop")

    walk_in(tablet, child)
    tablet.goto("/help")
    box = tablet.get_by_label("You can write here, too")
    expect(box).to_have_accessible_description(f"You do not have to. Spelling does not matter. {KEPT}")
    with tablet.expect_response(keeps):
        box.press_sequentially("They laughed at me")
    axe(tablet, for_pupils=True)
    tablet.context.set_offline(True)
    tablet.context.close()

    walk_in(laptop, child)
    laptop.goto("/help")
    box = laptop.get_by_label("You can write here, too")
    expect(box).to_have_value("They laughed at me")
    box.press("End")
    box.press_sequentially(" in the chat")
    # The page may be left before the three seconds are over.
    laptop.get_by_role("link", name="Go back").click()
    assert "They laughed at me in the chat" in {found_on(laptop) for _look in range(LOOKS)}

    say_not_me(laptop)
    walk_in(laptop, child)
    laptop.goto("/help")
    expect(laptop.get_by_label("You can write here, too")).to_have_value("")


def test_the_box_says_so_when_the_words_are_not_kept(
    device: Callable[..., Page], watchdog: Watchdog, world: Any
) -> None:
    tablet = device("tablet")
    walk_in(tablet, child_of(world, 3))
    tablet.goto("/help")
    watchdog.expect("ERR_INTERNET_DISCONNECTED")
    tablet.context.set_offline(True)
    box = tablet.get_by_label("You can write here, too")
    box.press_sequentially("They laughed")
    expect(tablet.get_by_text(NOT_KEPT)).to_be_visible()
    with tablet.expect_response(keeps):
        tablet.context.set_offline(False)
    expect(tablet.get_by_text(KEPT)).to_be_visible()
    tablet.get_by_role("button", name="Send").click()
    tablet.wait_for_url("**/help/sent")
    tablet.goto("/help")
    expect(tablet.get_by_label("You can write here, too")).to_have_value("")


def test_without_javascript_nothing_is_kept_and_nothing_promised(device: Callable[..., Page], world: Any) -> None:
    tablet = device("tablet", javascript=False)
    walk_in(tablet, child_of(world, 4))
    tablet.goto("/help")
    tablet.get_by_label("You can write here, too").fill("They laughed")
    expect(tablet.get_by_text(KEPT)).to_have_count(0)
    tablet.goto("/help")
    expect(tablet.get_by_label("You can write here, too")).to_have_value("")
