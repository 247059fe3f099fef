"""Every page as each of its readers sees it: narrow, tall, wide, with letters twice as big, in forced colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import SCREENS
from tests.browser.journeys import friends_of_friends
from tests.browser.measures import what_does_not_fit, what_has_no_edge
from tests.browser.pages.concerns import Concerns
from tests.browser.pages.desk import Desk, open_progress
from tests.browser.pages.doors import Doors, StaffDoor, Tiles, walk_in
from tests.browser.pages.help import Help
from tests.browser.pages.keyboard import WHERE_THE_FOCUS_IS
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story

SIZES = ("narrow", "phone", "tablet", "laptop")
USUAL_LETTERS = {"standard": 16, "fixed": 13}
LETTERS_TWICE_AS_BIG = {"standard": 32, "fixed": 26}
# The browser has drawn the page at its new size once, when a second frame begins.
TWO_FRAMES = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@dataclass(kw_only=True)
class Ruler:
    """Measures one page at every size; all that does not fit is told at the end, together."""

    page: Page
    axe: Callable[..., None]
    found: list[str]

    def measure(self, name: str) -> None:
        """Look at the page as it stands now, on every screen there is."""
        expect(self.page.locator("h1").first).to_be_visible()
        for size in SIZES:
            self._turn_to(size)
            self._note(f"{name} at {size}", what_does_not_fit(self.page))
            self._axe(f"{name} at {size}")
        self._with_big_letters(name)
        self._in_forced_colours(name)

    def _turn_to(self, size: str) -> None:
        self.page.set_viewport_size(SCREENS[size])  # type: ignore[arg-type]
        self.page.evaluate(TWO_FRAMES)

    def _with_big_letters(self, name: str) -> None:
        browser: CDPSession = self.page.context.new_cdp_session(self.page)
        browser.send("Page.setFontSizes", {"fontSizes": LETTERS_TWICE_AS_BIG})
        for size in ("tablet", "laptop"):
            self._turn_to(size)
            expect(self.page.locator("html")).to_have_css("font-size", "32px")
            self._note(f"{name} at {size} with letters of 200 %", what_does_not_fit(self.page))
        self._axe(f"{name} with letters of 200 %")
        browser.send("Page.setFontSizes", {"fontSizes": USUAL_LETTERS})
        browser.detach()

    def _in_forced_colours(self, name: str) -> None:
        self.page.emulate_media(forced_colors="active")
        self._note(f"{name} in forced colours", what_has_no_edge(self.page))
        self._axe(f"{name} in forced colours")
        self.page.keyboard.press("Tab")
        focus = self.page.evaluate(WHERE_THE_FOCUS_IS)
        self._note(f"{name} in forced colours", [] if focus["outlined"] else [f"the focus is not seen: {focus}"])
        self.page.emulate_media(forced_colors="none")

    def _axe(self, where: str) -> None:
        try:
            self.axe(self.page, for_pupils=self.page.locator("body.staff").count() == 0)
        except AssertionError as error:
            self._note(where, [str(error).split("\nassert")[0]])

    def _note(self, where: str, sentences: list[str]) -> None:
        self.found += [f"{where}: {sentence}" for sentence in sentences]

    def expect_all_fits(self) -> None:
        assert not self.found, "\n  " + "\n  ".join(self.found)


def ruler_on(story: Story, axe: Callable[..., None]) -> Ruler:
    return Ruler(page=story.switch_on("laptop"), axe=axe, found=[])


def test_the_doors_fit(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    page, child = ruler.page, people.child("Acorn")
    Doors(page).open()
    ruler.measure("the door")
    Doors(page).type_code("NOCODE")
    expect(page.locator(".notice")).to_be_visible()
    ruler.measure("the door with a code that nobody knows")
    Doors(page).type_code(child["code"])
    Tiles(page).expect_open()
    ruler.measure("the tiles")
    Tiles(page).tap(child["nickname"])
    ruler.measure("the pictures")
    page.goto("/staff/sign-in")
    ruler.measure("the staff's door")
    page.goto("/not-there")
    ruler.measure("a page that does not exist")
    ruler.expect_all_fits()


def measure_pages_of_a_child(ruler: Ruler) -> None:
    page = ruler.page
    places = {"the shelf": "/home", "not me": "/not-me", "no such page": "/not-there"}
    for name, address in (places | {"how I like to read": "/reading", "how old": "/ages"}).items():
        page.goto(address)
        ruler.measure(name)
    Help(page).ask()
    ruler.measure("I need help")
    Help(page).press_send()
    Help(page).expect_asked("Tap a face")
    ruler.measure("I need help, nothing said")
    Help(page).write("a word")
    Help(page).send()
    ruler.measure("it is sent")


def measure_lesson(ruler: Ruler, *, title: str, moves: list[Any]) -> None:
    lesson = LessonScreen(ruler.page)
    ruler.page.goto("/home")
    Shelf(ruler.page).open(title)
    for move in [None, *moves]:
        if isinstance(move, list):
            lesson.answer_all(move)
        elif move:
            lesson.choose(move)
        ruler.measure(f"the lesson at {lesson.heading.inner_text()!r}")


def test_the_pages_of_a_young_child_fit(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    walk_in(ruler.page, people.child("Acorn"))
    measure_pages_of_a_child(ruler)
    ruler.expect_all_fits()


def test_the_lesson_of_a_young_child_fits(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    walk_in(ruler.page, people.child("Acorn"))
    moves = ["Let's begin", ["Her favourite song"], "Bury the tablet", "Keep it secret"]
    moves += ["Berries!", "Tell the parrot", "Tell Mrs Owl", "Finish the badge", "My whole name", "Choose again"]
    moves += ["I love berries", "Carry on", ["Where she lives", "Her favourite song"], "Have another go"]
    moves += [["Where she lives", "Her whole name"], "Carry on", "Ask a grown-up", "Carry on", "Tell a grown-up"]
    moves += ["Carry on", "It is her home", "Carry on", "“I like singing”", "Carry on"]
    measure_lesson(ruler, title="Wren's name badge", moves=moves)
    ruler.expect_all_fits()


def test_the_pages_of_an_older_child_fit(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    walk_in(ruler.page, people.child("Onnen"))
    measure_pages_of_a_child(ruler)
    ruler.expect_all_fits()


def test_the_lesson_of_an_older_child_fits(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    walk_in(ruler.page, people.child("Onnen"))
    moves = ["Let's begin", *friends_of_friends.THOUGHTS]
    moves += ["Put it up now", "Tell Dad", "Count them", "8 people", "Count again", "88 people"]
    moves += ["Look at the picture again", "Leave it on", "Choose again", "Ask Dad to turn it off", "Carry on"]
    moves += ["Only people you can trust", "Have another go", "Some people you have never met", "Carry on"]
    moves += ["55 people", "Carry on", "Yes, a friend could copy it", "Carry on"]
    moves += [["The badge on her jumper", "The happy look on her face"]]
    measure_lesson(ruler, title=friends_of_friends.TITLE, moves=moves)
    ruler.expect_all_fits()


def test_the_teachers_desk_fits(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    page = ruler.page
    StaffDoor(page).sign_in(people.staff("teacher", class_name="Oak"))
    ruler.measure("the desk")
    open_progress(page, class_name="Oak", lesson=friends_of_friends.TITLE)
    ruler.measure("the class's progress")
    page.go_back()
    Desk(page).expect_title("Oak")
    ruler.measure("the class")
    of_class = page.url.removeprefix(Desk(page).home)
    of_lesson = f"{of_class}/lesson/friends-of-friends"
    for name, address in (
        ("the lessons", "/desk/lessons"),
        ("no lesson that fits", "/desk/lessons?words=zebra"),
        ("a lesson", "/desk/lessons/friends-of-friends"),
        ("setting a lesson", f"{of_lesson}/set"),
        ("taking a lesson back", f"{of_lesson}/withdraw"),
        ("who has to catch up", f"{of_class}/catch-up"),
        ("the facts to check", "/desk/facts"),
    ):
        page.goto(address)
        ruler.measure(name)
    page.goto("/desk/not-there")
    ruler.measure("a page that does not exist, at the desk")
    ruler.expect_all_fits()


def test_the_readers_list_fits(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    page = ruler.page
    StaffDoor(page).sign_in(people.staff("officer"))
    ruler.measure("the officer's desk")
    Concerns(page).open()
    ruler.measure("the list of calls for help")
    page.locator("tbody a").first.click()
    ruler.measure("a call for help")
    ruler.expect_all_fits()


def test_every_other_desk_fits(story: Story, people: People, axe: Callable[..., None]) -> None:
    for role in ("head", "office", "governor", "stand-in", "cover"):
        ruler = ruler_on(story, axe)
        StaffDoor(ruler.page).sign_in(people.staff(role))
        ruler.measure(f"the desk of the {role}")
        ruler.expect_all_fits()
