"""In which order a question's items stand on the screen, so that it tells nothing. The same at every look."""

from __future__ import annotations

import hashlib

from esafety.content.model import Answer, Box, Question

_FEWEST_TO_CROSS = 3
"""Of two pairs that never lie side by side, the place alone would tell which belong together."""


def shown_answers(question: Question) -> tuple[Answer, ...]:
    """Return the answers as they stand on the screen.

    Those to choose from and to spot stand as they were written. Items to sort, to order and to match are mixed; those
    to order never stand in their right order.
    """
    if question.kind not in ("sort", "order", "match"):
        return question.answers
    mixed = tuple(sorted(question.answers, key=lambda each: _lot(question, each.id)))
    if question.kind == "order" and mixed == question.answers:
        return (*mixed[1:], mixed[0])
    return mixed


def shown_boxes(question: Question) -> tuple[Box, ...]:
    """Return the boxes as they stand on the screen: those of a sort as written, the halves of a match mixed."""
    if question.kind != "match":
        return question.boxes
    mixed = tuple(sorted(question.boxes, key=lambda each: _lot(question, f"half {each.id}")))
    beside = tuple(answer.box for answer in shown_answers(question))
    if len(mixed) >= _FEWEST_TO_CROSS and tuple(box.id for box in mixed) == beside:
        return (*mixed[1:], mixed[0])
    return mixed


def _lot(question: Question, name: str) -> bytes:  # noqa: PLR0917 - a question and one name of it
    return hashlib.blake2b(f"{question.id}\0{name}".encode(errors="replace"), digest_size=8).digest()
