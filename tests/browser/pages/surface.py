"""What all pages have in common: they are pressed with a finger where the device has touch, else with a mouse."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

LESSON_DATA = Path(__file__).resolve().parents[3] / "lessons" / "data"


@cache
def picture_files() -> dict[str, str]:
    """The file below static/ of each picture, by the picture's name."""
    named: dict[str, Any] = yaml.safe_load((LESSON_DATA / "pictures.yaml").read_text(encoding="utf-8"))
    return {name: facts["file"] for name, facts in named.items()}


@cache
def has_touch(page: Page) -> bool:
    """Whether the device is worked with a finger; asked once, while its page stands still."""
    return bool(page.evaluate("navigator.maxTouchPoints > 0"))


class Surface:
    """A page of the product in front of somebody."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def press(self, target: Locator) -> None:
        """Tap or click, whichever the device has."""
        if has_touch(self.page):
            target.tap()
        else:
            target.click()

    def press_button(self, words: str) -> None:
        self.press(self.page.get_by_role("button", name=words, exact=True))

    def follow(self, words: str) -> None:
        self.press(self.page.get_by_role("link", name=words))

    def expect_title(self, words: str) -> None:
        """The page's heading comes to say `words`."""
        expect(self.heading).to_have_text(words)

    def expect_at(self, path: str) -> None:
        """The browser comes to be at `path`."""
        expect(self.page).to_have_url(f"{self.home}{path}")

    @property
    def home(self) -> str:
        """The address of the school's computer."""
        return "/".join(self.page.url.split("/")[:3])

    def with_picture(self, selector: str, *, picture: str) -> Locator:
        """What `selector` finds that shows the picture of this name: chosen by its picture, not by its words."""
        return self.page.locator(selector).filter(has=self.page.locator(f'img[src*="/{picture_files()[picture]}"]'))

    def with_sign(self, selector: str, *, sign: str) -> Locator:
        """What `selector` finds that bears the line drawing of this name, such as an arrow."""
        return self.page.locator(selector).filter(has=self.page.locator(f'use[href$="#{sign}"]'))
