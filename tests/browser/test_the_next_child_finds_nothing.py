"""A shared device: after "not me", nothing of the last child can be seen or sent by the next one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, expect

from tests.browser.conftest import LONGEST_WAIT_MS, SCREENS
from tests.browser.journeys.friends_of_friends import THOUGHTS, TITLE
from tests.browser.pages.desk import open_progress
from tests.browser.pages.doors import Doors, NotMe, Pictures, StaffDoor, Tiles, walk_in, walk_in_by_tile
from tests.browser.pages.help import Help
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Person, Story
from tests.browser.watchdog import Watchdog

# Playwright switches off what browsers do at schools: keeping left pages whole for the Back button.
KEEPS_NO_PAGES = "--disable-back-forward-cache"
WORDS_OF_THE_LESSON = ("Snail", "Amara")
SEE_WHAT_COMES_BACK = """
  addEventListener("pageshow", event => event.persisted && comesBack(document.body.innerText), { capture: true });
"""
WITHOUT_LEAVE_JS = """
  const listen = window.addEventListener;
  window.addEventListener = function (what, ...rest) {
    return ["pagehide", "pageshow"].includes(what) ? undefined : listen.call(this, what, ...rest);
  };
"""


@pytest.fixture
def school_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    """A browser that keeps left pages for its Back button, as every browser at a school does."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=[KEEPS_NO_PAGES])  # type: ignore[arg-type]
    yield browser
    browser.close()


@pytest.fixture
def shared_device(
    school_browser: Browser, browser_context_args: dict[str, object], watchdog: Watchdog, story: Story
) -> Callable[[], Page]:
    """One more device that children share."""

    def switch_on() -> Page:
        context = school_browser.new_context(**browser_context_args, viewport=SCREENS["laptop"])  # type: ignore[arg-type]
        context.set_default_timeout(LONGEST_WAIT_MS)
        watchdog.watch(context)
        page = context.new_page()
        story.pages.append(page)
        return page

    return switch_on


def expect_nothing_of(child: Person, page: Page) -> None:
    """Not one word of the child's, or of the lesson that the child was in, is on the page or in its source."""
    expect(page.locator("h1")).to_be_visible()
    html = page.content()
    # The tiles show every nickname of the class to everybody, and so does the page behind each.
    if "/tiles" not in page.url:
        assert child["nickname"] not in html
    assert not [word for word in WORDS_OF_THE_LESSON if word in html]


def leave_a_lesson(page: Page, child: Person) -> None:
    walk_in(page, child)
    Shelf(page).open(TITLE)
    LessonScreen(page).think_first(THOUGHTS)
    LessonScreen(page).choose("Put it up now")
    LessonScreen(page).expect_title("Hello, Snail Girl")
    NotMe(page).say_not_me()


def test_back_forward_and_a_new_tab_show_nothing(
    story: Story, people: People, shared_device: Callable[[], Page]
) -> None:
    child, device = people.child("Willow"), shared_device()

    with story.given("a child who was in a lesson and said: not me, or finished"):
        leave_a_lesson(device, child)
        expect_nothing_of(child, device)

    with story.when("the next child presses Back five times, then Forward"):
        for _press in range(5):
            device.go_back(wait_until="commit")
            expect_nothing_of(child, device)
        for _press in range(3):
            device.go_forward(wait_until="commit")
            expect_nothing_of(child, device)

    with story.when("the next child opens the last child's pages in a new tab, by their addresses"):
        for address in ("/home", "/lesson/friends-of-friends", "/help", "/help/sent", "/not-me"):
            tab = device.context.new_page()
            tab.goto(address)
            Doors(tab).expect_open()
            expect_nothing_of(child, tab)
            tab.close()

    with story.then("the browser itself has kept nothing that could be read"):
        expect_nothing_kept(device, child)


def expect_nothing_kept(page: Page, child: Person) -> None:
    kept = page.evaluate(
        """async () => ({
            local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, name: window.name,
            caches: await caches.keys(), databases: await indexedDB.databases(), state: history.state,
        })"""
    )
    # htmx notes the path of the page that is open now, in this tab alone.
    assert kept["session"].pop("htmx-current-path-for-history", "/") == page.evaluate("location.pathname")
    assert {name: value for name, value in kept.items() if value} == {}
    cookies = page.context.cookies()
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)
    assert child["nickname"] not in str(cookies)


def keeps_pages_whatever_we_say(context: BrowserContext) -> None:
    """Take away the headers that ask browsers to keep nothing: not every browser heeds them."""

    def without_headers(route: Route) -> None:
        if not route.request.is_navigation_request():
            route.fallback()
            return
        answer = route.fetch(max_redirects=0)
        left_out = {"cache-control", "clear-site-data"}
        kept = {name: value for name, value in answer.headers.items() if name not in left_out}
        route.fulfill(response=answer, headers=kept)

    context.route("**/*", without_headers)


@pytest.mark.parametrize(
    ("emptied_on_leaving", "pages_back"),
    [(True, 1), (True, 2), (False, 1), (False, 2)],
    ids=lambda value: value if isinstance(value, int) and value > 1 else None,
)
def test_a_page_kept_for_the_back_button_is_empty(
    story: Story, people: People, shared_device: Callable[[], Page], emptied_on_leaving: bool, pages_back: int
) -> None:
    child, device = people.child("Willow"), shared_device()
    came_back: list[str] = []

    with story.given("a browser that keeps every page, whatever we ask of it"):
        keeps_pages_whatever_we_say(device.context)
        device.context.expose_function("comesBack", lambda words: came_back.append(words))  # noqa: PLW0108 - Playwright takes no built-in
        device.context.add_init_script(SEE_WHAT_COMES_BACK)
        if not emptied_on_leaving:
            device.context.add_init_script(WITHOUT_LEAVE_JS)
        leave_a_lesson(device, child)

    with story.when("the next child goes back"):
        device.evaluate(f"history.go(-{pages_back})")
        expect(device).not_to_have_url(f"{Tiles(device).home}/tiles")
        if emptied_on_leaving:
            Doors(device).expect_open()  # the kept page fetches itself anew: only then does it stand still

    if emptied_on_leaving:
        with story.then("not a letter comes back, not even for a moment"):
            expect_nothing_of(child, device)
            assert came_back == [""]
    else:
        with story.then("without the page's own emptying, the last child's page would come back"):
            expect(device.locator("body")).to_contain_text(child["nickname"])
            assert child["nickname"] in came_back[0]


def test_the_pictures_of_the_last_child_do_not_come_back(
    story: Story, people: People, shared_device: Callable[[], Page]
) -> None:
    child, device = people.child("Onnen"), shared_device()

    with story.given("a browser that keeps every page, and a child who has signed in with pictures and gone"):
        keeps_pages_whatever_we_say(device.context)
        walk_in(device, child)
        NotMe(device).say_not_me()

    with story.when("the next child goes back to the last child's pictures"):
        device.evaluate("history.go(-3)")
        expect(device).to_have_url(re.compile("/tiles/"))
        expect(device.locator(".dot").first).to_be_attached()

    with story.then("none of them is tapped"):
        Pictures(device).expect_picked(0)
        expect(device.locator('input[name="picked"]')).to_have_count(0)


def test_a_form_of_the_last_child_is_not_taken_from_the_next(story: Story, people: People, watchdog: Watchdog) -> None:
    watchdog.expect("Response Status Error Code 409")
    last, following = people.child("Oak"), people.child("Oak")
    first_tab, desk = story.device("laptop"), story.device("laptop")

    with story.given("a child's lesson open in one tab, a call for help half written in another"):
        walk_in(first_tab, last)
        Shelf(first_tab).open(TITLE)
        LessonScreen(first_tab).think_first(THOUGHTS)
        LessonScreen(first_tab).choose("Find out who that is")
        help_tab = first_tab.context.new_page()
        story.pages.append(help_tab)
        help_tab.goto("/help")
        Help(help_tab).write("only for the last child")

    with story.when("that child goes in a third tab, and the next child signs in there"):
        third_tab = first_tab.context.new_page()
        story.pages.append(third_tab)
        third_tab.goto("/home")
        NotMe(third_tab).say_not_me()
        walk_in_by_tile(third_tab, following)

    with story.when("the next child presses an answer in the first tab"):
        LessonScreen(first_tab).press(LessonScreen(first_tab).button("88 people"))
        Shelf(first_tab).expect_title("This page was someone else's")

    with story.then("the page says that it was someone else's"):
        expect(first_tab.locator("body")).not_to_contain_text(last["nickname"])

    with story.then("so does the call for help"):
        Help(help_tab).press_send()
        Help(help_tab).expect_title("This page was someone else's")
        expect(help_tab.locator("body")).not_to_contain_text("only for the last child")

    with story.then("nothing was stored for either child"):
        Shelf(third_tab).expect_state(TITLE, words="New")
        StaffDoor(desk).sign_in(people.staff("teacher", class_name="Oak"))
        progress = open_progress(desk, class_name="Oak", lesson=TITLE)
        progress.expect_row(following["nickname"], "Not begun")
        progress.expect_row(last["nickname"], "Doing", "Idris gets a pencil")
