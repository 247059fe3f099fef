"""A real server and real browsers for the stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.browser import axe as axe_core
from tests.browser.chromium import WHAT_TO_DO, arguments, find_chromium
from tests.browser.server import Server, demonstration
from tests.browser.storytelling import People, Story
from tests.browser.watchdog import Watchdog
from tests.factories.own_lessons import FOR_TESTS

LONGEST_WAIT_MS = 10_000
SCREENS = {
    "laptop": {"width": 1366, "height": 768},
    "tablet": {"width": 1024, "height": 768},
    "phone": {"width": 390, "height": 844},
    "narrow": {"width": 320, "height": 640},
    "wall": {"width": 1920, "height": 1080},
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type: BrowserType) -> dict[str, Any]:
    path = find_chromium(browser_type)
    assert path, WHAT_TO_DO
    return {"executable_path": path, "args": arguments()}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program itself, once for each of pytest's workers; the lessons made for tests are the school's own."""
    with demonstration(tmp_path_factory.mktemp("demo"), own_lessons=FOR_TESTS) as running:
        yield running


@pytest.fixture(scope="session")
def world(server: Server) -> Any:
    """Who is in the demonstration schools, and how each signs in."""
    return server.world


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return context_arguments(base_url)


def context_arguments(base_url: str) -> dict[str, Any]:
    """How every browser of a story is set up."""
    expect.set_options(timeout=LONGEST_WAIT_MS)
    return {
        "base_url": base_url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@pytest.fixture
def watchdog(base_url: str) -> Iterator[Watchdog]:
    """Fails a story at its end for whatever went wrong unseen on any of its devices."""
    dog = Watchdog(home=base_url)
    yield dog
    assert not dog.faults(), "\n  " + "\n  ".join(dog.faults())


@pytest.fixture
def device(new_context: Callable[..., BrowserContext], watchdog: Watchdog) -> Callable[..., Page]:
    """Put one more device on the table: `device("tablet", javascript=False, has_touch=True)` is its page."""

    def switch_on(screen: str = "laptop", *, javascript: bool = True, **more: Any) -> Page:
        context = new_context(viewport=SCREENS[screen], java_script_enabled=javascript, **more)
        context.set_default_timeout(LONGEST_WAIT_MS)
        watchdog.watch(context)
        return context.new_page()

    return switch_on


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` fails with each barrier on the page; `for_pupils=True` asks for the contrast of AAA as well."""

    def look(page: Page, *, for_pupils: bool = False) -> None:
        found = axe_core.barriers(page, for_pupils=for_pupils)
        assert not found, f"{page.url}\n  " + "\n  ".join(found)

    return look


@pytest.fixture(scope="session")
def people(world: Any) -> People:
    """The people of the demonstration, each child in one story only."""
    return People(everybody=world["sign_ins"])


@pytest.fixture
def story(device: Callable[..., Page], axe: Callable[..., None]) -> Story:
    """Given, when, then: every device is searched for barriers after each step."""
    return Story(switch_on=device, find_barriers=axe)
