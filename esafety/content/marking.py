"""Reading and marking a quiz answer. Whatever a browser may send is either an answer of the question or refused.

What is sent, and what is kept of it:

- choose-one, choose-all, spot: the ids of the answers; kept sorted.
- sort, match: "item=box", once for every item; kept sorted.
- order: "item=place", places counted from 1, once for every item; kept as the items' ids in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from esafety.content.model import Answer, Question

CHOOSE_ONE_OF_THE_ANSWERS = "Choose one of the answers."
CHOOSE_AT_LEAST_ONE = "Choose at least one."
PUT_EACH_IN_A_BOX = "Put each one in a box."
GIVE_EACH_A_PLACE = "Give each one a place of its own."
FIND_EACH_A_PARTNER = "Find a partner for each one."
TAP_A_CLUE = "Tap at least one clue."

_WHEN_UNFINISHED = {
    "choose-all": CHOOSE_AT_LEAST_ONE,
    "sort": PUT_EACH_IN_A_BOX,
    "order": GIVE_EACH_A_PLACE,
    "match": FIND_EACH_A_PARTNER,
    "spot": TAP_A_CLUE,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what was sent cannot be taken as an answer, in a child's words (English: translate it where it is shown).

    `is_unfinished` where nothing is wrong with it but that something is still to be done.
    """

    message: str
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one answer.

    `chosen`: it was chosen, spotted or put somewhere. `is_right`: that was right; for the kinds in which answers are
    chosen, leaving a wrong one alone is right too. `put` is the box or the place (from 1) where it was put.
    """

    answer: Answer
    chosen: bool
    is_right: bool
    put: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What a child is told. `marks` come in the order of the question's answers.

    `misconceptions` are the ideas behind what was wrong; `still_to_find` counts right answers not chosen, or items
    that are not where they belong.
    """

    is_right: bool
    marks: tuple[Mark, ...]
    misconceptions: tuple[str, ...]
    still_to_find: int


def read_choice(question: Question, *, raw: Sequence[str]) -> tuple[str, ...] | Refusal:
    """Return what was chosen as it is kept, or a Refusal.

    Refused: nothing chosen, anything that is not exactly what this question offers (names are compared as they stand,
    never read as numbers), and more than one answer where one is to be chosen.
    """
    if question.kind in ("choose-one", "choose-all", "spot"):
        return _read_ids(question, raw=raw)
    put = read_places(question, raw=raw)
    if put is None:
        return Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    if question.kind == "order" and len(set(put.values())) == len(question.answers):
        return tuple(sorted(put, key=lambda answer_id: int(put[answer_id])))
    if question.kind == "order" or len(put) < len(question.answers):
        return Refusal(_WHEN_UNFINISHED[question.kind], is_unfinished=True)
    return tuple(sorted(f"{answer_id}={box}" for answer_id, box in put.items()))


def read_places(question: Question, *, raw: Sequence[str]) -> dict[str, str] | None:
    """Return where each item was put, items not yet put left out; None where something is no part of this question."""
    known = {answer.id for answer in question.answers}
    places = _places(question)
    put: dict[str, str] = {}
    for one in raw:
        answer_id, _, place = str(one).partition("=")
        if answer_id not in known or answer_id in put or (place and place not in places):
            return None
        put[answer_id] = place
    return {answer_id: place for answer_id, place in put.items() if place}


def _places(question: Question) -> set[str]:
    if question.kind == "order":
        return {str(place) for place in range(1, len(question.answers) + 1)}
    return {box.id for box in question.boxes}


def _read_ids(question: Question, *, raw: Sequence[str]) -> tuple[str, ...] | Refusal:
    known = [answer.id for answer in question.answers]
    if not all(one in known for one in raw) or (question.kind == "choose-one" and len(raw) > 1):
        return Refusal(CHOOSE_ONE_OF_THE_ANSWERS)
    if not raw:
        return Refusal(_WHEN_UNFINISHED.get(question.kind, CHOOSE_ONE_OF_THE_ANSWERS), is_unfinished=True)
    return tuple(sorted(set(raw)))


def still_offered(question: Question, *, chosen: Sequence[str]) -> tuple[str, ...]:
    """Return of a kept answer what the question still has: a lesson may have been reworded since."""
    known, places = {answer.id for answer in question.answers}, _places(question)
    if question.kind in ("sort", "match"):
        halves = ((one, *one.partition("=")[::2]) for one in chosen)
        return tuple(one for one, answer_id, box in halves if answer_id in known and box in places)
    return tuple(one for one in chosen if one in known)


def mark(question: Question, *, chosen: Sequence[str]) -> Marked:
    """Mark what `read_choice` or `still_offered` let through."""
    marks = (
        _marks_of_places(question, chosen=chosen) if _is_put(question) else _marks_of_choice(question, chosen=chosen)
    )
    ideas = [one.answer.misconception for one in marks if _shows_idea(question, one) and one.answer.misconception]
    return Marked(
        is_right=all(one.is_right for one in marks),
        marks=marks,
        misconceptions=tuple(dict.fromkeys(ideas)),
        still_to_find=sum(one.answer.is_right and not one.is_right for one in marks),
    )


def _is_put(question: Question) -> bool:
    return question.kind in ("sort", "order", "match")


def _marks_of_choice(question: Question, *, chosen: Sequence[str]) -> tuple[Mark, ...]:
    return tuple(
        Mark(answer, chosen=answer.id in chosen, is_right=(answer.id in chosen) == answer.is_right)
        for answer in question.answers
    )


def _marks_of_places(question: Question, *, chosen: Sequence[str]) -> tuple[Mark, ...]:
    if question.kind == "order":
        put = {answer_id: str(place) for place, answer_id in enumerate(chosen, 1)}
    else:
        put = dict(one.split("=", 1) for one in chosen)
    belongs = where_they_belong(question)
    return tuple(
        Mark(answer, chosen=answer.id in put, is_right=put.get(answer.id) == belongs[answer.id], put=put.get(answer.id))
        for answer in question.answers
    )


def where_they_belong(question: Question) -> Mapping[str, str]:
    """Return the key of a sort, match or order: for each item its box, or its place counted from 1."""
    return {
        answer.id: str(place) if question.kind == "order" else answer.box or ""
        for place, answer in enumerate(question.answers, 1)
    }


def _shows_idea(question: Question, one: Mark) -> bool:  # noqa: PLR0917 - a question and one mark of it
    # A clue that was passed over shows the idea behind it; a right answer that was not chosen shows nothing.
    return not one.is_right and (one.chosen or question.kind == "spot")


def as_sent(question: Question, *, rightly: bool) -> tuple[str, ...]:
    """Return what a browser sends for a right answer, or for a wrong one. For practice children and tests."""
    right = [answer.id for answer in question.answers if answer.is_right]
    if not _is_put(question):
        wrong = [answer.id for answer in question.answers if not answer.is_right]
        return tuple(right if rightly else wrong[:1] or right[:-1])
    belongs = dict(where_they_belong(question))
    if not rightly:
        first, second = next((one, other) for one in belongs for other in belongs if belongs[one] != belongs[other])
        belongs[first], belongs[second] = belongs[second], belongs[first]
    return tuple(f"{answer_id}={place}" for answer_id, place in belongs.items())
