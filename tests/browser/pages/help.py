""" "I need help", and the page that says it is sent."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class Help(Surface):
    """How a child says that something is wrong: faces, pictures, words, and who should not see it."""

    def ask(self) -> None:
        """Press "I need help", as it stands on every page of a pupil."""
        self.follow("I need help")
        self.expect_title("I need help")

    def tap_face(self, picture: str) -> None:
        self._tick(self.with_picture(".faces label", picture=picture))

    def tap_about(self, picture: str) -> None:
        self._tick(self.with_picture(".abouts label", picture=picture))

    def write(self, words: str) -> None:
        self.page.get_by_label("You can write here, too").fill(words)

    def keep_from(self, adult: str) -> None:
        self._tick(self.page.locator(".adults label").filter(has_text=adult))

    def send(self) -> None:
        """Press send, and come to the page that says it is sent."""
        self.press_send()
        self.expect_title("It is sent. Well done for telling.")

    def press_send(self) -> None:
        self.press(self.with_sign("button", sign="send"))

    def expect_asked(self, words: str) -> None:
        """The page says what is missing."""
        expect(self.page.locator(".notice--sun")).to_contain_text(words)

    def expect_sent(self, *, reader: str) -> None:
        expect(self.page.locator("main")).to_contain_text(f"{reader} will read it")

    def _tick(self, label: Locator) -> None:
        self.press(label)
        expect(label.locator("input")).to_be_checked()
