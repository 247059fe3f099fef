"""The pages of the board at every size, with letters twice as big, and in forced colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from tests.browser.grown_ups import grown_ups_of
from tests.browser.pages.board import Board
from tests.browser.pages.doors import walk_in
from tests.browser.server import Server
from tests.browser.storytelling import People, Story
from tests.browser.test_every_screen_fits import ruler_on

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.mark.parametrize("class_name", ["Acorn", "Willow"])
def test_the_pages_of_the_board_fit(
    story: Story, people: People, server: Server, axe: Callable[..., None], class_name: str
) -> None:
    ruler, grown_ups = ruler_on(story, axe), grown_ups_of(server)
    page, board = ruler.page, Board(ruler.page)
    child, friend = people.child(class_name), people.child(class_name)
    grown_ups.open_board(class_name, title="Our lane")
    grown_ups.shown(friend, f"We went to {LONG_WORD}", title="Our lane")
    grown_ups.shown(child, "you are stupid, said the mole", title="Our lane")
    walk_in(page, child)
    board.open("Our lane")
    topic = page.url
    ruler.measure("a topic")
    for words, name in (("Answer", "an answer"), ("This worries me", "a worry")):
        page.goto(topic)
        board.press(board.post(LONG_WORD).get_by_role("link", name=words))
        expect(page.locator(".post--quoted")).to_be_visible()
        ruler.measure(name)
    for address, name in ((f"{topic}/write", "writing"), (f"{topic}/write?how=words", "writing words")):
        page.goto(address)
        ruler.measure(name)
    page.goto(f"{topic}/write?start=i-like")
    ruler.measure("choosing a word")
    page.goto(f"{topic}/write?start=i-like&word=strawberries")
    ruler.measure("looking before sending")
    grown_ups.decide(child, Decision.REMOVE, reason=Reason.NOT_ABOUT_THIS)
    grown_ups.shown(child, "one more", title="Our lane")
    page.goto("/board/mine")
    ruler.measure("my messages")
    for number, name in enumerate(("one that is shown", "one that was taken down")):
        page.goto("/board/mine")
        board.press(page.locator("a.mine").nth(number))
        expect(page.locator(".post--own")).to_be_visible()
        ruler.measure(name)
    page.goto(topic)
    expect(page.locator(".gone")).to_be_visible()
    ruler.measure("a topic with a notice")
    for address, name in (("/board", "the board"), ("/board/notes", "notes"), ("/board/note", "a note")):
        page.goto(address)
        ruler.measure(name)
    grown_ups.close_board(class_name)
    for address, name in (("/board", "the board, closed"), (f"{topic}/write", "writing, closed")):
        page.goto(address)
        ruler.measure(name)
    ruler.expect_all_fits()
