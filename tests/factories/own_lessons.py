"""Lessons that are here for tests alone, put into a school's own folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.factories.world import World

FOR_TESTS = Path(__file__).resolve().parents[1] / "lessons"
PHONE = "kits-phone"


@contextmanager
def own_lesson(world: World, *, name: str = PHONE) -> Iterator[None]:
    """A lesson of tests/lessons as one of the school's own, for as long as it is needed."""
    folder = world.data / "lessons"
    folder.mkdir(exist_ok=True)
    shutil.copy(FOR_TESTS / f"{name}.md", folder)
    look_again(world)
    yield
    (folder / f"{name}.md").unlink()
    look_again(world)


def look_again(world: World) -> None:
    """Let the shelf see at once what has changed."""
    world.app.extensions["esafety.shelf"]._looked_at = -1_000_000.0
