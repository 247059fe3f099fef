"""A server of its own: the demonstration, with the lessons of all kinds of question as the school's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import context_arguments
from tests.browser.server import Server, demonstration
from tests.browser.storytelling import People, Person
from tests.content.question_samples import FOLDER


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with demonstration(tmp_path_factory.mktemp("kinds"), own_lessons=FOLDER) as running:
        yield running


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return context_arguments(base_url)


@pytest.fixture(scope="session")
def people(server: Server) -> People:
    return People(everybody=server.world["sign_ins"])


@pytest.fixture(scope="session")
def children(people: People) -> dict[str, Person]:
    """One child of each key stage, for all that the contract asks: each time they begin anew."""
    return {"KS1": people.child("Acorn"), "KS2": people.child("Oak")}
