"""What a ruler finds on a page: targets too small for a finger, and what does not fit the screen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

RULER = (Path(__file__).parent / "ruler.js").read_text(encoding="utf-8")


def small_targets(page: Page, *, least_px: int) -> list[str]:
    """Everything to be tapped that is lower or narrower than `least_px`, links inside sentences left out."""
    return _measured(page, f"smallTargets({least_px})")


def what_does_not_fit(page: Page) -> list[str]:
    """Sideways scrolling, words cut off, words over words, buttons over buttons."""
    return _measured(page, "whatDoesNotFit()")


def what_has_no_edge(page: Page) -> list[str]:
    """Buttons and fields whose borders are not all drawn; in forced colours nothing else tells them apart."""
    return _measured(page, "whatHasNoEdge()")


def what_has_no_ear(page: Page) -> list[str]:
    """Texts that cannot be heard, on a device with a voice; the buttons that lead on left out."""
    return _measured(page, "whatHasNoEar()")


def _measured(page: Page, question: str) -> list[str]:
    sentences: list[str] = page.evaluate(f"(() => {{ {RULER}\nreturn {question}; }})()")
    return sentences
