"""Class devices: how a tablet becomes the class's own, what it shows, and how it stops being one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories.world import World
from tests.web.doors import is_at_lessons, tap, text_of, words_of, wrong_pictures
from tests.web.tablets import (
    address_of,
    code_on,
    devices_page,
    join,
    keep_school_hours,
    show_code,
    tablet_of,
    teacher_of,
)

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COOKIE = "esafety-class-device"


def test_a_tablet_that_joined_opens_on_the_tiles_and_a_child_types_nothing(world: World) -> None:
    tablet, pupil = world.new_client(), world.pupil("Acorn")
    page = join(tablet, show_code(world, "Acorn"))
    assert page.request.path == "/"
    assert "Who are you?" in words_of(page)
    assert "Acorn, tablet 1" in words_of(page)
    page = tap(tablet, tablet.follow_link(tablet.get("/"), words=pupil["nickname"]), pupil["pictures"])
    assert is_at_lessons(page)
    page = tablet.post_form(tablet.get("/not-me"), button="Not me, or finished")
    assert (page.request.path, "Who are you?" in words_of(page)) == ("/", True)


def test_looking_at_the_address_changes_nothing(world: World) -> None:
    code, tablet = show_code(world, "Acorn"), world.new_client()
    address = address_of(tablet, code)
    for _look in range(3):
        assert "Make this Acorn's tablet" in words_of(tablet.get(address))
    assert tablet.get_cookie(COOKIE) is None
    assert world.rows("SELECT used FROM device_enrolment") == [(0,)]


def test_the_drawing_holds_the_address_and_the_page_no_style_of_its_own(world: World) -> None:
    show_code(world, "Acorn")
    html = devices_page(world, "Acorn").get_data(as_text=True)
    drawing = re.search(r"<svg[^>]*class=\"qr\".*?</svg>", html, re.DOTALL)
    assert drawing
    assert "style" not in drawing[0]
    assert "http" not in drawing[0]


def test_a_code_works_for_as_many_devices_as_the_teacher_said(world: World) -> None:
    code = show_code(world, "Oak", devices=2)
    addresses = [address_of(world.new_client(), code)]
    for number in (1, 2):
        assert f"Oak, tablet {number}" in words_of(join(world.new_client(), code))
    late = world.new_client().get(addresses[0])
    assert late.status_code == 404
    assert "This code has ended" in words_of(late)
    client = world.new_client()
    assert client.post_form(client.get("/class-device"), fields={"code": code}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "kept"), [("0", 1), ("-3", 1), ("", 1), ("x", 1), ("41", 40), ("9" * 30, 1), ("٣", 1), ("40", 40)]
)
def test_one_to_forty_devices_whatever_is_typed(world: World, typed: str, kept: int) -> None:
    teacher = teacher_of(world, "Oak")
    page = devices_page(world, "Oak", teacher=teacher)
    teacher.post_form(page, button="Show the code", forged={"devices": typed})
    assert world.rows("SELECT most FROM device_enrolment") == [(kept,)]


def test_a_code_lives_for_a_quarter_of_an_hour(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        code = show_code(world, "Oak")
        tablet = world.new_client()
        page = tablet.get(address_of(tablet, code))
        now.shift(timedelta(minutes=15))
        answer = tablet.post_form(page)
        assert answer.status_code == 404
        assert tablet.get_cookie(COOKIE) is None


def test_a_new_code_ends_the_old_one_and_the_teacher_may_close_it(world: World) -> None:
    two_tabs = teacher_of(world, "Oak")
    page = devices_page(world, "Oak", teacher=two_tabs)
    first, second = (code_on(two_tabs.post_form(page, button="Show the code")) for _tab in range(2))
    client = world.new_client()
    assert client.post_form(client.get("/class-device"), fields={"code": first}).status_code == 422
    address = address_of(client, second)
    teacher = teacher_of(world, "Oak")
    page = teacher.post_form(devices_page(world, "Oak", teacher=teacher), button="Finished: close the code")
    assert "How many devices?" in words_of(page)
    assert client.get(address).status_code == 404


def test_pressing_twice_makes_one_tablet(world: World) -> None:
    code, tablet = show_code(world, "Oak", devices=5), world.new_client()
    page = tablet.get(address_of(tablet, code))
    for _press in range(2):
        answer = tablet.post_form(page)
        assert "Oak, tablet 1" in words_of(answer)
    assert world.rows("SELECT COUNT(*) FROM class_device") == [(1,)]


@pytest.mark.parametrize("change", ["seal", "ref", "swapped"])
def test_an_address_that_nobody_was_given_says_what_an_old_one_says(world: World, change: str) -> None:
    client = world.new_client()
    one = address_of(client, show_code(world, "Oak")).rsplit("/", 1)[1]
    two = address_of(client, show_code(world, "Willow")).rsplit("/", 1)[1]
    made_up = {"seal": one[:12] + "A" * 32, "ref": "bcdfghjkmnpq" + one[12:], "swapped": one[:12] + two[12:]}[change]
    show_code(world, "Oak")  # ends the first one
    old, unknown = client.get(f"/class-device/{one}"), client.get(f"/class-device/{made_up}")
    assert (old.status_code, unknown.status_code) == (404, 404)
    assert text_of(old) == text_of(unknown)


def test_whoever_was_signed_in_is_not_any_more(world: World) -> None:
    teacher = world.signed_in(world.staff("lloyd"))
    page = teacher.get(address_of(teacher, show_code(world, "Acorn")))
    page = teacher.post_form(page)
    assert "Who are you?" in words_of(page)
    assert teacher.get("/desk").status_code == 302


def test_a_tablet_of_one_class_that_joins_another_leaves_the_first(world: World) -> None:
    tablet = tablet_of(world, "Acorn")
    page = join(tablet, show_code(world, "Oak"))
    assert "Oak, tablet 1" in words_of(page)
    assert "The class's devices will stand here" in words_of(devices_page(world, "Acorn"))


def test_the_database_holds_neither_token_nor_code_nor_address(world: World) -> None:
    code, tablet = show_code(world, "Acorn"), world.new_client()
    address = address_of(tablet, code).rsplit("/", 1)[1]
    join(tablet, code)
    cookie = tablet.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert len(cookie.value) >= 43  # 256 bits
    raw = world.store.raw()
    assert not any(secret.encode() in raw for secret in (cookie.value, code, address, address[12:]))


@pytest.mark.parametrize("value", ["", "x", "x" * 3000, "%00", "class-device:1"])
def test_a_cookie_that_nobody_was_given_is_an_unknown_device(world: World, value: str) -> None:
    tablet_of(world, "Acorn")
    stranger = world.new_client()
    stranger.set_cookie(COOKIE, value)
    assert "Type your class code" in words_of(stranger.get("/"))


def test_a_revoked_tablet_is_an_unknown_one_at_once_and_the_others_stay(world: World) -> None:
    lost, kept = tablet_of(world, "Acorn"), tablet_of(world, "Acorn")
    tile = lost.follow_link(lost.get("/"), words=world.pupil("Acorn")["nickname"])
    teacher = teacher_of(world, "Acorn")
    page = teacher.post_form(devices_page(world, "Acorn", teacher=teacher), button="Take it out : Tablet 1")
    assert "Tablet 2" in words_of(page)
    assert "Tablet 1" not in words_of(page)
    assert "Type your class code" in words_of(lost.get("/"))
    assert tap(lost, tile, world.pupil("Acorn")["pictures"][:1]).request.path == "/"
    assert "Who are you?" in words_of(kept.get("/"))
    verbs = [
        verb for (verb,) in world.rows("SELECT verb FROM audit_entry WHERE subject LIKE 'class-device:%' ORDER BY id")
    ]
    assert verbs == ["device.enrolled", "device.enrolled", "device.revoked"]


def test_all_at_once(world: World) -> None:
    tablets = [tablet_of(world, "Oak") for _tablet in range(3)]
    other = tablet_of(world, "Willow")
    teacher = teacher_of(world, "Oak")
    teacher.post_form(devices_page(world, "Oak", teacher=teacher), button="Take all of them out")
    assert all("Type your class code" in words_of(tablet.get("/")) for tablet in tablets)
    assert "Who are you?" in words_of(other.get("/"))


def test_a_teacher_takes_out_no_tablet_of_another_class(world: World) -> None:
    tablet = tablet_of(world, "Willow")
    (ref,) = world.rows("SELECT ref FROM class_device")[0]
    tablet_of(world, "Oak")
    teacher = teacher_of(world, "Oak")
    teacher.post_form(devices_page(world, "Oak", teacher=teacher), action="/revoke", forged={"device": ref})
    assert "Who are you?" in words_of(tablet.get("/"))


def test_the_list_says_when_a_tablet_came_by_whom_and_when_it_was_last_used(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Acorn")
        assert "Tablet 1 today Mr Lloyd not yet" in words_of(devices_page(world, "Acorn"))
        tap(tablet, tablet.follow_link(tablet.get("/"), words=pupil["nickname"]), pupil["pictures"])
        now.shift(timedelta(days=3))
        assert "Tablet 1 Monday Mr Lloyd Monday" in words_of(devices_page(world, "Acorn"))


def test_the_page_for_paper_holds_code_and_steps_while_the_code_is_open(world: World) -> None:
    sheet = f"/desk/class/{world.class_ref('Acorn')}/devices/sheet"
    teacher = teacher_of(world, "Acorn")
    assert (teacher.get(sheet).location or "").endswith("/devices")
    code = show_code(world, "Acorn", devices=12)
    words = words_of(teacher.get(sheet))
    assert f"{code[:4]} {code[4:]}" in words
    assert "For 12 more devices, until" in words


def test_outside_the_window_a_tablet_is_asleep_and_leads_only_grown_ups_on(world: World) -> None:
    keep_school_hours(world)
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet = tablet_of(world, "Acorn")
        tile = tablet.follow_link(tablet.get("/"), words=world.pupil("Acorn")["nickname"])
        now.shift(timedelta(hours=6))  # 15:30, the end of school
        page = tablet.get("/")
        assert "This tablet is asleep" in words_of(page)
        assert world.pupil("Acorn")["nickname"] not in words_of(page)
        assert tablet.get("/tiles").location == "/"
        assert tablet.get(tile.request.path).location == "/"
        assert tap(tablet, tile, world.pupil("Acorn")["pictures"][:1]).request.path == "/"
        assert tablet.follow_link(page, words="I am a grown-up").request.path == "/staff/sign-in"


def test_a_child_of_another_class_may_type_a_code_on_the_tablet_and_it_goes_back(world: World) -> None:
    tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Oak")
    page = tablet.follow_link(tablet.get("/"), words="Not my class")
    page = tablet.post_form(page, fields={"code": pupil["code"]})
    assert is_at_lessons(tap(tablet, tablet.follow_link(page, words=pupil["nickname"]), pupil["pictures"]))
    tablet.post_form(tablet.get("/not-me"), button="Not me, or finished")
    assert "Acorn, tablet 1" in words_of(tablet.get("/"))
    tile = tablet.follow_link(tablet.get("/"), words=world.pupil("Acorn")["nickname"])
    assert is_at_lessons(tap(tablet, tile, world.pupil("Acorn")["pictures"]))


def test_what_did_not_arrive_is_said_on_a_class_device_too(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Acorn")
        tap(tablet, tablet.follow_link(tablet.get("/"), words=pupil["nickname"]), pupil["pictures"])
        page = tablet.get("/help")
        now.shift(timedelta(minutes=16))
        assert "did not arrive" in words_of(tablet.post_form(page, button="Send", fields={"words": "late words"}))


def test_the_cookie_of_a_tablet_is_renewed_whenever_a_child_signs_in(world: World) -> None:
    tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Acorn")
    page = tablet.follow_link(tablet.get("/"), words=pupil["nickname"])
    page = tap(tablet, page, pupil["pictures"][:2])
    answer = tablet.post_form(page, button=pupil["pictures"][2], follow_redirects=False)
    assert any(COOKIE in cookie and "Max-Age=31536000" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    other = world.new_client()
    other.sign_in_pupil(world.pupil("Oak"))
    assert other.get_cookie(COOKIE) is None


def test_wrong_tries_on_a_tablet_rest_there_even_after_its_other_cookies_are_gone(world: World) -> None:
    tablet, pupil = tablet_of(world, "Oak"), world.pupil("Oak")
    for _try in range(5):
        tap(tablet, tablet.follow_link(tablet.get("/"), words=pupil["nickname"]), wrong_pictures(pupil))
    tablet.delete_cookie("esafety-device")
    tablet.delete_cookie("esafety")
    assert "wait five minutes" in words_of(tablet.follow_link(tablet.get("/"), words=pupil["nickname"]))
