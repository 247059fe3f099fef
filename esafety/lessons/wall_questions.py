"""Every kind of question as it is put to a class: hands for an answer, or for one thing after the other. Pure."""

from __future__ import annotations

from esafety.content import mixing
from esafety.content.model import Answer, Question
from esafety.lessons.wall_fit import is_in_two_columns, pages_of_answers, pages_of_options, stand_together
from esafety.lessons.wall_parts import How, Option, Part


def parts_of(question: Question, *, has_answers: bool) -> tuple[Part, ...]:
    """The screens of a question; with `has_answers` what is right comes after the hands."""
    if question.kind in ("sort", "match"):
        return tuple(_thing_by_thing(question, has_answers=has_answers))
    hows: dict[str, How] = {"choose-all": "each", "spot": "each", "order": "first"}
    options = tuple(_option(question, answer) for answer in mixing.shown_answers(question))
    asked = voted_on(question.prompt, options=options, how=hows.get(question.kind, "once"))
    if question.kind == "spot" and question.scene:
        asked = [Part(kind="look", prompt=question.prompt, scene=question.scene, options=options), *asked]
    return tuple([*asked, *_answered(question)] if has_answers else asked)


def voted_on(prompt: str, *, options: tuple[Option, ...], how: How = "once") -> list[Part]:
    """A question for hands: on one screen, or first the question and then its options, as many as fit."""
    is_alone = not stand_together(prompt, options=options)
    pages = pages_of_options(options, foot=prompt if is_alone and how != "first" else "")
    votes = [
        Part(
            kind="vote",
            prompt=prompt,
            options=page,
            how=how,
            first=1 + sum(len(each) for each in pages[:number]),
            asked=tuple(option.id for option in options),
            is_alone=is_alone,
            is_in_columns=is_in_two_columns(page),
        )
        for number, page in enumerate(pages)
    ]
    return [Part(kind="prompt", prompt=prompt), *votes] if is_alone else votes


def _thing_by_thing(question: Question, *, has_answers: bool) -> list[Part]:
    """A sort or a match: for each thing hands for where it belongs, and then where it does."""
    parts = [Part(kind="prompt", prompt=question.prompt)]
    for answer in mixing.shown_answers(question):
        options = tuple(
            Option(id=f"{answer.id}={box.id}", label=box.label, show=box.show or "", is_right=box.id == answer.box)
            for box in mixing.shown_boxes(question)
        )
        parts += _voted_on_thing(answer, prompt=question.prompt, options=options)
        if has_answers:
            parts.append(Part(kind="answer", prompt=question.prompt, options=(_belongs(question, answer),)))
    return parts


def _voted_on_thing(answer: Answer, *, prompt: str, options: tuple[Option, ...]) -> list[Part]:
    """Hands for where one thing belongs: on one screen, or first the thing and then the places, as many as fit."""
    is_alone = not stand_together(answer.label, options=options, foot=prompt)
    pages = pages_of_options(options, foot=answer.label) if is_alone else [options]
    votes = [
        Part(
            kind="vote",
            prompt=prompt,
            thing=answer.label,
            thing_show=answer.show or "",
            options=page,
            first=1 + sum(len(each) for each in pages[:number]),
            asked=tuple(option.id for option in options),
            is_alone=is_alone,
            is_in_columns=is_in_two_columns(page),
        )
        for number, page in enumerate(pages)
    ]
    return [Part(kind="prompt", prompt=answer.label), *votes] if is_alone else votes


def _answered(question: Question) -> list[Part]:
    right = [_belongs(question, answer) for answer in question.answers if answer.is_right]
    if question.kind == "order":
        right = [_belongs(question, answer, where=str(number)) for number, answer in enumerate(question.answers, 1)]
    return [Part(kind="answer", prompt=question.prompt, options=page) for page in pages_of_answers(right)]


def _option(question: Question, answer: Answer) -> Option:  # noqa: PLR0917 - a question and one of its answers
    is_first = answer is question.answers[0]
    return Option(
        id=answer.id,
        label=answer.label,
        show=answer.show or "",
        is_right=is_first if question.kind == "order" else answer.is_right,
        reason="" if question.kind == "order" else answer.reason,
        who=answer.who or "",
        at=answer.at,
    )


def _belongs(question: Question, answer: Answer, *, where: str = "") -> Option:  # noqa: PLR0917 - the same
    box = question.box(answer.box)
    return Option(
        id=answer.id,
        label=answer.label,
        show=answer.show or "",
        is_right=True,
        reason=answer.reason,
        who=answer.who or "",
        where=box.label if box else where,
    )
