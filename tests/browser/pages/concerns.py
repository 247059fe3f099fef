"""The officer's and the deputy's list of calls for help."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class Concerns(Surface):
    """What children told, newest first; opening one is recorded."""

    def open(self) -> None:
        self.press(self.page.get_by_role("navigation", name="Desk").get_by_role("link", name="Calls for help"))
        self.expect_title("Calls for help")

    def of_child(self, name: str, *, class_name: str) -> Locator:
        """The rows of one child."""
        rows = self.page.locator("tbody tr")
        child = rows.filter(has=self.page.get_by_role("cell", name=name))
        return child.filter(has=self.page.get_by_role("cell", name=class_name, exact=True))

    def read(self, name: str, *, class_name: str) -> None:
        self.press(self.of_child(name, class_name=class_name).get_by_role("link"))
        expect(self.heading).to_contain_text(name)

    def expect_says(self, name: str, *, words: str) -> None:
        """The opened concern says `words` beside `name`, such as "Feels"."""
        expect(self.page.locator(f'dt:text-is("{name}") + dd')).to_have_text(words)
