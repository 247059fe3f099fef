"""The pupil's board: what a class sees of it, what it never sees, and how the page hears of what is new."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from esafety import clock
from esafety.board.topics import close_topic
from esafety.codes import new_ref
from esafety.db import db
from esafety.moderation.pausing import PauseSet, pause_pupil
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from esafety.school.models import Pupil
from tests.factories.boards import CRUEL, NICE, SAD, SECRET, child_of, opened, posted, topic_of
from tests.factories.queries import counted
from tests.factories.world import World
from tests.web.boards import Board, board_in
from tests.web.doors import words_of

HTMX = {"HX-Request": "true"}
TEACHER = "Mr Hughes"
CANARY = "a zebracanary sat on the gate"


def poll_address(board: Board, *, number: int = 0, at: str = "") -> str:
    """Where the page asks whether there is anything new."""
    html = board.child(number).get(at or board.address).get_data(as_text=True)
    found = re.search(r'hx-get="([^"]+)"', html)
    assert found, "the page does not ask again"
    return found[1].replace("&amp;", "&")


def test_a_board_that_nobody_opened_says_so_kindly(world: World) -> None:
    child = world.signed_in(world.pupil("Willow"))
    page = child.get("/board")
    assert page.status_code == 200
    assert "The board is resting. Your teacher opens it." in words_of(page)
    assert "What your class talks about will stand here." in words_of(page)


def test_an_open_board_says_what_for_until_when_and_who_is_there(world: World) -> None:
    board = board_in(world)
    words = board.words(at="/board")
    for shown in ("Books we love", f"{TEACHER} is here until", "Hedgehogs", "Say what you liked"):
        assert shown in words
    assert "Class board" in words_of(board.child().get("/home"))


def test_a_topic_shows_posts_with_their_answers_by_nickname(world: World) -> None:
    board = board_in(world)
    post = board.shown(1)
    board.shown(2, "Me too", answers=post)
    writer, answerer = board.who(1), board.who(2)
    words = board.words(0)
    assert (
        words.index(writer["nickname"]) < words.index(NICE) < words.index(answerer["nickname"]) < words.index("Me too")
    )
    for child in (writer, answerer):
        assert child["name"] not in words


def test_a_school_may_choose_first_names(world: World) -> None:
    board = board_in(world, first_names=True)
    board.shown(1)
    assert board.who(1)["name"] in board.words(0)
    assert board.who(1)["nickname"] not in board.words(0)


def test_nothing_in_a_message_becomes_a_link_or_markup(world: World) -> None:
    board = board_in(world)
    ref = board.posted(1, 'look at www.example.org <b onclick="x">&amp; https://example.org/a')
    board.decide(ref, Decision.APPROVE)
    html = board.child().get(board.address).get_data(as_text=True)
    written = html.partition('class="written"')[2].partition("</div>")[0]
    assert "https://example.org/a" in written
    assert "<a" not in written
    assert "<b" not in written
    assert 'class="written" hx-disable' in html


@pytest.mark.parametrize("text", [CANARY, f"{CANARY} {SECRET}", f"{CANARY} {CRUEL}", f"{CANARY} {SAD}"])
def test_what_no_teacher_has_shown_is_on_no_other_childs_pages(world: World, text: str) -> None:
    board = board_in(world)
    post = board.shown(1)
    pages = (
        "/board",
        board.address,
        "/board/mine",
        "/board/notes",
        f"/board/reply/{post}",
        f"/board/worry/{post}",
        "/home",
    )
    before = {page: board.words(2, at=page) for page in pages}
    polls = {page: poll_address(board, number=2, at=page) for page in ("/board", board.address)}
    ref = board.posted(0, text)
    for page in pages:
        html = board.child(2).get(page).get_data(as_text=True)
        assert "zebracanary" not in html
        assert ref not in html
        # Not a word, and so not a count, is different.
        assert words_of(board.child(2).get(page)) == before[page]
    for address in polls.values():
        assert board.child(2).get(address, headers=HTMX).status_code == 204
    for page in (f"/board/mine/{ref}", f"/board/mine/{ref}/mend", f"/board/reply/{ref}", f"/board/worry/{ref}"):
        assert board.child(2).get(page).status_code == 404
    assert "zebracanary" in board.words(0, at=f"/board/mine/{ref}")


def test_a_classmate_sees_it_once_it_is_shown_and_no_more_once_it_is_removed(world: World) -> None:
    board = board_in(world)
    ref = board.posted(0, CANARY)
    asked = poll_address(board, number=2)
    board.decide(ref, Decision.APPROVE)
    part = board.child(2).get(asked, headers=HTMX)
    assert part.status_code == 200
    assert CANARY in words_of(part)
    assert "<html" not in part.text
    board.decide(ref, Decision.REMOVE, reason=Reason.NOT_ABOUT_THIS)
    words = board.words(2)
    assert "zebracanary" not in words
    assert "Your teacher took this down. This is not what we are talking about here." in words


def test_other_classes_and_schools_find_nothing(world: World) -> None:
    board = board_in(world)
    ref, topic = board.shown(0), board.topic
    for class_name in ("Oak", "Onnen"):
        stranger = world.signed_in(world.pupil(class_name))
        for page in (
            board.address,
            f"{board.address}/write",
            f"/board/reply/{ref}",
            f"/board/worry/{ref}",
            f"/board/mine/{ref}",
        ):
            assert stranger.get(page).status_code == 404
        home = words_of(stranger.get("/board"))
        assert "Hedgehogs" not in home
        assert TEACHER not in home
    assert board.child(1).get(f"/board/topic/{new_ref()}").status_code == 404
    assert board.child(1).get(f"/board/topic/{topic}").status_code == 200


def test_a_child_who_was_moved_has_left_the_board_at_once(world: World) -> None:
    board = board_in(world)
    board.shown(1)
    asked = poll_address(board, number=0)
    with board.services():
        (oak,) = child_of("Oak", nickname=world.pupil("Oak")["nickname"]).class_ids
        db.session.execute(
            update(Pupil).where(Pupil.id == board.actor(0).person_id).values(class_id=oak, nickname="New Wren")
        )
        db.session.commit()
    assert board.child(0).get(asked, headers=HTMX).status_code == 404
    assert NICE not in board.words(0, at="/board")


def test_a_page_that_asks_again_hears_only_of_what_is_new_for_it(world: World) -> None:
    board = board_in(world)
    for page in ("/board", board.address):
        asked = poll_address(board, at=page)
        same = board.child().get(asked, headers=HTMX)
        assert (same.status_code, same.get_data()) == (204, b"")
    asked = poll_address(board)
    board.posted(0, "mine, not read yet")
    assert "mine, not read yet" in words_of(board.child().get(asked, headers=HTMX))
    asked = poll_address(board)
    board.close()
    closed = words_of(board.child().get(asked, headers=HTMX))
    assert "The board is resting" in closed


def test_a_finished_topic_can_be_read_and_asks_no_more(world: World) -> None:
    board = board_in(world)
    board.shown(1)
    with board.services():
        close_topic(board.teacher, ref=board.topic)
    page = board.child().get(board.address)
    assert NICE in words_of(page)
    assert "This topic is finished." in words_of(page)
    assert "every 5s" not in page.text
    assert "/write" not in page.text


def test_a_paused_child_reads_why_and_until_when_and_gets_help(world: World) -> None:
    board = board_in(world)
    board.shown(1)
    today = clock.now().date()
    with board.services():
        ref = db.session.get_one(Pupil, board.actor(0).person_id).ref
        outcome = pause_pupil(
            board.teacher, pupil_ref=ref, child_words="Let us talk first.", staff_words="staffzebra",
            until_on=today + timedelta(days=3), review_on=today + timedelta(days=1),
        )  # fmt: skip
        assert isinstance(outcome, PauseSet)
    for page in ("/board", board.address, f"{board.address}/write"):
        answer = board.child(0).get(page)
        assert "Let us talk first." in words_of(answer)
        assert "staffzebra" not in answer.text
        assert f"/help?from={page}" in answer.text.replace("%2F", "/")
    assert NICE in board.words(0)
    assert board.child(0).get("/help").status_code == 200
    note = board.child(0).get("/board/note")
    sent = board.child(0).post_form(note, button="Send", fields={"words": "I want to talk"})
    assert "It is sent." in words_of(sent)
    assert "You can only read" not in board.words(2, at="/board")


def test_the_page_of_a_full_topic_takes_few_queries(world: World) -> None:
    board = board_in(world)
    with board.services():
        for number in range(1, 7):
            posted(board.actor(number), topic=board.topic)
    child = board.child(0)
    child.get(board.address)
    with counted() as statements:
        child.get(board.address)
    few = len(statements)
    for number in range(1, 5):
        board.shown(number, f"number {number}")
    with counted() as statements:
        child.get(board.address)
    assert len(statements) <= few <= 24, statements


def test_two_classes_have_boards_of_their_own(world: World) -> None:
    board = board_in(world)
    with board.services():
        opened("Acorn", purpose="Our walk")
        topic_of("Acorn", title="Leaves")
    words = words_of(world.signed_in(world.pupil("Acorn")).get("/board"))
    assert "Our walk" in words
    assert "Leaves" in words
    assert "Hedgehogs" not in words
