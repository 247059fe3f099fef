"""A teacher writes a lesson in one window and sees it in the other, without touching the other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.storytelling import Story

PHONE_PX = 390


def save(file: Path, *, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def shown_screen(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=screen]")


def test_an_author_sees_what_they_save(story: Story, lesson_file: Path) -> None:
    page = story.device("laptop")
    screen = shown_screen(page)

    with story.given("a lesson that was just begun, and its preview"):
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("otto-asks-twice.md")
        expect(page.get_by_text("It can be used as it is.")).to_be_visible()
        expect(screen.get_by_role("heading", level=1)).to_have_text("How it begins")

    with story.when("the teacher types an age, and saves"):
        save(lesson_file, old="Say who does what.", new="Pip is 6.")

    with story.then("the line and what to write instead stand there by themselves, and the step has a note"):
        line = 1 + lesson_file.read_text(encoding="utf-8").partition("Pip is 6")[0].count("\n")
        expect(page.get_by_text(f"Line {line}")).to_be_visible()
        expect(page.get_by_text("is an age in digits")).to_be_visible()
        expect(page.get_by_text("1 note")).to_be_visible()
        expect(page.get_by_text("Children do not see it until the problems are mended.")).to_be_visible()

    with story.when("the teacher mends it, and saves"):
        save(lesson_file, old="Pip is 6.", new="Pip finds a shiny app.")

    with story.then("the problem is gone, and the screen beside it has the new words"):
        expect(page.get_by_text("It can be used as it is.")).to_be_visible()
        expect(screen.get_by_text("Pip finds a shiny app.")).to_be_visible()


def test_an_author_goes_every_way(story: Story) -> None:
    page = story.device("laptop")
    screen = shown_screen(page)

    with story.given("the preview, at the first step"):
        page.goto("/")
        expect(screen.get_by_role("heading", level=1)).to_have_text("How it begins")

    with story.when("the teacher takes the wrong way, and comes back"):
        screen.get_by_role("button", name="Tap it").click()
        expect(screen.get_by_role("heading", level=1)).to_have_text("What goes wrong")
        screen.get_by_role("button", name="Choose again").click()
        expect(screen.get_by_role("heading", level=1)).to_have_text("How it begins")

    with story.when("the teacher opens a question from the list, and answers it wrongly three times"):
        page.get_by_role("link", name="Is Pip in trouble?").last.click()
        for _try in range(3):
            expect(screen.get_by_role("heading", level=1)).to_have_text("Is Pip in trouble?")
            screen.get_by_role("button", name="Yes").click()
            expect(screen.get_by_text("No. Telling brings help.")).to_be_visible()
            again = screen.get_by_role("button", name="Have another go")
            if again.count():
                again.click()

    with story.then("the third time shows the answer"):
        expect(screen.get_by_role("heading", level=1)).to_have_text("Let's look together")

    with story.when("the teacher looks at it as on a phone, and at the page for grown-ups"):
        page.get_by_role("link", name="As on a phone").click()
        expect(screen.get_by_role("heading", level=1)).to_have_text("How it begins")
        box = page.locator("iframe[name=screen]").bounding_box()
        assert box
        assert abs(box["width"] - PHONE_PX) <= 6  # its two edges
        page.get_by_role("link", name="For grown-ups, on one page").click()

    with story.then("everything stands there, with all reasons"):
        expect(screen.get_by_role("heading", name="For the teacher")).to_be_visible()
        expect(screen.get_by_text("Home is private. Ask a grown-up first.")).to_be_visible()


def test_the_pages_in_the_frame_have_no_barriers(story: Story) -> None:
    page = story.device("tablet")
    for address, title in (
        ("/screen/step:begins", "How it begins"),
        ("/screen/before:", "Before we begin"),
        ("/screen/question:ask-first", "Which should Pip ask about first?"),
        ("/screen/end:", "You did it!"),
        ("/screen/step:nowhere", "This screen cannot be shown yet"),
        ("/grown-ups", "Otto asks twice"),
    ):
        with story.when(f"{address} is open"):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
