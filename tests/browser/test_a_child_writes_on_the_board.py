"""A child writes on the board of its class: what is not fit is held, explained, mended and then shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from tests.browser.grown_ups import GrownUps, grown_ups_of
from tests.browser.journeys.wrens_name_badge import expect_room_for_a_finger
from tests.browser.pages.board import Board
from tests.browser.pages.doors import walk_in
from tests.browser.pages.help import Help
from tests.browser.server import Server
from tests.browser.storytelling import People, Story
from tests.browser.watchdog import Watchdog

LOST = r"Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+)|htmx:(sendError|afterRequest)"
NUMBER = "Ring me on 07700 900123 about it"
MENDED = "Ask me about it at break"
KIND = "The gate was my favourite part"


@pytest.fixture
def grown_ups(server: Server) -> GrownUps:
    return grown_ups_of(server)


def write_a_number_and_be_told_why(story: Story, board: Board) -> None:
    with story.when("one of them writes with the help of a kind beginning, and gives a phone number away"):
        board.begin("The garden gate")
        board.page.get_by_text("I need a beginning").click()
        board.press_button("I found out that ...")
        expect(board.page.locator("textarea")).to_have_value("I found out that ")
        board.write(NUMBER)
        board.send()

    with story.then("it is told at once what to keep private, with a short lesson, and that a teacher reads it"):
        board.expect_title("Your teacher will read this first. You can mend it now.")
        expect(board.why).to_contain_text("Keep private things private")
        board.follow("See why: The snail race notice")
        expect(board.page.locator(".way")).to_be_visible()
        board.page.go_back()
        board.expect_title("Your teacher will read this first. You can mend it now.")


def mend_it(story: Story, board: Board) -> None:
    with story.when("the child mends it"):
        board.follow("Mend it")
        board.expect_title("Mend my message")
        expect(board.page.locator("textarea")).to_have_value(NUMBER)
        board.write(MENDED)
        board.send()
        board.expect_title("Your teacher will read this first.")


def test_a_phone_number_is_held_explained_mended_and_shown(story: Story, people: People, grown_ups: GrownUps) -> None:
    child, friend = people.child("Willow"), people.child("Willow")
    laptop, other = story.device("laptop"), story.device("tablet")
    board, friends = Board(laptop), Board(other)

    with story.given("a class whose teacher has opened its board, and two children at the same topic"):
        grown_ups.open_board("Willow", title="The garden gate")
        for page, who in ((laptop, child), (other, friend)):
            walk_in(page, who)
            Board(page).open("The garden gate")
            expect(page.locator(".topic")).to_contain_text("Say what you liked")

    write_a_number_and_be_told_why(story, board)

    with story.then("the other child sees nothing of it"):
        expect(other.locator("main")).to_contain_text("Nobody has written here yet.")

    mend_it(story, board)

    with story.when("the teacher shows it"):
        grown_ups.decide(child, Decision.APPROVE)

    with story.then("it comes to the other child's page by itself, without the number"):
        expect(friends.post(MENDED)).to_contain_text(child["nickname"])
        expect(other.locator("main")).not_to_contain_text("07700")
        expect(other.locator(".written a")).to_have_count(0)

    with story.then("the child's own list says that it is shown"):
        laptop.goto("/board/mine")
        expect(board.own(MENDED)).to_contain_text("Shown")


def test_a_cruel_reply_is_given_back_with_why(story: Story, people: People, grown_ups: GrownUps) -> None:
    child, friend = people.child("Willow"), people.child("Willow")
    laptop = story.device("laptop")
    board = Board(laptop)

    with story.given("a child who has answered another cruelly"):
        grown_ups.open_board("Willow", title="Our hill")
        grown_ups.shown(friend, KIND, title="Our hill")
        walk_in(laptop, child)
        board.open("Our hill")
        board.press(board.post(KIND).get_by_role("link", name="Answer"))
        board.expect_title(f"Answer {friend['nickname']}")
        board.write("you are so stupid and ugly")
        board.send()

    with story.then("nobody is accused before a teacher has read it"):
        board.expect_title("Your teacher will read this first.")
        expect(board.why).to_have_count(0)

    with story.when("the teacher gives it back"):
        grown_ups.decide(child, Decision.RETURN, reason=Reason.UNKIND)
        laptop.goto("/board")

    with story.then("the board leads the child to it, and says why, kindly, with the words to mend"):
        board.follow("Your teacher gave something back.")
        board.expect_title("Your teacher gave this back. You can mend it.")
        expect(board.why).to_contain_text("This could make someone sad. Can you say it kindly?")
        board.follow("Mend it")
        board.write("I see it another way: I liked the hill best")
        board.send()
        board.expect_title("Your teacher will read this first.")


def test_a_young_child_says_it_with_pictures_and_then_tells_of_a_worry(
    story: Story, people: People, grown_ups: GrownUps
) -> None:
    child, friend = people.child("Acorn"), people.child("Acorn")
    tablet = story.device("tablet", has_touch=True)
    board = Board(tablet)

    with story.given("a young child at the board, where a classmate has written"):
        grown_ups.open_board("Acorn", title="Our pond")
        grown_ups.shown(friend, "I saw a newt", title="Our pond")
        walk_in(tablet, child)
        board.open("Our pond")
        expect_room_for_a_finger(tablet)

    with story.when("the child taps a beginning and a word, and sends"):
        board.begin("What do you want to say?")
        expect_room_for_a_finger(tablet)
        board.pick("I like ...")
        board.expect_title("I like ...")
        board.pick("snails")
        expect_room_for_a_finger(tablet)
        board.send()

    with story.then("it waits for the teacher, in pictures"):
        board.expect_title("Your teacher will read this first.")
        expect(board.with_picture(".written", picture="snail")).to_have_count(1)

    with story.when("the child says of the classmate's words: this worries me"):
        board.follow("Carry on")
        board.press(board.post("I saw a newt").get_by_role("link", name="This worries me"))
        board.expect_title("Does this worry you?")
        board.press_button("Yes, tell a grown-up")
        board.expect_title("Thank you for telling.")

    with story.then("the words are gone, and help is one tap away"):
        board.follow("Carry on")
        board.expect_title("Our pond")
        expect(board.post("I saw a newt")).to_have_count(0)
        Help(tablet).ask()


def test_a_message_waits_for_the_connection_and_is_sent_once(
    story: Story, people: People, grown_ups: GrownUps, watchdog: Watchdog
) -> None:
    child = people.child("Willow")
    laptop = story.device("laptop")
    board = Board(laptop)
    watchdog.expect(LOST)

    with story.given("a child who has written, and a connection that drops"):
        grown_ups.open_board("Willow", title="Our well")
        walk_in(laptop, child)
        board.open("Our well")
        board.begin("Our well")
        board.write(KIND)
        laptop.context.set_offline(True)

    with story.when("the child presses send"):
        board.press_button("Send")

    with story.then("the page says: not sent yet; the words stay"):
        expect(board.badge).to_have_text("Not sent yet. We keep trying.")
        expect(laptop.locator("textarea")).to_have_value(KIND)

    with story.when("the connection comes back"):
        laptop.context.set_offline(False)

    with story.then("it is sent, and stands in the child's list once"):
        expect(laptop.locator(".just-sent")).to_have_text("It is sent.")
        laptop.goto("/board/mine")
        expect(board.own(KIND)).to_have_count(1)


def test_a_board_that_closes_while_a_child_writes_keeps_the_words(
    story: Story, people: People, grown_ups: GrownUps
) -> None:
    child = people.child("Willow")
    laptop = story.device("laptop", javascript=False)
    board = Board(laptop)

    with story.given("a child who writes without JavaScript, and a board that closes meanwhile"):
        grown_ups.open_board("Willow", title="Our path")
        walk_in(laptop, child)
        board.open("Our path")
        board.begin("Our path")
        board.write(KIND)
        grown_ups.close_board("Willow")

    with story.when("the child presses send"):
        board.press_button("Send")

    with story.then("the page says that it is not sent, why, and keeps the words"):
        board.expect_title("Not sent yet")
        expect(laptop.locator("main")).to_contain_text("The board is resting. Your teacher opens it.")
        expect(laptop.locator("main")).to_contain_text(KIND)

    with story.when("the board is open again"):
        grown_ups.open_board("Willow", title="Our stile")
        board.follow("Go back")
        board.begin("Our path")

    with story.then("the words are there, and can be sent"):
        expect(laptop.locator("textarea")).to_have_value(KIND)
        board.send()


def test_a_child_writes_to_a_lighthouse_and_is_answered(story: Story, people: People, grown_ups: GrownUps) -> None:
    child = people.child("Willow")
    laptop = story.device("laptop")
    board = Board(laptop)

    with story.given("a child who finds somebody invented to write to"):
        grown_ups.open_board("Willow", title="Our bench")
        walk_in(laptop, child)
        board.follow("Class board")
        board.follow("Letters")
        board.expect_title("Who do you want to write to?")
        board.follow("Keeper Gull")
        expect(board.page.locator(".thread")).to_contain_text("Ahoy! I am Keeper Gull")

    with story.when("the child writes a letter, and the teacher lets it through"):
        board.begin("A letter to Keeper Gull")
        board.write("We can see a field and two cows")
        board.send()
        grown_ups.decide(child, Decision.APPROVE)
        grown_ups.answer_letters()

    with story.then("the answer stands under the letter"):
        board.follow("Carry on")
        board.expect_title("Keeper Gull")
        expect(laptop.locator(".thread .post")).to_have_count(3)
        expect(laptop.locator(".thread .post").nth(1)).to_contain_text("two cows")
