"""The teacher marks who is absent with one tap; both files say so, and the list of who has to catch up."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.journeys.friends_of_friends import TITLE
from tests.browser.pages.desk import ClassProgress, Desk, open_progress
from tests.browser.pages.doors import StaffDoor
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.teaching import CatchUpList
from tests.browser.storytelling import People, Story

CLASS = "Oak"  # for which the demonstration has set the lesson


def at_the_progress(laptop: Page, people: People) -> ClassProgress:
    StaffDoor(laptop).sign_in(people.staff("teacher", class_name=CLASS))
    return open_progress(laptop, class_name=CLASS, lesson=TITLE)


def test_who_was_absent_catches_up(story: Story, people: People) -> None:
    nickname = people.child(CLASS)["nickname"]
    laptop = story.device("laptop")

    with story.given("a teacher before the class's progress in a lesson that is set"):
        progress = at_the_progress(laptop, people)
        LessonScreen(laptop).mark_page()

    with story.when("she taps Absent beside a child"):
        progress.press(progress.row(nickname).get_by_role("button", name="Absent"))

    with story.then("the child's line says so, without the page being loaded anew"):
        progress.expect_row(nickname, "Absent", "Here after all")
        LessonScreen(laptop).expect_same_page()

    with story.then("both files hold what the screen shows"):
        pupils, _ideas = progress.save_as_table()
        assert pupils == [progress.columns(), *progress.table()]
        assert progress.save_for_excel()[0] == pupils
        assert [nickname, "Absent"] in [row[1:3] for row in pupils]

    with story.when("she opens the list of who has to catch up"):
        laptop.locator(".head__trail").get_by_role("link", name=CLASS).click()
        Desk(laptop).expect_title(CLASS)
        CatchUpList(laptop).open()

    with story.then("the child stands there as absent, with the lesson"):
        lines = {line[1]: line for line in CatchUpList(laptop).lines()}
        assert lines[nickname][2] == TITLE
        assert lines[nickname][-1].startswith("Absent")

    with story.then("the mark is taken back with one more tap"):
        laptop.go_back()
        Desk(laptop).open_progress(TITLE)
        progress.press(progress.row(nickname).get_by_role("button", name="Here after all"))
        progress.expect_row(nickname, "Not begun")


def test_a_day_absent_is_marked_on_the_class_page(story: Story, people: People) -> None:
    nickname = people.child(CLASS)["nickname"]
    for javascript in (True, False):
        laptop = story.device("laptop", javascript=javascript)

        with story.given("a teacher before the page of her class"):
            StaffDoor(laptop).sign_in(people.staff("teacher", class_name=CLASS))
            Desk(laptop).open_class(CLASS)
            row = laptop.locator("#pupils tbody tr").filter(has=laptop.get_by_text(nickname, exact=True))

        with story.when("she taps Absent in the child's line"):
            row.get_by_role("button", name="Absent").click()

        with story.then("the line says so, and another tap takes it back"):
            expect(row.get_by_role("button")).to_contain_text("Here after all")
            row.get_by_role("button", name="Here after all").click()
            expect(row.get_by_role("button")).to_have_text(f"Absent: {nickname}")


def test_marking_with_a_keyboard_alone(story: Story, people: People) -> None:
    nickname = people.child(CLASS)["nickname"]
    laptop = story.device("laptop")
    keys = Keyboard(laptop)

    with story.given("a teacher with a keyboard before the class's progress"):
        progress = at_the_progress(laptop, people)

    with story.when("she marks a child as absent"):
        keys.tab_to(progress.row(nickname).get_by_role("button", name="Absent"))
        keys.press("Enter")

    with story.then("the focus stays where she was, so that another press takes it back"):
        button = progress.row(nickname).get_by_role("button")
        expect(button).to_contain_text("Here after all")
        expect(button).to_be_focused()
        keys.press("Enter")
        progress.expect_row(nickname, "Not begun")
        expect(button).to_be_focused()
