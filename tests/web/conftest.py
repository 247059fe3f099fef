"""One world for all web tests of a worker and database, put back before each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.factories import databases
from tests.factories.stores import PostgresStore, SqliteStore, Store
from tests.factories.world import World, put_back, worlds

# What is kept, counted or hidden by the database is asked on both; headers, cookies and words on one.
ON_BOTH_DATABASES = frozenset(
    {
        "test_absent_children",
        "test_access",
        "test_before_and_after",
        "test_board",
        "test_board_own",
        "test_board_writing",
        "test_class_devices",
        "test_class_progress",
        "test_concerns",
        "test_drafts",
        "test_lesson_order",
        "test_lessons",
        "test_letters",
        "test_message_report",
        "test_pauses",
        "test_queue",
        "test_reading",
        "test_setting_lessons",
        "test_signing_in",
        "test_staff_boards",
        "test_table_steps",
        "test_wall",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "shared_world" in metafunc.fixturenames:
        is_on_both = metafunc.module.__name__.rsplit(".", 1)[-1] in ON_BOTH_DATABASES
        kinds = databases.kinds_here() if is_on_both else (databases.SQLITE,)
        metafunc.parametrize("shared_world", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def shared_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with ExitStack() as stack:
        store: Store = SqliteStore(folder)
        if request.param == databases.POSTGRESQL:
            server = stack.enter_context(databases.postgres_server())
            store = PostgresStore(databases.new_database(databases.POSTGRESQL, folder=folder, server=server))
        yield from worlds(folder, store=store)


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    """The demonstration schools, as they were made."""
    yield shared_world
    put_back(shared_world)
