"""Forms: forged, sent from elsewhere, opened by somebody else, or left open for hours."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from esafety.web import forms
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import plain_client, tokens_of, told_by, words_of

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LESSON = "/lesson/friends-of-friends"
# Every address that takes a form, who sends it, and a page of theirs with a form on it.
TAKES_FORMS = (
    ("/class-code", None, "/"),
    ("/staff/sign-in", None, "/"),
    ("/sign-out", "pupil", "/help"),
    ("/help", "pupil", "/help"),
    (f"{LESSON}/choose", "pupil", "/help"),
    (f"{LESSON}/answer", "pupil", "/help"),
    (f"{LESSON}/on", "pupil", "/help"),
    ("/desk/class/{class_}/let-in", "teacher", "/desk"),
)


def client_for(world: World, who: str | None) -> HouseClient:
    if who is None:
        return world.new_client()
    return world.signed_in(world.pupil("Oak", 12) if who == "pupil" else world.staff("patel"))


def counts(world: World) -> list[Any]:
    tables = ("sign_in_try", "concern", "sitting", "quiz_answer", "receipt", "audit_entry")
    return [world.rows(f"SELECT COUNT(*) FROM {table}") for table in tables]  # noqa: S608 - its own names


@pytest.mark.parametrize(("path", "who", "form_on"), TAKES_FORMS)
def test_a_form_without_its_token_or_its_owner_is_refused(
    world: World, path: str, who: str | None, form_on: str
) -> None:
    client = client_for(world, who)
    whole = tokens_of(client.get(form_on))
    address = path.format(class_=world.class_ref("Oak"))
    before = counts(world)
    for data in (
        {"other": "field"},
        {"csrf_token": whole["csrf_token"]},
        {"owner": whole["owner"]},
        {**whole, "csrf_token": ""},
        {**whole, "csrf_token": whole["csrf_token"][:-3] + "abc"},
        {**whole, "owner": ""},
        {**whole, "owner": whole["owner"][:-3] + "abc"},
        {**whole, "owner": "pupil:1:1"},
    ):
        answer = client.post(address, data=data)
        assert answer.status_code == 403
        assert "Nothing was sent" in words_of(answer)
    assert counts(world) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "HX-Request": "true"},
    ],
    ids=str,
)
@pytest.mark.parametrize(("path", "who", "form_on"), TAKES_FORMS)
def test_a_form_that_another_site_sends_is_refused(
    world: World, path: str, who: str | None, form_on: str, headers: dict[str, str]
) -> None:
    client = client_for(world, who)
    data = tokens_of(client.get(form_on))
    before = counts(world)
    assert client.post(path.format(class_=world.class_ref("Oak")), data=data, headers=headers).status_code == 403
    assert counts(world) == before


def test_the_token_of_another_stay_is_refused(world: World) -> None:
    thief, victim = world.signed_in(world.pupil("Oak", 0)), world.signed_in(world.pupil("Oak", 1))
    stolen = tokens_of(thief.get("/help"))
    own = tokens_of(victim.get("/help"))
    forged = {**own, "csrf_token": stolen["csrf_token"], "words": "not mine"}
    assert victim.post("/help", data=forged).status_code == 403


def test_a_get_with_the_fields_of_a_form_sends_nothing(world: World) -> None:
    client = world.signed_in(world.pupil("Oak", 12))
    tokens = tokens_of(client.get("/help"))
    before = counts(world)
    assert client.get("/help", query_string={**tokens, "words": "by address"}).status_code == 200
    assert client.get(f"{LESSON}/choose", query_string={**tokens, "step": "trophy"}).status_code == 405
    assert counts(world) == before


def test_a_lesson_left_open_for_hours_still_takes_its_form(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        client = world.signed_in(world.pupil("Oak", 12))
        page = client.get(LESSON)
        for _tap in range(8):
            now.shift(timedelta(minutes=14))
            client.get("/home")
        page = client.post_form(page, button="Let's begin")
        assert "What do you think?" in words_of(page)


# F12: two tabs on one device. A opens a form, B signs in, A's form is sent.


class SharedDevice:
    """One device with two children who take turns; their forms carry the same token against forgery.

    A new stay gives a new token, which alone would refuse an old form: here only the owner is left to tell them apart.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = {"A": world.pupil("Oak", 12), "B": world.pupil("Oak", 13)}
        self.cookies = {}
        for name, person in self.people.items():
            client = world.signed_in(person)
            with client.session_transaction() as cookie:
                cookie["csrf_token"] = "the-same-for-both"
            kept = client.get_cookie("esafety")
            assert kept is not None
            self.cookies[name] = kept.value
        self.device: FlaskClient = plain_client(world.app)

    def sits_down(self, name: str) -> None:
        self.device.set_cookie("esafety", self.cookies[name])

    def opens_form(self) -> dict[str, str]:
        return tokens_of(self.device.get("/help"))

    def sends(self, form: dict[str, str], *, words: str, part: bool) -> int:
        key = f"key-{words}".ljust(24, "x").replace(" ", "-")
        headers = {"HX-Request": "true"} if part else {}
        return self.device.post("/help", data={**form, "key": key, "words": words}, headers=headers).status_code


def interleaved(device: SharedDevice, *, times: int) -> tuple[list[int], int]:
    """The answers to A's forms sent while B is signed in, and how many words of A are now kept as B's."""
    chance = random.Random(12)  # noqa: S311 - the same order in each run
    device.sits_down("A")
    form_of_a = device.opens_form()
    answers = []
    for number in range(times):
        steps = chance.sample(["B looks", "B writes", "A's form is sent"], k=3)
        device.sits_down("B")
        form_of_b: dict[str, str] = {}
        for step in steps:
            if step == "A's form is sent":
                answers.append(device.sends(form_of_a, words=f"A says {number}", part=chance.random() < 0.5))
            elif step == "B looks" and number % 10 == 0:
                form_of_b = device.opens_form()
            elif form_of_b:
                assert device.sends(form_of_b, words=f"B says {number}", part=False) == 303
    kept = [told.words for told in told_by(device.world, device.people["B"])]
    return answers, sum(words.startswith("A says") for words in kept)


def test_in_two_hundred_interleavings_nothing_is_kept_under_a_wrong_name(world: World) -> None:
    answers, wrong_author = interleaved(SharedDevice(world), times=200)
    assert set(answers) == {409}
    assert len(answers) == 200
    assert wrong_author == 0


def test_without_the_check_of_the_owner_words_would_be_kept_under_a_wrong_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_owner_now", lambda: forms.NOBODY)
    _answers, wrong_author = interleaved(SharedDevice(world), times=10)
    assert wrong_author == 10


@pytest.mark.parametrize("htmx", [False, True])
def test_somebody_elses_form_is_answered_with_what_happened_and_a_way_on(world: World, htmx: bool) -> None:
    device = SharedDevice(world)
    client = world.signed_in(world.pupil("Oak", 12))
    page = client.get(LESSON)
    client.set_cookie("esafety", device.cookies["B"])
    answer = client.post_form(page, button="Let's begin", htmx=htmx)
    assert answer.status_code == 409
    assert "This page was someone else's" in words_of(answer)
    assert "Nothing was sent" in words_of(answer)
    assert 'href="/home"' in answer.get_data(as_text=True)
    assert world.rows("SELECT COUNT(*) FROM sitting WHERE pupil_id = (SELECT MAX(pupil_id) FROM sign_in)") == [(0,)]


def test_a_form_from_an_earlier_stay_of_the_same_child_is_not_taken_either(world: World) -> None:
    pupil = world.pupil("Oak", 12)
    first, second = world.signed_in(pupil), world.signed_in(pupil)
    old = tokens_of(first.get("/help"))
    new = tokens_of(second.get("/help"))
    assert second.post("/help", data={**new, "owner": old["owner"], "words": "x"}).status_code == 409
