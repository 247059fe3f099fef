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
from tests.browser.test_every_screen_fits import Ruler, ruler_on

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def measure_pages_to_write_on(ruler: Ruler, *, topic: str) -> None:
    page, board = ruler.page, Board(ruler.page)
    for words, name in (("Answer", "an answer"), ("This worries me", "a worry")):
        page.goto(topic)
        board.press(board.post(LONG_WORD).get_by_role("link", name=words))
        expect(page.locator(".post--quoted")).to_be_visible()
        ruler.measure(name)
    for query, name in (
        ("", "writing"),
        ("?how=words", "writing words"),
        ("?start=i-like", "choosing a word"),
        ("?start=i-like&word=strawberries", "looking before sending"),
    ):
        page.goto(f"{topic}/write{query}")
        ruler.measure(name)


def measure_own_messages(ruler: Ruler) -> None:
    page = ruler.page
    for number, name in enumerate(("one that is shown", "one that was taken down")):
        page.goto("/board/mine")
        Board(page).press(page.locator("a.mine").nth(number))
        expect(page.locator(".post--own")).to_be_visible()
        ruler.measure(name)


def measure_all(ruler: Ruler, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        ruler.page.goto(address)
        ruler.measure(name)


@pytest.mark.parametrize("class_name", ["Acorn", "Willow"])
def test_the_pages_of_the_board_fit(
    story: Story, people: People, server: Server, axe: Callable[..., None], class_name: str
) -> None:
    ruler, grown_ups = ruler_on(story, axe), grown_ups_of(server)
    child, friend = people.child(class_name), people.child(class_name)
    grown_ups.open_board(class_name, title="Our lane")
    grown_ups.shown(friend, f"We went to {LONG_WORD}", title="Our lane")
    grown_ups.shown(child, "this is not about the lane", title="Our lane")
    walk_in(ruler.page, child)
    Board(ruler.page).open("Our lane")
    topic = ruler.page.url
    measure_pages_to_write_on(ruler, topic=topic)
    grown_ups.decide(child, Decision.REMOVE, reason=Reason.NOT_ABOUT_THIS)
    grown_ups.shown(child, "one more", title="Our lane")
    measure_own_messages(ruler)
    ruler.page.goto(topic)
    expect(ruler.page.locator(".gone")).to_be_visible()
    ruler.measure("a topic with a notice")
    measure_all(
        ruler,
        {"whom to write to": "/board/mail", "letters": "/board/mail/chef-parsnip"},
    )
    measure_all(
        ruler,
        {"the board": "/board", "my messages": "/board/mine", "notes": "/board/notes", "a note": "/board/note"},
    )
    if class_name == "Willow":
        judge = "/board/judge/ring-me"
        measure_all(ruler, {"judging": judge, "why": f"{judge}?decision=officer", "judged": f"{judge}?decision=show"})
    grown_ups.close_board(class_name)
    measure_all(ruler, {"the board, closed": "/board", "writing, closed": f"{topic}/write"})
    ruler.expect_all_fits()
