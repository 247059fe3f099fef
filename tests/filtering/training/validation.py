"""How far the model may be believed: what it says of sentences it has not learnt from.

`python -m tests.filtering.training.validation` prints, for each question and limit, how many of a hundred that should
be held it finds, and how many innocent ones it holds; limits.py is chosen from it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from esafety.filtering import traits
from esafety.filtering.opinion import LENGTH_COSTS, SHORT
from esafety.filtering.second_model import QUESTIONS
from tests.filtering.training.__main__ import SCALE, trained
from tests.filtering.training.sources import Message, everything

FOLDS = 4
BLOCK = 10  # so many of a file stay together: a sentence and its near miss were written side by side
LIMITS = range(-800, 1001, 100)


def scored(messages: Sequence[Message], model: dict[str, list[int]], /) -> list[list[int]]:
    """The highest score of each message's stretches, by question."""
    nothing = [0] * len(QUESTIONS)
    found = []
    for message in messages:
        best = [-100 * SCALE] * len(QUESTIONS)
        for stretch in message.stretches:
            rows = [model[""], *(model.get(trait, nothing) for trait in traits.of_stretch(*stretch))]
            length = LENGTH_COSTS * max(0, len(stretch[0]) - SHORT)
            sums = [sum(column) - length for column in zip(*rows, strict=True)]
            best = list(map(max, best, sums))
        found.append(best)
    return found


def unseen(messages: Sequence[Message], /) -> list[list[int]]:
    """The scores of each message by a model that did not learn from it."""
    folds = [(place // BLOCK) % FOLDS for place in range(len(messages))]
    scores: list[list[int]] = [[] for _ in messages]
    for fold in range(FOLDS):
        model = trained([one for one, its in zip(messages, folds, strict=True) if its != fold])
        mine = [place for place, its in enumerate(folds) if its == fold]
        for place, its in zip(mine, scored([messages[place] for place in mine], model), strict=True):
            scores[place] = its
    return scores


def main() -> None:
    """Print the table."""
    messages = everything()
    scores = unseen(messages)
    sys.stdout.write("question limit caught | innocent held: of ours, dev, books\n")
    for place, question in enumerate(QUESTIONS):
        for limit in LIMITS:
            held = [its[place] >= limit for its in scores]
            parts = (
                [one.is_held_for(question) for one in messages],
                [not one.labels and one.source not in {"dev", "books"} for one in messages],
                [not one.labels and one.source == "dev" for one in messages],
                [not one.labels and one.source == "books" for one in messages],
            )
            shares = [100 * sum(map(int.__mul__, map(int, held), map(int, part))) / sum(part) for part in parts]
            sys.stdout.write(f"{question:9} {limit:5} " + " ".join(f"{share:6.2f}" for share in shares) + "\n")


if __name__ == "__main__":
    main()
