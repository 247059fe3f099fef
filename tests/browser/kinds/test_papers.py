"""Every screen of every kind of question on every paper, in forced colours, and with the largest letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from esafety.content.model import Lesson
from tests.browser.kinds.sitting import EVERY_LESSON, SeatMaker, screens_of
from tests.browser.measures import what_does_not_fit, what_has_no_edge
from tests.browser.pages.reading import Reading
from tests.browser.pages.voice import BRITISH, has_voices
from tests.browser.storytelling import Story

WIDTHS = ((320, 640), (390, 844), (1024, 768), (1366, 768))


def reads_with(page: Page, choices: Sequence[str]) -> None:
    """All as usual but for these choices."""
    page.goto("/reading")
    as_usual = page.get_by_role("button", name="All as usual")
    if as_usual.count():
        as_usual.click()
        expect(as_usual).to_have_count(0)
    for choice in choices:
        Reading(page).choose(choice)


@EVERY_LESSON
@pytest.mark.parametrize("paper", ["usual", "white", "blue", "dark"])
def test_every_kind_has_contrast_enough_on_every_paper(
    story: Story, axe: Callable[..., None], sit_down: SeatMaker, lesson: Lesson, paper: str
) -> None:
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    child, screen = sit_down(page, lesson)
    reads_with(page, [f"paper:{paper}"] if paper != "usual" else [])
    page.goto("/home")
    axe(page, for_pupils=True)
    found = []
    for name in screens_of(child, screen):
        try:
            axe(page, for_pupils=True)
        except AssertionError as barriers:
            found.append(f"{name}: {barriers}")
        page.emulate_media(forced_colors="active")
        found += [f"{name} in forced colours: {each}" for each in what_has_no_edge(page)]
        page.emulate_media(forced_colors="none")
    assert not found, "\n  ".join(found)


@EVERY_LESSON
@pytest.mark.parametrize("choices", [("size:biggest", "letters:open"), ("lines:widest", "size:biggest")])
def test_every_kind_fits_with_large_letters_and_wide_lines(
    story: Story, sit_down: SeatMaker, lesson: Lesson, choices: tuple[str, ...]
) -> None:
    page = story.device("tablet", has_touch=True)
    has_voices(page, [BRITISH])
    child, screen = sit_down(page, lesson)
    reads_with(page, choices)
    found = []
    for name in screens_of(child, screen):
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.fonts.ready.then(() => true)")
            found += [f"{name} at {width}: {each}" for each in what_does_not_fit(page)]
    reads_with(page, ())
    assert not found, "\n  " + "\n  ".join(found)
