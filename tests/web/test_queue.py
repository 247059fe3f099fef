"""One queue for a moderator: what is in it, what each decision does, and who was quicker."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from werkzeug.test import TestResponse

from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision, Kind, State
from tests.factories.messages import decided, made_late, message_of, nothing_waits, write
from tests.factories.queries import counted
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import text_of

NICE, SECRET, CRUEL, SAD = (
    "I like the hedgehog story",
    "my phone number is 07700 900123",
    "you are so stupid and ugly",
    "my dad hits me when he is cross",
)


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    nothing_waits(world)


def teacher(world: World) -> HouseClient:
    return world.signed_in(world.staff("patel"))


def lines(page: TestResponse) -> list[str]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [words_in(each) for each in elements(tree, "a") if "work__line" in each.get("class", "")]


def marked(page: TestResponse) -> list[str]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [(each.text or "") for each in elements(tree, "mark")]


def press(client: HouseClient, ref: str, button: str, **more: Any) -> TestResponse:
    return client.post_form(client.get(f"/queue/{ref}"), button=button, **more)


def test_an_empty_queue_says_what_would_be_here(world: World) -> None:
    assert "Every message has been read" in text_of(teacher(world).get("/queue"))


def test_the_urgent_stand_first_then_what_is_due_soonest_with_a_mark_where_it_is_late(world: World) -> None:
    write(world, NICE, number=0)
    late = write(world, NICE, number=1)
    write(world, SAD, number=2)
    made_late(world, late)
    found = lines(teacher(world).get("/queue"))
    assert [("Urgent" in each, "late" in each) for each in found] == [(True, False), (False, True), (False, False)]


def test_the_words_are_marked_in_place_with_the_rule_and_staff_see_who_it_was(world: World) -> None:
    ref = write(world, SECRET, number=3)
    page = teacher(world).get(f"/queue/{ref}")
    child = world.pupil("Oak", 3)
    assert marked(page) == ["07700 900123"]
    said = text_of(page)
    assert "Something private is given away: a telephone number" in said
    assert "personal.telephone" in said
    assert child["nickname"] in said
    with world.app.app_context():
        assert world.pupil_row(child).first_name in said


def test_what_was_written_before_it_is_shown(world: World) -> None:
    write(world, "Owls are best", number=1)
    ref = write(world, NICE, number=2)
    assert "Owls are best" in text_of(teacher(world).get(f"/queue/{ref}"))


def test_markup_that_a_child_wrote_is_words(world: World) -> None:
    ref = write(world, "<b>hi</b> <script>alert(1)</script> 07700 900123")
    page = teacher(world).get(f"/queue/{ref}").get_data(as_text=True)
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("button", "reason", "state"), [
    ("approve", None, State.APPROVED),
    ("return", "private", State.RETURNED),
    ("reject", "unkind", State.REJECTED),
    ("escalate", None, State.HIDDEN),
    ("hand_over", None, State.HELD),
])  # fmt: skip
@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_each_button_does_what_it_says_and_the_next_message_is_there(
    world: World, button: str, reason: str | None, state: State, htmx: bool
) -> None:
    ref = write(world, SECRET, number=0)
    other = write(world, NICE, number=1)
    page = press(teacher(world), ref, button, fields={"reason": reason} if reason else None, htmx=htmx)
    assert page.status_code == 200
    assert message_of(world, ref)["state"] == str(state)
    assert message_of(world, ref)["reason"] == (reason or "")
    assert f'action="/queue/{other}"' in page.get_data(as_text=True)


def test_what_the_filter_found_is_the_reason_that_is_chosen_beforehand(world: World) -> None:
    ref = write(world, SECRET)
    press(teacher(world), ref, "return")
    assert message_of(world, ref)["reason"] == "private"


def test_without_a_reason_nothing_is_done_and_what_was_typed_stays(world: World) -> None:
    ref = write(world, NICE)
    page = press(teacher(world), ref, "return", fields={"words": "Say more about owls."})
    assert page.status_code == 422
    assert "Choose one of the reasons" in text_of(page)
    assert "Say more about owls." in page.get_data(as_text=True)
    assert message_of(world, ref)["state"] == str(State.WAITING)


def test_a_message_without_a_finding_goes_to_the_officer_only_with_a_why(world: World) -> None:
    ref, client = write(world, NICE), teacher(world)
    assert press(client, ref, "escalate").status_code == 422
    press(client, ref, "escalate", fields={"words": "She has written this every day."})
    assert message_of(world, ref)["state"] == str(State.HIDDEN)


def test_a_worry_is_given_back_without_any_reason(world: World) -> None:
    ref, client = write(world, SAD), teacher(world)
    page = client.get(f"/queue/{ref}")
    assert 'name="reason"' not in page.get_data(as_text=True)
    client.post_form(page, button="return")
    assert message_of(world, ref)["state"] == str(State.RETURNED)


def test_the_second_of_two_is_told_who_decided_what_and_when(world: World) -> None:
    ref = write(world, CRUEL, class_="Beech")
    cover, officer = world.signed_in(world.staff("rahman")), world.signed_in(world.staff("khan"))
    seen = officer.get(f"/queue/{ref}")
    press(cover, ref, "reject", fields={"reason": "unkind"})
    told = text_of(officer.post_form(seen, button="approve"))
    assert "Nothing was changed now: not shown by" in told
    assert world.staff("rahman")["name"] in told
    assert message_of(world, ref)["state"] == str(State.REJECTED)


def test_pressed_twice_it_is_done_once(world: World) -> None:
    ref, client = write(world, NICE), teacher(world)
    page = client.get(f"/queue/{ref}")
    client.post_form(page, button="approve")
    assert "Nothing was changed now: approved by" in text_of(client.post_form(page, button="approve"))
    assert message_of(world, ref)["version"] == 2


def test_what_is_shown_can_be_taken_down_for_a_reason(world: World) -> None:
    ref = write(world, NICE)
    decided(world, ref, Decision.APPROVE)
    press(teacher(world), ref, "remove", fields={"reason": "not-about-this"})
    assert message_of(world, ref)["state"] == str(State.REMOVED)


def test_a_colleague_who_is_asked_sees_it_and_the_history_says_so(world: World) -> None:
    ref = write(world, CRUEL)
    asks = teacher(world)
    page = asks.get(f"/queue/{ref}")
    press(asks, ref, "hand_over")
    assert message_of(world, ref)["passed_to"] is not None
    assert "Second opinion asked of" in text_of(asks.get(f"/queue/{ref}"))
    assert "passed to a colleague" in text_of(asks.get(f"/queue/{ref}"))
    assert "Nothing was changed now: passed" in text_of(asks.post_form(page, button="approve"))


def test_the_officer_has_the_whole_school_and_a_teacher_only_the_own_classes(world: World) -> None:
    write(world, CRUEL, class_="Oak")
    write(world, CRUEL, class_="Willow")
    write(world, CRUEL, class_="Onnen")
    assert len(lines(teacher(world).get("/queue"))) == 1
    assert len(lines(world.signed_in(world.staff("khan")).get("/queue"))) == 2


def test_several_are_approved_together_only_where_nothing_was_found_and_after_it_was_said(world: World) -> None:
    nice = [write(world, NICE, number=number) for number in range(3)]
    held = write(world, SECRET, number=3)
    client = teacher(world)
    page = client.follow_link(client.get("/queue"), words="Approve those without a finding")
    assert "This shows 3 messages to the children" in text_of(page)
    seen = [f"{ref}=1" for ref in nice[:2]]
    done = client.post_form(page, fields={"seen": seen})
    assert "2 messages approved." in text_of(done)
    assert [message_of(world, ref)["state"] for ref in (*nice, held)] == ["approved", "approved", "waiting", "held"]
    forged = client.post_form(page, fields={"seen": seen[:1]}, forged={"seen": [f"{held}=1"]})
    assert "1 had changed" in text_of(forged)
    assert message_of(world, held)["state"] == "held"


def test_the_page_for_when_a_child_walks_up_holds_nobodys_words(world: World) -> None:
    write(world, SECRET)
    client = teacher(world)
    page = client.follow_link(client.get("/queue"), words="Blank the screen")
    assert "07700" not in page.get_data(as_text=True)
    assert client.follow_link(page, words="Go on").request.path == "/queue"


@pytest.mark.parametrize("number", [10, 30])
def test_the_queue_takes_as_few_queries_for_thirty_as_for_ten(world: World, number: int) -> None:
    for each in range(number):
        write(world, CRUEL, number=each % 10)
    client = teacher(world)
    with counted() as statements:
        assert len(lines(client.get("/queue"))) == number
    assert 0 < len(statements) <= 14, "\n".join(statements)


def test_a_reason_is_one_of_the_list(world: World) -> None:
    ref, client = write(world, NICE), teacher(world)
    page = press(client, ref, "return", forged={"reason": "because"})
    assert page.status_code == 422
    assert {str(each) for each in Reason} >= {"private", "unkind"}
    assert press(client, ref, "approve", forged={"decision": "mend_to_waiting"}).status_code == 400
    assert message_of(world, ref)["version"] == 1


def test_the_desk_says_how_many_wait_and_how_many_are_late(world: World) -> None:
    client = teacher(world)
    assert "Every message has been read." in text_of(client.get("/desk"))
    late, _held = write(world, NICE), write(world, SECRET, number=1)
    write(world, NICE, class_="Willow")
    made_late(world, late)
    said = text_of(client.get("/desk"))
    assert "1 held" in said
    assert "1 waiting" in said
    assert "1 is late" in said
    assert "Messages to read" not in text_of(world.signed_in(world.staff("doyle")).get("/desk"))


def test_a_private_note_is_answered_to_that_child_alone_and_once(world: World) -> None:
    with world.app.app_context():
        child = world.pupil_row(world.pupil("Oak", 4)).id
    note = write(world, "Can I sit with Ben?", number=4, kind=Kind.NOTE, place=f"note:{child}")
    client = teacher(world)
    page = client.get(f"/queue/{note}")
    assert client.post_form(page, button="answer").status_code == 422
    for _twice in range(2):
        client.post_form(page, button="answer", fields={"text": "Yes, of course."})
    assert world.rows(f"SELECT kind, state FROM message WHERE to_pupil_id = {child}") == [("note", "approved")]  # noqa: S608
    assert "Answer the child" not in text_of(world.signed_in(world.staff("khan")).get(f"/queue/{note}"))
