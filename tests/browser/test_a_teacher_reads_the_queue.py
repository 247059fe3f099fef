"""Thirty messages read with the keyboard alone; and two adults who decide about the same one."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import expect

from tests.browser.messages import nothing_waits, states, written
from tests.browser.pages.doors import StaffDoor
from tests.browser.pages.queue import Queue
from tests.browser.server import Server
from tests.browser.storytelling import People, Story

NICE, SECRET, CRUEL, ODD = (
    "I like the hedgehog story",
    "my phone number is 07700 900123",
    "you are so stupid and ugly",
    "we had fish fingers for tea",
)
# One key for the decision, and at most one for the reason: what the filter found is the reason that is chosen already.
KEYS: dict[str, Sequence[str]] = {NICE: "a", SECRET: "g", CRUEL: "d", ODD: "g8"}
BECOMES = {
    NICE: ("approved", ""),
    SECRET: ("returned", "private"),
    CRUEL: ("rejected", "unkind"),
    ODD: ("returned", "not-about-this"),
}
THIRTY = [NICE, SECRET, CRUEL, ODD, NICE] * 6


def test_thirty_messages_are_read_with_one_key_and_one_reason_each(
    story: Story, people: People, server: Server
) -> None:
    laptop = story.device("laptop")
    queue = Queue(laptop)

    with story.given("thirty children of Willow have written, and their teacher opens the queue"):
        nothing_waits(server, class_="Willow")
        refs = written(server, THIRTY, class_="Willow")
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Willow"))
        queue.open()
        expect(queue.lines).to_have_count(30)

    with story.when("a child walks up, and the teacher presses B"):
        queue.key("b")
        expect(laptop.get_by_role("dialog")).to_be_visible()

    with story.then("the screen holds nothing to read, and B brings the queue back"):
        assert laptop.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 1366, "height": 768}
        queue.key("b")
        expect(laptop.get_by_role("dialog")).to_be_hidden()

    with story.when("the teacher reads all thirty, each with one key for the decision and at most one for the reason"):
        pressed = 0
        for left in range(29, -1, -1):
            keys = KEYS[THIRTY[29 - left]]
            expect(queue.words).to_contain_text(THIRTY[29 - left].partition(" 0")[0])
            queue.key(*keys)
            pressed += len(keys)
            queue.expect_left(left)
        assert pressed <= 2 * 30

    with story.then("the queue is empty and says so, and each message stands as it was decided"):
        expect(laptop.get_by_text("Every message has been read.")).to_be_visible()
        assert states(server, refs) == [BECOMES[text] for text in THIRTY]


def test_keys_rest_while_somebody_types_and_when_they_are_switched_off(
    story: Story, people: People, server: Server
) -> None:
    laptop = story.device("laptop")
    queue = Queue(laptop)

    with story.given("a message waits in Willow"):
        nothing_waits(server, class_="Willow")
        refs = written(server, [ODD], class_="Willow", first_child=3)
        StaffDoor(laptop).sign_in(people.staff("teacher", class_name="Willow"))
        queue.open()

    with story.when("the teacher writes why for the officer, with every letter that is a key"):
        laptop.get_by_label("To the E-Safety Officer, because").fill("")
        laptop.get_by_label("To the E-Safety Officer, because").press_sequentially("a bad gag, see 1 and 2")

    with story.then("the letters stand in the box and nothing is decided"):
        expect(laptop.get_by_label("To the E-Safety Officer, because")).to_have_value("a bad gag, see 1 and 2")
        assert states(server, refs) == [("waiting", "")]

    with story.when("the teacher switches the keys off and presses one"):
        laptop.locator("#key-guide summary").click()
        laptop.get_by_label("Use these keys").uncheck()
        laptop.locator("h1").click()
        queue.key("a")

    with story.then("nothing is decided by it, also on the page loaded anew; the button still works"):
        queue.open()
        queue.key("a")
        assert states(server, refs) == [("waiting", "")]
        laptop.locator("[data-key=a]").click()
        expect(laptop.get_by_text("Every message has been read.")).to_be_visible()
        assert states(server, refs) == [("approved", "")]


def test_two_adults_decide_at_once_and_the_second_is_told_who_was_quicker(
    story: Story, people: People, server: Server
) -> None:
    teachers, covers = story.device("laptop"), story.device("tablet")
    first, second = Queue(teachers), Queue(covers)

    with story.given("the teacher of Beech and who covers it look at the same message"):
        [ref] = written(server, [CRUEL], class_="Beech", first_child=20)
        for page, role in ((teachers, "teacher"), (covers, "cover")):
            StaffDoor(page).sign_in(people.staff(role, class_name="Beech"))
            page.goto(f"/queue/{ref}")
            expect(Queue(page).words).to_have_text(CRUEL + "found 1")

    with story.when("the teacher does not show it, because it is unkind"):
        first.key("d")
        expect(teachers.get_by_text("Not shown: the child is told why.").last).to_be_visible()

    with story.when("the other approves it a moment later"):
        second.key("a")
        expect(covers.get_by_role("alert")).to_be_visible()

    with story.then("the other is told who decided what, and nothing has changed"):
        name = people.staff("teacher", class_name="Beech")["name"]
        expect(covers.get_by_role("alert")).to_contain_text(f"Nothing was changed now: not shown by {name}, today at")
        assert states(server, [ref]) == [("rejected", "unkind")]
