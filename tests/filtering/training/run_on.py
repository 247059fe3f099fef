"""Innocent writing as pupils write it: sentences of books and of our own run together, without stops, misspelt.

A child's story is one long sentence; without such examples the model takes length itself for a sign.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

TOGETHER = 3
MISSPELT = 0.2  # of the words
_STOPS = re.compile(r"[^a-z' ]+")
_WAYS = (
    (r"(?<=.)[aeiou](?=[^aeiou])", ""), (r"(.)\1", r"\1"), (r"ight", "ite"), (r"ough", "uf"), (r"ea", "ee"),
    (r"ie", "ei"), (r"ck", "k"), (r"tion", "shun"), (r"(?<=[a-z])e$", ""), (r"ed$", "d"), (r"wh", "w"), (r"ou", "u"),
    (r"([a-z])([a-z])(?=[a-z]$)", r"\2\1"), (r"c", "k"), (r"y$", "ie"), (r"th", "f"),
)  # fmt: skip
_LONG = 3


def run_on(sentences: Sequence[str], /) -> Iterator[str]:
    """The sentences, three and three together, as one that does not end; the same each time."""
    dice = random.Random(5)  # noqa: S311 - the same texts each time
    for start in range(0, len(sentences) - TOGETHER, TOGETHER):
        joined = " and ".join(sentences[start : start + TOGETHER]).lower()
        words = _STOPS.sub(" ", joined).split()
        yield " ".join(_misspelt(word, dice) if dice.random() < MISSPELT else word for word in words)


def _misspelt(word: str, dice: random.Random, /) -> str:
    if len(word) <= _LONG:
        return word
    pattern, instead = dice.choice(_WAYS)
    return re.sub(pattern, instead, word, count=1)
