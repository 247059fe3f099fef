"""Tables are brought up to date with a copy beside; what cannot be is left as it is (B61, B62)."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from esafety import data_lock, start_checks, tables
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.school.models import School
from tests.factories import postgres
from tests.serving.program import free_port, run

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/export /srv/school nfs4 rw 0 0
//nas/data /mnt/two\040words cifs rw 0 0
/dev/sdb1 /srv/school/inner ext4 rw 0 0
"""


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def older(tmp_path: Path) -> Settings:
    """A school's database, of which some tests say that there is a step to come."""
    settings = Settings.for_folder(tmp_path)
    app = tables.app_with_current_tables(settings)
    with app.app_context():
        db.session.add(School(name="Elm"))
        db.session.commit()
    close(app)
    return settings


def copies(settings: Settings) -> list[Path]:
    return sorted((settings.data / "backups").glob("*"))


def test_the_first_start_and_a_start_without_news_copy_nothing(older: Settings) -> None:
    close(tables.app_with_current_tables(older))
    assert copies(older) == []


def test_before_a_step_the_database_is_copied_whole_and_for_its_owner_alone(
    older: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    monkeypatch.setattr(flask_migrate, "upgrade", lambda: steps.append("upgraded"))
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_current_head", lambda _script: "0999_next")
    close(tables.app_with_current_tables(older))
    (copy,) = copies(older)
    assert steps == ["upgraded"]
    assert copy.name == "before-0999_next.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT name FROM school").fetchall() == [("Elm",)]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_without_room_for_the_copy_nothing_is_changed(older: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (older.data / "backups").write_text("in the way")
    monkeypatch.setattr(flask_migrate, "upgrade", lambda: pytest.fail("upgraded without a copy"))
    monkeypatch.setattr("alembic.script.ScriptDirectory.get_current_head", lambda _script: "0999_next")
    with pytest.raises(SettingsProblem, match="make room for a copy"):
        tables.app_with_current_tables(older)


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    settings = Settings.for_folder(tmp_path)
    with (
        data_lock.held(settings),
        pytest.raises(SettingsProblem, match=rf"\(process {os.getpid()}\)"),
        data_lock.held(settings),
    ):
        pytest.fail("two held it")
    with data_lock.held(settings):
        assert data_lock.lock_file(settings).name == "esafety.db.lock"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/school/esafety.db", "nfs4"),
        ("/srv/school/inner/esafety.db", ""),
        ("/srv/schoolhouse/esafety.db", ""),
        ("/mnt/two words/esafety.db", "cifs"),
        ("/home/me/esafety.db", ""),
    ],
)
def test_another_computer_s_disk_is_found(path: str, kind: str) -> None:
    found = list(start_checks.network_disk_faults(Path(path), mounts=MOUNTS))
    assert len(found) == (1 if kind else 0)
    assert all(kind in sentence and "where SQLite loses data" in sentence for sentence in found)


def test_a_start_on_another_computer_s_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(start_checks, "MOUNTS", mounts)
    with pytest.raises(SettingsProblem, match="nfs at"):
        start_checks.check_before_start(Settings.for_folder(tmp_path / "data"))
    assert not (tmp_path / "data").exists()


# Without PostgreSQL's server programs there is nothing to run these tests with, and pytest says so.
@pytest.fixture(scope="module", params=["PostgreSQL"] if postgres.find_binaries() or postgres.is_required() else [])
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgres")
    for above in (folder, *list(folder.parents)[:3]):
        above.chmod(0o755)
    with postgres.server(folder / "server") as address:
        yield address


def refused(folder: Path, address: str) -> str:
    done = run("serve", ESAFETY_DATA=str(folder / "data"), ESAFETY_PORT=str(free_port()), ESAFETY_DATABASE_URL=address)
    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert not (folder / "data").exists()
    return line


def test_a_postgresql_database_that_is_missing(server: str, tmp_path: Path) -> None:
    line = refused(tmp_path, f"{server}/nothere")
    assert "There is no such database" in line
    assert "createdb" in line


def test_a_name_that_postgresql_does_not_know(server: str, tmp_path: Path) -> None:
    line = refused(tmp_path, f"{server}/postgres".replace("esafety@", "stranger:hunter2@"))
    assert "The name or password for the PostgreSQL database" in line
    assert "hunter2" not in line


def test_a_wrong_password_is_said_without_it() -> None:
    settings = Settings.from_environment({"ESAFETY_DATABASE_URL": "postgresql://me:hunter2@db/school"})
    error = RuntimeError('connection failed: FATAL: password authentication failed for user "me"')
    said = tables.why_unusable(settings, error=error)
    assert said == (
        "The name or password for the PostgreSQL database db/school is refused; correct ESAFETY_DATABASE_URL."
    )


def test_on_postgresql_too_a_newer_database_and_lost_keys_are_refused(server: str, tmp_path: Path) -> None:
    settings = Settings.from_environment({"ESAFETY_DATA": str(tmp_path), "ESAFETY_DATABASE_URL": f"{server}/postgres"})
    app = tables.app_with_current_tables(settings)
    close(app)
    close(tables.app_with_current_tables(settings))
    assert list(start_checks.postgres_faults(settings)) == []
    (tmp_path / "keys").rename(tmp_path / "lost")
    (sentence,) = start_checks.postgres_faults(settings)
    assert "run: esafety keys restore" in sentence
    (tmp_path / "lost").rename(tmp_path / "keys")
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
        db.engine.dispose()
    with pytest.raises(SettingsProblem, match="was made by a newer version"):
        tables.app_with_current_tables(settings)
