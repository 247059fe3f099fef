"""Make the model: `python -m tests.filtering.training`. The same data give the same file, bit for bit."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from esafety.filtering import traits
from esafety.filtering.second_model import FILE, QUESTIONS, packed
from esafety.filtering.wordfiles import FOLDER
from tests.filtering.training.learning import Example, learnt
from tests.filtering.training.limits import LIMITS
from tests.filtering.training.sources import Message, digest, everything

FEWEST = 3  # a trait that occurs less often is chance
SCALE = 1000
SMALLEST = 9  # of SCALE: what weighs less changes nothing
LEARNT_FROM = "Learnt from sentences whose sha256 is"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def trained(messages: Sequence[Message], /) -> dict[str, list[int]]:
    """The numbers of each trait, by question; those of "" are every sentence's."""
    found = [(owner, traits.of_stretch(*one)) for owner, message in enumerate(messages) for one in message.stretches]
    counts = Counter(trait for _, its in found for trait in its)
    names = sorted(trait for trait, count in counts.items() if count >= FEWEST)
    numbers = {trait: number for number, trait in enumerate(names)}
    examples = [Example(owner, sorted(numbers[trait] for trait in its if trait in numbers)) for owner, its in found]
    columns = [
        learnt(examples, held=[one.is_held_for(question) for one in messages], traits=len(names))
        for question in QUESTIONS
    ]
    rows = {name: [round(column[place] * SCALE) for column in columns] for place, name in enumerate((*names, ""))}
    return {
        name: [number if abs(number) >= SMALLEST else 0 for number in row]
        for name, row in rows.items()
        if not name or any(abs(number) >= SMALLEST for number in row)
    }


def lines(model: dict[str, list[int]], /) -> Iterable[str]:
    """The model's file, line by line."""
    yield f"# Made by python -m tests.filtering.training; the questions: {' '.join(QUESTIONS)}. Do not mend by hand."
    yield f"# {LEARNT_FROM} {digest()}"
    yield f"limits {' '.join(str(LIMITS[question]) for question in QUESTIONS)}"
    yield f"start {_based(packed(model['']))}"
    yield f"traits {len(model) - 1}"
    for trait in sorted(model):
        if trait:
            yield f"{_based(packed(model[trait]))} {trait}"


def _based(number: int, /) -> str:
    digits = ""
    left = abs(number)
    while left or not digits:
        left, digit = divmod(left, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"-{digits}" if number < 0 else digits


if __name__ == "__main__":
    text = "".join(f"{line}\n" for line in lines(trained(everything())))
    (FOLDER / FILE).write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(text)} characters, sha256 {hashlib.sha256(text.encode()).hexdigest()}\n")
