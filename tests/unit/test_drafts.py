"""What is not sent yet is kept for its writer alone, sealed, and goes when it should."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from esafety import drafts
from esafety.db import db
from tests.unit.conftest import House

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADA, BEN = "pupil:1", "pupil:2"


@pytest.fixture(autouse=True)
def inside(house: House) -> Iterator[House]:
    with house.app.app_context():
        yield house


def keep(house: House, words: str, *, owner: str = ADA, place: str = "help") -> None:
    drafts.keep(school_id=house.school_id, owner=owner, place=place, words=words)


def test_the_last_words_stay_and_only_for_their_writer_and_place(house: House) -> None:
    keep(house, "they")
    keep(house, "they laugh 🙁")
    keep(house, "a post", place="board")
    assert drafts.find(owner=ADA, place="help") == "they laugh 🙁"
    assert drafts.find(owner=ADA, place="board") == "a post"
    assert drafts.find(owner=BEN, place="help") == ""
    assert db.session.scalar(text("SELECT COUNT(*) FROM draft")) == 2


def test_words_that_are_taken_away_again_are_not_kept(house: House) -> None:
    keep(house, "they laugh")
    keep(house, " \n")
    assert db.session.scalar(text("SELECT COUNT(*) FROM draft")) == 0


def test_the_database_holds_no_word_of_it(house: House) -> None:
    keep(house, "they laugh")
    kept = db.session.scalar(text("SELECT words FROM draft"))
    assert kept
    assert "laugh" not in kept


def test_one_place_or_everything_of_somebody_is_forgotten(house: House) -> None:
    keep(house, "one")
    keep(house, "two", place="board")
    keep(house, "three", owner=BEN)
    drafts.drop(owner=ADA, place="help")
    assert (drafts.find(owner=ADA, place="help"), drafts.find(owner=ADA, place="board")) == ("", "two")
    drafts.drop(owner=ADA)
    assert (drafts.find(owner=ADA, place="board"), drafts.find(owner=BEN, place="help")) == ("", "three")


def test_what_nobody_touched_for_long_is_forgotten_and_counted(house: House) -> None:
    with time_machine.travel(MONDAY, tick=False):
        keep(house, "old")
        keep(house, "fresh", owner=BEN)
    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        keep(house, "touched again", owner=BEN)
    assert drafts.forget_old(before=MONDAY, at_most=9) == 0
    assert drafts.forget_old(before=MONDAY + timedelta(days=1), at_most=9) == 1
    assert (drafts.find(owner=ADA, place="help"), drafts.find(owner=BEN, place="help")) == ("", "touched again")
