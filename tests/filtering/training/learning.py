"""How the model learns: one question at a time, by dual coordinate descent (Hsieh et al. 2008), in plain Python.

Each example is a stretch of words, as the numbers of its traits. A message that should be held is one of several
stretches at least: after the first rounds only its likeliest stretch is kept as an example.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

SOFTNESS = 0.03  # how far an example may pull: C of the squared hinge loss
ROUNDS = 14
SETTLED = 4  # after so many rounds the likeliest stretch of a message is chosen


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of words of message number `owner`; `traits` holds the number of each trait as often as it occurs."""

    owner: int
    traits: Sequence[int]


def learnt(examples: Sequence[Example], *, held: Sequence[bool], traits: int) -> list[float]:
    """The weights that tell messages that are `held` from others; the last is the start that every score has."""
    weights = [0.0] * (traits + 1)
    rows = [(*one.traits, traits) for one in examples]
    signs = [1.0 if held[one.owner] else -1.0 for one in examples]
    slack = 1 / (2 * SOFTNESS)
    sizes = [_size(row) + slack for row in rows]
    pulls = [0.0] * len(rows)
    order = list(range(len(rows)))
    chance = random.Random(17)  # noqa: S311 - the same order each time is what is wanted
    for number in range(ROUNDS):
        if number == SETTLED:
            order = _likeliest(examples, rows, held=held, weights=weights)
            for left in set(range(len(rows))).difference(order):
                _add(weights, rows[left], -pulls[left] * signs[left])
        chance.shuffle(order)
        for place in order:
            row, sign, pull = rows[place], signs[place], pulls[place]
            slope = sign * sum(map(weights.__getitem__, row)) - 1 + slack * pull
            if pull or slope < 0:
                new = max(pull - slope / sizes[place], 0.0)
                if new != pull:
                    pulls[place] = new
                    _add(weights, row, (new - pull) * sign)
    return weights


def _size(row: Sequence[int], /) -> float:
    counts: dict[int, int] = {}
    for one in row:
        counts[one] = counts.get(one, 0) + 1
    return float(sum(count * count for count in counts.values()))


def _add(weights: list[float], row: Sequence[int], by: float, /) -> None:
    for one in row:
        weights[one] += by


def _likeliest(
    examples: Sequence[Example], rows: Sequence[Sequence[int]], *, held: Sequence[bool], weights: Sequence[float]
) -> list[int]:
    """The places of all examples of innocent messages, and of one example of each other."""
    kept: list[int] = []
    best: dict[int, tuple[float, int]] = {}
    for place, one in enumerate(examples):
        if not held[one.owner]:
            kept.append(place)
            continue
        score = sum(map(weights.__getitem__, rows[place]))
        if one.owner not in best or score > best[one.owner][0]:
            best[one.owner] = (score, place)
    return kept + [place for _, place in best.values()]
