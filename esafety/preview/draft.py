"""The lesson as its file says it now, whole or not, and everything that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from esafety.content import catalogue
from esafety.content.catalogue import Catalogue
from esafety.content.check import check_lesson
from esafety.content.facts import Facts, load_facts
from esafety.content.filling import with_tokens_filled
from esafety.content.lessonfiles import DATA_FOLDER, as_shown, read_file
from esafety.content.model import Lesson, Problem
from esafety.content.parse import parse_lesson
from esafety.content.report import Report
from esafety.content.sounds import Sounds, check_sounds, sounds_in


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What came of reading the file. `lesson` is None where nothing can be shown; problems are in the file's order."""

    stamp: str
    lesson: Lesson | None
    problems: tuple[Problem, ...]
    facts: Facts
    sounds: Sounds = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be mended; there may be warnings."""
        return not any(one.severity == "problem" for one in self.problems)

    @property
    def catalogue(self) -> Catalogue:
        """The only lesson there is, as the templates of the player look it up."""
        return Catalogue({self.lesson.id: self.lesson} if self.lesson else {}, facts=self.facts, sounds=self.sounds)


def stamp_of(file: Path, *, shipped: Path) -> str:
    """Return a short text that changes when the lesson is saved, or the facts are. Opens no file."""
    try:
        about = file.stat()
        saved = f"{about.st_mtime_ns} {about.st_size}"
    except OSError:
        # Some editors write a new file and rename it: for a moment there is none.
        saved = "gone"
    return hashlib.blake2b(f"{saved} {catalogue.stamp([shipped])}".encode(), digest_size=12).hexdigest()


def read_draft(file: Path, *, shipped: Path, today: date) -> Draft:
    """Read a lesson file as far as that goes. Never raises, whatever is in it."""
    stamp = stamp_of(file, shipped=shipped)
    facts = _facts(shipped, stamp=catalogue.stamp([shipped]))
    shown_as = as_shown(Path(file.name))
    raw = read_file(file, shown_as=shown_as, within=file.parent)
    if isinstance(raw, Problem):
        return Draft(stamp=stamp, lesson=None, problems=(raw,), facts=facts)
    parsed = parse_lesson(raw, path=shown_as)
    report = Report(shown_as)
    report.take(parsed.problems)
    if parsed.draft is None:
        return Draft(stamp=stamp, lesson=None, problems=report.in_short(), facts=facts)
    report.take(check_lesson(parsed.draft, facts=facts, today=today))
    # A lesson lies in ks1/ or ks2/, or right in the folder that has the sounds.
    sounds = {**sounds_in(shipped), **sounds_in(file.parent.parent), **sounds_in(file.parent)}
    report.take(check_sounds(parsed.draft, sounds=sounds))
    lesson = with_tokens_filled(parsed.draft, facts=facts)
    return Draft(stamp=stamp, lesson=lesson, problems=report.in_short(), facts=facts, sounds=sounds)


@lru_cache(maxsize=1)
def _facts(shipped: Path, *, stamp: str) -> Facts:
    # A tenth of a second, which is too long for every look at a file.
    del stamp
    return load_facts(shipped / DATA_FOLDER)
