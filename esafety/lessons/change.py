"""What a class thought before a lesson and after it: wrong ideas, and how many children had each. Pure.

It counts children and never names or orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from esafety.content.model import Lesson, Question

FEWEST = 5
"""A count of fewer children than this would tell on one of them, and is not shown."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A child's answer to a question before or after: the wrong ideas in it, none where it was right."""

    pupil_id: int
    question_id: str
    is_before: bool
    ideas: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A wrong idea in a question: how many of how many children had it before, and, of those who came so far, after.

    `after` and `of` are None until enough children have answered both times. Then `before` counts the same children.
    """

    question_id: str
    misconception: str
    before: int
    of: int
    after: int | None


def changes(lesson: Lesson, *, answers: Iterable[Said]) -> list[Change]:
    """The change of each wrong idea that was met, by question in the lesson's order.

    `answers` in the order in which they were given: of each child and question the first before and the first after
    count, so that what a try taught is not taken for what the lesson taught.
    """
    first: dict[tuple[str, bool], dict[int, frozenset[str]]] = {}
    for said in answers:
        first.setdefault((said.question_id, said.is_before), {}).setdefault(said.pupil_id, said.ideas)
    return [
        each
        for question in lesson.quiz
        if question.ask == "before-after"
        for each in _of_question(
            question, before=first.get((question.id, True), {}), after=first.get((question.id, False), {})
        )
    ]


def _of_question(
    question: Question, *, before: Mapping[int, frozenset[str]], after: Mapping[int, frozenset[str]]
) -> Sequence[Change]:
    both = before.keys() & after.keys()
    is_told = len(both) >= FEWEST
    asked = both if is_told else before.keys()
    if len(asked) < FEWEST:
        return []
    met = {idea for ideas in (*before.values(), *after.values()) for idea in ideas}
    found = [
        Change(
            question_id=question.id,
            misconception=idea,
            before=sum(idea in before[pupil_id] for pupil_id in asked),
            of=len(asked),
            after=sum(idea in after[pupil_id] for pupil_id in both) if is_told else None,
        )
        for idea in sorted(met)
    ]
    return sorted((each for each in found if each.before or each.after), key=lambda each: -each.before)
