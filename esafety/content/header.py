"""The header of a lesson file, between two lines of three hyphens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from esafety.content.attributes import is_slug
from esafety.content.dates import date_of
from esafety.content.mending import FEWEST_MINUTES, MOST_MINUTES, REASONS
from esafety.content.model import KEY_STAGE_YEARS, STRANDS, TOPICS, KeyStage, Reason
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of
from esafety.content.yamltext import read_yaml

MOST_HEADER_LINES = 100
LONGEST_TITLE = 80
LEAST_MINUTES = 5

EXAMPLES: dict[str, str] = {
    "title": "title: Wren's name badge",
    "id": "id: wrens-name-badge",
    "key_stage": "key_stage: KS1",
    "years": "years: [1]",
    "topic": "topic: privacy",
    "strand": "strand: privacy-and-security",
    "objective": "objective: I can say which things about me are private.",
    "statements": "statements: [nc-ks1-private]",
    "minutes": "minutes: 15",
    "cast": "cast: [wren, pip]",
    "checked_on": "checked_on: 2026-11-21",
}
"""A line to copy for each field that a header must have."""

MAY_HAVE: dict[str, str] = {"mends": "mends: personal"}
"""A line to copy for each field that a header may have."""


def _refuse(message: str) -> PydanticCustomError:
    # The message goes in as a value, so that curly brackets in an author's text stay as they are.
    return PydanticCustomError("lesson", "{message}", {"message": message})


def _text(longest: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise _refuse("write some words after the colon.")
        if len(value) > longest:
            raise _refuse(f"it has {len(value)} characters: keep it under {longest}.")
        return " ".join(value.split())

    return read


def _slug(value: object) -> str:
    if not isinstance(value, str) or not is_slug(value):
        raise _refuse("write small letters, digits and hyphens only, such as wrens-name-badge.")
    return value


def _one_of(known: Iterable[str]) -> Callable[[object], str]:
    names = tuple(known)

    def read(value: object) -> str:
        if value not in names:
            name = value if isinstance(value, str) else ""
            raise _refuse(
                f'"{shown(name)}" is not known: '
                + did_you_mean(name, known=names, otherwise=f"write one of {', '.join(names)}.")
            )
        return str(value)

    return read


_NAMES = "write names in square brackets, such as [first-name, second-name]."


def _slugs(at_least: int) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        names = [one for one in value if isinstance(one, str)] if isinstance(value, list) else None
        if names is None or len(names) < at_least:
            raise _refuse(_NAMES)
        for one in (one for one in names if not is_slug(one)):
            # "Mr Okafor" is how people write it; a path or a number is something else.
            meant = slug_of(one) if one.replace(" ", "").isalpha() else ""
            raise _refuse(
                f'"{shown(one)}" is no name: small letters and hyphens, such as {meant}.' if meant else _NAMES
            )
        if len(set(names)) < len(names):
            raise _refuse("a name stands there twice: keep one.")
        return tuple(names)

    return read


def _years(value: object) -> tuple[int, ...]:
    known = {"0": 0, "R": 0, "Reception": 0, **{str(year): year for year in range(1, 7)}}
    years = [known.get(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []
    found = [year for year in years if year is not None]
    if not isinstance(value, list) or not found or len(found) != len(value) or len(set(found)) < len(found):
        raise _refuse("write school years from 1 to 6 (R for Reception) in square brackets, each once, such as [3, 4].")
    return tuple(sorted(found))


def _minutes(value: object) -> int:
    # A short lesson has fewer than five; which kind it is, is seen when all fields are read.
    if not isinstance(value, str) or value not in {str(minutes) for minutes in range(FEWEST_MINUTES, 91)}:
        raise _refuse("write a whole number from 5 to 90.")
    return int(value)


def _date(value: object) -> date:
    found = date_of(value) if isinstance(value, str) else None
    if found is None:
        raise _refuse("write a real date as year-month-day, such as 2026-11-21.")
    return found


class Header(BaseModel):
    """The header's fields, read and checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, BeforeValidator(_text(LONGEST_TITLE))]
    id: Annotated[str, BeforeValidator(_slug)]
    key_stage: Annotated[KeyStage, BeforeValidator(_one_of(KEY_STAGE_YEARS))]
    years: Annotated[tuple[int, ...], BeforeValidator(_years)]
    topic: Annotated[str, BeforeValidator(_one_of(TOPICS))]
    strand: Annotated[str, BeforeValidator(_one_of(STRANDS))]
    objective: Annotated[str, BeforeValidator(_text(160))]
    statements: Annotated[tuple[str, ...], BeforeValidator(_slugs(1))]
    minutes: Annotated[int, BeforeValidator(_minutes)]
    cast: Annotated[tuple[str, ...], BeforeValidator(_slugs(0))]
    checked_on: Annotated[date, BeforeValidator(_date)]
    mends: Annotated[Reason | None, BeforeValidator(_one_of(REASONS))] = None
    kind: Annotated[Literal["lesson"], BeforeValidator(_one_of(("lesson", "assembly")))] = "lesson"


# What stands in for a field that is missing or wrong while the rest of the file is looked at: the mildest limits hold.
_STAND_INS: dict[str, object] = {
    "title": "-",
    "id": "no-id",
    "key_stage": "KS2",
    "years": ["6"],
    "topic": "privacy",
    "strand": "privacy-and-security",
    "objective": "-",
    "statements": ["none"],
    "minutes": "15",
    "cast": [],
    "checked_on": "9999-12-31",
}


@dataclass(frozen=True, slots=True)
class ReadHeader:
    """A header as far as it could be read.

    `wrong` names the fields that have a stand-in; `body_starts` is the index of the first line after the header.
    """

    header: Header
    wrong: frozenset[str]
    lines: Mapping[str, int]
    body_starts: int
    is_assembly: bool


def read_header(lines: tuple[str, ...], *, report: Report) -> ReadHeader:
    """Read the header at the top of a file; every problem in it is reported with its line."""
    if not lines or lines[0].rstrip() != "---":
        report.problem(
            1,
            message="the header is missing: begin with a line of ---, then title: and the other fields, then ---.",
        )
        return _checked({}, at={}, body_starts=0, report=None)
    ends = next((number for number, line in enumerate(lines[1:MOST_HEADER_LINES], 1) if line.rstrip() == "---"), None)
    if ends is None:
        report.problem(1, message="the header has no end: put a line of --- after its last field.")
        return _checked({}, at={}, body_starts=len(lines), report=None)
    read = read_yaml("\n".join(lines[1:ends]), first_line=2, report=report)
    if not isinstance(read.value, dict):
        if read.value is not None or not report.stops:
            report.problem(
                2, message='the header has no fields: write one a line, such as "title: Wren\'s name badge".'
            )
        return _checked({}, at={}, body_starts=ends + 1, report=None)
    at = {str(place[0]): line for place, line in read.lines.items() if len(place) == 1}
    return _checked(read.value, at=at, body_starts=ends + 1, report=report)


def _checked(
    values: Mapping[str, Any], *, at: Mapping[str, int], body_starts: int, report: Report | None
) -> ReadHeader:
    report = report or Report("")
    wrong: set[str] = set()
    is_assembly = values.get("kind") == "assembly"
    try:
        header = Header.model_validate({**values, "kind": "lesson"} if is_assembly else values)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            name = str(found["loc"][0])
            wrong.add(name)
            report.problem(at.get(name, 1), message=_message(name, kind=found["type"], text=found["msg"]))
        good = {name: value for name, value in values.items() if name not in wrong}
        header = Header.model_validate({**_STAND_INS, **good, "kind": "lesson"})
    strange = [year for year in header.years if year not in KEY_STAGE_YEARS[header.key_stage]]
    if strange and not wrong & {"key_stage", "years"}:
        report.problem(at["years"], message=f"years: {_which_years(header.key_stage)} Change years or key_stage.")
    if not wrong & {"minutes", "mends"} and (unfit := _why_minutes_do_not_fit(header)):
        report.problem(at.get("minutes", 1), message=f"minutes: {unfit}")
    return ReadHeader(header, frozenset(wrong), dict(at), body_starts, is_assembly)


def _why_minutes_do_not_fit(header: Header) -> str:
    if header.mends is None and header.minutes < LEAST_MINUTES:
        return f"write a whole number from {LEAST_MINUTES} to 90. Only a lesson with mends: is shorter."
    if header.mends is not None and header.minutes > MOST_MINUTES:
        return f"a lesson with mends: is short: write {FEWEST_MINUTES} to {MOST_MINUTES}."
    return ""


def _which_years(key_stage: KeyStage) -> str:
    return {"KS1": "KS1 is Reception (R), 1 and 2.", "KS2": "KS2 is 3, 4, 5 and 6."}[key_stage]


def _message(name: str, *, kind: str, text: str) -> str:
    if kind == "missing":
        return f'the field {name} is missing: add a line such as "{EXAMPLES[name]}".'
    if kind == "extra_forbidden":
        known = [*EXAMPLES, *MAY_HAVE]
        return f'unknown field "{shown(name)}": ' + did_you_mean(
            name, known=known, otherwise=f"write one of {', '.join(known)}."
        )
    return f"{name}: {text}"
