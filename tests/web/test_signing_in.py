"""How children sign in and out: what the doors show, what the pictures give away, how long a stay lasts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from esafety.db import db
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import is_at_lessons, open_tile, open_tiles, tap, text_of, try_at_once, words_of, wrong_pictures

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CLASSES = ("Acorn", "Beech", "Oak", "Willow", "Derwen", "Onnen")


def first_names(world: World) -> list[str]:
    return sorted({name for (name,) in world.rows("SELECT first_name FROM pupil")})


@pytest.mark.parametrize(("class_", "needed"), [("Acorn", 3), ("Oak", 4)])
def test_code_then_tile_then_pictures_lead_to_the_lessons(world: World, class_: str, needed: int) -> None:
    pupil = world.pupil(class_)
    client = world.new_client()
    page = open_tile(client, pupil)
    assert len(pupil["pictures"]) == needed
    page = tap(client, page, pupil["pictures"])
    assert is_at_lessons(page)
    assert pupil["nickname"] in words_of(page)


def test_no_page_before_signing_in_holds_the_name_of_a_child(world: World) -> None:
    names = re.compile(r"\b(" + "|".join(first_names(world)) + r")\b")
    shown = []
    for class_ in CLASSES:
        client = world.new_client()
        tiles = open_tiles(client, world.pupil(class_))
        refs = re.findall(r'href="(/tiles/[^"]+)"', tiles.get_data(as_text=True))
        assert len(refs) >= 6
        pages = [client.get("/"), tiles, *(client.get(ref) for ref in refs)]
        shown += [(class_, page.request.path, names.findall(page.get_data(as_text=True))) for page in pages]
    assert [each for each in shown if each[2]] == []


def test_wrong_pictures_say_one_thing_however_near_they_were(world: World) -> None:
    pupil = world.pupil("Oak", 3)
    right = pupil["pictures"]
    other = next(
        name for name in world.pupil("Oak", 4)["pictures"] + world.pupil("Oak", 5)["pictures"] if name not in right
    )
    answers = []
    for pictures in ([*right[:3], other], [other, *right[1:]], wrong_pictures(pupil)):
        client = world.new_client()
        answers.append(try_at_once(client, open_tile(client, pupil), pictures))
    assert {page.status_code for page in answers} == {422}
    assert len({text_of(page) for page in answers}) == 1
    assert "Not those pictures" in words_of(answers[0])


def test_no_tap_before_the_last_tells_whether_it_was_right(world: World) -> None:
    pupil = world.pupil("Oak", 3)
    client = world.new_client()
    page = open_tile(client, pupil)
    offered = re.findall(r'name="pick" value="([^"]+)"', page.get_data(as_text=True))
    told = set()
    for picture in offered:
        if picture != "start-again":
            after = client.post_form(page, button=picture)
            told.add((after.status_code, text_of(after).replace(f'name="picked" value="{picture}"', "")))
    assert len(told) == 1
    assert world.rows("SELECT COUNT(*) FROM sign_in_try WHERE pupil_id IS NOT NULL AND NOT was_right") == [(0,)]


@pytest.mark.parametrize(
    "forged",
    [
        {"picked": ["no-such-picture"] * 3, "pick": "no-such-picture"},
        {"picked": [], "pick": ""},
        {"picked": ["start-again"] * 4, "pick": "start-again"},
        {"picked": ["x" * 5000], "pick": "\x00"},
        {"picked": [], "pick": ["1", "2", "3", "4"]},
    ],
)
def test_pictures_that_are_not_offered_are_not_taken(world: World, forged: dict[str, Any]) -> None:
    client = world.new_client()
    page = client.post_form(open_tile(client, world.pupil("Oak")), action="/pictures", forged=forged)
    assert page.status_code == 200
    assert page.request.path.endswith("/pictures")


def test_more_pictures_than_needed_do_not_sweep_through_combinations(world: World) -> None:
    pupil = world.pupil("Oak")
    client = world.new_client()
    others = [name for name in world.pupil("Oak", 1)["pictures"] if name not in pupil["pictures"]]
    page = open_tile(client, pupil)
    right = pupil["pictures"]
    page = client.post_form(page, action="/pictures", forged={"picked": [others[0], *right[:3]], "pick": right[3]})
    assert not is_at_lessons(page)


def test_the_tile_of_another_class_is_not_there_through_this_door(world: World) -> None:
    client = world.new_client()
    tile = open_tile(client, world.pupil("Oak"))
    (elsewhere,) = world.rows(
        "SELECT MIN(p.ref) FROM pupil p JOIN school_class c ON c.id = p.class_id WHERE c.name = 'Willow'"
    )
    hidden = client.get(f"/tiles/{elsewhere[0]}")
    missing = client.get("/tiles/bbbbbbbbbbbb")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert text_of(hidden) == text_of(missing)
    forged = client.post(
        f"/tiles/{elsewhere[0]}/pictures",
        data=dict(re.findall(r'name="(csrf_token|owner)" value="([^"]*)"', tile.get_data(as_text=True))),
    )
    assert forged.status_code == 404


def leave_school(world: World, pupil: dict[str, Any]) -> None:
    with world.app.app_context():
        world.pupil_row(pupil).left_on = date(2026, 11, 20)
        db.session.commit()


def test_a_child_who_left_has_no_tile_and_no_stay(world: World) -> None:
    pupil = world.pupil("Oak", 2)
    client = world.new_client()
    tile = open_tile(client, pupil)
    stay = world.signed_in(pupil)
    assert stay.get("/home").status_code == 200
    leave_school(world, pupil)
    assert pupil["nickname"] not in words_of(client.get("/tiles"))
    assert client.get(tile.request.path).status_code == 404
    assert try_at_once(client, tile, pupil["pictures"]).status_code == 404
    assert stay.get("/home").status_code == 302


def test_the_door_of_a_class_closes_after_four_hours(world: World) -> None:
    client = world.new_client()
    with time_machine.travel(MONDAY, tick=False) as now:
        tile = open_tile(client, world.pupil("Oak"))
        now.shift(timedelta(hours=4))
        assert client.get("/tiles").status_code == 200
        now.shift(timedelta(seconds=1))
        assert client.get("/tiles").location == "/"
        assert client.get(tile.request.path).location == "/"
        page = try_at_once(client, tile, world.pupil("Oak")["pictures"])
        assert page.request.path == "/"


def token_of(client: HouseClient) -> str | None:
    with client.session_transaction() as cookie:
        token: str | None = cookie.get("token")
        return token


def test_each_sign_in_has_a_token_of_its_own_and_the_database_only_its_digest(world: World) -> None:
    tokens = []
    for _time in range(2):
        client = world.new_client()
        client.sign_in_pupil(world.pupil("Oak"))
        tokens.append(token_of(client))
    assert None not in tokens
    assert tokens[0] != tokens[1]
    raw = world.store.raw()
    assert not any((token or "").encode() in raw for token in tokens)


def test_what_the_cookie_held_before_signing_in_is_not_carried_on(world: World) -> None:
    client = world.new_client()
    page = open_tile(client, world.pupil("Oak"))
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody before"
        csrf_before = cookie["csrf_token"]
    page = tap(client, page, world.pupil("Oak")["pictures"])
    assert is_at_lessons(page)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != csrf_before


def test_after_signing_out_the_old_cookie_opens_nothing(world: World) -> None:
    client = world.new_client()
    page = client.sign_in_pupil(world.pupil("Oak"))
    kept = client.get_cookie("esafety")
    assert kept is not None
    page = client.post_form(client.follow_link(page, words="Not me"), button="Not me, or finished")
    assert page.request.path == "/tiles"
    thief = world.new_client()
    thief.set_cookie("esafety", kept.value)
    assert thief.get("/home").status_code == 302
    assert thief.get("/help").status_code == 302


def test_signing_out_tells_the_browser_to_forget(world: World) -> None:
    client = world.signed_in(world.pupil("Oak"))
    answer = client.post_form(client.get("/not-me"), button="Not me, or finished", follow_redirects=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_the_next_child_ends_the_stay_of_the_last_one_who_forgot_to(world: World) -> None:
    client = world.new_client()
    client.sign_in_pupil(world.pupil("Oak", 0))
    forgotten = client.get_cookie("esafety")
    assert forgotten is not None
    page = client.follow_link(client.get("/tiles"), words=world.pupil("Oak", 1)["nickname"])
    page = tap(client, page, world.pupil("Oak", 1)["pictures"])
    assert is_at_lessons(page)
    thief = world.new_client()
    thief.set_cookie("esafety", forgotten.value)
    assert thief.get("/home").status_code == 302


def test_a_stay_ends_after_a_quarter_of_an_hour_without_a_tap(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak"))
        for _tap in range(3):
            now.shift(timedelta(minutes=14))
            assert client.get("/home").status_code == 200
        now.shift(timedelta(minutes=15, seconds=1))
        assert client.get("/home").location == "/"


def test_a_stay_ends_after_two_hours_however_busy(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak"))
        for _tap in range(12):
            assert client.get("/home").status_code == 200
            now.shift(timedelta(minutes=10))
        now.shift(timedelta(seconds=1))
        assert client.get("/home").status_code == 302


def test_a_stay_that_ran_out_leaves_nothing_of_the_child_on_the_device(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak"))
        client.post_form(client.get("/help"), fields={"words": "not Mrs Patel"})
        now.shift(timedelta(minutes=16))
        client.get("/home")
        with client.session_transaction() as cookie:
            assert set(cookie) <= {"csrf_token", "door"}


def test_finished_pressed_late_is_answered_politely(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak"))
        page = client.get("/not-me")
        now.shift(timedelta(minutes=16))
        page = client.post_form(page, button="Not me, or finished")
        assert (page.status_code, page.request.path) == (200, "/")


def test_what_is_sent_after_the_stay_ran_out_is_said_not_to_have_arrived(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak"))
        page = client.get("/help")
        now.shift(timedelta(minutes=16))
        before = world.rows("SELECT COUNT(*) FROM concern")
        page = client.post_form(page, button="Send", fields={"words": "late words"})
        assert "did not arrive" in words_of(page)
        assert world.rows("SELECT COUNT(*) FROM concern") == before
