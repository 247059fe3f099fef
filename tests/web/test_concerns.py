"""A child asks for help: it arrives whatever else is broken, and only those may read it whom the child lets."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from esafety.content.catalogue import Catalogue
from esafety.content.facts import Facts
from esafety.db import db
from esafety.lessons import shelf
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import plain_client, tokens_of, told_by, words_of

CANARY = "the zebra canary said so ñ"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LESSON = "/lesson/friends-of-friends"


def child(world: World) -> dict[str, Any]:
    return world.pupil("Oak", 12)


def adult(world: World, name: str) -> str:
    ((ref,),) = world.rows(f"SELECT ref FROM staff WHERE name = '{name}'")  # noqa: S608 - names of the demonstration
    return str(ref)


def ask(
    world: World, *, who: dict[str, Any] | None = None, not_adults: tuple[str, ...] = (), words: str = CANARY
) -> str:
    """Send a call for help by its form; the words on the page that follows."""
    client = world.signed_in(who or child(world))
    fields = {"words": words, "feeling": "scared", "about": "someone-asked"}
    if not_adults:
        fields["not_adult"] = [adult(world, name) for name in not_adults]  # type: ignore[assignment]
    page = client.post_form(client.get(f"/help?from={LESSON}"), button="Send", fields=fields)
    assert page.request.path == "/help/sent"
    return words_of(page)


def newest(world: World) -> str:
    ((ref,),) = world.rows("SELECT ref FROM concern ORDER BY id DESC LIMIT 1")
    return str(ref)


def can_read(world: World, who: str) -> bool:
    """Whether a member of staff finds the newest concern, with the list, the page and the desk all saying the same."""
    client, ref = plain_client(world.app, like=world.signed_in(world.staff(who))), newest(world)
    listed = client.get("/concerns")
    is_listed = listed.status_code == 200 and ref in listed.get_data(as_text=True)
    opened = client.get(f"/concerns/{ref}")
    is_open = opened.status_code == 200 and CANARY in words_of(opened)
    assert is_listed is is_open
    assert opened.status_code == (200 if is_open else 404)
    return is_open


def test_what_the_child_says_arrives_whole(world: World) -> None:
    said = ask(world, not_adults=("Mrs Patel",))
    assert "It is sent." in said
    (told,) = told_by(world, child(world))
    assert (told.words, told.feeling, told.about, told.from_page) == (CANARY, "scared", "someone-asked", LESSON)
    page = words_of(world.signed_in(world.staff("khan")).get(f"/concerns/{newest(world)}"))
    for shown in (CANARY, "Scared", "Someone asked me for something", LESSON, "Mrs Patel", "Maisie"):
        assert shown in page


@pytest.mark.parametrize(
    ("not_adults", "readers", "told"),
    [
        ((), ("bell", "khan"), "Mrs Khan"),
        (("Mrs Patel",), ("bell", "khan"), "Mrs Khan"),
        (("Mrs Khan",), ("bell",), "Mr Bell"),
        (("Mr Bell",), ("khan",), "Mrs Khan"),
        (("Mrs Khan", "Mr Bell"), ("farrow",), "A grown-up who looks after keeping safe"),
    ],
    ids=str,
)
def test_not_this_adult_is_honoured_for_officer_and_deputy_and_brings_in_the_stand_in(
    world: World, not_adults: tuple[str, ...], readers: tuple[str, ...], told: str
) -> None:
    assert told in ask(world, not_adults=not_adults)
    everybody = [each["email"].split("@")[0] for each in world.sign_ins if each["role"] != "pupil"]
    assert tuple(sorted(who for who in everybody if can_read(world, who))) == readers


def test_who_is_kept_out_is_not_even_told_how_many_there_are(world: World) -> None:
    before = words_of(world.signed_in(world.staff("khan")).get("/desk"))
    ask(world, not_adults=("Mrs Khan",))
    assert words_of(world.signed_in(world.staff("khan")).get("/desk")) == before
    assert "5 calls for help" in words_of(world.signed_in(world.staff("bell")).get("/desk"))


def test_in_each_school_somebody_is_left_to_read_when_officer_and_deputies_are_kept_out(world: World) -> None:
    ask(world, who=world.pupil("Onnen"), not_adults=("Mrs Rees", "Ms Price"))
    everybody = [each["email"].split("@")[0] for each in world.sign_ins if each["role"] != "pupil"]
    assert [who for who in everybody if can_read(world, who)] == ["howells"]


def pages_of(world: World, who: dict[str, Any]) -> list[tuple[str, str]]:
    client, ref = plain_client(world.app, like=world.signed_in(who)), newest(world)
    oak = f"/desk/class/{world.class_ref('Oak')}"
    paths = (
        "/", "/home", "/help", "/help/sent", "/not-me", LESSON, "/desk", oak, f"{oak}{LESSON}",
        f"{oak}{LESSON}.csv", "/desk/lessons", "/desk/lessons/friends-of-friends", "/concerns",
        f"/concerns/{ref}", f"/concerns/{ref}?v=1",
    )  # fmt: skip
    return [(path, client.get(path).get_data(as_text=True)) for path in paths]


def test_nobody_else_sees_it_on_any_page_or_in_any_file(world: World) -> None:
    ask(world)
    staff = ("patel", "rahman", "adeyemi", "farrow", "doyle", "walsh", "trust", "rees", "howells", "hughes")
    others = [*(world.staff(who) for who in staff), world.pupil("Oak", 11), world.pupil("Willow")]
    shown = [(who["name"], path) for who in others for path, html in pages_of(world, who) if "canary" in html]
    assert shown == []
    assert "zebra canary" in dict(pages_of(world, world.staff("khan")))[f"/concerns/{newest(world)}"]  # the control


def test_nothing_of_it_is_readable_in_the_files_or_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(world, not_adults=("Mrs Khan",))
        can_read(world, "bell")
    assert "canary" not in caplog.text
    raw = world.store.raw()
    (told,) = told_by(world, child(world))
    for secret in (
        CANARY.encode(),
        CANARY.encode("utf-16-le"),
        base64.b64encode(CANARY.encode()),
        CANARY.encode().hex().encode(),
    ):
        assert secret not in raw
    assert hashlib.sha256(told.to_text().encode()).hexdigest().encode() not in raw
    kept = world.rows("SELECT * FROM concern ORDER BY id DESC LIMIT 1")[0]
    assert not any("scared" in str(cell) or "someone-asked" in str(cell) for cell in kept)


@pytest.mark.parametrize("fault", [RuntimeError(CANARY), ValueError(CANARY.encode())], ids=["words", "bytes"])
def test_a_fault_while_storing_it_is_said_and_leaves_no_word_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_args: Any, **_named: Any) -> None:
        raise fault

    monkeypatch.setattr("esafety.audit.record", fail)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)
    client = world.signed_in(child(world))
    page = client.post_form(client.get("/help"), button="Send", fields={"words": CANARY})
    assert page.status_code == 500
    assert "tell a grown-up" in words_of(page)
    assert told_by(world, child(world)) == []
    assert "RuntimeError" in caplog.text or "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_each_reading_is_recorded_and_shown(world: World) -> None:
    ask(world)
    officer, deputy, ref = world.signed_in(world.staff("khan")), world.signed_in(world.staff("bell")), newest(world)
    assert "Not read yet" in words_of(officer.get("/concerns"))
    officer.get(f"/concerns/{ref}")
    officer.get(f"/concerns/{ref}")
    page = words_of(deputy.get(f"/concerns/{ref}"))
    assert page.count("Mrs Khan") == 2
    assert "Mr Bell" in page
    assert world.rows("SELECT who, COUNT(*) FROM audit_entry WHERE verb = 'concern.read' GROUP BY who ORDER BY 2") == [
        (f"staff:{staff_id}", times)
        for staff_id, times in world.rows(
            "SELECT staff_id, COUNT(*) FROM concern_read GROUP BY staff_id ORDER BY 2"
        )
    ]  # fmt: skip
    row = next(each for each in deputy.get("/concerns").get_data(as_text=True).split("<tr") if ref in each)
    assert "Mrs Khan, Mr Bell" in row


@pytest.mark.parametrize("words", ["", "   ", "\n\n\t", "\x00\x00"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_nothing_said_gets_a_gentle_prompt_and_keeps_what_was_ticked(world: World, words: str, htmx: bool) -> None:
    client = world.signed_in(child(world))
    fields = {"words": words, "not_adult": [adult(world, "Mrs Khan")]}
    page = client.post_form(client.get(f"/help?from={LESSON}"), button="Send", fields=fields, htmx=htmx)
    assert page.status_code == 422
    assert "Tap a face or a picture, or write a word." in words_of(page)
    html = page.get_data(as_text=True)
    assert re.search(rf'value="{adult(world, "Mrs Khan")}"[^>]*checked', html)
    assert f'name="from_page" value="{LESSON}"' in html
    assert told_by(world, child(world)) == []


@pytest.mark.parametrize(
    "fields",
    [{"feeling": "sad"}, {"about": "saw-something"}, {"words": "🦊"}, {"words": "."}, {"words": "\u200b"}],
    ids=str,
)
def test_one_tap_or_one_sign_is_enough(world: World, fields: dict[str, str]) -> None:
    client = world.signed_in(world.pupil("Acorn", 12))
    page = client.post_form(client.get("/help"), button="Send", fields=fields)
    assert page.request.path == "/help/sent"
    assert len(told_by(world, world.pupil("Acorn", 12))) == 1


@pytest.mark.parametrize("letter", ["a", "é", "🦊", "\n", "<"])
@pytest.mark.parametrize("length", [2_001, 20_000])
def test_too_long_a_text_comes_back_whole_with_how_much_is_too_much(world: World, letter: str, length: int) -> None:
    words = "b" + letter * (length - 2) + "e"
    client = world.signed_in(child(world))
    page = client.post_form(client.get("/help"), button="Send", fields={"words": words, "feeling": "cross"})
    assert page.status_code == 422
    assert f"That is {length - 2_000} letters too long" in words_of(page)
    shown = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.get_data(as_text=True), re.DOTALL)
    assert shown is not None
    assert shown[1].replace("&lt;", "<") == words
    assert told_by(world, child(world)) == []


def test_the_longest_text_is_kept_to_the_letter(world: World) -> None:
    words = "".join(chr(0x1F600 + number % 60) for number in range(2_000))
    ask(world, words=words)
    assert told_by(world, child(world))[0].words == words


def test_sent_twice_it_is_kept_once_and_other_words_under_the_same_key_are_kept_too(world: World) -> None:
    client = world.signed_in(child(world))
    form = client.get("/help")
    for _time in range(3):
        page = client.post_form(form, button="Send", fields={"words": "once"})
        assert page.request.path == "/help/sent"
    client.post_form(form, button="Send", fields={"words": "other words"})
    assert [told.words for told in told_by(world, child(world))] == ["once", "other words"]


def test_a_form_whose_key_is_spoilt_is_kept_all_the_same(world: World) -> None:
    client = world.signed_in(child(world))
    for key in ("", "short", "x" * 500, "../../x", "'"):
        client.post_form(client.get("/help"), button="Send", fields={"words": f"key {key[:8]}"}, forged={"key": key})
    assert len(told_by(world, child(world))) == 5


def no_lessons_folder(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["esafety.shelf"], "_shipped", app.extensions["esafety.settings"].data / "gone")
    monkeypatch.setattr(app.extensions["esafety.shelf"], "_stamp", "")
    monkeypatch.setattr(app.extensions["esafety.shelf"], "_catalogue", Catalogue())
    monkeypatch.setitem(app.extensions, "esafety.facts", Facts())


def no_facts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(app.extensions, "esafety.facts")


def catalogue_raises(_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_shelf: shelf.Shelf) -> Catalogue:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(shelf.Shelf, "catalogue", fail)


def no_shelf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(app.extensions, "esafety.shelf")


@pytest.mark.parametrize("break_it", [no_lessons_folder, no_facts, catalogue_raises, no_shelf])
def test_help_works_when_everything_else_is_broken(
    world: World, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[Flask, pytest.MonkeyPatch], None]
) -> None:
    client = world.signed_in(child(world))
    break_it(world.app, monkeypatch)
    page = client.get(f"/help?from={LESSON}")
    page = client.post_form(page, button="Send", fields={"words": CANARY, "feeling": "worried"})
    assert "It is sent." in words_of(page)
    assert "Mrs Khan" in words_of(page)
    assert [told.words for told in told_by(world, child(world))] == [CANARY]
    assert can_read(world, "bell")


@pytest.mark.parametrize(
    ("at", "when"),
    [
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "today, before 3.30 pm"),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "today, before 3.30 pm"),
        (datetime(2026, 11, 23, 15, 1, tzinfo=UTC), "on Tuesday 24 November"),
        (datetime(2026, 11, 27, 22, 0, tzinfo=UTC), "on Monday 30 November"),
        (datetime(2026, 11, 28, 11, 0, tzinfo=UTC), "on Monday 30 November"),
        (datetime(2026, 12, 24, 11, 0, tzinfo=UTC), "on Tuesday 5 January"),
        (datetime(2027, 7, 30, 11, 0, tzinfo=UTC), "when school is open again"),
    ],
    ids=str,
)
def test_the_child_is_told_honestly_when_it_will_be_read(world: World, at: datetime, when: str) -> None:
    with time_machine.travel(at, tick=False):
        client = world.signed_in(child(world))
        page = client.get("/help")
        assert f"Mrs Khan will read this {when}." in words_of(page)
        page = client.post_form(page, button="Send", fields={"words": "late"})
        assert f"Mrs Khan will read it {when}." in words_of(page)
        assert "If it can't wait, tell a grown-up near you now." in words_of(page)


def test_what_a_child_wrote_is_shown_as_it_is_and_set_apart_from_htmx(world: World) -> None:
    words = '<img src=x onerror=alert(1)> <b hx-get="/sign-out" hx-trigger="load">{{ 7*7 }}</b> &amp; </blockquote>'
    ask(world, words=words)
    html = world.signed_in(world.staff("khan")).get(f"/concerns/{newest(world)}").get_data(as_text=True)
    assert "<img src=x" not in html
    assert "<b hx-get" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "{{ 7*7 }}" in html
    assert "&amp;amp;" in html
    (around,) = [tag for tag in re.findall(r"<blockquote[^>]*>", html) if "told" in tag]
    assert "hx-disable" in around


def test_an_adult_who_is_not_offered_cannot_be_named(world: World) -> None:
    client: HouseClient = world.signed_in(child(world))
    strangers = [adult(world, name) for name in ("Mrs Rees", "Mr Hughes", "Mrs Adeyemi")]
    client.post_form(
        client.get("/help"), action="/help", forged={"words": "x", "not_adult": [*strangers, "1", "' OR 1"]}
    )
    assert told_by(world, child(world))[0].not_adults == ()


@pytest.mark.parametrize("path", ["/home", LESSON, "/help", "/not-me", "/no/such/page"])
def test_every_page_of_a_child_leads_to_help_and_carries_the_page_along(world: World, path: str) -> None:
    client = world.signed_in(child(world))
    page = client.get(path)
    assert "I need help" in words_of(page)
    assert client.follow_link(page, words="I need help").status_code == 200


def test_sent_is_shown_only_to_who_has_just_sent(world: World) -> None:
    client = world.signed_in(child(world))
    assert client.get("/help/sent").location == "/help"
    assert tokens_of(client.get("/help"))


def test_one_damaged_row_does_not_hide_what_the_other_children_said(world: World) -> None:
    ask(world)
    damaged = newest(world)
    with world.app.app_context():
        db.session.execute(text("UPDATE concern SET told = 'gAAAA-damaged' WHERE ref = :ref"), {"ref": damaged})
        db.session.commit()
    ask(world, who=world.pupil("Oak", 11), words="the other child's words")
    officer = world.signed_in(world.staff("khan"))
    listed = words_of(officer.get("/concerns"))
    assert "cannot be opened" in listed
    assert child(world)["name"] not in listed
    assert "the other child's words" in words_of(officer.get(f"/concerns/{newest(world)}"))
    assert "cannot be opened" in words_of(officer.get(f"/concerns/{damaged}"))
