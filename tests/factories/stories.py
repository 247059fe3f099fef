"""Small stories and questions, in no more words than a test needs."""

from __future__ import annotations

from datetime import date

from esafety.content.model import Answer, Choice, Lesson, Outcome, Question, Step


def step(name: str, *choices: str, outcome: Outcome | None = None) -> Step:
    """A step whose title is its id; each choice bears the id of the step that it leads to."""
    return Step(
        id=name, title=name, outcome=outcome, scene="wood", show=(), narration=(), speech=(), question=None,
        choices=tuple(Choice(label=each, goes_to=each) for each in choices), line=1,
    )  # fmt: skip


def question(name: str, *, before_and_after: bool = False) -> Question:
    answers = (
        Answer(id="a", label="A", is_right=True, reason=""),
        Answer(id="b", label="B", is_right=False, reason=""),
    )
    ask = "before-after" if before_and_after else None
    return Question(id=name, prompt=name, kind="choose-one", ask=ask, answers=answers, line=1)


def story(*steps: Step, quiz: tuple[Question, ...] = ()) -> Lesson:
    return Lesson(
        id="wren", title="Wren", key_stage="KS1", years=(1,), topic="", strand="", objective="", statements=(),
        minutes=15, cast=(), checked_on=date(2026, 11, 1), talk=(), teacher="", take_home="", path="wren.md",
        steps=steps, quiz=quiz,
    )  # fmt: skip
