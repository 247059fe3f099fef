"""Migrations: an empty folder becomes what the models say, every step goes both ways, and keeps rows where it can."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import inspect

from esafety.app import create_app
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.serving import app_with_current_tables
from esafety.tables import know_steps
from tests.factories.world import World
from tests.unit.conftest import House


@contextmanager
def within(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Flask]:
    with within(app_with_current_tables(Settings.for_folder(tmp_path))) as app:
        yield app


@pytest.fixture
def used(tmp_path: Path, demonstration: World) -> Iterator[Flask]:
    """A copy of the demonstration's data folder, with everything in it."""
    with demonstration.app.app_context():
        db.engine.dispose()  # so that the file alone holds everything
    shutil.copytree(demonstration.data, tmp_path / "copy")
    with within(app_with_current_tables(Settings.for_folder(tmp_path / "copy"))) as app:
        yield app


def steps() -> list[str]:
    """Every step, the newest first."""
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    return [each.revision for each in scripts.walk_revisions()]


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608 - our own names
            for name in sorted(tables())
        }


def test_an_empty_folder_gets_every_table(upgraded: Flask) -> None:
    assert upgraded
    assert tables() == set(db.metadata.tables)


def test_the_tables_are_what_the_models_say(upgraded: Flask) -> None:
    assert upgraded
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


def checks(app: Flask) -> dict[str, dict[str, str]]:
    with app.app_context():
        found = inspect(db.engine)
        return {
            name: {str(each["name"]): str(each["sqltext"]) for each in found.get_check_constraints(name)}
            for name in sorted(db.metadata.tables)
        }


def test_so_are_the_checks_which_the_comparison_does_not_see(upgraded: Flask, house: House) -> None:
    assert checks(upgraded) == checks(house.app)
    assert "ck_sign_in_one_person" in checks(upgraded)["sign_in"]


def test_starting_again_changes_nothing(upgraded: Flask) -> None:
    before = rows()
    flask_migrate.upgrade()
    assert (tables(), rows()) == (set(db.metadata.tables), before)
    assert upgraded


def test_every_step_goes_down_and_up_again_and_keeps_the_rows_of_tables_that_it_leaves(used: Flask) -> None:
    assert used
    for step, below in zip(steps(), [*steps()[1:], "base"], strict=True):
        before = rows()
        flask_migrate.downgrade(revision=below)
        kept = tables()
        assert rows() == {name: before[name] for name in kept}
        flask_migrate.upgrade(revision=step)
        after = rows()
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        flask_migrate.downgrade(revision=below)
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)


def test_down_to_nothing_and_up_again_is_a_house_ready_for_use(used: Flask) -> None:
    assert sum(rows().values()) > 100
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    assert sum(rows().values()) == 0
    assert used


def test_a_step_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("esafety.sealed.Sealed", full)
    settings = Settings.for_folder(tmp_path)
    app = create_app(settings)
    know_steps(app)
    with within(app):
        with pytest.raises(OSError, match="the disk is full"):
            flask_migrate.upgrade()
        assert tables() == set()
    monkeypatch.undo()
    with within(app_with_current_tables(settings)):
        assert tables() == set(db.metadata.tables)


def test_rows_that_point_nowhere_stop_the_start_with_a_sentence(used: Flask, tmp_path: Path) -> None:
    assert used
    db.engine.dispose()
    with closing(sqlite3.connect(tmp_path / "copy" / "esafety.db")) as connection, connection:
        connection.execute("UPDATE pupil SET class_id = 999 WHERE id = 1")
    with pytest.raises(SettingsProblem, match=r"1 rows of the database point at rows that are gone"):
        app_with_current_tables(Settings.for_folder(tmp_path / "copy"))


def test_a_connection_guards_its_rows_again_after_a_migration(upgraded: Flask) -> None:
    assert upgraded
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_of_a_newer_version_is_named_not_touched(used: Flask, tmp_path: Path) -> None:
    assert used
    db.engine.dispose()
    database = tmp_path / "copy" / "esafety.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()
    with pytest.raises(SettingsProblem, match="was made by a newer version of this program"):
        app_with_current_tables(Settings.for_folder(tmp_path / "copy"))
    assert database.read_bytes() == before


def test_a_file_that_is_no_database_is_named_not_touched(tmp_path: Path) -> None:
    create_app(Settings.for_folder(tmp_path))
    database = tmp_path / "esafety.db"
    database.write_bytes(b"these are the minutes of the governors' meeting " * 100)
    before = database.read_bytes()
    with pytest.raises(SettingsProblem, match="cannot be used as the database: file is not a database"):
        app_with_current_tables(Settings.for_folder(tmp_path))
    assert database.read_bytes() == before
