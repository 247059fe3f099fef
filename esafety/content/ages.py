"""How old somebody has to be: a row for each service, and a row of its own for each law and each rating."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from esafety.content.factfiles import FactFile, Row
from esafety.content.model import KEY_STAGE_YEARS, KeyStage
from esafety.content.report import did_you_mean, shown

KINDS: dict[str, str] = {
    "terms": "what the company asks for",
    "law": "what the law says, or is going to say",
    "store": "what the shop for apps says",
    "PEGI": "the rating of a game",
    "BBFC": "the rating of a film",
}
"""Whose number it is: never mixed up, for each changes on its own."""

NO_AGE = "none"
_AGE = re.compile(r"[1-9]|1[0-9]|2[01]")
_FIELDS = ("name", "min_age", "kind", "nation", "why", "picture", "for", "source", "checked_on", "checked_by")
_OPTIONAL = ("in_force_from", "next_check_due", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """One number. `min_age` is empty where there is none; `why` is told to children; `meant_for` are their key stages.

    `checked_on` is the day on which `checked_by` compared it with `source`, `dates.NEVER` where nobody has.
    """

    id: str
    name: str
    min_age: str
    source: str
    checked_on: date
    kind: str = "terms"
    nation: str = "UK"
    why: str = ""
    picture: str = ""
    meant_for: tuple[KeyStage, ...] = ("KS1", "KS2")
    checked_by: str = ""
    in_force_from: date | None = None
    next_check_due: date | None = None
    note: str = ""
    line: int = field(default=0, compare=False)


def read_ages(file: FactFile, *, pictures: Collection[str]) -> dict[str, AgeLimit]:
    """Return the rows of ages.yaml that can be used; the others are reported."""
    if file.value is None:
        return {}
    rows = file.named_rows(fields=_FIELDS, optional=_OPTIONAL, can_be_unchecked=True)
    return {row.id: age for row in rows if (age := _age(row, file=file, pictures=pictures))}


def _age(row: Row, *, file: FactFile, pictures: Collection[str]) -> AgeLimit | None:
    meant_for = row.fields["for"].split()
    wrong = _what_is_wrong(row, meant_for=meant_for, pictures=pictures)
    for message in wrong:
        file.report.problem(row.line, message=f"{row.id}: {message}")
    if wrong:
        return None
    return AgeLimit(
        id=row.id,
        name=row.fields["name"],
        min_age="" if row.fields["min_age"] == NO_AGE else row.fields["min_age"],
        kind=row.fields["kind"],
        nation=row.fields["nation"],
        why=row.fields["why"],
        picture=row.fields["picture"],
        meant_for=tuple(stage for stage in KEY_STAGE_YEARS if stage in meant_for),
        source=row.fields["source"],
        checked_on=row.day("checked_on"),
        checked_by=row.fields["checked_by"],
        in_force_from=row.day_or_none("in_force_from"),
        next_check_due=row.day_or_none("next_check_due"),
        note=row.get("note"),
        line=row.line,
    )


def _what_is_wrong(row: Row, *, meant_for: Collection[str], pictures: Collection[str]) -> list[str]:
    min_age, kind, picture = row.fields["min_age"], row.fields["kind"], row.fields["picture"]
    wrong = []
    if min_age != NO_AGE and not _AGE.fullmatch(min_age):
        wrong.append(f'min_age: write a number of years such as "13", or {NO_AGE}.')
    if kind not in KINDS:
        ending = did_you_mean(kind, known=KINDS, otherwise="write one of " + ", ".join(KINDS) + ".")
        wrong.append(f'there is no kind "{shown(kind)}": {ending}')
    if picture not in pictures:
        ending = did_you_mean(picture, known=pictures, otherwise="write one that stands in pictures.yaml.")
        wrong.append(f'there is no picture "{shown(picture)}": {ending}')
    if not set(meant_for) <= KEY_STAGE_YEARS.keys():
        wrong.append("for: write KS1, KS2 or both.")
    return wrong
