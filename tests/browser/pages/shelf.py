"""A child's shelf of lessons."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.surface import Surface


class Shelf(Surface):
    """The lessons that stand ready, each with its picture."""

    def open_first(self) -> None:
        self.press(self.page.locator(".book").first)
        expect(self.page.locator(".way")).to_be_visible()

    def open(self, title: str) -> None:
        self.press(self.page.locator(".book").filter(has_text=title))
        expect(self.page.locator(".way")).to_be_visible()

    def expect_state(self, title: str, *, words: str) -> None:
        expect(self.page.locator(".book").filter(has_text=title)).to_contain_text(words)
