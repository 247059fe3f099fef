"""Changing keys: everything is sealed anew while servers go on, and no key is forgotten that something needs."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from flask import session
from sqlalchemy import Column, Integer, MetaData, Table, select, text

from esafety import clock, key_changes, resealing
from esafety.app import create_app
from esafety.concerns.models import Concern
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.keys import keys_for, read_sealing_keys, replace_key_file
from esafety.sealed import Sealed
from tests.unit.conftest import House


def settings_of(house: House) -> Settings:
    settings: Settings = house.app.extensions["esafety.settings"]
    return settings


def tell(house: House, *words: str) -> None:
    with house.app.app_context():
        db.session.add_all(
            Concern(
                school_id=house.school_id, pupil_id=house.pupil_id, class_id=house.class_id,
                raised_at=clock.now(), told=each,
            )
            for each in words
        )  # fmt: skip
        db.session.commit()


def told(house: House) -> list[str]:
    with house.app.app_context():
        return list(db.session.scalars(select(Concern.told).order_by(Concern.id)))


def newest_key(house: House) -> bytes:
    return read_sealing_keys(key_changes.sealing_file(settings_of(house)))[0]


def rows_left(house: House) -> int:
    with house.app.app_context():
        return resealing.rows_to_seal(db.session(), newest=newest_key(house))


def rotate(house: House) -> int:
    return key_changes.finish_rotation(house.app, settings=settings_of(house), told=lambda *_counts: None)


def test_every_sealed_column_is_found_without_being_listed() -> None:
    tables = MetaData()
    Table("later", tables, Column("id", Integer, primary_key=True), Column("draft", Sealed), Column("n", Integer))
    assert [column.name for column in resealing.sealed_columns(tables)] == ["later.draft"]


def test_the_columns_found_are_those_of_the_mapped_classes(house: House) -> None:
    del house
    mapped = {
        f"{column.table.name}.{column.name}"
        for mapper in db.Model.registry.mappers
        for column in mapper.columns
        if isinstance(column.type, Sealed)
    }
    assert {column.name for column in resealing.sealed_columns()} == mapped
    assert "concern.told" in mapped


def test_after_a_rotation_the_newest_key_opens_everything_and_the_words_are_the_same(house: House) -> None:
    words = [f"words {number} ☂" for number in range(resealing.ROWS_AT_A_TIME + 3)]
    tell(house, *words)
    assert key_changes.begin_rotation(settings_of(house))
    assert rows_left(house) == len(words)
    assert rotate(house) == len(words)
    assert rows_left(house) == 0
    assert told(house) == words


def test_a_server_that_runs_reads_old_and_new_rows_and_seals_with_the_new_key_at_once(house: House) -> None:
    tell(house, "before")
    key_changes.begin_rotation(settings_of(house))
    tell(house, "between")  # by an application that was made before the rotation
    assert rows_left(house) == 1
    assert told(house) == ["before", "between"]
    rotate(house)
    assert told(house) == ["before", "between"]


def test_broken_off_it_is_carried_on_with_the_same_key(house: House) -> None:
    tell(house, *("words" for _row in range(resealing.ROWS_AT_A_TIME + 1)))
    key_changes.begin_rotation(settings_of(house))
    key = newest_key(house)

    def power_cut(_looked_at: int, _sealed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        key_changes.finish_rotation(house.app, settings=settings_of(house), told=power_cut)
    assert rows_left(house) == 1
    assert not key_changes.begin_rotation(settings_of(house))
    assert newest_key(house) == key
    assert rotate(house) == 1


def test_a_row_changed_in_between_keeps_what_was_written_last(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(house, "first words")
    key_changes.begin_rotation(settings_of(house))
    seal = resealing._seal_batch

    def after_another_wrote(*arguments: object, **more: object) -> None:
        tell_again = house.app.extensions["esafety.sealer"].encrypt(b"later words").decode()
        with db.engine.begin() as other:
            other.execute(text("UPDATE concern SET told = :told"), {"told": tell_again})
        seal(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(resealing, "_seal_batch", after_another_wrote)
    rotate(house)
    assert told(house) == ["later words"]


def test_an_old_key_is_not_forgotten_while_a_row_needs_it(house: House) -> None:
    tell(house, "words")
    path = key_changes.sealing_file(settings_of(house))
    key_changes.begin_rotation(settings_of(house))
    before = path.read_bytes()
    with pytest.raises(SettingsProblem, match="1 rows are still sealed with an old key"):
        key_changes.drop_old_keys(house.app, settings=settings_of(house))
    assert path.read_bytes() == before
    rotate(house)
    assert key_changes.drop_old_keys(house.app, settings=settings_of(house)) == 1
    assert len(read_sealing_keys(path)) == 1
    assert told(house) == ["words"]


def test_a_row_that_no_key_opens_is_named_and_nothing_is_forgotten(house: House) -> None:
    tell(house, "words")
    replace_key_file(key_changes.sealing_file(settings_of(house)), lines=[Fernet.generate_key().decode()])
    key_changes.begin_rotation(settings_of(house))
    with pytest.raises(SettingsProblem, match=r"No key opens concern\.told, row 1"):
        rotate(house)


def test_a_key_file_that_is_gone_or_broken_does_not_stop_a_running_server(house: House) -> None:
    path = key_changes.sealing_file(settings_of(house))
    tell(house, "before")
    path.write_text("broken")
    tell(house, "while it is broken")
    path.unlink()
    assert told(house) == ["before", "while it is broken"]


def test_a_cookie_of_the_last_key_is_read_until_that_key_is_dropped(house: House) -> None:
    settings = settings_of(house)

    def opens(cookie: str) -> bool:
        app = create_app(settings)
        with app.test_request_context("/", headers={"Cookie": f"esafety={cookie}"}):
            return session.get("token") == "kept"

    with house.app.test_request_context("/"):
        session["token"] = "kept"
        serializer = house.app.session_interface.get_signing_serializer(house.app)  # type: ignore[attr-defined]
        cookie = serializer.dumps(dict(session))
    key_changes.rotate_secret(settings)
    assert keys_for(settings).secret != house.app.config["SECRET_KEY"]
    assert opens(cookie)
    assert key_changes.drop_old_secrets(settings) == 1
    assert not opens(cookie)
