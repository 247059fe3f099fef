"""A child who does a lesson from its story to its end and then afresh, over a server that may be killed any moment."""

from __future__ import annotations

from collections.abc import Iterator

from esafety import receipts
from esafety.content import branching
from esafety.content.model import Lesson
from esafety.lessons.rules import before_questions
from tests.factories.answers import answer_fields
from tests.faults.children import Device

Move = tuple[str, dict[str, str | list[str]]]


def moves(lesson: Lesson) -> Iterator[Move]:
    """What a child sends who first guesses wrongly, goes the shortest way and answers rightly, without end."""
    at = f"/lesson/{lesson.id}"
    if asked_before := before_questions(lesson):
        yield f"{at}/on", {"move": "next"}
    for question in asked_before:
        yield f"{at}/answer", {"question": question.id, "asked": "before", **answer_fields(question, rightly=False)}
    while True:
        step = lesson.steps[0]
        while step.outcome != "safe":
            best = min(step.choices, key=lambda each: branching.steps_left(lesson, step_id=each.goes_to))
            yield f"{at}/choose", {"step": step.id, "choice": best.goes_to}
            step = lesson.step(best.goes_to) or step
        yield f"{at}/on", {"move": "next"}
        for question in lesson.quiz:
            yield f"{at}/answer", {"question": question.id, **answer_fields(question, rightly=True)}
            yield f"{at}/on", {"move": "next"}
        yield f"{at}/on", {"move": "afresh"}


def make(device: Device, move: Move) -> bool:
    """Send one move until it is taken, with one key; return whether it was an answer."""
    path, fields = move
    answer = device.insist(path, key=receipts.new_key(), **fields)
    assert answer.status == 200, f"{path} {fields} was answered with {answer.status}"
    return path.endswith("/answer")
