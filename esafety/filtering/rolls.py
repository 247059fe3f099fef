"""Who is at a school, as the filter is told: the children of the roll, the staff, the school's names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Roll:
    """The children by (given name, family name), and the staff by the name that children use."""

    pupils: tuple[tuple[str, str], ...] = ()
    staff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """What the school is called."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    town: str = ""


NO_ROLL = Roll()
NO_SCHOOL = SchoolNames()


def roll_from_json(text: str, /) -> tuple[Roll, SchoolNames]:
    """Read a roll file: {"school": {"name", "aliases", "town"}, "pupils": [[given, family], ...], "staff": [...]}.

    Raises ValueError when it is no such file.
    """
    try:
        found: dict[str, Any] = json.loads(text)
        school = found.get("school", {})
        pupils = tuple((str(given), str(family)) for given, family in found.get("pupils", []))
        staff = tuple(str(one) for one in found.get("staff", []))
        names = SchoolNames(
            str(school.get("name", "")), tuple(map(str, school.get("aliases", []))), str(school.get("town", ""))
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"this is no roll: {error}") from error
    return Roll(pupils, staff), names
