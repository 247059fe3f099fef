"""The page "How I like to read"."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages.surface import Surface


class Reading(Surface):
    """The page "How I like to read"."""

    def open(self) -> None:
        self.press(self.page.locator(".strip .reading"))
        self.expect_title("How I like to read")

    def choose(self, choice: str) -> None:
        """Tap one way to read, and wait until it is the chosen one."""
        button = self.page.locator(f'button[value="{choice}"]')
        self.press(button)
        expect(button).to_have_attribute("aria-pressed", "true")

    def is_good(self) -> None:
        self.press(self.page.get_by_role("link", name="That is good"))
