"""A child chooses letters, size, lines and paper, finds them on the next device, and leaves none for the next child."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys.kits_phone import live_through_the_phone, look_at_the_other_ending
from tests.browser.journeys.wrens_name_badge import come_to_the_story
from tests.browser.measures import small_targets, what_does_not_fit
from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import NotMe, StaffDoor, Tiles, walk_in
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.reading import Reading
from tests.browser.pages.shelf import Shelf
from tests.browser.pages.surface import Surface
from tests.browser.pages.voice import BRITISH, has_voices
from tests.browser.storytelling import People, Person, Story

DARK, BLUE, CREAM = "rgb(19, 26, 56)", "rgb(220, 236, 249)", "rgb(255, 248, 236)"
ATKINSON = "Atkinson Hyperlegible Next"
LOADED = "[...document.fonts].filter(each => each.status === 'loaded').map(each => each.family.replaceAll('\"', ''))"


def paper_of(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def letters_of(page: Page) -> float:
    """How high the letters of the page are, in px."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_a_child_finds_letters_and_paper_on_another_device(story: Story, people: People) -> None:
    child, other = people.child("Beech"), people.child("Beech")
    tablet, laptop = story.device("tablet", has_touch=True), story.device("laptop")

    with story.given("a child who has opened a lesson on a tablet"):
        walk_in(tablet, child)
        Shelf(tablet).open_first()
        assert ATKINSON not in tablet.evaluate(LOADED)

    with story.when("the child taps Aa, then other letters and dark paper"):
        Reading(tablet).open()
        assert small_targets(tablet, least_px=64) == []
        Reading(tablet).choose("letters:atkinson")
        Reading(tablet).choose("paper:dark")

    with story.then("the page shows it at once, and keeps the place of whoever uses a keyboard"):
        expect(tablet.locator("body")).to_have_css("background-color", DARK)
        expect(tablet.locator("body")).to_have_css("font-family", f'"{ATKINSON}", Andika, "Trebuchet MS", sans-serif')
        assert ATKINSON in tablet.evaluate(LOADED)
        assert tablet.evaluate("document.activeElement.id") == "paper-dark"

    with story.when("that is good"):
        Reading(tablet).is_good()
        expect(tablet.locator(".way")).to_be_visible()

    with story.then("the lesson goes on where it was, in these letters on this paper"):
        assert paper_of(tablet) == DARK

    with story.when("the child comes to a laptop"):
        walk_in(laptop, child)

    with story.then("it is the same there"):
        assert paper_of(laptop) == DARK
        expect(laptop.locator("h1")).to_have_css("font-family", f'"{ATKINSON}", Andika, "Trebuchet MS", sans-serif')

    the_next_child_finds_nothing(story, tablet, other=other)


def the_next_child_finds_nothing(story: Story, tablet: Page, *, other: Person) -> None:
    with story.when("the child is finished on the tablet, and the next one signs in"):
        NotMe(tablet).say_not_me()
        Tiles(tablet).expect_open()
        assert paper_of(tablet) == CREAM
        walk_in(tablet, other)

    with story.then("nothing of the first one's choices is there"):
        assert paper_of(tablet) == CREAM
        Reading(tablet).open()
        expect(tablet.locator('button[value="paper:usual"]')).to_have_attribute("aria-pressed", "true")


def test_it_works_without_javascript_and_all_can_be_as_usual_again(story: Story, people: People) -> None:
    child = people.child("Willow")
    laptop = story.device("laptop", javascript=False)

    with story.given("a laptop without JavaScript"):
        walk_in(laptop, child)
        usual = letters_of(laptop)
        Reading(laptop).open()

    with story.when("the child chooses blue paper and bigger letters"):
        Reading(laptop).choose("paper:blue")
        Reading(laptop).choose("size:big")

    with story.then("the page is blue, its letters are bigger, and it stands where the child was"):
        assert paper_of(laptop) == BLUE
        assert letters_of(laptop) == pytest.approx(1.2 * usual)
        assert laptop.url.endswith("#size")

    with story.when("the child wants all as usual"):
        laptop.get_by_role("button", name="All as usual").click()

    with story.then("it is"):
        expect(laptop.locator("body")).to_have_css("background-color", CREAM)
        assert letters_of(laptop) == usual


@pytest.fixture(scope="session")
def reader(people: People) -> Person:
    """A child of Year 2 whose choices change from test to test."""
    return people.child("Beech")


PAGES = ("/home", "/lesson/wrens-name-badge", "/help", "/ages", "/reading", "/not-me")


@pytest.mark.parametrize("paper", ["white", "blue", "dark"])
def test_every_paper_has_contrast_enough(story: Story, people: People, axe: Callable[..., None], paper: str) -> None:
    page = story.switch_on("tablet")
    has_voices(page, [BRITISH])
    walk_in(page, people.child("Beech"))
    Reading(page).open()
    Reading(page).choose(f"paper:{paper}")
    axe(page, for_pupils=True)
    for address in PAGES[1:4]:
        page.goto(address)
        axe(page, for_pupils=True)
    lesson = LessonScreen(page)
    page.goto("/lesson/wrens-name-badge")
    come_to_the_story(lesson)
    for words in ("Berries!", "Tell the parrot", "Tell Mrs Owl", "Finish the badge", "I love berries"):
        lesson.choose(words)
        if words in {"Tell the parrot", "I love berries"}:
            axe(page, for_pupils=True)
    lesson.choose("Carry on")
    lesson.tick("Where she lives")
    page.locator(".ear").first.click()
    page.evaluate("fakeVoice.begin()")
    page.evaluate("fakeVoice.word()")
    expect(page.locator(".word--lit")).to_have_count(1)
    axe(page, for_pupils=True)
    page.keyboard.press("Escape")
    lesson.check()
    axe(page, for_pupils=True)


class EveryScreenLookedAt(LessonScreen):
    """Before each button is pressed, the screen is looked at for contrast enough."""

    def __init__(self, page: Page, axe: Callable[..., None]) -> None:
        super().__init__(page)
        self.axe = axe

    def choose(self, words: str) -> None:
        self.axe(self.page, for_pupils=True)
        super().choose(words)


@pytest.mark.parametrize("paper", ["white", "blue", "dark"])
def test_practice_phones_and_other_endings_have_contrast_enough_on_every_paper(
    story: Story, people: People, axe: Callable[..., None], paper: str
) -> None:
    page = story.switch_on("tablet")
    has_voices(page, [BRITISH])
    walk_in(page, people.child("Oak"))
    Reading(page).open()
    Reading(page).choose(f"paper:{paper}")
    page.goto("/home")
    axe(page, for_pupils=True)
    page.goto("/lesson/kits-phone")
    lesson = EveryScreenLookedAt(page, axe)
    live_through_the_phone(story, lesson)
    look_at_the_other_ending(story, lesson)
    axe(page, for_pupils=True)


@pytest.mark.parametrize(
    "choices", [("size:biggest", "letters:open"), ("lines:widest", "size:biggest"), ("letters:atkinson",)]
)
def test_what_was_chosen_fits_every_screen(story: Story, reader: Person, choices: tuple[str, ...]) -> None:
    page = story.switch_on("laptop")
    walk_in(page, reader)
    page.goto("/reading")
    if page.get_by_role("button", name="All as usual").count():
        page.get_by_role("button", name="All as usual").click()
        expect(page.get_by_role("button", name="All as usual")).to_have_count(0)
    for choice in choices:
        Reading(page).choose(choice)
    found = []
    for address in PAGES:
        page.goto(address)
        for width, height in ((320, 640), (390, 844), (1024, 768), (1366, 768)):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.fonts.ready.then(() => true)")
            found += [f"{address} at {width}: {each}" for each in what_does_not_fit(page)]
    assert not found, "\n  " + "\n  ".join(found)


def test_a_child_keeps_still_what_would_move(story: Story, people: People) -> None:
    # This device has not asked for less motion: the child does.
    page = story.device("laptop")
    page.emulate_media(reduced_motion="no-preference")
    walk_in(page, people.child("Willow"))
    assert page.locator(".button").first.evaluate("each => getComputedStyle(each).transitionDuration") != "0s"
    Reading(page).open()
    Reading(page).choose("motion:still")
    assert page.locator(".button").first.evaluate("each => getComputedStyle(each).transitionDuration") == "0s"


def test_how_old_do_i_have_to_be(story: Story, people: People) -> None:
    laptop = story.device("laptop")

    with story.given("a child at the shelf"):
        walk_in(laptop, people.child("Willow"))

    with story.when("the child wonders how old one has to be"):
        Surface(laptop).follow("How old do I have to be?")
        Surface(laptop).expect_title("How old do I have to be?")

    with story.then("each number stands with its reason, its day, and no blame; nobody is asked for an age"):
        card = laptop.locator(".age").filter(has_text="TikTok")
        expect(card.locator(".age__number")).to_contain_text("13")
        expect(card).to_contain_text("Checked on")
        expect(laptop.get_by_text("You are not in trouble.")).to_be_visible()
        expect(laptop.locator("main input, main form")).to_have_count(0)


def test_a_teacher_sees_which_facts_are_due(story: Story, people: People) -> None:
    laptop = story.device("laptop")

    with story.given("a teacher at the desk"):
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Oak"))

    with story.when("the teacher opens the facts to check"):
        Desk(laptop).follow("Facts to check")

    with story.then("what is due stands first, with its source and its day"):
        Desk(laptop).expect_title("Facts to check")
        first = laptop.get_by_role("table").first
        expect(first.locator("caption")).to_have_text("Due for checking")
        expect(first).to_contain_text("not verified")
        assert what_does_not_fit(laptop) == []
