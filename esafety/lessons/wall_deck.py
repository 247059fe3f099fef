"""A lesson as a class meets it on the wall: places in their order, each in parts that fit on one screen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from esafety.content import branching
from esafety.content.model import Choice, Lesson, Mood, Question, Speech, Step
from esafety.content.phone import Phone
from esafety.lessons.wall_fit import pages_of_answers, pages_of_lines, pages_of_said
from esafety.lessons.wall_parts import Option, Part
from esafety.lessons.wall_questions import parts_of, voted_on

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
    moods: tuple[Mood | None, ...] = ()
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
                    {
                        "vote": [option.id for option in part.options] if part.kind == "vote" else [],
                        "asked": part.asked,
                        "many": part.many,
                    }
                    for part in stop.parts
                ],
                "goesOn": stop.goes_on,
                "ways": [[way.option, way.to, way.left] for way in stop.ways],
            }
            for stop in self.stops
        }


def deck_of(lesson: Lesson) -> Deck:
    """The lesson for the wall: cover, the questions asked before, story, talk, quiz, end."""
    asked_before = [question for question in lesson.quiz if question.ask == "before-after"]
    before = [f"before:{question.id}" for question in asked_before]
    talk = [f"talk:{number}" for number, _text in enumerate(lesson.talk, start=1)]
    quiz = [f"question:{question.id}" for question in lesson.quiz]
    opening = [COVER, *before, f"step:{lesson.steps[0].id}"]
    closing = [*talk, *quiz, END]
    # What follows what, but for the story, where choices decide.
    then = dict(pairwise(opening)) | dict(pairwise(closing))
    return Deck(
        (
            _cover(lesson, then=then),
            *(_question(each, place=place, then=then) for each, place in zip(asked_before, before, strict=True)),
            *(_step(step, lesson=lesson, after_story=closing[0]) for step in lesson.steps),
            *(_talk(text, place=place, then=then) for text, place in zip(lesson.talk, talk, strict=True)),
            *(_question(each, place=place, then=then) for each, place in zip(lesson.quiz, quiz, strict=True)),
            Stop(place=END, kind="end", name="", parts=(Part(kind="end", prompt=lesson.objective),)),
        )
    )


def _cover(lesson: Lesson, *, then: dict[str, str]) -> Stop:
    # The first picture of the story; where that is a phone, the first that has a scene.
    step = next((step for step in lesson.steps if step.scene), lesson.steps[0])
    return Stop(
        place=COVER,
        kind="cover",
        name=lesson.title,
        parts=(Part(kind="cover", title=lesson.title),),
        scene=step.scene,
        show=step.show,
        moods=step.moods,
        goes_on=then[COVER],
    )


def _talk(text: str, *, place: str, then: dict[str, str]) -> Stop:
    return Stop(place=place, kind="talk", name=text, parts=(Part(kind="talk", prompt=text),), goes_on=then[place])


def _question(question: Question, *, place: str, then: dict[str, str]) -> Stop:
    is_before = place.startswith("before:")
    return Stop(
        place=place,
        kind="before" if is_before else "question",
        name=question.prompt,
        parts=parts_of(question, has_answers=not is_before),
        goes_on=then[place],
    )


def _step(step: Step, *, lesson: Lesson, after_story: str) -> Stop:
    choices = named_choices(step)
    ways = tuple(
        Way(option=name, to=f"step:{choice.goes_to}", left=branching.steps_left(lesson, step_id=choice.goes_to))
        for name, choice in choices.items()
    )
    return Stop(
        place=f"step:{step.id}",
        kind="step",
        name=step.title,
        parts=tuple(_parts_of_step(step, choices=choices)),
        scene=step.scene,
        show=step.show,
        moods=step.moods,
        outcome=step.outcome or "",
        goes_on="" if ways else after_story,
        ways=ways,
    )


def named_choices(step: Step) -> dict[str, Choice]:
    """The choices of a step, each by a name of its own: two of them may lead to one step.

    On the wall a class puts settings right together, so that only the way of right ones is there.
    """
    found: dict[str, Choice] = {}
    for choice in step.choices:
        if choice.does == "again":
            continue
        taken = sum(other.goes_to == choice.goes_to for other in found.values())
        found[f"{choice.goes_to}.{taken + 1}" if taken else choice.goes_to] = choice
    return found


def _parts_of_step(step: Step, *, choices: dict[str, Choice]) -> list[Part]:
    said = [*(Speech(who="", text=text) for text in step.narration), *step.speech]
    on = next(iter(choices.values())).label if len(choices) == 1 else ""
    pages = pages_of_said(said, title=step.title, has_way_on=bool(on))
    parts = [Part(kind="story", title=step.title, said=page) for page in pages]
    if step.phone is not None:
        if not said and step.scene == "":
            parts = []
        phone, pages_of_phone = step.phone, pages_of_lines(step.phone)
        parts += [Part(kind="phone", title=step.title, phone=phone, lines=lines) for lines in pages_of_phone]
        if phone.is_put_right:
            if not phone.lines:
                parts.pop()
            parts += _set_right(phone, prompt=step.question or "")
    if len(choices) > 1:
        options = tuple(Option(id=name, label=each.label, show=each.show or "") for name, each in choices.items())
        return [*parts, *voted_on(step.question or "", options=options)]
    if step.question:
        parts.append(Part(kind="prompt", prompt=step.question))
    return [*parts[:-1], replace(parts[-1], on=on)]


def _set_right(phone: Phone, *, prompt: str) -> list[Part]:
    """Settings that a class puts right together: one after the other, and then how they are right."""
    settings = [Part(kind="set", prompt=prompt, phone=phone, settings=(each,)) for each in phone.settings]
    right = [
        Option(id=each.id, label=each.label, where=" / ".join(one.label for one in each.options if one.is_right))
        for each in phone.settings
    ]
    return [*settings, *(Part(kind="answer", prompt=prompt, options=page) for page in pages_of_answers(right))]
