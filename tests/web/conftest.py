"""One world for all web tests of a worker, put back before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.world import World, put_back, worlds


@pytest.fixture(scope="session")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from worlds(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    """The demonstration schools, as they were made."""
    yield shared_world
    put_back(shared_world)
