"""Cookies: how they are set, and that no cookie a browser may send does more than sign out."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from esafety.app import create_app
from esafety.config import Settings
from esafety.db import db
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import open_tiles, tokens_of, words_of


@pytest.fixture
def https_app(world: World) -> Iterator[Flask]:
    """The same school, reached by https."""
    app = create_app(replace(Settings.for_folder(world.data), is_https=True))
    app.test_client_class = HouseClient
    yield app
    with app.app_context():
        db.engine.dispose()


def signed(app: Flask, contents: dict[str, object]) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(contents))


def test_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites(world: World) -> None:
    client = world.new_client()
    set_by = [client.get("/"), open_tiles(client, world.pupil())]
    found = [line for page in set_by for line in page.headers.getlist("Set-Cookie")]
    assert {line.split("=", maxsplit=1)[0] for line in found} >= {"esafety"}
    for line in found:
        assert "HttpOnly" in line
        assert "SameSite=Strict" in line
        assert "Path=/" in line
        assert "Domain" not in line


def test_over_https_cookies_are_bound_to_the_host_and_never_sent_in_clear(https_app: Flask) -> None:
    client = https_app.test_client()
    page = client.get("/", base_url="https://localhost")
    tokens = tokens_of(page)
    answer = client.post(
        "/class-code",
        base_url="https://localhost",
        data={**tokens, "code": "BBBBBB"},
        headers={"Referer": "https://localhost/"},
    )
    assert answer.status_code == 422
    found = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert {line.split("=", maxsplit=1)[0] for line in found} == {"__Host-esafety", "__Host-esafety-device"}
    for line in found:
        assert all(each in line for each in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
        assert "Domain" not in line
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_device_is_known_again_and_its_mark_cannot_be_made_up(world: World) -> None:
    client = world.new_client()
    open_tiles(client, world.pupil())
    kept = client.get_cookie("esafety-device")
    assert kept is not None
    again = client.post_form(client.get("/"), fields={"code": world.pupil()["code"]}, follow_redirects=False)
    assert "esafety-device" not in again.headers.get("Set-Cookie", "")
    client.set_cookie("esafety-device", kept.value[:-2] + "xx")
    made_up = client.post_form(client.get("/"), fields={"code": world.pupil()["code"]}, follow_redirects=False)
    assert any("esafety-device" in line for line in made_up.headers.getlist("Set-Cookie"))


def hostile_cookies(world: World) -> dict[str, str]:
    signed_in = world.signed_in(world.pupil()).get_cookie("esafety")
    assert signed_in is not None
    good = signed_in.value
    other_app = Flask("another")
    other_app.secret_key = "another key of the same length as ours is"
    payload = base64.urlsafe_b64encode(b'{"token":"admin"}').decode().rstrip("=")
    return {
        "truncated": f"esafety={good[:-5]}",
        "cut to half": f"esafety={good[: len(good) // 2]}",
        "empty": "esafety=",
        "another key": f"esafety={signed(other_app, {'token': 'x' * 43})}",
        "unsigned": f"esafety={payload}.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "four kilobytes": f"esafety={'A' * 4096}",
        "nameless": f"=x; =; ; ={good}",
        "no equals sign": "esafety",
        "token is a list": f"esafety={signed(world.app, {'token': ['x']})}",
        "token is a number": f"esafety={signed(world.app, {'token': 1})}",
        "token unknown": f"esafety={signed(world.app, {'token': 'x' * 43})}",
        "token is empty": f"esafety={signed(world.app, {'token': ''})}",
        "token is enormous": f"esafety={signed(world.app, {'token': 'x' * 100_000})}",
        "token with a lone surrogate": f"esafety={signed(world.app, {'token': chr(0xD800)})}",
        "door is a word": f"esafety={signed(world.app, {'door': 'Oak'})}",
        "door of nobody": f"esafety={signed(world.app, {'door': {'class': 'zzz', 'opened': 9999999999}})}",
        "device is junk": "esafety-device=%00%ff; esafety=\u00ff\u00fe",
        "quotes and commas": 'esafety="\\"; $Version=1, a=b; esafety=,,,',
        "not ascii": "esafety=Ã©Ã¨ÿ",
    }


@pytest.mark.parametrize("path", ["/", "/tiles", "/staff/sign-in", "/home", "/help", "/desk", "/concerns"])
def test_no_cookie_does_more_than_sign_out(world: World, path: str) -> None:
    for name, cookie in hostile_cookies(world).items():
        client = world.app.test_client(use_cookies=False)
        answer = client.get(path, headers={"Cookie": cookie})
        is_open = path in {"/", "/staff/sign-in"}
        assert answer.status_code == (200 if is_open else 302), name
        if not is_open:
            assert answer.location in {"/", "/staff/sign-in"}, name


def test_a_cookie_that_no_longer_holds_is_taken_away(world: World) -> None:
    client = world.new_client()
    client.set_cookie("esafety", signed(world.app, {"token": "x" * 43}))
    client.get("/home")
    with client.session_transaction() as cookie:
        assert "token" not in cookie


@pytest.mark.parametrize("order", [("pupil", "junk"), ("junk", "pupil"), ("pupil", "teacher"), ("teacher", "pupil")])
def test_of_two_cookies_with_one_name_one_counts_and_rights_never_add_up(world: World, order: tuple[str, str]) -> None:
    values = {"junk": "junk"}
    for name, who in (("pupil", world.pupil()), ("teacher", world.staff("patel"))):
        cookie = world.signed_in(who).get_cookie("esafety")
        assert cookie is not None
        values[name] = cookie.value
    header = "; ".join(f"esafety={values[name]}" for name in order)
    client = world.app.test_client(use_cookies=False)
    opened = [path for path in ("/home", "/desk") if client.get(path, headers={"Cookie": header}).status_code == 200]
    assert len(opened) <= 1


def test_the_cookie_of_another_child_is_that_child_and_a_cookie_changed_by_one_letter_is_nobody(world: World) -> None:
    one, other = world.pupil("Oak", 0), world.pupil("Oak", 1)
    client = world.signed_in(one)
    stolen = world.signed_in(other).get_cookie("esafety")
    assert stolen is not None
    client.set_cookie("esafety", stolen.value)
    assert other["nickname"] in words_of(client.get("/home"))
    for place in range(0, len(stolen.value) - 1, 7):
        letter = "A" if stolen.value[place] != "A" else "B"
        client.set_cookie("esafety", stolen.value[:place] + letter + stolen.value[place + 1 :])
        assert client.get("/home").status_code == 302, place


def test_signed_out_by_a_broken_cookie_a_form_says_that_nothing_arrived(world: World) -> None:
    client = world.signed_in(world.pupil())
    page = client.get("/help")
    client.set_cookie("esafety", "broken")
    before = world.rows("SELECT COUNT(*) FROM concern")
    answer = client.post_form(page, button="Send", fields={"words": "hello"})
    assert answer.status_code == 200
    assert "did not arrive" in words_of(answer)
    assert world.rows("SELECT COUNT(*) FROM concern") == before


def test_what_the_cookie_holds_is_no_more_than_needed(world: World) -> None:
    client = world.new_client()
    client.sign_in_pupil(world.pupil())
    client.get("/lesson/friends-of-friends")
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"token", "door", "csrf_token"}
        assert set(cookie["door"]) == {"class", "opened"}


def test_sent_by_hand_a_good_cookie_is_taken(world: World) -> None:
    """The control for the tests above: they send cookies in a way in which a good one opens its pages."""
    kept = world.signed_in(world.staff("khan")).get_cookie("esafety")
    assert kept is not None
    client = world.app.test_client(use_cookies=False)
    assert client.get("/concerns", headers={"Cookie": f"esafety={kept.value}"}).status_code == 200
