"""A made-up voice in the browser, and the ears that a child presses to hear it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.surface import Surface

FAKE = (Path(__file__).parents[1] / "fake_voice.js").read_text(encoding="utf-8")
BRITISH = {"name": "Local British", "lang": "en-GB", "localService": True}
AMERICAN = {"name": "Local American", "lang": "en_US", "localService": True}
WELSH = {"name": "Local Welsh", "lang": "cy-GB", "localService": True}
FAR_AWAY = {"name": "From somewhere on the internet", "lang": "en-GB", "localService": False}


def has_voices(page: Page, voices: Sequence[dict[str, Any]]) -> None:
    """Let the device have these voices from its next page on."""
    page.add_init_script(FAKE.replace("VOICES;", f"{json.dumps(list(voices))};"))


class Voice(Surface):
    """Ears, and what is said and lit when one is pressed."""

    @property
    def ears(self) -> Locator:
        return self.page.locator("button.ear")

    @property
    def lit(self) -> Locator:
        return self.page.locator(".word.word--lit")

    def ear_of(self, text: str) -> Locator:
        """The ear that belongs to the text that `text` (a selector) finds."""
        inside = self.page.locator(f"{text} > button.ear")
        beside = self.page.locator(f".with-ear:has(> {text}) > button.ear, {text} + button.ear")
        return inside.or_(beside).first

    def press_ear(self, text: str) -> None:
        ear = self.ear_of(text)
        before = ear.get_attribute("aria-pressed")
        self.press(ear)
        expect(ear).to_have_attribute("aria-pressed", "false" if before == "true" else "true")

    def said(self) -> list[str]:
        """Everything that the voice was given to say so far."""
        return [each["text"] for each in self.page.evaluate("fakeVoice.spoken")]

    def voices_used(self) -> set[str]:
        return {each["voice"] for each in self.page.evaluate("fakeVoice.spoken")}

    def is_speaking(self) -> bool:
        return bool(self.page.evaluate("fakeVoice.isSpeaking()"))

    def begin(self) -> None:
        """The voice begins with the sentence that it was given."""
        self.page.evaluate("fakeVoice.begin()")

    def next_word(self) -> str:
        """The voice comes to the next word, and says so; return it."""
        return str(self.page.evaluate("fakeVoice.word()"))

    def end(self) -> None:
        """The voice has said its sentence."""
        self.page.evaluate("fakeVoice.end()")

    def say_to_the_end(self) -> None:
        """Say every sentence that is still to come, word for word."""
        while self.is_speaking_of_something():
            self.begin()
            self.end()

    def is_speaking_of_something(self) -> bool:
        return self.page.locator('.ear[aria-pressed="true"]').count() > 0
