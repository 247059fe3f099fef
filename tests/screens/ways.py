"""The ways through the program on which its screens are met."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.screens.album import Album

MOST_SCREENS_OF_A_LESSON = 40
MOST_PAGES_OF_STAFF = 30
# Each screen of a lesson has a key of its own.
NEXT_SCREEN = (
    "old => { const key = document.querySelector('#screen input[name=key]'); return key && key.value !== old }"
)
OWN_NAMES = re.compile(r"/(?!desk|class|lesson|lessons|concerns|staff|help|home)[a-z0-9-]{6,}")


def childs_way(page: Page, *, child: Mapping[str, Any], album: Album) -> None:
    """The doors, the shelf, a lesson from its first screen to its end, and the way to help."""
    page.goto("/")
    album.take(page, called="the doors")
    page.goto("/staff/sign-in")
    album.take(page, called="the grown-ups' door")
    page.goto("/")
    page.locator("input[name=code]").fill(child["code"])
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url("**/tiles")
    album.take(page, called="tiles")
    page.get_by_role("link", name=child["nickname"]).click()
    page.wait_for_url("**/tiles/*")
    album.take(page, called="pictures")
    for picture in child["pictures"]:
        page.locator(f'button[value="{picture}"]').click()
        page.wait_for_load_state("networkidle")
    page.wait_for_url("**/home")
    album.take(page, called="shelf")
    _do_a_lesson(page, album=album)
    for address, called in (
        ("/not-me", "not me"),
        ("/help", "I need help"),
        ("/not-there", "not there"),
        ("/reading", "how I like to read"),
        ("/ages", "how old"),
        ("/board", "class board"),
        ("/board/mine", "my messages"),
        ("/board/notes", "my teacher and me"),
    ):
        page.goto(address)
        album.take(page, called=called)
    page.goto("/help")
    page.locator("main form textarea").fill("Somebody was unkind in a game.")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    album.take(page, called="help is sent")


def _do_a_lesson(page: Page, *, album: Album) -> None:
    page.locator("main a[href*='/lesson/']").first.click()
    page.wait_for_load_state("networkidle")
    pressed: set[tuple[str, str]] = set()
    for number in range(MOST_SCREENS_OF_A_LESSON):
        heading = page.locator("#screen h1").inner_text()
        album.take(page, called=f"lesson {number + 1:02d} {re.sub(r'[^a-z0-9 ]', '', heading.lower())[:40]}")
        if page.locator("button[value=afresh]").count():
            return
        _answer_something(page)
        buttons = page.locator("#screen form button[type=submit]").all()
        # A button that was not pressed here before: so both the wrong way and the right one are seen.
        fresh = [each for each in buttons if (heading, each.inner_text()) not in pressed] or buttons
        pressed.add((heading, fresh[0].inner_text()))
        key = page.locator("#screen input[name=key]").first.input_value()
        fresh[0].click()
        page.wait_for_function(NEXT_SCREEN, arg=key)


def _answer_something(page: Page) -> None:
    """Tick one, put everything into its first box, give each its place, and each its partner."""
    for box in page.locator("#screen input[type=checkbox]").all()[:1]:
        box.check()
    for thing in page.locator("#screen .thing").all():
        thing.locator("input").first.check()
    partners = page.locator("#screen .tap--partner").all()
    for number, row in enumerate(page.locator("#screen .tap--row:not([data-put])").all()):
        row.click()
        if partners:
            partners[number].click()


def staffs_way(page: Page, *, member: Mapping[str, Any], album: Album) -> None:
    """One page of each kind that the links of a member of staff lead to."""
    page.goto("/staff/sign-in")
    page.locator("input[name=email]").fill(member["email"])
    page.locator("input[name=passphrase]").fill(member["passphrase"])
    page.locator("input[name=passphrase]").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    left, seen = [urlsplit(page.url).path], set[str]()
    while left and len(seen) < MOST_PAGES_OF_STAFF:
        address = left.pop(0)
        kind = OWN_NAMES.sub("/one", address)
        if kind in seen:
            continue
        seen.add(kind)
        page.goto(address)
        album.take(page, called=kind.strip("/").replace("/", " ") or "start")
        hrefs = [link.get_attribute("href") or "" for link in page.locator("a[href^='/']").all()]
        paths = [urlsplit(href).path for href in hrefs if not href.startswith("/static/")]
        left += [path for path in paths if not path.endswith((".csv", ".xlsx"))]
