"""The queue of messages, worked by key alone."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class Queue(Surface):
    """The work list, the open message, and the keys."""

    def open(self) -> None:
        self.page.goto("/queue")
        self.expect_title("Messages to read")

    @property
    def lines(self) -> Locator:
        return self.page.locator(".work__line")

    @property
    def words(self) -> Locator:
        return self.page.locator(".message > .written .written__words")

    def expect_left(self, number: int) -> None:
        """So many messages come to be left, and the next one has the focus."""
        expect(self.lines).to_have_count(number)
        expect(self.page.locator("#message")).to_be_focused()

    def key(self, *keys: str) -> None:
        for each in keys:
            self.page.keyboard.press(each)
