"""The model's file: one line a trait, and its number for each question.

The numbers of one trait are kept side by side in one big integer, each in a lane of its own, so that adding up is one
addition a trait. They are written to base 36.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from esafety.filtering.verdict import Category
from esafety.filtering.wordfiles import FOLDER

FILE = "model.txt"
CATEGORIES = (Category.UNKIND, Category.IDENTITY, Category.CONTACT, Category.DISTRESS, Category.PERSONAL)
QUESTIONS = (*CATEGORIES, "urgent")
LANE = 20  # bits of a number, and room for the sum over a stretch
_HALF, _ALL = 1 << (LANE - 1), (1 << LANE) - 1
_BASE = 36


class ModelFault(Exception):
    """The model's file is not what it should be; then nothing is let through."""


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` of each trait in lanes; `start` is every sentence's; a question's answer is yes from its limit on."""

    weights: Mapping[str, int]
    start: int
    limits: tuple[int, ...]


def packed(numbers: Sequence[int], /) -> int:
    """Numbers side by side in one, the first lowest."""
    return sum(number << (LANE * place) for place, number in enumerate(numbers))


def unpacked(lanes: int, /) -> list[int]:
    """The numbers that were packed, or the sums of such."""
    numbers = []
    for _ in QUESTIONS:
        number = ((lanes + _HALF) & _ALL) - _HALF
        numbers.append(number)
        lanes = (lanes - number) >> LANE
    return numbers


def model_of(lines: Iterable[str], /) -> Model:
    """Read a model: comments, "limits N N ..", "start N", "traits N", and for each trait "N trait".

    Raises ModelFault when a part is missing or cannot be read.
    """
    facts: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    try:
        for line in lines:
            number, _, trait = line.partition(" ")
            if number in {"#", "limits", "start", "traits"}:
                facts[number] = trait.split()
            else:
                weights[trait] = int(number, _BASE)
        model = Model(weights, int(facts["start"][0], _BASE), tuple(map(int, facts["limits"])))
        count = int(facts["traits"][0])
    except (KeyError, IndexError, ValueError) as error:
        raise ModelFault(f"the model cannot be read: {error!r}") from error
    if len(weights) != count or not count or len(model.limits) != len(QUESTIONS):
        raise ModelFault(f"the model is not whole: {len(weights)} traits of {count}, {len(model.limits)} limits")
    return model


def shipped_model() -> Model:
    """The model that comes with the program."""
    return model_of((FOLDER / FILE).read_text(encoding="utf-8").split("\n")[:-1])
