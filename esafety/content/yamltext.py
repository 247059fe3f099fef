"""A small, strict reading of YAML: texts, lists and fields only, each with its line.

Everything stays text: YAML would read `no` as false and 0800 as a number. Anchors and tags, which can make a short file
very large or something else than text, are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from esafety.content.report import Report, shown

YamlValue: TypeAlias = str | list["YamlValue"] | dict[str, "YamlValue"]
Place = tuple[str | int, ...]

DEEPEST = 4
MOST_BRACKETS = 40


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a YAML text says. `value` is None where it could not be read; `lines` has the line of each place in it."""

    value: YamlValue | None
    lines: Mapping[Place, int] = field(default_factory=dict)


class _NotAllowed(Exception):
    def __init__(self, line: int, *, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class _Reading:
    def __init__(self, text: str, *, first_line: int, report: Report) -> None:
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.BaseLoader)
        self.first_line = first_line
        self.report = report
        self.lines: dict[Place, int] = {}

    def value(self, event: Event, *, place: Place) -> YamlValue:
        line = self.line_of(event)
        self.lines.setdefault(place, line)
        if isinstance(event, AliasEvent) or (
            isinstance(event, ScalarEvent | CollectionStartEvent) and (event.anchor or event.tag)
        ):
            raise _NotAllowed(
                line, message='words that begin with &, * or ! mean something else here: put them in "quotes".'
            )
        if isinstance(event, ScalarEvent):
            return str(event.value)
        if len(place) >= DEEPEST:
            raise _NotAllowed(line, message="there are too many brackets inside one another: write a plain list.")
        return self.list_(place=place) if isinstance(event, SequenceStartEvent) else self.fields(place=place)

    def list_(self, *, place: Place) -> list[YamlValue]:
        values: list[YamlValue] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            values.append(self.value(event, place=(*place, len(values))))
        return values

    def fields(self, *, place: Place) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            line = self.line_of(event)
            if not isinstance(event, ScalarEvent):
                raise _NotAllowed(line, message="a field must have a plain name, such as title.")
            name = str(event.value)
            if name in values:
                self.report.problem(line, message=f'the field "{shown(name)}" is given twice: keep one.')
            self.lines.setdefault((*place, name), line)
            values.setdefault(name, self.value(next(self.events), place=(*place, name)))
        return values

    def line_of(self, event: Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)


def read_yaml(text: str, *, first_line: int, report: Report) -> YamlText:
    """Read a YAML text whose first line is the file's line `first_line`; what is wrong goes to the report."""
    reading = _Reading(text, first_line=first_line, report=report)
    value: YamlValue | None = None
    for number, words in enumerate(text.split("\n"), first_line):
        # PyYAML keeps a note of every open bracket: its cost grows with the square of their number.
        if words.count("[") + words.count("{") > MOST_BRACKETS:
            report.problem(number, message="there are too many brackets in this line: write a plain list.")
            return YamlText(None)
    try:
        for event in reading.events:
            if not isinstance(event, NodeEvent):
                continue
            if value is not None:
                report.problem(reading.line_of(event), message="a line of --- starts a second text here: take it out.")
                break
            value = reading.value(event, place=())
    except _NotAllowed as refused:
        report.problem(refused.line, message=refused.message)
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        report.problem(
            line,
            message=f'this cannot be read ({error.problem}): write "name: value"; put text with a colon in "quotes".',
        )
    return YamlText(value, reading.lines)
