"""What `esafety lessons check` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import esafety
from esafety.content.catalogue import no_english_for, read_lesson, why_taken
from esafety.content.check import check_date
from esafety.content.facts import Facts, load_facts
from esafety.content.lessonfiles import DATA_FOLDER, as_shown, lesson_files, read_file
from esafety.content.model import Lesson, Problem
from esafety.content.sounds import Sounds, sounds_in
from esafety.content.staleness import check_fact_dates


def check_paths(paths: Sequence[Path], *, strict_dates: bool, today: date) -> tuple[list[str], int]:
    """Check lesson files and folders; return the lines to print and the exit status (1 when there is any problem).

    No path at all means the lessons that come with the program. Warnings alone leave the status 0, but with
    `strict_dates` a stale `checked_on` makes it 1. Never raises.
    """
    checking = _Checking(today=today)
    for path in paths or [shipped_lessons()]:
        checking.path(path)
    checking.look_for_lone_translations()
    return checking.lines(), 1 if checking.has_problems or (strict_dates and checking.stale) else 0


def shipped_lessons() -> Path:
    """Return the folder of the lessons that come with the program: in an installed copy, or beside the source."""
    return _beside_the_program("lessons")


def _shipped_sounds() -> dict[str, Path]:
    return sounds_in(shipped_lessons())


def _beside_the_program(name: str) -> Path:
    package = Path(esafety.__file__).parent
    bundled = package / "_bundle" / name
    return bundled if bundled.is_dir() else package.parent / name


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # Far too long a name, or a folder on the way that may not be entered.
        return False


class _Checking:
    def __init__(self, *, today: date) -> None:
        self.today = today
        self.found: list[Problem] = []
        self.stale: list[Problem] = []
        self.seen: set[Path] = set()
        self.by_id: dict[tuple[str, str], Lesson] = {}
        self.files = 0

    @property
    def has_problems(self) -> bool:
        return any(one.severity == "problem" for one in self.found)

    def path(self, path: Path) -> None:
        """Check a file or folder that was named."""
        if _is_folder(path):
            self._folder(path)
        elif path.suffix.casefold() != ".md":
            self.found.append(
                Problem(as_shown(path), 1, "this is no lesson: name a file that ends in .md, or a folder of them.")
            )
        else:
            # A lesson lies in ks1/ or ks2/, or right in the folder that has the sounds.
            sounds = {**_shipped_sounds(), **sounds_in(path.parent.parent), **sounds_in(path.parent)}
            self._file(path, within=path.parent, facts=load_facts(shipped_lessons() / DATA_FOLDER), sounds=sounds)

    def _folder(self, folder: Path) -> None:
        has_data = (folder / DATA_FOLDER).is_dir()
        data = (folder if has_data else shipped_lessons()) / DATA_FOLDER
        static = _beside_the_program("static") if data.resolve().is_relative_to(shipped_lessons().resolve()) else None
        facts = load_facts(data, static_folder=static)
        files = list(lesson_files(folder))
        sounds = {**_shipped_sounds(), **sounds_in(folder)}
        for path in files:
            self._file(path, within=folder, facts=facts, sounds=sounds)
        if has_data:
            stale = check_fact_dates(facts, today=self.today)
            self.stale.extend(stale)
            for one in (*facts.problems, *stale):
                self.found.append(replace(one, path=as_shown(folder / one.path)))
        if not files:
            self.found.append(
                Problem(as_shown(folder), 1, "there is no lesson here: name a folder with files that end in .md.")
            )

    def _file(self, path: Path, *, within: Path, facts: Facts, sounds: Sounds) -> None:
        if path.absolute() in self.seen:
            return
        self.seen.add(path.absolute())
        self.files += 1
        raw = read_file(path, shown_as=as_shown(path), within=within)
        if isinstance(raw, Problem):
            self.found.append(raw)
            return
        lesson, problems, _ = read_lesson(raw, path=as_shown(path), facts=facts, today=self.today, sounds=sounds)
        self.found.extend(problems)
        if lesson is None:
            return
        self.stale.extend(check_date(lesson, today=self.today))
        alike = [one for (language, _), one in self.by_id.items() if language == lesson.language]
        if taken := why_taken(lesson, known=alike):
            self.found.append(taken)
        else:
            self.by_id[lesson.language, lesson.id] = lesson

    def look_for_lone_translations(self) -> None:
        """Warn of translations whose English lesson was not among the files, where more than one was named."""
        for (language, lesson_id), lesson in self.by_id.items():
            if language == "cy" and self.files > 1 and ("en", lesson_id) not in self.by_id:
                self.found.append(no_english_for(lesson))

    def lines(self) -> list[str]:
        """Return a line for each thing found, and the sum."""
        printed = [
            str(replace(one, message=f"warning: {one.message}") if one.severity == "warning" else one)
            for one in self.found
        ]
        problems = sum(one.severity == "problem" for one in self.found)
        counts = ((self.files, "file"), (problems, "problem"), (len(self.found) - problems, "warning"))
        told = [f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts]
        return [*printed, f"{told[0]} checked: {told[1]}, {told[2]}."]
