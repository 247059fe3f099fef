"""Reading and marking a quiz answer. Whatever a browser may send is either an answer of the question or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from esafety.content.model import Answer, Question

CHOOSE_ONE_OF_THE_ANSWERS = "Choose one of the answers."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what was sent cannot be taken as an answer, in a child's words (English: translate it where it is shown)."""

    message: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What a child is told.

    `misconceptions` are those of the wrong answers chosen; `still_to_find` counts right answers not chosen.
    """

    is_right: bool
    chosen_reasons: tuple[tuple[Answer, str], ...]
    right_reasons: tuple[tuple[Answer, str], ...]
    misconceptions: tuple[str, ...]
    still_to_find: int


def read_choice(question: Question, *, raw: Sequence[str]) -> frozenset[str] | Refusal:
    """Return the ids chosen, or a Refusal.

    Refused: nothing chosen, anything that is not exactly the id of an answer of this question (ids are compared as they
    stand, never read as numbers), and more than one answer where one is to be chosen.
    """
    known = [answer.id for answer in question.answers]
    if not all(one in known for one in raw):
        return Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    chosen = frozenset(raw)
    if not chosen or (question.kind == "choose-one" and len(raw) > 1):
        return Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    return chosen


def mark(question: Question, *, chosen: frozenset[str]) -> Marked:
    """Mark ids that `read_choice` let through; reasons come in the order of the question's answers."""
    right = [answer for answer in question.answers if answer.is_right]
    picked = [answer for answer in question.answers if answer.id in chosen]
    wrong_ideas = [answer.misconception for answer in picked if not answer.is_right and answer.misconception]
    return Marked(
        is_right=chosen == {answer.id for answer in right},
        chosen_reasons=tuple((answer, answer.reason) for answer in picked),
        right_reasons=tuple((answer, answer.reason) for answer in right),
        misconceptions=tuple(dict.fromkeys(wrong_ideas)),
        still_to_find=sum(answer.id not in chosen for answer in right),
    )
