"""A lesson for the whole class: the teacher's view on the laptop, and the wall on the projector."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.surface import Surface


class Wall(Surface):
    """What the projector shows."""

    @property
    def slide(self) -> Locator:
        return self.page.locator(".slide:visible")

    def expect_at(self, place: str, part: int = 0) -> None:
        """The wall comes to show this part of this place."""
        expect(self.slide).to_have_count(1)
        expect(self.slide).to_have_attribute("data-place", place)
        expect(self.slide).to_have_attribute("data-part", str(part))

    def expect_no_hands(self) -> None:
        expect(self.slide.locator("[data-hands]:visible")).to_have_count(0)

    def expect_hands(self, *hands: int) -> None:
        """The hands of the vote on the wall come to be these, in its order."""
        expect(self.slide.locator("[data-hands]:visible")).to_have_text([str(each) for each in hands])


class Lead(Surface):
    """What the teacher sees, counts and presses."""

    def open_wall(self) -> Page:
        with self.page.expect_popup() as opened:
            self.follow("Open the wall")
        # A wall that is half read shows what its script has not yet put away.
        opened.value.wait_for_load_state()
        return opened.value

    def expect_kept(self) -> None:
        expect(self.page.locator("[data-kept]")).to_have_text("Kept")

    def expect_not_kept(self) -> None:
        expect(self.page.locator("[data-kept]")).to_contain_text("Not kept yet")

    def expect_at(self, words: str) -> None:
        """The place that the teacher is at comes to be named so."""
        expect(self.page.locator(".stop:visible")).to_have_attribute("aria-label", words)

    def number(self, option: str) -> Locator:
        """Where the hands for an option are typed."""
        return self.page.locator(".stop:visible .count__line").filter(has_text=option).locator("input")

    def type_hands(self, option: str, *, hands: int) -> None:
        self.number(option).fill(str(hands))

    def one_more(self, option: str, *, times: int = 1) -> None:
        """Press + for an option."""
        button = self.page.locator(".stop:visible .count__line").filter(has_text=option).get_by_text("+", exact=True)
        for _press in range(times):
            self.press(button)

    def go_on(self) -> None:
        self.press(self.page.locator('[data-do="on"]'))

    def go_to(self, words: str) -> None:
        self.press(self.page.locator("[data-goes]").filter(has_text=words))

    def reveal(self) -> None:
        self.press(self.page.locator('.stop:visible [data-do="reveal"]:visible').first)
