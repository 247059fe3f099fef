"""Lessons with a question of every kind, and ways of spoiling one question."""

from __future__ import annotations

from pathlib import Path

from esafety.content.model import Lesson, Problem, Question
from esafety.content.parse import parse_lesson
from tests.content.samples import GOOD, everything_about

FOLDER = Path(__file__).parents[1] / "lessons_of_all_kinds"
"""Whole lessons, one for each key stage, for the pages and the browser too."""

SORT = """\
## What goes where? {#sort kind="sort" boxes="Private | Don't mind" boxes-show="nest pip"}

- [Private] Her name {show="nest" misconception="all-private"}

    > Yes. Keep it safe.

- [Don't mind] Her song {show="parrot"}

    > A song is fine.
"""
ORDER = """\
## What comes first? {#order kind="order"}

1. Stop {show="nest" misconception="all-private"}

    > Stop first.

2. Think {show="pip"}

    > Then think.

3. Tell {show="wren"}

    > Then tell.
"""
MATCH = """\
## What goes with what? {#match kind="match"}

- [A bird] A nest {show="wren nest" misconception="all-private"}

    > Birds live in nests.

- [An app] A tablet {show="parrot tablet"}

    > Apps are on tablets.
"""
THREAD = """\
## What is a clue? {#thread kind="spot" app="Chattle"}

- [ ] Me: Hi!

    > That is kind.

- [x] Parrot: Your name? {misconception="all-private"}

    > It asks for your name.
"""
PICTURE = """\
## What do you see? {#picture kind="spot" scene="garden"}

- [x] A nest {show="nest" at="20 40"}

    > Yes. It is a nest.

- [ ] A berry {show="berries" at="60, 40" misconception="all-private"}

    > Berries are fine.
"""
QUESTIONS = {"sort": SORT, "order": ORDER, "match": MATCH, "thread": THREAD, "picture": PICTURE}


def lesson_with(question: str) -> str:
    """The good lesson with this question in front of its own; its heading is on line 40."""
    return GOOD.replace("## What is private?", f"{question}\n## What is private?")


def read_question(question: str) -> Question:
    lesson = parse_lesson(lesson_with(question), path="wren.md").lesson
    assert lesson is not None
    return lesson.quiz[0]


def said_about(name: str, *, old: str, new: str) -> list[Problem]:
    """What the school hears about a spoilt question; lines count from its heading, which is line 0."""
    assert old in QUESTIONS[name], f"{name} has no {old!r}"
    found = everything_about(lesson_with(QUESTIONS[name].replace(old, new, 1)))
    return [Problem(one.path, one.line - 40, one.message, one.severity) for one in found]


def lessons_of_all_kinds() -> list[Lesson]:
    found = [parse_lesson(path.read_bytes(), path=path.name).lesson for path in sorted(FOLDER.glob("*.md"))]
    return [lesson for lesson in found if lesson is not None]


def questions_of_all_kinds() -> list[Question]:
    return [question for lesson in lessons_of_all_kinds() for question in lesson.quiz]
