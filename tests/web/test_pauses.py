"""A child who only reads for a while: why, until when, and the talk before it goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from esafety.web.days import today
from tests.factories.messages import nothing_waits, paused, write
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import words_of

WORDS = {"child_words": "Let's talk first about kind words.", "staff_words": "Two unkind posts this week."}


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    nothing_waits(world)


def teacher(world: World, name: str = "patel") -> HouseClient:
    return world.signed_in(world.staff(name))


def pause_rows(world: World) -> list[tuple[str, str, bool]]:
    """Last day, review, and whether it still holds; the two databases give days and truths in their own forms."""
    rows = world.rows(
        "SELECT until_on, review_on, ended_at IS NULL FROM pupil_pause z JOIN school_class c ON c.id = z.class_id"
        " WHERE c.name = 'Oak'"
    )
    return [(str(until), str(review), bool(holds)) for until, review, holds in rows]


def test_the_author_of_a_message_is_paused_from_it_with_reasons_an_end_and_a_review(world: World) -> None:
    ref, client = write(world, "you are so stupid and ugly"), teacher(world)
    page = client.follow_link(client.get(f"/queue/{ref}"), words="Pause the author")
    assert "Asking for help and a private note to the teacher stay open." in words_of(page)
    with world.app.app_context():
        until, review = today() + timedelta(days=5), today() + timedelta(days=2)
    done = client.post_form(page, fields={**WORDS, "until": until.isoformat(), "review": review.isoformat()})
    assert WORDS["child_words"] in words_of(done)
    assert pause_rows(world) == [(until.isoformat(), review.isoformat(), True)]
    again = client.post_form(page, fields=WORDS)
    assert again.status_code == 422
    assert "paused already" in words_of(again)


@pytest.mark.parametrize("left_out", ["child_words", "staff_words"])
def test_both_reasons_are_needed_and_what_was_written_stays(world: World, left_out: str) -> None:
    ref, client = write(world, "you are so stupid and ugly"), teacher(world)
    page = client.follow_link(client.get(f"/queue/{ref}"), words="Pause the author")
    refused = client.post_form(page, fields={**WORDS, left_out: " "})
    assert refused.status_code == 422
    kept = next(words for name, words in WORDS.items() if name != left_out)
    assert kept.replace("'", "&#39;") in refused.get_data(as_text=True)
    assert pause_rows(world) == []


def test_the_review_is_not_after_the_last_day(world: World) -> None:
    ref, client = write(world, "you are so stupid and ugly"), teacher(world)
    page = client.follow_link(client.get(f"/queue/{ref}"), words="Pause the author")
    with world.app.app_context():
        days = {"until": today() + timedelta(days=2), "review": today() + timedelta(days=5)}
    chosen = {name: day.isoformat() for name, day in days.items()}
    refused = client.post_form(page, fields={**WORDS, **chosen})
    assert refused.status_code == 422
    assert pause_rows(world) == []


def test_a_pause_ends_with_a_note_of_the_talk(world: World) -> None:
    paused(world)
    client = teacher(world)
    page = client.get("/pauses")
    refused = client.post_form(page, button="End the pause")
    assert refused.status_code == 422
    assert "Note in a few words the talk" in words_of(refused)
    done = client.post_form(page, button="End the pause", fields={"conversation": "She has said sorry."})
    assert "No child is paused." in words_of(done)
    assert pause_rows(world)[0][2] is False
    assert "She has said sorry." in words_of(client.get("/pauses?past=yes"))


def test_pauses_are_counted_by_class_without_names(world: World) -> None:
    paused(world, number=1)
    paused(world, number=2)
    client = teacher(world)
    said = words_of(client.get("/pauses"))
    assert "Oak 2" in said.rpartition("by class")[2]


def test_a_pause_of_another_class_is_not_there_and_the_officer_sees_all(world: World) -> None:
    theirs, mine = paused(world, class_="Willow", by="hughes"), paused(world)
    shown = teacher(world).get("/pauses").get_data(as_text=True)
    assert mine in shown
    assert theirs not in shown
    all_of_them = teacher(world, "khan").get("/pauses").get_data(as_text=True)
    assert mine in all_of_them
    assert theirs in all_of_them
