"""Fault tests run on each database that is here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", databases.kinds_here(), scope="session")


@pytest.fixture(scope="session")
def postgres_server(database_kind: str) -> Iterator[str]:
    """The address of a PostgreSQL server; empty where the test is not about it."""
    if database_kind != databases.POSTGRESQL:
        yield ""
        return
    with databases.postgres_server() as address:
        yield address


@pytest.fixture
def database_url(database_kind: str, postgres_server: str, tmp_path: Path) -> str:
    """The address of an empty database of each kind in turn."""
    return databases.new_database(database_kind, folder=tmp_path, server=postgres_server)
