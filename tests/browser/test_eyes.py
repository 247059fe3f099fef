"""The stories' own eyes see what they should: planted barriers and faults, on pages that come from no server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.axe import barriers
from tests.browser.watchdog import Watchdog

HOME = "http://school.test"
GOOD = """<!doctype html><html lang="en-GB"><head><title>Lessons</title></head>
<body style="background:#fff;color:#000"><main><h1>Lessons</h1><p>Words</p>
<button style="min-height:48px">Carry on</button></main>
</body></html>"""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def show(page: Page, html: str, *, policy: str = "") -> None:
    def answer(route: Route) -> None:
        if not route.request.url.startswith(HOME):
            route.abort()
        elif "/static/missing" in route.request.url:
            route.fulfill(status=404, body="")
        else:
            headers = {"Content-Security-Policy": policy} if policy else {}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    page.route("**/*", answer)
    page.goto(f"{HOME}/page")


def test_a_good_page_has_no_barrier(page: Page) -> None:
    show(page, GOOD, policy="default-src 'self'; style-src 'unsafe-inline'")
    assert barriers(page, for_pupils=True) == []


@pytest.mark.parametrize(
    ("was", "planted", "rule"),
    [
        (' lang="en-GB"', "", "html-has-lang"),
        ("Carry on", "", "button-name"),
        ("#000", "#aaa", "color-contrast "),
        ("#000", "#666", "color-contrast-enhanced"),
        ("<button", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><button', "image-alt"),
    ],
)
def test_a_planted_barrier_is_found(page: Page, was: str, planted: str, rule: str) -> None:
    show(page, GOOD.replace(was, planted))
    assert any(sentence.startswith(rule) for sentence in barriers(page, for_pupils=True))


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("<script>throw new Error('oh')</script>", "script: oh"),
        ("<script>console.error('oh')</script>", "console: oh"),
        ("<img src='https://example.org/a.png' alt=''>", "off-site: https://example.org/a.png"),
        ("<img src='/static/missing.png' alt=''>", f"404: {HOME}/static/missing.png"),
    ],
)
def test_a_planted_fault_is_seen(browser: Browser, planted: str, fault: str) -> None:
    with browser.new_context() as context:
        dog = Watchdog(home=HOME)
        dog.watch(context)
        page = context.new_page()
        show(page, GOOD.replace("</main>", f"{planted}</main>"))
        page.wait_for_load_state("networkidle")
        assert any(fault in seen for seen in dog.faults()), dog.seen
        dog.expect(".")
        assert dog.faults() == []


def test_what_the_policy_blocks_is_seen(browser: Browser) -> None:
    with browser.new_context() as context:
        dog = Watchdog(home=HOME)
        dog.watch(context)
        show(context.new_page(), GOOD, policy="default-src 'self'")
        assert any("Content Security Policy" in seen for seen in dog.faults())
