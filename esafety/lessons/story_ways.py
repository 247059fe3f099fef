"""Where a story leads besides its choices: by settings put right, and on a look around after its ending. Pure.

A child who has come to a safe ending may look at a few of the choices not taken, and comes back to the ending. All
of it follows from the path that is kept, so that it goes on on another device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from esafety.content import branching, phone
from esafety.content.model import Choice, Lesson, Step
from esafety.lessons import rules
from esafety.lessons.rules import Place

MOST_OFFERED = 2


def read_settings(lesson: Lesson, *, step_id: str, sent: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    """What a child set on the phone of a step; None for what no form of ours sends, or where nothing is to be set."""
    step = lesson.step(step_id)
    if step is None or step.phone is None or not step.phone.is_put_right:
        return None
    return phone.read_settings(step.phone, sent=sent)


def after_settings(lesson: Lesson, *, step_id: str, chosen: Mapping[str, str]) -> Place | None:
    """Where settings lead: to one step when all are right, to another while not; None while one is not chosen."""
    step = lesson.step(step_id)
    if step is None or step.phone is None or not phone.is_all_set(step.phone, chosen=chosen):
        return None
    is_right = phone.is_all_right(step.phone, chosen=chosen)
    found = branching.step_after_settings(step, lesson=lesson, is_right=is_right)
    return Place("step", found.id) if found else None


def other_ways(lesson: Lesson, *, step_id: str, path: Sequence[str]) -> tuple[tuple[Step, Choice], ...]:
    """What a child may look at from a safe ending: a few of the choices not taken, each with its step.

    None once half of the path that is kept is full: the way back is found by it.
    """
    step = lesson.step(step_id)
    if step is None or step.outcome != "safe" or step_id not in path or len(path) > rules.LONGEST_PATH // 2:
        return ()
    return branching.ways_not_taken(lesson, path=path)[:MOST_OFFERED]


def way_back(lesson: Lesson, *, step_id: str, path: Sequence[str]) -> str | None:
    """The ending to which a child who is looking around comes back; None on an ending, and before the first."""
    step = lesson.step(step_id)
    return None if step is None or step.outcome == "safe" else branching.last_ending(lesson, path=path)


def choices_at(step: Step, *, path: Sequence[str], is_looking_around: bool) -> tuple[Choice, ...]:
    """The choices that a step offers: on a look around an "oops" does not lead back through the story again."""
    offered = tuple(choice for choice in step.choices if choice.does not in phone.BY_SETTINGS)
    if is_looking_around and step.outcome == "oops":
        return tuple(choice for choice in offered if choice.goes_to not in path)
    return offered


def look_around(lesson: Lesson, *, step_id: str, goes_to: str, path: Sequence[str]) -> tuple[str, ...]:
    """The steps that a look at another way adds to the path, or the way back from it; none where neither is open.

    A look adds the step where the choice was offered, too, so that the path reads as the story goes.
    """
    offered_at = {choice.goes_to: step.id for step, choice in other_ways(lesson, step_id=step_id, path=path)}
    if goes_to in offered_at:
        return offered_at[goes_to], goes_to
    return (goes_to,) if goes_to == way_back(lesson, step_id=step_id, path=path) else ()


def might_lead(lesson: Lesson, *, step_id: str, goes_to: str) -> bool:
    """Whether a page of ours may ever have offered this, whatever the path: an old page is not a forged one."""
    if rules.after_choice(lesson, step_id=step_id, goes_to=goes_to):
        return True
    step, target = lesson.step(step_id), lesson.step(goes_to)
    if step is None or target is None:
        return False
    if step.outcome != "safe":
        return target.outcome == "safe"
    elsewhere = [each.id for each in lesson.steps if each.id != goes_to]
    return bool(branching.ways_not_taken(lesson, path=elsewhere))


def how_far(lesson: Lesson, *, place: Place, path: Sequence[str]) -> Place:
    """The place by which a child's progress counts: looking around takes nothing back."""
    ending = branching.last_ending(lesson, path=path) if place.kind == "step" else None
    return Place("step", ending) if ending else place
