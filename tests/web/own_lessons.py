"""Lessons of a school's own, put into its folder for one test: a question of every kind in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from esafety.content.model import Lesson, Question
from tests.content.question_samples import FOLDER, lessons_of_all_kinds
from tests.factories.own_lessons import look_again
from tests.factories.world import World

LESSONS: tuple[Lesson, ...] = tuple(lessons_of_all_kinds())
QUESTIONS: list[tuple[Lesson, Question]] = [(lesson, question) for lesson in LESSONS for question in lesson.quiz]
CLASSES = {"KS1": "Acorn", "KS2": "Oak"}


@contextmanager
def all_kinds(world: World) -> Iterator[None]:
    """The school has the lessons of all kinds while this lasts."""
    folder = world.data / "lessons"
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    look_again(world)
    yield
    for file in FOLDER.rglob("*.md"):
        (folder / file.relative_to(FOLDER)).unlink()
    look_again(world)
