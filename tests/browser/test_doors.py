"""The front door opens to everybody: every screen, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SCREENS


@pytest.mark.parametrize(
    ("screen", "javascript"),
    [("laptop", True), ("tablet", False), ("phone", True), ("narrow", False)],
    ids=lambda value: value if isinstance(value, str) else "with JavaScript" if value else "without JavaScript",
)
@pytest.mark.parametrize(("address", "for_pupils"), [("/", True), ("/staff/sign-in", False), ("/not-there", True)])
def test_no_door_has_a_barrier(
    device: Callable[..., Page],
    axe: Callable[..., None],
    address: str,
    for_pupils: bool,
    screen: str,
    javascript: bool,
) -> None:
    page = device(screen, javascript=javascript)
    page.goto(address)
    axe(page, for_pupils=for_pupils)
    # Nothing is to be scrolled sideways.
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]
