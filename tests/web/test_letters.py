"""Class mail to invented people: read by a teacher as any message, and answered once it is let through."""

from __future__ import annotations

from sqlalchemy import select

from esafety.board.mail import answer_letters
from esafety.db import db
from esafety.moderation.models import Message
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from tests.factories.boards import NICE, SECRET
from tests.factories.world import World
from tests.web.boards import Board, board_in
from tests.web.doors import words_of

GULL = "/board/mail/keeper-gull"


def sent(board: Board, number: int = 0, text: str = NICE) -> str:
    """A child writes to the keeper of the lighthouse; the letter's ref."""
    client = board.child(number)
    page = client.follow_link(client.get(GULL), words="Write")
    own = client.post_form(page, button="Send", fields={"words": text})
    assert "It is sent." in words_of(own)
    return own.request.path.rpartition("/")[2]


def answered(board: Board) -> int:
    with board.services():
        number = answer_letters()
        db.session.commit()
        return number


def test_a_child_finds_whom_to_write_to_and_a_word_of_welcome(world: World) -> None:
    board = board_in(world)
    client = board.child()
    people = client.follow_link(client.get("/board"), words="Letters")
    page = client.follow_link(people, words="Keeper Gull")
    assert "An invented lighthouse keeper." in words_of(page)
    assert "Ahoy! I am Keeper Gull" in words_of(page)
    assert client.get("/board/mail/nobody-there").status_code == 404


def test_a_letter_is_answered_once_and_only_after_the_teacher_let_it_through(world: World) -> None:
    board = board_in(world)
    ref = sent(board)
    assert answered(board) == 0
    assert "Waiting" in board.words(at=GULL)
    board.decide(ref, Decision.APPROVE)
    assert (answered(board), answered(board)) == (1, 0)
    with board.services():
        (letter,) = db.session.scalars(select(Message.text).where(Message.cast_member == "keeper-gull")).all()
    words = board.words(at=GULL)
    assert words.index(NICE) < words.index(letter.split(".")[0])
    for page in (GULL, "/board", board.address, "/board/mine"):
        assert NICE not in board.words(2, at=page)
        assert letter.split(".")[0] not in board.words(2, at=page)


def test_the_next_letter_has_another_answer(world: World) -> None:
    board = board_in(world)
    for text in (NICE, "Do gulls like toast?"):
        board.decide(sent(board, text=text), Decision.APPROVE)
        assert answered(board) == 1
    with board.services():
        texts = db.session.scalars(select(Message.text).where(Message.cast_member == "keeper-gull")).all()
    assert len(set(texts)) == 2


def test_what_is_held_is_explained_and_mended_as_on_the_board(world: World) -> None:
    board = board_in(world)
    ref = sent(board, text=SECRET)
    own = f"/board/mine/{ref}"
    assert "Keep private things private" in board.words(at=own)
    client = board.child()
    client.post_form(client.get(f"{own}/mend"), button="Send", fields={"words": NICE})
    assert "Keep private things private" not in board.words(at=own)
    board.decide(ref, Decision.RETURN, reason=Reason.NOT_ABOUT_THIS)
    assert answered(board) == 0
    page = client.follow_link(client.get("/board/mine"), words="Keeper Gull")
    assert client.follow_link(page, words="Carry on").request.path == GULL


def test_a_young_child_writes_with_pictures(world: World) -> None:
    board = board_in(world, "Acorn")
    client = board.child()
    page = client.follow_link(client.get(GULL), words="Write")
    for tapped in ("I like ...", "boats"):
        page = client.follow_link(page, words=tapped)
    assert "I like boats." in words_of(client.post_form(page, button="Send"))
    assert "A made-up man who lights a lamp." in board.words(at=GULL)


def test_no_letter_is_taken_while_the_board_rests(world: World) -> None:
    board = board_in(world)
    client = board.child()
    page = client.get(f"{GULL}/write")
    board.close()
    back = client.post_form(page, button="Send", fields={"words": NICE})
    assert back.status_code == 409
    assert NICE in words_of(client.get(f"{GULL}/write"))
    assert "The board is resting" in board.words(at=GULL)
