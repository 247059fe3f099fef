"""Short lessons that mend a message: a child comes to one from the reason that a message was held or given back for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from esafety.content.model import KeyStage, Lesson, Problem
from esafety.content.report import Report

REASONS: dict[str, str] = {
    "personal": "Something private",
    "links": "A web address",
    "profanity": "A rude word",
    "unkind": "Unkind words",
    "identity": "Unkind about who somebody is",
    "contact": "Asking to meet, or for something private",
}
"""Why a message was held or given back. Distress is none of them: there a child is never told a reason.

The names are those of the filter's categories, so that a finding leads to its lesson.
"""

FEWEST_MINUTES, MOST_MINUTES = 2, 5
MOST_STEPS = 6
MOST_QUESTIONS = 3

ByReason = Mapping[tuple[str, KeyStage], str]
"""The id of the lesson for a reason and a key stage."""


def check_short(lesson: Lesson, *, report: Report) -> None:
    """Report what makes a lesson that mends a message too long to be done while the message waits."""
    if lesson.mends is None:
        return
    if len(lesson.steps) > MOST_STEPS:
        report.problem(
            lesson.steps[MOST_STEPS].line,
            message=f"a lesson with mends: has at most {MOST_STEPS} steps, and this has {len(lesson.steps)}: "
            "take some out.",
        )
    if len(lesson.quiz) > MOST_QUESTIONS:
        report.problem(
            lesson.quiz[MOST_QUESTIONS].line,
            message=f"a lesson with mends: has at most {MOST_QUESTIONS} questions, and this has {len(lesson.quiz)}: "
            "take some out.",
        )
    for question in lesson.quiz:
        # Nobody is tested first who comes because a message was given back.
        if question.ask is not None:
            report.problem(
                question.line,
                message='a lesson with mends: asks nothing before its story: take out ask="before-after".',
            )


def same_reason(lesson: Lesson, *, other: Lesson) -> Problem:
    """Return the problem of a lesson whose reason another file of the same folder has for the same key stage."""
    message = f"mends: {other.path} mends {lesson.mends} for {lesson.key_stage} already: keep one of the two."
    return Problem(lesson.path, lesson.line_of("mends"), message)


def by_reason(lessons: Iterable[Lesson]) -> dict[tuple[str, KeyStage], str]:
    """Return the ids of those lessons that mend a message, by reason and key stage."""
    return {(lesson.mends, lesson.key_stage): lesson.id for lesson in lessons if lesson.mends}
