"""What each kind of question must have to be put to a child: how many answers, boxes and clues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from esafety.content.model import Question, QuestionKind
from esafety.content.report import Report, shown

FEWEST_ANSWERS = 2

_HOW_MANY: Mapping[QuestionKind, tuple[int, int, str]] = {
    "sort": (2, 8, "items"),
    "order": (3, 6, "lines"),
    "match": (2, 5, "pairs"),
    "spot": (2, 8, "answers"),
}
"""The fewest and the most that fit a screen; what they are called."""

_BOXES = (2, 3)
CLOSEST_THINGS = 14
"""Hundredths of the picture between the middles of two things, across or down: nearer, a finger takes the wrong one."""


def look_at_kind(question: Question, *, report: Report) -> None:
    """Report what a question lacks for its kind, and what it has too much of."""
    if question.kind in ("choose-one", "choose-all"):
        _look_at_choice(question, report=report)
    else:
        _look_at_number(question, report=report)
    if question.kind == "sort" and question.boxes:
        _look_at_boxes(question, report=report)
    elif question.kind == "match":
        _look_for_equal_halves(question, report=report)
    elif question.kind == "spot":
        _look_at_spot(question, report=report)
    _look_for_twins(question, report=report)


def _look_at_choice(question: Question, *, report: Report) -> None:
    right = sum(answer.is_right for answer in question.answers)
    if len(question.answers) < FEWEST_ANSWERS:
        report.problem(
            question.line,
            message='a question needs two answers or more: write "- [ ] Words", or "- [x] Words" for a right one.',
        )
    elif right == 0:
        report.problem(
            question.line, message="the question has no right answer: put an x in its brackets, such as - [x] Words."
        )
    if question.kind == "choose-one" and right > 1:
        report.problem(
            question.line, message=f'{right} answers are marked right: keep one [x], or write kind="choose-all".'
        )


def _look_at_number(question: Question, *, report: Report) -> None:
    fewest, most, things = _HOW_MANY[question.kind]
    count = len(question.answers)
    if not fewest <= count <= most:
        report.problem(
            question.line,
            message=f'kind="{question.kind}" takes {fewest} to {most} {things}, and this has {count}: '
            + ("add some." if count < fewest else "take some out."),
        )


def _look_at_boxes(question: Question, *, report: Report) -> None:
    fewest, most = _BOXES
    if not fewest <= len(question.boxes) <= most:
        how = 'write two or three with | between, as in "One | Other".'
        report.problem(question.line, message=f"boxes= names {len(question.boxes)}: {how}")
    ids = Counter(box.id for box in question.boxes)
    filled = {answer.box for answer in question.answers}
    for box in dict.fromkeys(question.boxes):
        if not box.label:
            report.problem(question.line, message="a box has no name: write one on each side of the | in boxes=.")
        elif ids[box.id] > 1:
            report.problem(
                question.line, message=f'the box "{shown(box.label)}" is there twice: give one another name.'
            )
        elif box.id not in filled:
            report.problem(
                question.line,
                message=f'nothing belongs in the box "{shown(box.label)}": add "- [{shown(box.label)}] Words".',
            )


def _look_for_equal_halves(question: Question, *, report: Report) -> None:
    first_at: dict[str, int] = {}
    for answer, box in zip(question.answers, question.boxes, strict=True):
        if box.label and first_at.setdefault(box.id, answer.line) != answer.line:
            report.problem(
                answer.line,
                message=f'"{shown(box.label)}" is the other half on line {first_at[box.id]} too: give each its own.',
            )


def _look_at_spot(question: Question, *, report: Report) -> None:
    if (question.app is None) == (question.scene is None):
        report.problem(
            question.line,
            message='a spot needs either app="..." for messages, or scene="..." for a picture: write one of them.',
        )
    right = sum(answer.is_right for answer in question.answers)
    if question.answers and right == 0:
        report.problem(question.line, message="there is no clue to spot: put an x in its brackets, as in - [x].")
    elif question.answers and right == len(question.answers):
        report.problem(question.line, message="everything is a clue: write some that are none, with [ ].")
    for one, other in combinations([answer for answer in question.answers if answer.at], 2):
        if one.at and other.at and max(abs(one.at[0] - other.at[0]), abs(one.at[1] - other.at[1])) < CLOSEST_THINGS:
            report.problem(
                other.line,
                message=f'"{shown(other.label)}" stands on "{shown(one.label)}": '
                f"put them {CLOSEST_THINGS} apart or more, across or down.",
            )


def _look_for_twins(question: Question, *, report: Report) -> None:
    first_at: dict[str, int] = {}
    for answer in question.answers:
        if first_at.setdefault(answer.id, answer.line) != answer.line:
            where = first_at[answer.id]
            report.problem(
                answer.line,
                message=f"the answer #{answer.id} is there already, on line {where}: write {{#another-name}} here.",
            )
