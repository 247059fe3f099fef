"""A question of any kind, answered by what a reader of the screen meets: roles, names and states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from tests.browser.pages.lesson_screen import LessonScreen


class QuestionScreen(LessonScreen):
    """Taps, where scripts run."""

    def answer_button(self, words: str) -> Locator:
        """A thing that can be tapped; its name goes on with what was done with it."""
        return self.page.locator("#screen").get_by_role("button", name=re.compile(f"^{re.escape(words)}(,|$)"))

    def round_choice(self, thing: str, *, box: str) -> Locator:
        return self.page.get_by_role("group", name=thing, exact=True).get_by_role("radio", name=box, exact=True)

    def list_of(self, thing: str) -> Locator:
        return self.page.get_by_role("combobox", name=thing, exact=True)

    def put_in_box(self, thing: str, *, box: str) -> None:
        group = self.page.get_by_role("group", name=thing, exact=True)
        self.press(group.locator("label.answer").filter(has=self.page.get_by_role("radio", name=box, exact=True)))
        expect(self.round_choice(thing, box=box)).to_be_checked()

    def tap_in_order(self, things: Sequence[str]) -> None:
        for number, thing in enumerate(things, start=1):
            self.press(self.answer_button(thing))
            self.expect_named(thing, state=f"number {number}")

    def pair(self, one: str, *, other: str) -> None:
        self.press(self.answer_button(one))
        self.press(self.answer_button(other))
        self.expect_named(one, state=f"goes with {other}")

    def spot(self, words: str) -> None:
        box = self.tick_box(words)
        self.press(self.page.locator("label").filter(has=box))
        expect(box).to_be_checked()

    def expect_named(self, thing: str, *, state: str) -> None:
        """A screen reader hears of the thing what was done with it."""
        expect(self.page.get_by_role("button", name=f"{thing}, {state}", exact=True)).to_be_visible()

    def expect_said(self, words: str) -> None:
        """The status line says what changed."""
        expect(self.page.locator("#screen [role=status]")).to_have_text(words)
