"""All lessons that may be used: the shipped ones, and the school's own, which win by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from esafety.content.facts import Facts, Picture
from esafety.content.model import Lesson, Problem


@dataclass(frozen=True, slots=True)
class BrokenLesson:
    """A file that is switched off until it is mended."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lessons that may be used, by id, and what was wrong with the others."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    broken: tuple[BrokenLesson, ...] = ()
    warnings: tuple[Problem, ...] = ()
    facts: Facts = field(default_factory=Facts)
    translations: Mapping[str, Lesson] = field(default_factory=dict)

    def lesson(self, lesson_id: str) -> Lesson | None:
        """Return the lesson with this id, or None."""
        return self.lessons.get(lesson_id)

    def for_year(self, year: int) -> list[Lesson]:
        """Return the lessons for a school year (0 is Reception), by title."""
        return sorted((lesson for lesson in self.lessons.values() if year in lesson.years), key=lambda one: one.title)

    def picture(self, name: str) -> Picture | None:
        """Return a picture by its name, or by a character's name as written in a story ("Mr Okafor")."""
        raise NotImplementedError(name)

    def scene(self, name: str) -> Picture | None:
        """Return a scene by its name, or None."""
        return self.facts.scenes.get(name)


def stamp(folders: Sequence[Path]) -> str:
    """Return a short text that changes when a file in these folders does: load anew when it differs. Reads no file."""
    raise NotImplementedError(folders)


def load_catalogue(*, shipped: Path, own: Path | None, today: date) -> Catalogue:
    """Read all lessons below `shipped` (whose `data` folder holds the facts) and `own`. Never raises."""
    raise NotImplementedError(shipped, own, today)
