"""Writing on the board: once, kept while it is written, given back where it cannot be taken, and never refused."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from esafety.moderation.states import Decision
from esafety.moderation.writing import LONGEST_TEXT
from tests.factories.boards import CRUEL, NICE, SAD, SECRET
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.boards import Board, board_in
from tests.web.doors import tokens_of, words_of

KINDS = ("post", "reply", "note", "mend")


def paper(board: Board, kind: str) -> str:
    """The address of a page of that kind to write on, for the first child of the class."""
    if kind == "post":
        return f"{board.address}/write"
    if kind == "reply":
        return f"/board/reply/{board.shown(1)}"
    return "/board/note" if kind == "note" else f"/board/mine/{board.posted(0)}/mend"


def box_of(page: TestResponse) -> str:
    return page.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].lstrip("\n")


def texts(world: World) -> int:
    """How many messages there are beside those of the demonstration."""
    theirs = "SELECT id FROM school_class WHERE name IN ('Oak', 'Beech')"
    return len(world.rows(f"SELECT id FROM message WHERE class_id NOT IN ({theirs})"))  # noqa: S608 - nothing of a form


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [NICE, SECRET, CRUEL, SAD])
def test_whatever_it_says_it_is_taken_and_answered_alike(world: World, kind: str, text: str) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(paper(board, kind))
    sent = client.post_form(page, button="Send", fields={"words": text}, follow_redirects=False)
    assert sent.status_code == 303
    assert re.fullmatch(r"/board/mine/\w{12}\?sent=yes", sent.location)
    own = client.get(sent.location)
    assert own.status_code == 200
    assert "It is sent." in words_of(own)
    assert text in words_of(own)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_form_sent_twice_counts_once(world: World, kind: str) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(paper(board, kind))
    places = {
        client.post_form(page, button="Send", fields={"words": NICE}, follow_redirects=False).location
        for _n in range(2)
    }
    assert len(places) == 1
    assert texts(world) == {"post": 1, "reply": 2, "note": 1, "mend": 1}[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
@pytest.mark.parametrize(("text", "said"), [
    ("", "Write something first."),
    (" \n ", "Write something first."),
    ("long " * 300, "That is 500 letters too long."),
])  # fmt: skip
def test_nothing_and_too_much_come_back_with_what_was_typed(
    world: World, kind: str, htmx: bool, text: str, said: str
) -> None:
    board = board_in(world)
    address = paper(board, kind)
    before = texts(world)
    client = board.child()
    back = client.post_form(client.get(address), button="Send", fields={"words": text}, htmx=htmx)
    assert back.status_code == 422
    assert said in words_of(back)
    assert box_of(back) == text
    assert texts(world) == before


def test_the_longest_text_is_taken(world: World) -> None:
    board = board_in(world)
    assert "It is sent." in words_of(board.write(0, ("word " * 200)[:LONGEST_TEXT]))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_kept_for_this_child_on_every_device_until_it_is_sent(world: World, kind: str) -> None:
    board = board_in(world)
    address = paper(board, kind)
    tablet, laptop = board.child(), world.signed_in(board.who())
    page = tablet.get(address)
    kept = keep(tablet, page, "a zebracrossing")
    assert (kept.status_code, kept.get_data()) == (204, b"")
    assert box_of(laptop.get(address)) == "a zebracrossing"
    if kind == "post":
        assert box_of(board.child(2).get(address)) == ""
    assert not world.rows("SELECT id FROM draft WHERE words LIKE '%zebra%'")
    tablet.post_form(page, button="Send", fields={"words": "a zebracrossing"})
    # The script's last save may arrive after the form.
    assert keep(tablet, page, "a zebracrossing, late").status_code == 204
    assert world.rows("SELECT id FROM draft") == []


def keep(client: HouseClient, page: TestResponse, words: str) -> TestResponse:
    """What the script sends while a child writes on `page`."""
    found = re.search(r'data-keep-at="([^"]+)"', page.text)
    assert found
    return client.post(found[1], data={**tokens_of(page), "words": words})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_a_board_that_closed_meanwhile_takes_nothing_and_keeps_the_words(world: World, kind: str, htmx: bool) -> None:
    board = board_in(world)
    address = paper(board, kind)
    before, client = texts(world), board.child()
    page = client.get(address)
    board.close()
    back = client.post_form(page, button="Send", fields={"words": "about the gate"}, htmx=htmx)
    assert back.status_code == 409
    for said in ("Not sent yet", "The board is resting", "about the gate", "We keep your words"):
        assert said in words_of(back)
    assert "It is sent" not in words_of(back)
    assert texts(world) == before
    assert "about the gate" in words_of(client.get(address))


def test_what_is_urgent_is_taken_even_when_the_board_has_closed(world: World) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(f"{board.address}/write")
    board.close()
    sent = client.post_form(page, button="Send", fields={"words": SAD})
    assert "A grown-up will read this." in words_of(sent)
    assert "If something is worrying you, you can tell us." in words_of(sent)


def test_an_answer_to_what_is_no_more_there_is_given_back(world: World) -> None:
    board = board_in(world)
    post = board.shown(1)
    client = board.child()
    page = client.get(f"/board/reply/{post}")
    board.decide(post, Decision.ESCALATE, words="to look at")
    before = texts(world)
    gone = client.post_form(page, button="Send", fields={"words": "my answer"})
    assert gone.status_code == 404
    assert texts(world) == before


@pytest.mark.parametrize("kind", ["reply", "post", "letter"])
def test_urgent_words_arrive_though_what_they_were_written_to_is_gone(world: World, kind: str) -> None:
    board = board_in(world)
    post, client = board.shown(1), board.child()
    address = {"reply": f"/board/reply/{post}", "post": f"{board.address}/write", "letter": "/board/mail/nobody/write"}
    page = client.get(address["post" if kind == "letter" else kind])
    board.decide(post, Decision.ESCALATE, words="to look at")
    gone = {**address, "post": "/board/topic/222222222222/write"}[kind]
    data = {**tokens_of(page), "words": SAD}
    sent = client.post(gone, data=data, follow_redirects=True)
    assert "A grown-up will read this." in words_of(sent)
    assert client.post(gone, data={**data, "words": NICE}).status_code == 404


def test_a_form_without_a_key_sends_nothing_and_keeps_the_words(world: World) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(f"{board.address}/write")
    back = client.post_form(page, button="Send", fields={"words": NICE}, forged={"key": "short"})
    assert back.status_code == 400
    assert box_of(back) == NICE
    assert texts(world) == 0
    assert "It is sent." in words_of(client.post_form(back, button="Send"))


@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_a_beginning_is_put_after_what_is_written_and_sends_nothing(world: World, htmx: bool) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(f"{board.address}/write")
    begun = client.post_form(page, button="How did you ...?", fields={"words": "I saw it."}, htmx=htmx)
    assert begun.status_code == 200
    assert box_of(begun) == "I saw it. How did you "
    assert texts(world) == 0
    odd = client.post_form(page, button="Send", fields={"words": NICE}, forged={"begin": "not-there"})
    assert (odd.status_code, box_of(odd)) == (200, NICE)


def test_a_young_child_says_it_with_pictures_and_types_nothing(world: World) -> None:
    board = board_in(world, "Acorn")
    client = board.child()
    page = client.get(f"{board.address}/write")
    assert "<textarea" not in page.text
    page = client.follow_link(page, words="I like ...")
    page = client.follow_link(page, words="snails")
    assert "I like snails." in words_of(page)
    sent = client.post_form(page, button="Send")
    assert "It is sent." in words_of(sent)
    assert "I like snails." in words_of(sent)
    assert "/snail.svg" in sent.text
    assert "/red-heart.svg" in sent.text


def test_a_whole_sentence_needs_no_second_picture_and_a_young_child_may_type(world: World) -> None:
    board = board_in(world, "Acorn")
    client = board.child()
    post = board.shown(1)
    page = client.follow_link(client.get(f"/board/reply/{post}"), words="Well done!")
    assert "It is sent." in words_of(client.post_form(page, button="Send"))
    typing = client.follow_link(client.get(f"{board.address}/write"), words="Write words")
    assert "It is sent." in words_of(client.post_form(typing, button="Send", fields={"words": NICE}))


@pytest.mark.parametrize(
    ("start", "word"), [("i-like", ""), ("i-like", "not-a-word"), ("nothing", "snails"), ("i-like-how-you", "")]
)
def test_pictures_that_were_never_offered_say_nothing(world: World, start: str, word: str) -> None:
    board = board_in(world, "Acorn")
    client = board.child()
    page = client.get(f"{board.address}/write?start=i-like&word=snails")
    back = client.post_form(page, button="Send", forged={"start": start, "word": word})
    assert back.status_code == 422
    assert texts(world) == 0


def test_a_note_is_between_child_and_teacher(world: World) -> None:
    board = board_in(world)
    client = board.child()
    client.post_form(client.get("/board/note"), button="Send", fields={"words": "a zebranote"})
    assert "a zebranote" in words_of(client.get("/board/notes"))
    for page in ("/board/notes", board.address, "/board"):
        assert "zebranote" not in board.words(2, at=page)
    assert "zebranote" not in words_of(client.get(board.address))


def test_one_childs_page_takes_nothing_in_the_name_of_the_next(world: World) -> None:
    board = board_in(world)
    page = board.child(0).get(f"{board.address}/write")
    answer = board.child(2).post(f"{board.address}/write", data={**tokens_of(page), "words": NICE})
    assert answer.status_code in {403, 409}
    assert texts(world) == 0
