"""A lesson as a class meets it on the wall: places in their order, each in parts that fit on one screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from esafety.content import branching
from esafety.content.model import Choice, Lesson, Question, Speech, Step
from esafety.lessons.wall_fit import is_in_two_columns, pages_of_options, pages_of_said, stand_together
from esafety.lessons.wall_parts import Option, Part

PlaceKind = Literal["cover", "before", "step", "talk", "question", "end"]
COVER, END = "cover:", "end:"


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where a choice of the story leads; `left` is how many steps a safe ending is away from there."""

    option: str
    to: str
    left: int


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One place of the lesson: what is shown there, part by part, and where it goes on.

    `goes_on` is empty where a choice of the story decides.
    """

    place: str
    kind: PlaceKind
    name: str
    parts: tuple[Part, ...]
    scene: str = ""
    show: tuple[str, ...] = ()
    outcome: str = ""
    goes_on: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Deck:
    """Every place of a lesson, in the order in which a class comes to them."""

    stops: tuple[Stop, ...]

    def stop(self, place: str) -> Stop | None:
        """The place of this name, or None."""
        return next((stop for stop in self.stops if stop.place == place), None)

    def votes(self) -> Iterator[tuple[Stop, Part]]:
        """Everything that the class is asked to raise hands for."""
        for stop in self.stops:
            yield from ((stop, part) for part in stop.parts if part.kind == "vote")

    def way(self) -> dict[str, dict[str, Any]]:
        """The bare bones for the script: no words, only how to get from part to part."""
        return {
            stop.place: {
                "parts": [
                    {"vote": [option.id for option in part.options] if part.kind == "vote" else [], "many": part.many}
                    for part in stop.parts
                ],
                "goesOn": stop.goes_on,
                "ways": [[way.option, way.to, way.left] for way in stop.ways],
            }
            for stop in self.stops
        }


def deck_of(lesson: Lesson) -> Deck:
    """The lesson for the wall: cover, the questions asked before, story, talk, quiz, end."""
    before = [question for question in lesson.quiz if question.ask == "before-after"]
    first = f"step:{lesson.steps[0].id}"
    asked = _in_a_row([f"before:{question.id}" for question in before], then=first)
    talked = [f"talk:{number}" for number, _text in enumerate(lesson.talk, start=1)]
    rest = [*talked, *(f"question:{question.id}" for question in lesson.quiz), END]
    after = {place: rest[number + 1] for number, place in enumerate(rest[:-1])}
    stops = [
        _cover(lesson, goes_on=next(iter(asked), first)),
        *(
            _question(question, place=place, goes_on=asked[place])
            for question, place in zip(before, asked, strict=True)
        ),
        *(_step(step, lesson=lesson, after_story=rest[0]) for step in lesson.steps),
        *(_talk(lesson, number=number, goes_on=after[place]) for number, place in enumerate(talked)),
        *(
            _question(question, place=f"question:{question.id}", goes_on=after[f"question:{question.id}"])
            for question in lesson.quiz
        ),
        Stop(place=END, kind="end", name="", parts=(Part(kind="end", prompt=lesson.objective),)),
    ]
    return Deck(tuple(stops))


def _in_a_row(places: list[str], *, then: str) -> dict[str, str]:
    return dict(zip(places, [*places[1:], then], strict=True)) if places else {}


def _cover(lesson: Lesson, *, goes_on: str) -> Stop:
    step = lesson.steps[0]
    return Stop(
        place=COVER,
        kind="cover",
        name=lesson.title,
        parts=(Part(kind="cover", title=lesson.title),),
        scene=step.scene,
        show=step.show,
        goes_on=goes_on,
    )


def _talk(lesson: Lesson, *, number: int, goes_on: str) -> Stop:
    text = lesson.talk[number]
    return Stop(
        place=f"talk:{number + 1}", kind="talk", name=text, parts=(Part(kind="talk", prompt=text),), goes_on=goes_on
    )


def _step(step: Step, *, lesson: Lesson, after_story: str) -> Stop:
    said = [*(Speech(who="", text=text) for text in step.narration), *step.speech]
    on = step.choices[0].label if len(step.choices) == 1 else ""
    pages = pages_of_said(said, title=step.title, on=on or (step.question or ""))
    last = len(pages) - 1
    story = [
        Part(kind="story", title=step.title, said=page, on=on if number == last else "")
        for number, page in enumerate(pages)
    ]
    options = tuple(
        Option(id=name, label=choice.label, show=choice.show or "") for name, choice in named_choices(step).items()
    )
    asks = voted_on(step.question or "", options=options) if len(options) > 1 else []
    ways = tuple(
        Way(option=name, to=f"step:{choice.goes_to}", left=branching.steps_left(lesson, step_id=choice.goes_to))
        for name, choice in named_choices(step).items()
    )
    return Stop(
        place=f"step:{step.id}",
        kind="step",
        name=step.title,
        parts=(*story, *asks),
        scene=step.scene,
        show=step.show,
        outcome=step.outcome or "",
        goes_on="" if ways else after_story,
        ways=ways,
    )


def named_choices(step: Step) -> dict[str, Choice]:
    """The choices of a step, each by a name of its own: two of them may lead to one step."""
    found: dict[str, Choice] = {}
    for choice in step.choices:
        taken = sum(other.goes_to == choice.goes_to for other in found.values())
        found[f"{choice.goes_to}.{taken + 1}" if taken else choice.goes_to] = choice
    return found


def _question(question: Question, *, place: str, goes_on: str) -> Stop:
    is_before = place.startswith("before:")
    return Stop(
        place=place,
        kind="before" if is_before else "question",
        name=question.prompt,
        parts=tuple(_asked(question) if is_before else [*_asked(question), *_answered(question)]),
        goes_on=goes_on,
    )


def _asked(question: Question) -> list[Part]:
    options = tuple(
        Option(id=answer.id, label=answer.label, show=answer.show or "", is_right=answer.is_right, reason=answer.reason)
        for answer in question.answers
    )
    return voted_on(question.prompt, options=options, many=question.kind == "choose-all")


def voted_on(prompt: str, *, options: tuple[Option, ...], many: bool = False) -> list[Part]:
    """A question for hands: on one screen, or first the question and then its options."""
    is_alone = not stand_together(prompt, options=options)
    vote = Part(
        kind="vote",
        prompt=prompt,
        options=options,
        many=many,
        is_alone=is_alone,
        is_in_columns=is_in_two_columns(options),
    )
    return [Part(kind="prompt", prompt=prompt), vote] if is_alone else [vote]


def _answered(question: Question) -> list[Part]:
    right = [
        Option(id=answer.id, label=answer.label, show=answer.show or "", is_right=True, reason=answer.reason)
        for answer in question.answers
        if answer.is_right
    ]
    return [Part(kind="answer", prompt=question.prompt, options=page) for page in pages_of_options(right)]
