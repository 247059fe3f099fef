"""A class's board as its staff see it: opening and closing, topics, and what is done from the post itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from esafety.board.opening import standing_of
from esafety.board.rules import BoardState
from esafety.db import db
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision, Kind, State
from esafety.school.models import SchoolClass
from tests.factories.messages import decided, message_of, nothing_waits, topic_for, write
from tests.factories.queries import counted
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import words_of

NICE, SECRET = "I like the hedgehog story", "my phone number is 07700 900123"
CLOSED, OPEN = BoardState.NOT_OPENED, BoardState.OPEN


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    nothing_waits(world)


def teacher(world: World, name: str = "patel") -> HouseClient:
    return world.signed_in(world.staff(name))


def board_of(world: World, class_: str = "Oak") -> str:
    return f"/boards/{world.class_ref(class_)}"


def state_of(world: World, class_: str = "Oak") -> BoardState:
    with world.app.app_context():
        row = db.session.scalars(select(SchoolClass).where(SchoolClass.name == class_)).one()
        return standing_of(row.id, school_id=row.school_id).state


def close(client: HouseClient, world: World, class_: str = "Oak") -> TestResponse:
    return client.post_form(client.get(board_of(world, class_)), action="/close")


def open_it(client: HouseClient, world: World, **fields: str) -> TestResponse:
    given = {"purpose": "To share books kindly.", **fields}
    return client.post_form(client.get(board_of(world)), action="/open", fields=given)


def test_a_board_is_closed_and_opened_with_purpose_an_adult_on_duty_and_an_end(world: World) -> None:
    client = teacher(world)
    close(client, world)
    assert state_of(world) is CLOSED
    page = open_it(client, world, until="30")
    assert state_of(world) is OPEN
    said = words_of(page)
    assert "To share books kindly." in said
    assert f"On duty {world.staff('patel')['name']}" in said


def test_a_board_is_not_opened_without_a_purpose_and_what_was_chosen_stays(world: World) -> None:
    client = teacher(world)
    close(client, world)
    page = open_it(client, world, purpose=" ", until="120")
    assert page.status_code == 422
    assert "Say in a few words what it is for" in words_of(page)
    assert '<option value="120" selected>' in page.get_data(as_text=True)
    assert state_of(world) is CLOSED


def test_only_the_adults_who_see_its_queue_can_be_on_duty(world: World) -> None:
    client = teacher(world)
    close(client, world)
    page = client.get(board_of(world))
    refused = client.post_form(page, action="/open", fields={"purpose": "Books"}, forged={"on_duty": "nobody"})
    assert refused.status_code == 422
    assert state_of(world) is CLOSED


def test_the_head_closes_every_board_after_being_told_what_it_does_and_lets_them_open_again(world: World) -> None:
    head, client = teacher(world, "adeyemi"), teacher(world)
    page = head.follow_link(head.get("/boards"), words="Close every board")
    said = words_of(page)
    assert "Nobody can write on any board of the school from then on" in said
    assert "boards are open now:" in said
    assert "Oak" in said
    assert state_of(world) is OPEN
    head.post_form(page, button="close")
    assert state_of(world) is BoardState.CLOSED_BY_HEAD
    assert open_it(client, world).status_code == 422
    head.post_form(head.get("/boards/closing"), button="let-open")
    assert state_of(world) is CLOSED
    open_it(client, world)
    assert state_of(world) is OPEN


def test_the_office_chooses_hours_and_limits(world: World) -> None:
    client = teacher(world, "doyle")
    page = client.get("/boards/settings")
    client.post_form(page, fields={"hours": "school", "most_waiting": "3", "oldest": "60", "any_day": []})
    assert world.rows("SELECT opens, most_waiting, oldest_minutes FROM board_settings") == [(None, 3, 60)]


@pytest.mark.parametrize("fields", [
    {"hours": "own", "opens": "", "closes": ""},
    {"hours": "own", "opens": "15:00", "closes": "09:00"},
    {"most_waiting": "0"},
    {"oldest": "many"},
])  # fmt: skip
def test_hours_and_limits_that_do_not_fit_together_are_not_kept(world: World, fields: dict[str, str]) -> None:
    client = teacher(world, "doyle")
    before = world.rows("SELECT * FROM board_settings")
    page = client.post_form(client.get("/boards/settings"), action="/settings", forged=fields)
    assert page.status_code == 422
    assert world.rows("SELECT * FROM board_settings") == before


def test_a_topic_is_made_and_closed(world: World) -> None:
    client = teacher(world)
    page = client.get(board_of(world))
    page = client.post_form(page, action="/topics", fields={"title": "Owls", "topic_purpose": "Tell one thing."})
    topic = client.follow_link(page, words="Owls")
    assert "Write to the class" in words_of(topic)
    closed = client.post_form(topic, action="/close")
    assert "Write to the class" not in words_of(closed)
    refused = client.post_form(page, action="/topics", fields={"title": "Owls", "topic_purpose": ""})
    assert refused.status_code == 422


def test_staff_write_a_post_and_a_reply_that_are_shown_at_once_and_once(world: World) -> None:
    topic, client = topic_for(world), teacher(world)
    page = client.get(f"/boards/topic/{topic['ref']}")
    for _twice in range(2):
        client.post_form(page, action="/write", fields={"text": "Today we write about owls."})
    post = write(world, NICE, place=topic["place"])
    decided(world, post, Decision.APPROVE)
    page = client.get(f"/boards/topic/{topic['ref']}")
    client.post_form(page, action="/write", fields={"text": "Why?"}, forged={"answers": post})
    kept = world.rows(f"SELECT kind, state FROM message WHERE place = '{topic['place']}' AND staff_id > 0 ORDER BY id")  # noqa: S608
    assert kept == [(str(Kind.POST), str(State.APPROVED)), (str(Kind.REPLY), str(State.APPROVED))]
    assert client.post_form(page, action="/write", fields={"text": " "}).status_code == 422


def test_what_is_shown_is_taken_down_from_the_post_itself_and_the_reason_is_the_childs_to_read(world: World) -> None:
    topic, client = topic_for(world), teacher(world)
    post = write(world, NICE, place=topic["place"])
    decided(world, post, Decision.APPROVE)
    page = client.get(f"/boards/topic/{topic['ref']}")
    refused = client.post_form(page, button="Take it down")
    assert refused.status_code == 422
    assert message_of(world, post)["state"] == str(State.APPROVED)
    done = client.post_form(page, button="Take it down", fields={"reason": str(Reason.UNKIND)})
    assert "Taken down: a notice says why in its place." in words_of(done)
    row = message_of(world, post)
    assert (row["state"], row["reason"]) == (str(State.REMOVED), str(Reason.UNKIND))


def test_the_head_sees_what_is_shown_alone_and_can_hide_it_and_send_it_to_the_officer(world: World) -> None:
    topic, head = topic_for(world), teacher(world, "adeyemi")
    shown = write(world, NICE, place=topic["place"])
    decided(world, shown, Decision.APPROVE)
    held = write(world, SECRET, number=1, place=topic["place"])
    page = head.get(f"/boards/topic/{topic['ref']}")
    assert NICE in words_of(page)
    assert "07700" not in page.get_data(as_text=True)
    assert "Take it down" not in words_of(page)
    head.post_form(page, button="Hide it and send it", fields={"words": "A parent rang."})
    assert message_of(world, shown)["state"] == str(State.HIDDEN)
    forged = {"decision": "remove", "reason": "unkind"}
    assert head.post_form(page, button="Hide it and send it", forged=forged).status_code == 404
    assert message_of(world, held)["state"] == str(State.HELD)


def test_of_two_who_act_on_a_post_the_second_is_told_who_did(world: World) -> None:
    topic, client, officer = topic_for(world), teacher(world), teacher(world, "khan")
    post = write(world, NICE, place=topic["place"])
    decided(world, post, Decision.APPROVE)
    seen = officer.get(f"/boards/topic/{topic['ref']}")
    page = client.get(f"/boards/topic/{topic['ref']}")
    client.post_form(page, button="Take it down", fields={"reason": "unkind"})
    told = officer.post_form(seen, button="Take it down", fields={"reason": "rude-words"})
    assert f"taken down by {world.staff('patel')['name']}" in words_of(told)
    assert message_of(world, post)["reason"] == "unkind"


def test_a_teacher_sees_the_own_boards_the_officer_all_of_the_school(world: World) -> None:
    assert "Willow" not in words_of(teacher(world).get("/boards"))
    said = words_of(teacher(world, "khan").get("/boards"))
    assert "Willow" in said
    assert "Onnen" not in said


@pytest.mark.parametrize("number", [5, 25])
def test_a_topic_takes_as_few_queries_for_twenty_five_posts_as_for_five(world: World, number: int) -> None:
    topic = topic_for(world)
    for each in range(number):
        write(world, NICE, number=each % 10, place=topic["place"])
    client = teacher(world)
    with counted() as statements:
        assert client.get(f"/boards/topic/{topic['ref']}").text.count('class="card post"') == number
    assert 0 < len(statements) <= 7, "\n".join(statements)


def test_the_list_of_boards_takes_few_queries(world: World) -> None:
    client = teacher(world, "khan")
    with counted() as statements:
        client.get("/boards")
    assert 0 < len(statements) <= 7, "\n".join(statements)
