"""Reading the data files row by row; a broken row is named and left out, and takes no other down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from esafety.content.attributes import is_slug
from esafety.content.dates import NEVER, date_of
from esafety.content.model import Problem
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.source import read_source
from esafety.content.yamltext import Place, YamlValue, read_yaml

UNCHECKED = "never"
"""What stands in `checked_on` where nobody has compared a fact with its source."""

_DATES = {"checked_on", "next_check_due", "in_force_from", "date"}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its name, its fields, and where it stands."""

    id: str
    fields: Mapping[str, str]
    path: str
    line: int

    def get(self, name: str) -> str:
        """Return a field that may be left out; empty where it was."""
        return self.fields.get(name, "")

    def day(self, name: str) -> date:
        """Return a date that was checked when the row was read; `NEVER` for "never"."""
        return date_of(self.fields[name]) or NEVER

    def day_or_none(self, name: str) -> date | None:
        """Return a date that may be left out."""
        return date_of(self.get(name))


class FactFile:
    """One data file, and what was wrong in it."""

    def __init__(self, folder: Path, *, name: str, is_optional: bool = False) -> None:
        self.report = Report(f"{folder.name}/{name}")
        self.value: YamlValue | None = None
        self.lines: Mapping[Place, int] = {}
        try:
            raw = (folder / name).read_bytes()
        except FileNotFoundError:
            if not is_optional:
                self.report.problem(1, message="the file is missing: put it back from the program's own copy.")
            return
        except OSError as error:
            self.report.problem(1, message=f"the file cannot be read ({error.strerror}).")
            return
        source = read_source(raw, report=self.report)
        read = read_yaml("\n".join(source.lines), first_line=1, report=self.report)
        self.value, self.lines = read.value, read.lines

    def named_rows(
        self, *, fields: Collection[str], optional: Collection[str] = (), can_be_unchecked: bool = False
    ) -> list[Row]:
        """Return the rows of a file that has one name a row, such as `wren: {...}`.

        A row has all `fields` and may have those of `optional`. With `can_be_unchecked`, `checked_on` may be "never".
        """
        if not isinstance(self.value, dict):
            self._report_shape("name: {field: value}")
            return []
        wanted = _Wanted(fields, optional, can_be_unchecked)
        rows = (self._row(name, value=value, place=(name,), wanted=wanted) for name, value in self.value.items())
        return [row for row in rows if row]

    def listed_rows(self, part: str, *, fields: Collection[str], optional: Collection[str] = ()) -> list[Row]:
        """Return the rows of one list of the file, each with an `id`; a second row of the same id is reported.

        A row has all `fields` and may have those of `optional`.
        """
        listed = self.value.get(part) if isinstance(self.value, dict) else None
        if not isinstance(listed, list):
            self._report_shape(f"{part}: and below it a list of {{id: name, ...}}")
            return []
        rows: dict[str, Row] = {}
        for index, value in enumerate(listed):
            name = value.get("id", "") if isinstance(value, dict) else ""
            rest = {key: inner for key, inner in value.items() if key != "id"} if isinstance(value, dict) else value
            row = self._row(
                name if isinstance(name, str) else "", value=rest, place=(part, index), wanted=_Wanted(fields, optional)
            )
            if row and row.id in rows:
                self.report.problem(row.line, message=f'"{row.id}" stands there twice: keep one.')
            elif row:
                rows[row.id] = row
        return list(rows.values())

    def problems(self) -> tuple[Problem, ...]:
        """Return what was wrong in this file."""
        return self.report.in_order()

    def _report_shape(self, shape: str) -> None:
        if self.value is not None or not self.report.stops:
            self.report.problem(1, message=f"the file is not of the right shape: write {shape}.")

    def _row(self, name: str, *, value: YamlValue, place: Place, wanted: _Wanted) -> Row | None:
        line = self.lines.get(place, 1)
        if not is_slug(name):
            self.report.problem(line, message=f'"{shown(name)}" is no name: write small letters, digits and hyphens.')
            return None
        if not isinstance(value, dict):
            self.report.problem(line, message=f"{name}: write its fields as {{{', '.join(wanted.fields)}}}.")
            return None
        texts = {key: text.strip() for key, text in value.items() if isinstance(text, str) and text.strip()}
        wrong = wanted.what_is_wrong_with(texts, written=value)
        for message in wrong:
            self.report.problem(line, message=f"{name}: {message}")
        return None if wrong else Row(name, texts, self.report.path, line)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The fields of a row."""

    fields: Collection[str]
    optional: Collection[str] = ()
    can_be_unchecked: bool = False

    def what_is_wrong_with(self, texts: Mapping[str, str], *, written: Collection[str]) -> list[str]:
        known = [*self.fields, *self.optional]
        wrong = [
            f'unknown field "{shown(key)}": ' + did_you_mean(key, known=known, otherwise="take it out.")
            for key in written
            if key not in known
        ]
        wrong += [f"{key} is missing or empty." for key in self.fields if key not in texts]
        wrong += [
            f"{key} is empty: fill it in, or take it out."
            for key in self.optional
            if key in written and key not in texts
        ]
        for key in sorted(_DATES & texts.keys()):
            is_unchecked = key == "checked_on" and self.can_be_unchecked and texts[key] == UNCHECKED
            if date_of(texts[key]) is None and not is_unchecked:
                wrong.append(f"{key}: write a real date as year-month-day, such as 2026-11-21.")
        if "file" in texts and not _is_inside(texts["file"]):
            wrong.append("file: write a path below static/, such as art/cast/wren.svg.")
        return wrong


def _is_inside(file: str) -> bool:
    parts = file.split("/")
    return not any(part in ("", ".", "..") for part in parts) and not set(file) & set("\\:?#%")
