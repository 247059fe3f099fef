"""The quiz and the talk questions of a lesson: lists are answers, quotes below them are the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from esafety.content import answers
from esafety.content.answers import SHAPES
from esafety.content.attributes import Attributes, split_attributes
from esafety.content.kinds import look_at_kind
from esafety.content.model import Answer, Box, Question, QuestionKind
from esafety.content.outline import Block, Section, read_blocks
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of
from esafety.content.story import by_heading


def read_talk(section: Section, *, report: Report) -> tuple[str, ...]:
    """Read the questions for the class, one a list line."""
    talk = []
    for block in read_blocks(section):
        if block.kind == "point":
            talk.append(" ".join(block.text.split()))
        else:
            report.problem(
                block.line,
                message='this is not a talk question: write each as a list line, such as "- Who would you ask?".',
            )
    if not talk:
        report.problem(
            section.line, message='there is nothing to talk about: add a line such as "- Who would you ask?".'
        )
    return tuple(talk)


def read_quiz(section: Section, *, report: Report) -> tuple[Question, ...]:
    """Read all questions; what cannot be read is reported and left out."""
    questions = [
        _question(heading, blocks=blocks, report=report)
        for heading, blocks in by_heading(read_blocks(section, numbered=True), what="a question", report=report)
    ]
    if not questions:
        report.problem(
            section.line,
            message='the quiz has no questions: begin one with ## The question? {#its-name kind="choose-one"}.',
        )
    first_at: dict[str, int] = {}
    for question in questions:
        if question.id and first_at.setdefault(question.id, question.line) != question.line:
            where = first_at[question.id]
            report.problem(
                question.line,
                message=f"the question #{question.id} is there already, on line {where}: give one another name.",
            )
    return tuple(questions)


_HEADING_HAS: Mapping[str, tuple[str, ...]] = {
    "boxes": ("sort",),
    "boxes-show": ("sort",),
    "app": ("spot",),
    "scene": ("spot",),
}
"""What the heading of some kinds of question has besides its kind and ask, and which kinds."""


def _question(heading: Block, *, blocks: Sequence[Block], report: Report) -> Question:
    prompt, has = split_attributes(
        heading.text, allowed=("kind", "ask", *_HEADING_HAS), takes_id=True, line=heading.line, report=report
    )
    if not prompt:
        report.problem(heading.line, message="the question has no words: write them after ## .")
    if has.id is None:
        report.problem(
            heading.line, message=f"the question has no name: write {{#{slug_of(prompt) or 'its-name'}}} after it."
        )
    ask = has.get("ask")
    if ask not in (None, "before-after"):
        report.problem(
            heading.line, message=f'unknown ask="{shown(ask or "")}": write ask="before-after" or leave it out.'
        )
    kind = _kind(has, line=heading.line, blocks=blocks, report=report)
    _look_for_strays(has, kind=kind, line=heading.line, report=report)
    drafts = answers.gather(blocks, kind=kind, report=report)
    given, boxes = _answers(drafts, kind=kind, has=has, line=heading.line, report=report)
    question = Question(
        id=has.id or "",
        prompt=prompt,
        kind=kind,
        ask="before-after" if ask == "before-after" else None,
        answers=given,
        line=heading.line,
        boxes=boxes,
        app=(has.get("app") or None) if kind == "spot" else None,
        scene=(has.get("scene") or None) if kind == "spot" else None,
    )
    look_at_kind(question, report=report)
    return question


def _kind(has: Attributes, *, line: int, blocks: Sequence[Block], report: Report) -> QuestionKind:
    given, fitting = has.get("kind"), _fitting(has, blocks=blocks)
    if given is None:
        report.problem(
            line, message=f'the question does not say its kind: write kind="{fitting}" in its curly brackets.'
        )
    elif given not in SHAPES:
        known = " or ".join((", ".join(f'"{each}"' for each in [*SHAPES][:-1]), f'"{[*SHAPES][-1]}"'))
        report.problem(
            line,
            message=f'unknown kind "{shown(given)}": '
            + did_you_mean(given, known=SHAPES, otherwise=f"write kind={known}."),
        )
    return next((kind for kind in SHAPES if kind == given), fitting)


def _fitting(has: Attributes, *, blocks: Sequence[Block]) -> QuestionKind:
    """The kind that what was written looks like, so that its other problems can be named all the same."""
    if has.get("boxes"):
        return "sort"
    if has.get("app") or has.get("scene"):
        return "spot"
    if any(block.kind == "numbered" for block in blocks):
        return "order"
    if any(block.kind == "point" and answers.bracket_of(block.text) for block in blocks):
        return "match"
    return "choose-all" if sum(block.is_ticked for block in blocks) > 1 else "choose-one"


def _look_for_strays(has: Attributes, *, kind: QuestionKind, line: int, report: Report) -> None:
    for name, kinds in _HEADING_HAS.items():
        if has.get(name) is not None and kind not in kinds:
            report.problem(line, message=f'{name}= belongs to kind="{kinds[0]}" only: take it out.')


def _answers(
    drafts: Sequence[answers.Draft], *, kind: QuestionKind, has: Attributes, line: int, report: Report
) -> tuple[tuple[Answer, ...], tuple[Box, ...]]:
    if kind == "match":
        return answers.pairs(drafts, report=report)
    if kind == "sort":
        boxes = _boxes(has, line=line, report=report)
        return answers.sorted_ones(drafts, boxes=boxes, report=report), boxes
    if kind == "order":
        return answers.numbered(drafts, report=report), ()
    if kind == "spot" and has.get("scene"):
        return answers.things(drafts, report=report), ()
    if kind == "spot" and has.get("app"):
        return answers.messages(drafts, report=report), ()
    return answers.ticked(drafts, report=report), ()


def _boxes(has: Attributes, *, line: int, report: Report) -> tuple[Box, ...]:
    labels = has.get("boxes")
    if not labels:
        report.problem(line, message='a sort needs its boxes: write boxes="One | Other" in its curly brackets.')
        return ()
    return answers.read_boxes(labels, pictures=has.get("boxes-show") or "", line=line, report=report)
