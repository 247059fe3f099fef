"""Each step of the tables goes down and up again with two schools' rows in them, on each database."""

from __future__ import annotations

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from esafety.db import db
from tests.factories.world import World, let_go
from tests.unit.test_migrations import rows, steps, tables


def test_each_step_keeps_the_rows_of_the_tables_that_it_leaves(world: World) -> None:
    let_go(world)
    with world.app.app_context():
        for step, below in zip(steps(), [*steps()[1:], "base"], strict=True):
            before = rows()
            flask_migrate.downgrade(revision=below)
            kept = tables()
            assert rows() == {name: before[name] for name in kept}
            flask_migrate.upgrade(revision=step)
            after = rows()
            assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
            flask_migrate.downgrade(revision=below)
        assert tables() == set()
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []
