"""The ways that children took through a story, drawn together as a small tree. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from esafety.content.model import Lesson

End = Literal["", "safe", "oops"]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A choice, how many children took it, where it led, and the ways from there.

    `choice` is empty at the beginning of a story. Steps that offer one way on stand in `titles` one after the other.
    A choice that nobody took has no more than its words.
    """

    choice: str
    pupils: int
    titles: tuple[str, ...] = ()
    end: End = ""
    ways: tuple[Way, ...] = ()


def ways_through(lesson: Lesson, *, paths: Mapping[int, Sequence[str]]) -> Way | None:
    """The tree of the story steps that each child took, by child; None where nobody has begun.

    Whoever goes back, as after an "oops", goes on from where the choice stood: a child who tried two ways counts
    once in each. Steps that the lesson has no more are passed over.
    """
    known = {step.id for step in lesson.steps}
    first = lesson.steps[0].id
    root = _Node(step_id=first)
    for pupil_id, path in paths.items():
        steps = [step_id for step_id in path if step_id in known]
        _walk(root, steps=[first, *steps] if steps[:1] != [first] else steps, pupil_id=pupil_id, lesson=lesson)
    return _drawn(root, choice="", lesson=lesson, above=()) if root.pupils else None


@dataclass
class _Node:
    step_id: str
    parent: _Node | None = None
    pupils: set[int] = field(default_factory=set)
    branches: dict[str, _Node] = field(default_factory=dict)

    def lineage(self) -> Iterable[_Node]:
        """This node, and those above it up to the beginning."""
        node: _Node | None = self
        while node is not None:
            yield node
            node = node.parent


def _walk(root: _Node, *, steps: Sequence[str], pupil_id: int, lesson: Lesson) -> None:
    node = root
    for step_id in steps:
        node = _next(node, step_id=step_id, lesson=lesson)
        node.pupils.add(pupil_id)


def _next(node: _Node, *, step_id: str, lesson: Lesson) -> _Node:
    for above in node.lineage():
        if above.step_id == step_id:
            return above
    # A child who looked at the other ending grows from the choice that offered it.
    grows_from = next((above for above in node.lineage() if step_id in _choices(above.step_id, lesson=lesson)), node)
    return grows_from.branches.setdefault(step_id, _Node(step_id=step_id, parent=grows_from))


def _choices(step_id: str, *, lesson: Lesson) -> dict[str, str]:
    step = lesson.step(step_id)
    return {choice.goes_to: choice.label for choice in step.choices} if step else {}


def _ways_on(node: _Node, *, lesson: Lesson, above: tuple[str, ...]) -> dict[str, str]:
    """The choices of a step by where they lead, without those that lead back; none where all went back."""
    step = lesson.step(node.step_id)
    if step and step.outcome == "oops" and not node.branches:
        return {}
    offered = {to: label for to, label in _choices(node.step_id, lesson=lesson).items() if to not in above}
    # The lesson may have changed since: what was gone then is still told.
    return {**offered, **dict.fromkeys(node.branches.keys() - offered.keys(), "")}


def _drawn(node: _Node, *, choice: str, lesson: Lesson, above: tuple[str, ...]) -> Way:
    step = lesson.step(node.step_id)
    titles: tuple[str, ...] = (step.title,) if step else ()
    above = (*above, node.step_id)
    ways = tuple(
        _drawn(node.branches[to], choice=label, lesson=lesson, above=above)
        if to in node.branches
        else Way(choice=label, pupils=0)
        for to, label in _ways_on(node, lesson=lesson, above=above).items()
    )
    # An "oops" leads back only where nobody went on from it.
    end: End = "" if step is None or step.outcome is None or (step.outcome == "oops" and ways) else step.outcome
    if len(ways) == 1 and ways[0].pupils == len(node.pupils):
        # Nothing was to be chosen and nobody has stopped: one line says it all.
        return Way(
            choice=choice,
            pupils=len(node.pupils),
            titles=(*titles, *ways[0].titles),
            end=ways[0].end,
            ways=ways[0].ways,
        )
    return Way(choice=choice, pupils=len(node.pupils), titles=titles, end=end, ways=ways)
