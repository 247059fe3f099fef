"""Where the choices of a story lead: what is never reached, what never ends well, how far there is to go."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from esafety.content.model import Choice, Lesson, Step
from esafety.content.phone import BY_SETTINGS


def unreachable(lesson: Lesson) -> tuple[Step, ...]:
    """Return the steps that no child can come to from the first one, in the file's order."""
    if not lesson.steps:
        return ()
    ways = _ways_on(lesson)
    reached = _moves_from({lesson.steps[0].id}, ways=ways)
    return tuple(step for step in lesson.steps if step.id not in reached)


def first_unreachable(lesson: Lesson) -> tuple[Step, ...]:
    """Return those unreachable steps from which all the others would be reached: one lost choice is told once."""
    lost = unreachable(lesson)
    ways = _ways_on(lesson)
    led_to = {target for step in lost for target in ways.get(step.id, ()) if target != step.id}
    reached: dict[str, int] = {}
    told = []
    # A ring of steps has no beginning: there the first in the file has to do.
    for step in sorted(lost, key=lambda step: step.id in led_to):
        if step.id not in reached:
            told.append(step)
            reached |= _moves_from({step.id}, ways=ways)
    return tuple(sorted(told, key=lambda step: step.line))


def steps_that_cannot_end_well(lesson: Lesson) -> tuple[Step, ...]:
    """Return the steps from which no choice leads to a safe ending, in the file's order."""
    moves = _moves_to_a_safe_ending(lesson)
    return tuple(step for step in lesson.steps if step.id not in moves)


def steps_without_a_way_back(lesson: Lesson) -> tuple[Step, ...]:
    """Return the "oops" steps from which a child cannot come back to the choice that led there."""
    ways = _ways_on(lesson)
    stuck = []
    for step in lesson.steps:
        if step.outcome != "oops":
            continue
        came_from = {other for other, on in ways.items() if step.id in on}
        reached = _moves_from({step.id}, ways=ways)
        if not ways[step.id] or (came_from and came_from.isdisjoint(reached)):
            stuck.append(step)
    return tuple(stuck)


def steps_left(lesson: Lesson, *, step_id: str) -> int:
    """Return the fewest moves from a step to a safe ending.

    0 on a safe ending, on a step from which none can be reached, and on an id that this lesson has not.
    """
    return _moves_to_a_safe_ending(lesson).get(step_id, 0)


def next_step(lesson: Lesson, *, step_id: str, goes_to: str) -> Step | None:
    """Return the step that a choice opens, or None where this step offers no such choice.

    Where settings lead is not chosen, so it is never offered: see `step_after_settings`.
    """
    step = lesson.step(step_id)
    offered = step.choices if step else ()
    if all(choice.goes_to != goes_to or choice.does in BY_SETTINGS for choice in offered):
        return None
    return lesson.step(goes_to)


def step_after_settings(step: Step, *, lesson: Lesson, is_right: bool) -> Step | None:
    """Return the step that settings open which are right now, or not yet right."""
    does = "save" if is_right else "again"
    found = next((choice for choice in step.choices if choice.does == does), None)
    return lesson.step(found.goes_to) if found else None


def ways_not_taken(lesson: Lesson, *, path: Sequence[str]) -> tuple[tuple[Step, Choice], ...]:
    """Return the choices that lead to steps not on the path, each with the step on the path where it was offered.

    Real choices only: none of an "oops", which leads back, none that stands alone, none that follows from settings.
    Of several that lead to one step the first.
    """
    seen = set(path)
    found: list[tuple[Step, Choice]] = []
    for step in lesson.steps:
        offered = [choice for choice in step.choices if choice.does not in BY_SETTINGS]
        if step.id not in path or step.outcome == "oops" or len(offered) == 1:
            continue
        for choice in offered:
            if choice.goes_to not in seen and lesson.step(choice.goes_to):
                seen.add(choice.goes_to)
                found.append((step, choice))
    return tuple(found)


def last_ending(lesson: Lesson, *, path: Sequence[str]) -> str | None:
    """Return the safe ending that a path came to last, or None."""
    safe = {step.id for step in lesson.steps if step.outcome == "safe"}
    return next((step_id for step_id in reversed(path) if step_id in safe), None)


def _ways_on(lesson: Lesson) -> dict[str, set[str]]:
    known = {step.id for step in lesson.steps}
    return {step.id: {choice.goes_to for choice in step.choices} & known for step in lesson.steps}


def _moves_to_a_safe_ending(lesson: Lesson) -> dict[str, int]:
    ways_back: dict[str, set[str]] = {step.id: set() for step in lesson.steps}
    for step_id, goes_to in _ways_on(lesson).items():
        for target in goes_to:
            ways_back[target].add(step_id)
    return _moves_from((step.id for step in lesson.steps if step.outcome == "safe"), ways=ways_back)


def _moves_from(starts: Iterable[str], *, ways: Mapping[str, set[str]]) -> dict[str, int]:
    moves = dict.fromkeys(starts, 0)
    waiting = deque(moves)
    while waiting:
        here = waiting.popleft()
        for there in ways[here]:
            if there not in moves:
                moves[there] = moves[here] + 1
                waiting.append(there)
    return moves
