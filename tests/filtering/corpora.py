"""The sentences on which the filter is measured."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from esafety.filtering.pipeline import check
from esafety.filtering.rolls import NO_ROLL, NO_SCHOOL, Roll, SchoolNames, roll_from_json
from esafety.filtering.verdict import Level, Verdict

HERE = Path(__file__).parent
ROUNDS = ("round1", "round2", "round3", "round4", "round5", "round6", "round7")


@dataclass(frozen=True)
class Judged:
    """A sentence, what it is, and what the filter says."""

    text: str
    labels: frozenset[str]
    is_urgent: bool
    verdict: Verdict

    @property
    def is_held(self) -> bool:
        return self.verdict.level is not Level.ALLOW

    @property
    def is_innocent(self) -> bool:
        return self.labels == {"ok"}


def roll_in(path: Path) -> tuple[Roll, SchoolNames]:
    return roll_from_json(path.read_text(encoding="utf-8"))


@cache
def dev() -> tuple[Judged, ...]:
    """The benchmark's open part."""
    return _judged(_json_lines("dev"), *roll_in(HERE / "data/roll.json"))


@cache
def sweep(name: str) -> tuple[Judged, ...]:
    """Innocent words or sentences, read without a roll."""
    return _judged(_json_lines(name), NO_ROLL, NO_SCHOOL)


@cache
def own(name: str) -> tuple[Judged, ...]:
    """A round of our own: `label[,label][!] | text`, one a line."""
    rows = []
    for line in (HERE / f"corpus/{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, _, text = line.partition(" | ")
            rows.append((text, frozenset(label.rstrip("!").split(",")), label.endswith("!")))
    return _judged(rows, *roll_in(HERE / "corpus/roll.json"))


def hostile() -> list[str]:
    """Strings that break programs."""
    lines = (HERE / "data/robust.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def _json_lines(name: str) -> list[tuple[str, frozenset[str], bool]]:
    lines = (HERE / f"data/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], frozenset(row["label"]), row["severity"] == "urgent") for row in map(json.loads, lines)]


def _judged(rows: list[tuple[str, frozenset[str], bool]], roll: Roll, school: SchoolNames) -> tuple[Judged, ...]:
    return tuple(
        Judged(text, labels, is_urgent, check(text, roll=roll, school=school)) for text, labels, is_urgent in rows
    )


def share(part: list[bool]) -> float:
    """How many of a hundred."""
    return 100 * sum(part) / len(part)
