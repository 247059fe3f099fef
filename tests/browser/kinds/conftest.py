"""A server of its own: the demonstration, with the lessons of all kinds of question as the school's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from esafety.content.model import Lesson
from tests.browser.conftest import context_arguments
from tests.browser.kinds.sitting import SeatMaker, Sitter
from tests.browser.pages.doors import walk_in
from tests.browser.pages.question_screen import QuestionScreen
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


@pytest.fixture
def sit_down(server: Server, children: dict[str, Person]) -> SeatMaker:
    def sit(page: Page, lesson: Lesson) -> tuple[Sitter, QuestionScreen]:
        child = children[lesson.key_stage]
        walk_in(page, child)
        return Sitter(server=server, page=page, child=child, lesson=lesson), QuestionScreen(page)

    return sit
