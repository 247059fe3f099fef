"""The class board as a child uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class Board(Surface):
    """The board with its topics; what is under one; and where one's own messages are."""

    def open(self, topic: str) -> None:
        """From the shelf to a topic."""
        self.follow("Class board")
        self.expect_title("Class board")
        self.press(self.page.locator(".pin").filter(has_text=topic))
        self.expect_title(topic)

    def begin(self, heading: str) -> None:
        """Press Write, under a topic."""
        self.press(self.page.get_by_role("link", name="Write", exact=True))
        self.expect_title(heading)

    def write(self, words: str) -> None:
        self.page.locator("textarea").fill(words)

    def send(self) -> None:
        """Send, and come to the page that says it is sent."""
        self.press_button("Send")
        expect(self.page.locator(".just-sent")).to_have_text("It is sent.")

    def pick(self, words: str) -> None:
        """Tap a picture, and come to the next page."""
        before = self.page.url
        self.press(self.page.locator(".pick").filter(has_text=words))
        expect(self.page).not_to_have_url(before)

    def post(self, words: str) -> Locator:
        """A message that the class sees."""
        return self.page.locator("article.post").filter(has_text=words)

    def own(self, words: str) -> Locator:
        """A message of one's own in a list, with where it is."""
        return self.page.locator("a.mine").filter(has_text=words)

    @property
    def why(self) -> Locator:
        return self.page.locator(".why__words")

    @property
    def badge(self) -> Locator:
        return self.page.locator("#unsent")
