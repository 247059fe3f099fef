"""Checks of what stands in the rows of a data file: names that exist, and words that fit their readers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from esafety.content.factfiles import FactFile, Row
from esafety.content.model import KEY_STAGE_YEARS, KeyStage
from esafety.content.readability import Limits, grade, limits_for, sentences, words
from esafety.content.report import did_you_mean, shown


def limits_of(key_stage: KeyStage) -> Limits:
    """Return the limits for the youngest readers of a key stage."""
    # Reception and Year 1 are read to; the limits are the same.
    return limits_for(KEY_STAGE_YEARS[key_stage])


class RowChecks:
    """Checks the rows of one file. Each check returns whether all is well, and reports what is not."""

    def __init__(self, file: FactFile, *, pictures: Collection[str], scenes: Collection[str] = ()) -> None:
        self._file = file
        self._pictures = pictures
        self._scenes = scenes
        self._read: dict[KeyStage, list[str]] = {"KS1": [], "KS2": []}

    def problem(self, row: Row, *, message: str) -> bool:
        """Report a problem of a row; always False."""
        self._file.report.problem(row.line, message=f"{row.id}: {message}")
        return False

    def is_one_of(self, row: Row, *, field: str, known: Iterable[str]) -> bool:
        """Whether a field is one of a few words."""
        names, found = tuple(known), row.get(field)
        if found in names:
            return True
        ending = did_you_mean(found, known=names, otherwise=f"write one of {', '.join(names)}.")
        return self.problem(row, message=f'{field}: "{shown(found)}" is not known: {ending}')

    def has_pictures(self, row: Row, *, field: str) -> bool:
        """Whether every picture that a field names exists; an empty field names none."""
        missing = [name for name in row.get(field).split() if name not in self._pictures]
        for name in missing:
            ending = did_you_mean(name, known=self._pictures, otherwise="write one that stands in pictures.yaml.")
            self.problem(row, message=f'{field}: there is no picture "{shown(name)}": {ending}')
        return not missing

    def has_scene(self, row: Row, *, field: str) -> bool:
        """Whether the scene that a field names exists."""
        name = row.get(field)
        if name in self._scenes:
            return True
        ending = did_you_mean(name, known=self._scenes, otherwise="write one that stands in scenes.yaml.")
        return self.problem(row, message=f'{field}: there is no scene "{shown(name)}": {ending}')

    def can_be_read(self, row: Row, *, field: str, key_stage: KeyStage) -> bool:
        """Whether a text is short enough for the readers of a key stage; its grade is looked at with all others."""
        text, limits = row.get(field), limits_of(key_stage)
        self._read[key_stage].append(text)
        count, is_well = len(words(text)), True
        if count > limits.screen_words:
            most = f"at most {limits.screen_words} for {limits.readers}"
            is_well = self.problem(row, message=f"{field}: it has {count} words, {most}: cut some words.")
        for sentence in sentences(text):
            if (count := len(words(sentence))) > limits.sentence_words:
                most = f"at most {limits.sentence_words} for {limits.readers}"
                said = f'{field}: the sentence "{shown(sentence)}" has {count} words, {most}: make two of it.'
                is_well = self.problem(row, message=said)
        return is_well

    def look_at_grades(self) -> None:
        """Warn where all that was read for a key stage is too hard together; one short text alone says little."""
        for key_stage, texts in self._read.items():
            limits, found = limits_of(key_stage), grade(texts)
            if found > limits.grade:
                hardest = max(texts, key=lambda text: (grade([text]), text))
                aim = f"{limits.grade:.0f} is the aim for {limits.readers}"
                said = f'the reading grade is {found:.1f}; {aim}. Use shorter words; hardest: "{shown(hardest)}".'
                self._file.report.warning(1, message=said)


def key_stage_of(row: Row, *, checks: RowChecks) -> KeyStage | None:
    """Return the key stage of a row, or None where it could not be read."""
    checks.is_one_of(row, field="key_stage", known=KEY_STAGE_YEARS)
    return next((known for known in KEY_STAGE_YEARS if known == row.get("key_stage")), None)


def all_well(checked: Sequence[bool]) -> bool:
    """Whether every check went well: all are made first, so that everything is reported at once."""
    return all(checked)
