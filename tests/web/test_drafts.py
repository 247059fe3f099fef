"""A child's unsent call for help: there on every device of the child, gone once sent or signed out, never another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from esafety import clock
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import tap, tokens_of, told_by

WORDS = "a zebracrossing in my chat"


def child(world: World, number: int = 12) -> dict[str, Any]:
    return world.pupil("Oak", number)


def keep(client: HouseClient, page: TestResponse, words: str, **more: str) -> TestResponse:
    """What the script sends while a child writes on `page`."""
    return client.post("/help/draft", data={**tokens_of(page), "words": words, **more})


def written_on(page: TestResponse) -> str:
    html = page.get_data(as_text=True)
    return html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].strip()


def test_it_comes_back_on_another_device_of_the_same_child(world: World) -> None:
    tablet, laptop = world.signed_in(child(world)), world.signed_in(child(world))
    answer = keep(tablet, tablet.get("/help"), WORDS)
    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert written_on(laptop.get("/help")) == WORDS
    assert keep(laptop, laptop.get("/help"), f"{WORDS} again").status_code == 204
    assert written_on(tablet.get("/help")) == f"{WORDS} again"


def test_it_is_shown_to_nobody_else(world: World) -> None:
    tablet = world.signed_in(child(world))
    keep(tablet, tablet.get("/help"), WORDS)
    assert written_on(world.signed_in(child(world, 13)).get("/help")) == ""
    for name in ("patel", "khan", "bell"):
        grown_up = world.signed_in(world.staff(name))
        for path in ("/desk", "/concerns", f"/desk/class/{world.class_ref('Oak')}"):
            assert "zebracrossing" not in grown_up.get(path).get_data(as_text=True)
    assert not world.rows("SELECT id FROM draft WHERE words LIKE '%zebra%'")


def test_it_is_gone_once_it_is_sent_and_does_not_come_back_late(world: World) -> None:
    tablet = world.signed_in(child(world))
    page = tablet.get("/help")
    keep(tablet, page, WORDS)
    tablet.post_form(page, fields={"words": WORDS})
    assert world.rows("SELECT id FROM draft") == []
    # The script's last save may arrive after the form.
    assert keep(tablet, page, WORDS).status_code == 204
    assert world.rows("SELECT id FROM draft") == []
    assert [told.words for told in told_by(world, child(world))] == [WORDS]
    # A new page is a new form.
    keep(tablet, tablet.get("/help"), "and then")
    assert written_on(tablet.get("/help")) == "and then"


def test_what_was_refused_is_kept_on(world: World) -> None:
    tablet = world.signed_in(child(world))
    page = tablet.get("/help")
    long = "long " * 500
    keep(tablet, page, long)
    refused = tablet.post_form(page, fields={"words": long})
    assert refused.status_code == 422
    assert written_on(tablet.get("/help")) == long.strip()


def test_it_is_gone_after_signing_out_and_stays_when_a_stay_runs_out(world: World) -> None:
    tablet, laptop = world.signed_in(child(world)), world.signed_in(child(world))
    keep(tablet, tablet.get("/help"), WORDS)
    tablet.post_form(tablet.get("/not-me"), action="/sign-out")
    assert written_on(laptop.get("/help")) == ""
    page = laptop.get("/help")
    keep(laptop, page, WORDS)
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert keep(laptop, page, "too late").status_code == 302
        assert written_on(world.signed_in(child(world)).get("/help")) == WORDS


def test_another_child_on_the_device_neither_finds_it_nor_takes_it_away(world: World) -> None:
    first, second = child(world), child(world, 13)
    tablet = world.new_client()
    tablet.sign_in_pupil(first)
    page = tablet.get("/help")
    keep(tablet, page, WORDS)
    tap(tablet, tablet.follow_link(tablet.get("/tiles"), words=second["nickname"]), second["pictures"])
    assert written_on(tablet.get("/help")) == ""
    assert keep(tablet, page, "in the other's name").status_code == 409
    assert written_on(world.signed_in(first).get("/help")) == WORDS


@pytest.mark.parametrize("words", ["", "   \n", "a" * 20_000, "\x00🙁 <b>"])
def test_any_words_are_taken(world: World, words: str) -> None:
    tablet = world.signed_in(child(world))
    assert keep(tablet, tablet.get("/help"), words).status_code == 204
    assert tablet.get("/help").status_code == 200


def test_the_page_promises_nothing_by_itself(world: World) -> None:
    """Without JavaScript nothing is kept, so only the script says that it is."""
    html = world.signed_in(child(world)).get("/help").get_data(as_text=True)
    assert 'data-kept="We keep what you write here for you until you send it."' in html
    assert html.count("We keep what you write") == 1
