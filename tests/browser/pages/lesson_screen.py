"""One screen of a lesson: story, question, what is said to an answer, the stamp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class LessonScreen(Surface):
    """What a child sees and presses in a lesson."""

    @property
    def heading(self) -> Locator:
        return self.page.locator("#screen h1")

    @property
    def badge(self) -> Locator:
        """The calm line that says "Not sent yet"."""
        return self.page.locator("#unsent")

    def choose(self, words: str) -> None:
        """Press the choice or the answer with these words, and wait for the next screen."""
        with self.next_screen():
            self.press(self.button(words))

    def choose_picture(self, picture: str) -> None:
        """The same by the picture alone."""
        with self.next_screen():
            self.press(self.with_picture("button.answer", picture=picture))

    def begin(self) -> None:
        """Leave the calm word that comes before the first questions."""
        self.expect_title("Before we begin")
        self.choose("Let's begin")

    def think_first(self, thoughts: Sequence[str]) -> None:
        """Say what one thinks before the story, a choice to each question, and come to the story."""
        self.begin()
        for words in thoughts:
            self.choose(words)

    def tick(self, words: str) -> None:
        box = self.tick_box(words)
        self.press(self.page.locator("label.answer").filter(has=box))
        expect(box).to_be_checked()

    def answer_all(self, answers: Sequence[str]) -> None:
        """Tick each of these answers, and have them looked at."""
        for words in answers:
            self.tick(words)
        self.check()

    def tick_picture(self, picture: str) -> None:
        label = self.with_picture("label.answer", picture=picture)
        self.press(label)
        expect(label.locator("input")).to_be_checked()

    def press_sign(self, sign: str) -> None:
        """The one button that bears this sign: "check", "arrow-right" (carry on), "rotate-ccw" (another go)."""
        with self.next_screen():
            self.press(self.with_sign("#screen button", sign=sign))

    def put(self, setting: str, option: str) -> None:
        """Put a setting of the practice phone to one of its options."""
        radio = self.page.get_by_role("radio", name=option, exact=True)
        label = self.setting(setting).locator("label").filter(has=radio)
        self.press(label)
        expect(label.locator("input")).to_be_checked()

    def turn_off(self, setting: str) -> None:
        """Turn a switch of the practice phone off."""
        switch = self.page.get_by_role("switch", name=setting, exact=True)
        expect(switch).to_be_checked()
        self.press(self.page.locator("label.switch").filter(has=switch))
        expect(switch).not_to_be_checked()

    def setting(self, words: str) -> Locator:
        return self.page.get_by_role("group", name=words, exact=True)

    def check(self) -> None:
        self.press_sign("check")

    def carry_on(self) -> None:
        self.press_sign("arrow-right")

    def have_another_go(self) -> None:
        self.press_sign("rotate-ccw")

    def button(self, words: str) -> Locator:
        return self.page.locator("#screen").get_by_role("button", name=words, exact=True)

    def tick_box(self, words: str) -> Locator:
        return self.page.get_by_role("checkbox", name=words, exact=True)

    @contextmanager
    def next_screen(self) -> Iterator[None]:
        """Wait until the screen has changed: each one carries a key of its own."""
        key = self.page.locator('#screen input[name="key"]').first
        old = key.get_attribute("value") or ""
        yield
        expect(key).not_to_have_attribute("value", old)

    def mark_page(self) -> None:
        """Leave a mark that a reload would wipe off."""
        self.page.evaluate("window.markOfTheTest = 'still here'")

    def expect_same_page(self) -> None:
        """No reload has come since the mark."""
        assert self.page.evaluate("window.markOfTheTest") == "still here", "the page was loaded anew"
