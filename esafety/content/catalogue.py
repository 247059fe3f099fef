"""All lessons that may be used: the shipped ones, and the school's own, which win by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from esafety.content.apps import App
from esafety.content.check import check_lesson
from esafety.content.facts import Facts, Picture, load_facts
from esafety.content.filling import with_tokens_filled
from esafety.content.lessonfiles import DATA_FOLDER, as_shown, fact_files, lesson_files, read_file
from esafety.content.mending import ByReason, by_reason, same_reason
from esafety.content.model import KeyStage, Lesson, Problem
from esafety.content.parse import parse_lesson
from esafety.content.report import Report
from esafety.content.slugs import slug_of
from esafety.content.sounds import Sounds, check_sounds, sound_files, sounds_in
from esafety.content.staleness import LeftOut, stale_facts, without_stale_facts


@dataclass(frozen=True, slots=True)
class BrokenLesson:
    """A file that is switched off until it is mended."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lessons that may be used, by id, and what was wrong with the others. Tokens in pupils' texts are filled.

    `left_out` says for each lesson which questions and answers wait until a fact in them is checked; `mending` which
    lesson a child comes to for which reason.
    """

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    broken: tuple[BrokenLesson, ...] = ()
    warnings: tuple[Problem, ...] = ()
    facts: Facts = field(default_factory=Facts)
    translations: Mapping[str, Lesson] = field(default_factory=dict)
    left_out: Mapping[str, tuple[LeftOut, ...]] = field(default_factory=dict)
    sounds: Sounds = field(default_factory=dict)
    mending: ByReason = field(default_factory=dict)

    def lesson(self, lesson_id: str) -> Lesson | None:
        """Return the lesson with this id, or None."""
        return self.lessons.get(lesson_id)

    def lesson_for_reason(self, reason: str, *, key_stage: KeyStage) -> Lesson | None:
        """Return the short lesson for a reason that a child was told, or None where there is none (as for distress)."""
        return self.lessons.get(self.mending.get((reason, key_stage), ""))

    def for_year(self, year: int) -> list[Lesson]:
        """Return the lessons for a school year (0 is Reception), by title."""
        return sorted((lesson for lesson in self.lessons.values() if year in lesson.years), key=lambda one: one.title)

    def picture(self, name: str) -> Picture | None:
        """Return a picture by its name, or by a character's name as written in a story ("Mr Okafor")."""
        plain = name if name in self.facts.pictures else slug_of(name)
        member = self.facts.cast.get(plain)
        return self.facts.pictures.get(member.picture if member else plain)

    def app(self, name: str) -> App | None:
        """Return an invented app by its name as written on a phone, or None."""
        return self.facts.apps.get(slug_of(name))

    def scene(self, name: str) -> Picture | None:
        """Return a scene by its name, or None."""
        return self.facts.scenes.get(name)


def stamp(folders: Sequence[Path]) -> str:
    """Return a short text that changes when a file in these folders does: load anew when it differs. Opens no file."""
    digest = hashlib.blake2b(digest_size=16)
    for path in (path for folder in folders for path in _all_files(folder)):
        try:
            about = path.stat()
        except OSError:
            digest.update(f"{path!s}\0gone\0".encode(errors="surrogateescape"))
        else:
            digest.update(f"{path!s}\0{about.st_mtime_ns}\0{about.st_size}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _all_files(folder: Path) -> tuple[Path, ...]:
    return (*lesson_files(folder), *fact_files(folder), *sound_files(folder))


def load_catalogue(*, shipped: Path, own: Path | None, today: date) -> Catalogue:
    """Read all lessons below `shipped` (whose `data` folder holds the facts) and `own`.

    Never raises. A file with a problem is switched off and named; two files of one folder with the same id: the first
    by name counts, and so with two that mend the same. A school's own lesson takes the place of a shipped one of the
    same id, and of its translation.
    """
    facts = load_facts(shipped / DATA_FOLDER)
    loading = _Loading(facts=facts, today=today)
    lessons, translations = loading.folder(shipped)
    own_lessons: dict[str, Lesson] = {}
    if own is not None:
        own_lessons, own_translations = loading.folder(own)
        lessons = {**lessons, **own_lessons}
        translations = {key: one for key, one in translations.items() if key not in own_lessons} | own_translations
    loading.warnings.extend(no_english_for(one) for key, one in translations.items() if key not in lessons)
    return Catalogue(
        lessons=lessons,
        broken=tuple(loading.broken),
        warnings=(*facts.problems, *loading.warnings),
        facts=facts,
        translations=translations,
        left_out={key: loading.left_out[one.path] for key, one in lessons.items() if one.path in loading.left_out},
        sounds=loading.sounds,
        # For one reason a school's own lesson comes before a shipped one, whatever its id.
        mending={**by_reason(lessons.values()), **by_reason(own_lessons.values())},
    )


class _Loading:
    def __init__(self, *, facts: Facts, today: date) -> None:
        self.facts = facts
        self.today = today
        self.stale = {fact.token for fact in stale_facts(facts, today=today) if fact.token}
        self.sounds: dict[str, Path] = {}
        self.left_out: dict[str, tuple[LeftOut, ...]] = {}
        self.broken: list[BrokenLesson] = []
        self.warnings: list[Problem] = []

    def folder(self, folder: Path) -> tuple[dict[str, Lesson], dict[str, Lesson]]:
        """Return the usable lessons of a folder, and the translations, by id."""
        self.sounds |= sounds_in(folder)
        found: dict[str, dict[str, Lesson]] = {"en": {}, "cy": {}}
        for path in lesson_files(folder):
            lesson, problems = self._read(path, folder=folder)
            if lesson:
                filled = self._ready(lesson)
                known = found[lesson.language]
                if taken := why_taken(filled, known=known.values()):
                    problems = (*problems, taken)
                else:
                    known[lesson.id] = filled
            if any(one.severity == "problem" for one in problems):
                self.broken.append(BrokenLesson(problems[0].path, problems))
            else:
                self.warnings.extend(problems)
        return found["en"], found["cy"]

    def _ready(self, lesson: Lesson) -> Lesson:
        fresh, left_out = without_stale_facts(lesson, stale=self.stale)
        if left_out:
            self.left_out[lesson.path] = left_out
        return with_tokens_filled(fresh, facts=self.facts)

    def _read(self, path: Path, *, folder: Path) -> tuple[Lesson | None, tuple[Problem, ...]]:
        shown_as = as_shown(folder.name / path.relative_to(folder))
        raw = read_file(path, shown_as=shown_as, within=folder)
        if isinstance(raw, Problem):
            return None, (raw,)
        lesson, problems, is_assembly = read_lesson(
            raw, path=shown_as, facts=self.facts, today=self.today, sounds=self.sounds
        )
        return lesson, () if is_assembly else problems


def read_lesson(
    raw: bytes, *, path: str, facts: Facts, today: date, sounds: Sounds | None = None
) -> tuple[Lesson | None, tuple[Problem, ...], bool]:
    """Parse and check one file.

    Returns the lesson where it may be used, everything wrong with the file, and whether it is an assembly (which this
    version leaves alone).
    """
    parsed = parse_lesson(raw, path=path)
    report = Report(path)
    report.take(parsed.problems)
    if parsed.draft:
        report.take(check_lesson(parsed.draft, facts=facts, today=today))
        report.take(check_sounds(parsed.draft, sounds=sounds or {}))
    is_assembly = parsed.draft is None and not report.stops
    return None if report.stops else parsed.lesson, report.in_short(), is_assembly


def why_taken(lesson: Lesson, *, known: Iterable[Lesson]) -> Problem | None:
    """Return the problem of a lesson whose id, or whose reason for its key stage, one of the known lessons has."""
    for other in known:
        if other.id == lesson.id:
            return same_id(lesson, other=other)
        if lesson.mends and (other.mends, other.key_stage) == (lesson.mends, lesson.key_stage):
            return same_reason(lesson, other=other)
    return None


def same_id(lesson: Lesson, *, other: Lesson) -> Problem:
    """Return the problem of a lesson whose id another file of the same folder has."""
    return Problem(
        lesson.path, lesson.line_of("id"), f'the id "{lesson.id}" belongs to {other.path}: give this lesson another.'
    )


def no_english_for(translation: Lesson) -> Problem:
    """Return the warning about a translation whose English lesson is not there."""
    message = (
        f'there is no English lesson with the id "{translation.id}": write the id of the one that this translates.'
    )
    return Problem(translation.path, translation.line_of("id"), message, "warning")
