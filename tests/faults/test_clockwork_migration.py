"""The step that brings the clockwork's tables goes up, down and up again, with the school's rows left as they are."""

from __future__ import annotations

import logging

import flask_migrate
from sqlalchemy import inspect, text

from esafety.db import db
from esafety.tables import know_steps
from tests.faults.small_app import small_app

BEFORE, AFTER = "0001", "0002"
OURS = {"timed_job", "clockwork_lease"}


def test_up_down_and_up_again(database_url: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = small_app(database_url)
    know_steps(app)
    with app.app_context():
        flask_migrate.upgrade(revision=BEFORE)
        school = (
            "INSERT INTO school (name, nation, timezone, opens, closes) VALUES ('Elm', 'wales', 'x', '08:45', '15:30')"
        )
        run(school)
        run(
            "INSERT INTO receipt (school_id, owner, key, digest, at) "
            "VALUES (1, 'pupil:1', 'k', 'd', '2026-11-24 12:00')"
        )
        for _time in range(2):
            flask_migrate.upgrade(revision=AFTER)
            assert tables() >= OURS
            run("INSERT INTO timed_job (school_id, kind, subject, due_at, next_try_at, state, tries, last_fault) "
                "VALUES (1, 'test', '', '2026-11-24 12:00', '2026-11-24 12:00', 'waiting', 0, '')")  # fmt: skip
            assert count("school") == count("receipt") == count("timed_job") == 1
            flask_migrate.downgrade(revision=BEFORE)
            assert not tables() & OURS
            assert count("school") == count("receipt") == 1
        db.session.remove()
        db.engine.dispose()


def run(sql: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(sql))


def count(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - its own names


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())
