"""The two doors, the tiles of a class, and the pictures behind a tile."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.pages.surface import Surface


class Doors(Surface):
    """The first page: the class code, and a small door for grown-ups."""

    def open(self) -> None:
        """Go to the first page."""
        self.page.goto("/")
        self.expect_open()

    def type_code(self, code: str) -> None:
        self.page.get_by_label("Type your class code").fill(code)
        self.press_button("Go in")

    def expect_open(self) -> None:
        expect(self.page.get_by_label("Type your class code")).to_be_visible()


class Tiles(Surface):
    """Who is in the class: a picture and a nickname each, never a name."""

    def tap(self, nickname: str) -> None:
        self.press(self.page.get_by_role("link", name=nickname, exact=True))
        self.expect_title(nickname)

    def expect_open(self) -> None:
        self.expect_title("Who are you?")


class Pictures(Surface):
    """The pictures that only this child knows, tapped in their order."""

    def tap_all(self, pictures: Sequence[str]) -> None:
        for number, picture in enumerate(pictures, start=1):
            self.tap(picture)
            if number < len(pictures):
                self.expect_picked(number)

    def tap(self, picture: str) -> None:
        self.press(self.page.locator(f'button[name="pick"][value="{picture}"]'))

    def expect_picked(self, number: int) -> None:
        expect(self.page.locator(".dot--filled")).to_have_count(number)


class NotMe(Surface):
    """The way out: pressed through the child's own picture at the top of each page."""

    def say_not_me(self) -> None:
        """Press oneself, then that it is not oneself; the tiles come."""
        self.press(self.page.locator(".me"))
        expect(self.heading).to_have_text(re.compile("^Are you "))
        self.press_button("Not me, or finished")
        Tiles(self.page).expect_open()


class StaffDoor(Surface):
    """E-mail and passphrase."""

    def sign_in(self, member: Mapping[str, Any]) -> None:
        self.page.goto("/staff/sign-in")
        self.page.get_by_label("School e-mail").fill(member["email"])
        self.page.get_by_label("Passphrase").fill(member["passphrase"])
        self.press_button("Sign in")
        expect(self.heading).to_have_text(re.compile("^Hello, "))


def walk_in(page: Page, child: Mapping[str, Any]) -> None:
    """From the door to the shelf."""
    Doors(page).open()
    Doors(page).type_code(child["code"])
    Tiles(page).expect_open()
    walk_in_by_tile(page, child)


def walk_in_by_tile(page: Page, child: Mapping[str, Any]) -> None:
    """From the tiles to the shelf."""
    Tiles(page).tap(child["nickname"])
    Pictures(page).tap_all(child["pictures"])
    Tiles(page).expect_title("My lessons")
