"""How a child likes to read is kept with the child: on every page, on the next device, and not for the next child."""

from __future__ import annotations

import re

import pytest

from esafety import places
from esafety.reading.rules import OFFERED, USUAL, classes_of, is_offered
from tests.factories.world import World
from tests.house import HouseClient

PAGES = ("/home", "/help", "/not-me", "/ages", "/reading", "/lesson/wrens-name-badge", "/no/such/page")


def body_classes(client: HouseClient, path: str) -> list[str]:
    found = re.search(r'<body class="([^"]*)">', client.get(path).text)
    assert found, path
    return found[1].split()


def choose(client: HouseClient, choice: str, *, htmx: bool = False, back: str = "") -> int:
    page = client.get("/reading", query_string={"back": back} if back else {})
    pressed = {"button": choice} if f'value="{choice}"' in page.text and choice else {"forged": {"choice": choice}}
    return client.post_form(page, htmx=htmx, follow_redirects=False, **pressed).status_code  # type: ignore[arg-type]


def test_what_was_chosen_is_on_every_page_and_on_another_device(world: World) -> None:
    who = world.pupil("Acorn")
    first, second = world.signed_in(who), world.signed_in(who)
    for path in PAGES:
        assert body_classes(first, path) == ["ks1", "year-1"], path
    assert choose(first, "paper:blue") == 303
    assert choose(first, "letters:atkinson") == 303
    for client in (first, second):
        for path in PAGES:
            assert body_classes(client, path) == ["ks1", "year-1", "letters-atkinson", "paper-blue"], path


def test_the_next_child_has_it_as_usual(world: World) -> None:
    choose(world.signed_in(world.pupil("Acorn")), "paper:dark")
    assert "paper-dark" not in body_classes(world.signed_in(world.pupil("Acorn", 1)), "/home")
    assert "paper-dark" not in body_classes(world.new_client(), "/")


def test_the_sheet_and_so_the_fonts_are_loaded_only_where_something_was_chosen(world: World) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    assert "reader-choices.css" not in client.get("/home").text
    choose(client, "letters:open")
    assert "reader-choices.css" in client.get("/home").text
    choose(client, "letters:usual")
    assert "reader-choices.css" not in client.get("/home").text


def test_the_later_choice_counts_and_each_thing_on_its_own(world: World) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    for choice in ("size:big", "paper:white", "size:biggest", "motion:still", "lines:wide"):
        choose(client, choice)
    assert body_classes(client, "/home")[2:] == ["size-biggest", "lines-wide", "paper-white", "motion-still"]
    assert len(world.rows("SELECT id FROM reader_choice")) == 1


def test_all_as_usual_forgets_everything(world: World) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    assert "All as usual" not in client.get("/reading").text
    choose(client, "paper:blue")
    assert "All as usual" in client.get("/reading").text
    assert choose(client, "as-usual") == 303
    assert world.rows("SELECT id FROM reader_choice") == []
    assert choose(client, "as-usual") == 303


@pytest.mark.parametrize(("choice", "status"), [("", 422), ("paper:pink", 400), ("colour:blue", 400), ("id:7", 400)])
def test_what_is_not_offered_changes_nothing(world: World, choice: str, status: int) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    assert choose(client, choice) == status
    assert world.rows("SELECT id FROM reader_choice") == []


def test_the_part_says_how_the_page_is_to_look(world: World) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    page = client.post_form(client.get("/reading"), button="paper:dark", htmx=True)
    assert page.status_code == 200
    assert 'data-page-classes="ks1 year-1 paper-dark"' in page.text
    assert "<body" not in page.text
    assert re.search(r'value="paper:dark" aria-pressed="true"', page.text)


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/lesson/wrens-name-badge", "/lesson/wrens-name-badge"),
        ("/help", "/help"),
        ("https://elsewhere.example/", "/home"),
        ("//elsewhere.example/", "/home"),
        ("", "/home"),
    ],
)
def test_the_way_back_is_kept_and_never_leads_away(world: World, back: str, leads_to: str) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    page = client.get("/reading", query_string={"back": back})
    after = client.post_form(page, button="size:big")
    for each in (page, after):
        assert f'<a class="button button--next" href="{leads_to}">' in each.text


def test_every_page_of_a_child_leads_there_in_one_tap(world: World) -> None:
    client = world.signed_in(world.pupil("Acorn"))
    for path in PAGES[:-1]:
        assert re.search(r'<a class="button reading" href="/reading\?back=', client.get(path).text), path
    assert "button reading" not in world.new_client().get("/").text


@pytest.mark.parametrize(
    ("chosen", "classes"),
    [
        ({}, ""),
        ({"paper": None, "size": USUAL}, ""),
        ({"paper": "dark"}, " paper-dark"),
        ({"motion": "still", "letters": "open"}, " letters-open motion-still"),
        ({"paper": '"><script>'}, ""),  # nothing but what is offered ever comes to a page
    ],
)
def test_the_classes_of_a_choice(chosen: dict[str, str | None], classes: str) -> None:
    assert classes_of(chosen) == classes


def test_the_usual_comes_first_and_everything_offered_has_a_style() -> None:
    sheet = (places.shipped("static") / "css" / "reader-choices.css").read_text(encoding="utf-8")
    for what, offered in OFFERED.items():
        assert offered[0] == USUAL
        assert is_offered(what, value=USUAL)
        for value in offered[1:]:
            assert f".{what}-{value}" in sheet
    assert not is_offered("colour", value=USUAL)
