"""The grown-ups' door: e-mail and passphrase, ten wrong tries in five minutes, and nothing told to strangers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from werkzeug.test import TestResponse

from esafety.accounts import secrets
from esafety.db import db
from esafety.school.models import Staff
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import have_tried_wrongly, is_at_lessons, open_tile, text_of, try_at_once, words_of

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOBODYS = "nobody@bramblewood.example"


@pytest.fixture
def fast_hash(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """The slow hash answered from memory, where a test is about how often and not about what is kept."""
    right = {member["passphrase"] for member in world.sign_ins if "passphrase" in member}
    monkeypatch.setattr(secrets, "passphrase_fits", lambda given, *, kept: kept is not None and given in right)


def try_passphrase(client: HouseClient, email: str, passphrase: str) -> TestResponse:
    page = client.get("/staff/sign-in")
    return client.post_form(page, fields={"email": email, "passphrase": passphrase})


def said(page: TestResponse, *, email: str) -> str:
    return text_of(page).replace(email, "")


@pytest.mark.parametrize("who", ["patel", "khan", "adeyemi", "walsh"])
def test_e_mail_and_passphrase_lead_to_the_desk(world: World, who: str) -> None:
    member = world.staff(who)
    page = world.new_client().sign_in_staff(member)
    assert page.request.path == "/desk"
    assert member["name"] in words_of(page)


@pytest.mark.usefixtures("fast_hash")
@pytest.mark.parametrize("spelling", [str.upper, "  {} ".format, str.title])
def test_an_e_mail_is_understood_however_it_is_typed(world: World, spelling: object) -> None:
    assert callable(spelling)
    member = world.staff("patel")
    page = try_passphrase(world.new_client(), spelling(member["email"]), member["passphrase"])
    assert page.request.path == "/desk"


def test_an_unknown_e_mail_and_a_wrong_passphrase_get_the_same_page(world: World) -> None:
    known = world.staff("patel")["email"]
    wrong, unknown = (try_passphrase(world.new_client(), email, "wrong-wrong") for email in (known, NOBODYS))
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert said(wrong, email=known) == said(unknown, email=NOBODYS)
    assert "wrong-wrong" not in wrong.get_data(as_text=True)


def test_an_unknown_e_mail_costs_the_server_as_much_as_a_wrong_passphrase(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fits(given: str, *, kept: str | None) -> bool:
        asked.append((given, kept))
        return False

    monkeypatch.setattr(secrets, "passphrase_fits", fits)
    for email in (world.staff("patel")["email"], NOBODYS, "", "x" * 5000):
        try_passphrase(world.new_client(), email, "wrong")
    assert len(asked) == 4


@pytest.mark.usefixtures("fast_hash")
def test_after_ten_wrong_in_five_minutes_even_the_right_one_waits(world: World) -> None:
    member = world.staff("khan")
    with time_machine.travel(MONDAY, tick=False) as now:
        for _try in range(10):
            page = try_passphrase(world.new_client(), member["email"], "wrong")
            assert "do not go together" in words_of(page)
        page = try_passphrase(world.new_client(), member["email"], member["passphrase"])
        assert "Too many tries" in words_of(page)
        now.shift(timedelta(minutes=5, seconds=1))
        assert try_passphrase(world.new_client(), member["email"], member["passphrase"]).request.path == "/desk"


@pytest.mark.usefixtures("fast_hash")
def test_the_wait_does_not_tell_which_e_mails_there_are(world: World) -> None:
    known = world.staff("khan")["email"]
    answers = {}
    for email in (known, NOBODYS):
        pages = [try_passphrase(world.new_client(), email, "wrong") for _try in range(12)]
        answers[email] = [said(page, email=email) for page in pages]
    assert answers[known] == answers[NOBODYS]
    (kept,) = world.rows("SELECT COUNT(*) FROM sign_in_try WHERE device LIKE '%nobody%' OR device LIKE '%@%'")
    assert kept == (0,)


@pytest.mark.usefixtures("fast_hash")
def test_wrong_passphrases_do_not_use_up_the_class_codes_of_a_device(world: World) -> None:
    client = world.new_client()
    for number in range(35):
        try_passphrase(client, f"{number}{NOBODYS}", "wrong")
    page = client.post_form(client.get("/"), fields={"code": world.pupil()["code"]})
    assert page.request.path == "/tiles"


@pytest.mark.usefixtures("fast_hash")
@pytest.mark.parametrize(
    "passphrase", ["", " ", "\x00", "'; DROP TABLE staff;--", "🦊" * 2000, "%ED%A0%80", "x" * 60_000]
)
def test_no_passphrase_breaks_the_door(world: World, passphrase: str) -> None:
    page = try_passphrase(world.new_client(), world.staff("patel")["email"], passphrase)
    assert page.status_code == 422


@pytest.mark.usefixtures("fast_hash")
def test_who_has_left_cannot_sign_in_and_is_out_at_once(world: World) -> None:
    member = world.staff("patel")
    stay = world.signed_in(member)
    assert stay.get("/desk").status_code == 200
    with world.app.app_context():
        db.session.query(Staff).filter(Staff.email == member["email"]).one().left_on = date(2026, 11, 20)
        db.session.commit()
    assert stay.get("/desk").status_code == 302
    assert "do not go together" in words_of(try_passphrase(world.new_client(), member["email"], member["passphrase"]))


@pytest.mark.parametrize(
    ("who", "idle_minutes", "longest_hours"), [("patel", 30, 10), ("khan", 10, 8), ("bell", 10, 8)]
)
def test_a_stay_of_staff_ends_sooner_where_concerns_can_be_read(
    world: World, who: str, idle_minutes: int, longest_hours: int
) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.staff(who))
        now.shift(timedelta(minutes=idle_minutes))
        assert client.get("/desk").status_code == 200
        now.shift(timedelta(minutes=idle_minutes, seconds=1))
        assert client.get("/desk").location == "/staff/sign-in"
        client = world.signed_in(world.staff(who))
        for _look in range(longest_hours * 60 // idle_minutes):
            now.shift(timedelta(minutes=idle_minutes))
            assert client.get("/desk").status_code == 200
        now.shift(timedelta(seconds=1))
        assert client.get("/desk").status_code == 302


def test_a_page_that_asks_again_by_itself_keeps_no_stay_alive(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.staff("patel"))
        page = f"/desk/class/{world.class_ref('Oak')}/lesson/friends-of-friends"
        for _poll in range(6):
            now.shift(timedelta(minutes=5))
            assert client.get(page, headers={"HX-Request": "true"}).status_code == 200
        now.shift(timedelta(seconds=1))
        answer = client.get(page, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/staff/sign-in")


def test_signed_out_the_teachers_old_cookie_opens_nothing(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    kept = client.get_cookie("esafety")
    assert kept is not None
    page = client.post_form(client.get("/desk"), button="Sign out")
    assert page.request.path == "/"
    thief = world.new_client()
    thief.set_cookie("esafety", kept.value)
    assert thief.get("/desk").status_code == 302


def test_while_strangers_used_up_the_guesses_a_teacher_opens_a_new_tablet_for_any_child(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        for number in range(10):
            have_tried_wrongly(world, world.pupil("Oak", number), times=3, apart=timedelta(minutes=1))
        pupil, tablet = world.pupil("Oak", 12), world.new_client()
        tile = open_tile(tablet, pupil)
        assert not is_at_lessons(try_at_once(tablet, tile, pupil["pictures"]))
        teacher = world.signed_in(world.staff("patel"))
        page = teacher.get(f"/desk/class/{world.class_ref('Oak')}")
        teacher.post_form(page, button=f"Let in : {pupil['nickname']}")
        now.shift(timedelta(seconds=1))
        assert is_at_lessons(try_at_once(tablet, tile, pupil["pictures"]))
