"""Sealed text: a stolen database, its log or the program's log tells nothing of what a child said."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text, update
from sqlalchemy.dialects import sqlite

from esafety import clock, receipts
from esafety.concerns import service
from esafety.concerns.models import Concern
from esafety.concerns.rules import Told
from esafety.db import db
from esafety.roles import Actor, Role
from esafety.sealed import CannotOpen, Sealed, sealer
from tests.unit.conftest import House

CANARY = "zebra-canary-7361"


def add_concern(house: House, words: str = CANARY) -> None:
    concern = Concern(
        school_id=house.school_id, pupil_id=house.pupil_id, class_id=house.class_id, raised_at=clock.now(), told=words
    )
    db.session.add(concern)
    db.session.commit()


def told_in(house: House) -> str | None:
    with house.app.app_context():
        return db.session.scalar(select(Concern.told))


def use_keys(house: House, *keys: bytes) -> None:
    held = replace(house.app.extensions["esafety.keys"], sealing=keys)
    house.app.extensions["esafety.sealer"] = sealer(held)


def test_the_program_reads_what_it_wrote(house: House) -> None:
    with house.app.app_context():
        add_concern(house, 'She said "no" 😟\n')
    assert told_in(house) == 'She said "no" 😟\n'


def test_the_table_holds_no_word_of_it(house: House) -> None:
    with house.app.app_context():
        add_concern(house)
        kept = db.session.execute(text("SELECT told FROM concern")).scalar_one()
        db.session.rollback()
    assert kept.startswith("gAAAA")
    assert CANARY not in kept


def test_the_same_words_are_never_sealed_alike(house: House) -> None:
    with house.app.app_context():
        add_concern(house)
        add_concern(house)
        kept = db.session.execute(text("SELECT told FROM concern")).scalars().all()
        db.session.rollback()
    assert len(set(kept)) == 2


def test_a_call_for_help_is_in_no_file_and_in_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    child = Actor(
        role_names=frozenset({Role.PUPIL}), person_id=house.pupil_id, school_id=house.school_id,
        class_ids=frozenset({house.class_id}),
    )  # fmt: skip
    told = Told(feeling="sad", about="someone-asked", words=CANARY, from_page="/home", not_adults=())
    with house.app.app_context():
        assert service.raise_concern(child, told=told, key=receipts.new_key()) == service.Taken(is_new=True)
        files = [path for path in house.data.rglob("*") if path.is_file()]
        found = [path.name for path in files if CANARY.encode() in path.read_bytes()]
    assert {"esafety.db", "esafety.db-wal"} <= {path.name for path in files}
    assert found == []
    assert CANARY not in caplog.text
    assert told_in(house) is not None


def test_another_installation_s_key_does_not_open_it(house: House) -> None:
    with house.app.app_context():
        add_concern(house)
    use_keys(house, Fernet.generate_key())
    with pytest.raises(CannotOpen):
        told_in(house)


def test_an_old_key_still_opens_after_a_new_one_is_put_first(house: House) -> None:
    (old,) = house.app.extensions["esafety.keys"].sealing
    new = Fernet.generate_key()
    with house.app.app_context():
        add_concern(house)
    use_keys(house, new, old)
    assert told_in(house) == CANARY
    with house.app.app_context():
        db.session.execute(update(Concern).values(told="sealed anew"))
        db.session.commit()
    use_keys(house, new)
    assert told_in(house) == "sealed anew"


@pytest.mark.parametrize("damaged", ["", "not sealed at all", "gAAAAABdamaged", "naïve ☂"])
def test_damaged_text_is_named_as_such(house: House, damaged: str) -> None:
    with house.app.app_context():
        add_concern(house)
        db.session.execute(text("UPDATE concern SET told = :damaged"), {"damaged": damaged})
        db.session.commit()
    with pytest.raises(CannotOpen):
        told_in(house)


def test_nothing_stays_nothing() -> None:
    assert Sealed().process_bind_param(None, sqlite.dialect()) is None
    assert Sealed().process_result_value(None, sqlite.dialect()) is None
