"""What a school adds to the shipped words, and what it lets through: values that are handed to `check`."""

from __future__ import annotations

from dataclasses import dataclass

from esafety.filtering.verdict import Category, FourC, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWord:
    """A word or phrase that a school holds."""

    text: str
    category: Category = Category.UNKIND
    level: Level = Level.HOLD
    four_c: FourC = FourC.CONDUCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A school's own part of the filter. `allowed` words are never held as swearing or slurs.

    An allowed word takes back nothing else: a number, a threat or a call for help beside it is found all the same.
    """

    held: tuple[OwnWord, ...] = ()
    allowed: frozenset[str] = frozenset()


NO_OWN_RULES = Rules()
