"""The filter's page: tried without a trace, and the school's own words with their reasons."""

from __future__ import annotations

import html5lib
import pytest

from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements
from tests.web.doors import words_of

WORD = {"word": "gribble", "effect": "hold", "category": "unkind", "four_c": "conduct", "reason": "Used to tease."}


def officer(world: World) -> HouseClient:
    return world.signed_in(world.staff("khan"))


def tried(client: HouseClient, text: str) -> tuple[str, list[str]]:
    page = client.post_form(client.get("/filter"), action="/filter", fields={"text": text})
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return words_of(page), [each.text or "" for each in elements(tree, "mark")]


@pytest.mark.parametrize(("text", "verdict", "marks"), [
    ("I like owls", "Nothing found", []),
    ("ring 07700 900123 now", "Held", ["07700 900123"]),
    ("my dad hits me when he is cross", "Urgent", ["my dad hits me when he is cross"]),
])  # fmt: skip
def test_a_text_is_tried_with_its_verdict_its_marks_and_the_rule(
    world: World, text: str, verdict: str, marks: list[str]
) -> None:
    said, marked = tried(officer(world), text)
    assert verdict in said
    assert marked == marks


def test_nothing_of_what_is_tried_is_kept(world: World) -> None:
    client = officer(world)
    client.get("/filter")
    tables = [name for name in world.table_names() if name != "sign_in"]
    before = {name: world.rows(f"SELECT * FROM {name}") for name in tables}  # noqa: S608 - its own names
    tried(client, "ring 07700 900123 now")
    assert {name: world.rows(f"SELECT * FROM {name}") for name in tables} == before  # noqa: S608 - its own names


def test_a_word_counts_at_once_is_listed_with_its_reason_and_is_taken_out_again(world: World) -> None:
    client = officer(world)
    assert "Nothing found" in tried(client, "you gribble")[0]
    page = client.post_form(client.get("/filter"), action="/filter/words", fields=WORD)
    assert "gribble hold the message (unkind) conduct Used to tease." in words_of(page)
    assert tried(client, "you gribble")[1] == ["gribble"]
    refused = client.post_form(page, action="/retire")
    assert refused.status_code == 422
    done = client.post_form(page, action="/retire", fields={"reason": "Nobody says it now."})
    assert "This school has added no words." in words_of(done)
    assert "gribble taken out, Mrs Khan: Nobody says it now." in words_of(done)
    assert "Nothing found" in tried(client, "you gribble")[0]


def test_a_word_can_let_through_what_would_be_held(world: World) -> None:
    client = officer(world)
    assert "Held" in tried(client, "what the crap")[0]
    client.post_form(client.get("/filter"), action="/filter/words", fields={**WORD, "word": "crap", "effect": "allow"})
    assert "Nothing found" in tried(client, "what the crap")[0]


@pytest.mark.parametrize("wrong", [{"word": " "}, {"word": "12"}, {"reason": ""}])
def test_a_word_that_cannot_be_kept_is_told_and_what_was_typed_stays(world: World, wrong: dict[str, str]) -> None:
    client = officer(world)
    refused = client.post_form(client.get("/filter"), action="/filter/words", fields={**WORD, **wrong})
    assert refused.status_code == 422
    assert "Nothing is changed yet." in words_of(refused)
    assert 'value="conduct" selected' in refused.get_data(as_text=True)
    assert world.rows("SELECT COUNT(*) FROM filter_word") == [(0,)]


def test_a_teacher_tries_the_filter_and_sees_the_words_but_changes_none(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    assert "Held" in tried(client, "ring 07700 900123 now")[0]
    page = client.get("/filter")
    assert "Add a word" not in words_of(page)
    forged = client.post_form(page, action="/filter", forged=WORD)
    assert forged.status_code == 422
    assert world.rows("SELECT COUNT(*) FROM filter_word") == [(0,)]
