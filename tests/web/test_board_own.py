"""A child's own messages: where each is and why, mended, taken back; and saying that another's is a worry."""

from __future__ import annotations

import pytest

from esafety.moderation.child_reports import report
from esafety.moderation.outcomes import NotTaken
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision, State
from tests.factories.boards import CRUEL, NICE, SAD, SECRET
from tests.factories.world import World
from tests.web.boards import board_in
from tests.web.doors import words_of

WHY_PRIVATE = "Keep private things private"
WHY_UNKIND = "This could make someone sad. Can you say it kindly?"


@pytest.mark.parametrize(("text", "told", "untold"), [
    (NICE, ["Your teacher will read this first."], ["mend it now", "Why"]),
    (SECRET, ["You can mend it now.", WHY_PRIVATE, "The snail race notice"], ["sad"]),
    (CRUEL, ["Your teacher will read this first."], ["mend it now", WHY_UNKIND, "Slower than a snail"]),
    (SAD, ["A grown-up will read this.", "If something is worrying you, you can tell us."], ["Mend it", "See why"]),
])  # fmt: skip
def test_what_a_child_is_told_at_once(world: World, text: str, told: list[str], untold: list[str]) -> None:
    board = board_in(world)
    words = words_of(board.write(0, text))
    for each in told:
        assert each in words
    for each in untold:
        assert each not in words


def test_after_the_teacher_the_reason_is_said_with_the_lesson_for_it(world: World) -> None:
    board = board_in(world)
    ref = board.posted(0, CRUEL)
    board.decide(ref, Decision.RETURN, reason=Reason.UNKIND, words="Say what you wish instead.")
    client = board.child()
    home = client.get("/board")
    assert "Your teacher gave something back." in words_of(home)
    page = client.follow_link(home, words="Your teacher gave something back.")
    for told in ("You can mend it.", WHY_UNKIND, "Say what you wish instead.", "Slower than a snail"):
        assert told in words_of(page)
    lesson = client.follow_link(page, words="Slower than a snail")
    assert lesson.request.path == "/lesson/slower-than-a-snail"
    # Both stand on the page where it is mended, too.
    assert WHY_UNKIND in board.words(at=f"/board/mine/{ref}/mend")


@pytest.mark.parametrize(("decision", "reason", "told"), [
    (Decision.APPROVE, None, "Your class can see this."),
    (Decision.REJECT, Reason.ABOUT_SOMEONE_ELSE, "This is about someone else. Ask them before you share it."),
    (Decision.RETURN, Reason.NOT_ABOUT_THIS, "This is not what we are talking about here."),
])  # fmt: skip
def test_each_state_has_its_words(world: World, decision: Decision, reason: Reason | None, told: str) -> None:
    board = board_in(world)
    ref = board.posted(0)
    board.decide(ref, decision, reason=reason)
    assert told in board.words(at=f"/board/mine/{ref}")
    assert NICE in board.words(at="/board/mine")


def test_what_was_given_back_is_mended_and_waits_again(world: World) -> None:
    board = board_in(world)
    ref = board.posted(0, CRUEL)
    board.decide(ref, Decision.RETURN, reason=Reason.UNKIND)
    client = board.child()
    page = client.get(f"/board/mine/{ref}/mend")
    assert CRUEL in page.text
    mended = client.post_form(page, button="Send", fields={"words": "I did not like the mole's trick"})
    assert "Your teacher will read this first." in words_of(mended)
    assert WHY_UNKIND not in words_of(mended)
    assert "stupid" not in mended.text
    assert board.state_of(ref) == State.WAITING


def test_a_shown_post_that_is_changed_is_hidden_until_it_was_read_again(world: World) -> None:
    board = board_in(world)
    ref = board.shown(0)
    assert NICE in board.words(2)
    client = board.child()
    page = client.get(f"/board/mine/{ref}/mend")
    assert "your teacher reads it again" in words_of(page)
    client.post_form(page, button="Send", fields={"words": "The gate squeaks"})
    assert NICE not in board.words(2)
    assert "The gate squeaks" not in board.words(2)


def test_a_child_takes_back_its_own(world: World) -> None:
    board = board_in(world)
    ref = board.shown(0)
    client = board.child()
    page = client.post_form(client.get(f"/board/mine/{ref}"), button="Take it back")
    assert "You took this back." in words_of(page)
    assert NICE not in board.words(2)
    assert "Take it back" not in words_of(page)


def test_nobody_opens_changes_or_takes_back_what_another_wrote(world: World) -> None:
    board = board_in(world)
    ref, mine = board.shown(0), board.posted(2)
    other = board.child(2)
    for page in (f"/board/mine/{ref}", f"/board/mine/{ref}/mend"):
        assert other.get(page).status_code == 404
    form = other.get(f"/board/mine/{mine}")
    for action in ("back", "mend", "mend/draft"):
        tokens = {"csrf_token": "", "owner": "", "key": "k" * 20}
        tokens.update(dict(_hidden(form.text)))
        assert other.post(f"/board/mine/{ref}/{action}", data={**tokens, "words": "x"}).status_code == 404
    assert board.state_of(ref) == State.APPROVED


def _hidden(html: str) -> list[tuple[str, str]]:
    fields = html.split('<input type="hidden" name="')[1:]
    return [(each.partition('"')[0], each.partition('value="')[2].partition('"')[0]) for each in fields]


def test_what_a_grown_up_looks_at_stays_with_them(world: World) -> None:
    board = board_in(world)
    ref = board.shown(0)
    client = board.child()
    page = client.get(f"/board/mine/{ref}")
    with board.services():
        assert not isinstance(report(board.actor(2), ref=ref), NotTaken)
    back = client.post_form(page, button="Take it back")
    assert back.status_code == 409
    assert "It stays with them for now." in words_of(back)
    assert "Nobody else can see it now." in words_of(back)
    assert board.state_of(ref) == State.HIDDEN


def test_a_worry_hides_it_at_once_and_thanks_once_however_often_it_comes(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    client = board.child()
    form = client.follow_link(client.get(board.address), words="This worries me")
    assert NICE in words_of(form)
    for _time in range(2):
        thanks = client.post_form(form, button="Yes, tell a grown-up", fields={"words": "it is about me"})
        assert thanks.status_code == 200
        assert "Thank you for telling." in words_of(thanks)
        assert "/help?from=" in thanks.text
    assert board.state_of(ref) == State.HIDDEN
    for number in (0, 2):
        assert NICE not in board.words(number)
    # Its author is not told who, nor that anybody did.
    own = board.words(1, at=f"/board/mine/{ref}")
    assert "A grown-up is looking at this." in own
    assert "it is about me" not in own
    moves = (
        "SELECT decision FROM message_move JOIN message m ON m.id = message_id WHERE decision = 'report' AND m.ref = "
    )
    assert len(world.rows(f"{moves}'{ref}'")) == 1


def test_who_was_a_moment_slower_is_thanked_like_the_first(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    first, second = board.child(0), board.child(2)
    forms = [client.get(f"/board/worry/{ref}") for client in (first, second)]
    for client, form in zip((first, second), forms, strict=True):
        thanks = client.post_form(form, button="Yes, tell a grown-up")
        assert "Thank you for telling." in words_of(thanks)
    assert board.state_of(ref) == State.HIDDEN


def test_a_worry_about_what_is_gone_leads_to_help(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    client = board.child(2)
    form = client.get(f"/board/worry/{ref}")
    board.decide(ref, Decision.REMOVE, reason=Reason.UNKIND)
    late = client.post_form(form, button="Yes, tell a grown-up")
    assert late.status_code == 404
    assert "press I need help" in words_of(late)


def test_a_worry_without_end_is_given_back_with_its_words(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    client = board.child(2)
    words = "it is about me " * 100
    again = client.post_form(client.get(f"/board/worry/{ref}"), fields={"words": words}, button="Yes, tell a grown-up")
    assert again.status_code == 422
    assert "letters too long" in words_of(again)
    assert words.strip() in again.text
    assert board.state_of(ref) == State.APPROVED


def test_a_worry_is_taken_when_the_board_is_closed(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    board.close()
    client = board.child()
    thanks = client.post_form(client.get(f"/board/worry/{ref}"), button="Yes, tell a grown-up")
    assert "Thank you for telling." in words_of(thanks)
    assert board.state_of(ref) == State.HIDDEN


def test_nobody_worries_about_their_own(world: World) -> None:
    board = board_in(world)
    ref = board.shown(0)
    assert f"/board/worry/{ref}" not in board.child().get(board.address).text
    client = board.child()
    assert client.get(f"/board/worry/{ref}").status_code == 404
    form = client.get(f"/board/worry/{board.shown(1)}")
    tokens = dict(_hidden(form.text))
    assert client.post(f"/board/worry/{ref}", data=tokens).status_code == 404
    assert board.state_of(ref) == State.APPROVED
