"""The quiz and the talk questions of a lesson: task lists are answers, quotes below them are the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from esafety.content.attributes import split_attributes
from esafety.content.model import Answer, Question, QuestionKind
from esafety.content.outline import Block, Section, read_blocks
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of
from esafety.content.story import by_heading

FEWEST_ANSWERS = 2

_KINDS: dict[str, QuestionKind] = {"choose-one": "choose-one", "choose-all": "choose-all"}


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
        for heading, blocks in by_heading(read_blocks(section), what="a question", report=report)
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


def _question(heading: Block, *, blocks: Sequence[Block], report: Report) -> Question:
    prompt, has = split_attributes(
        heading.text, allowed=("kind", "ask"), takes_id=True, line=heading.line, report=report
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
    answers = _answers(blocks, report=report)
    return Question(
        id=has.id or "",
        prompt=prompt,
        kind=_kind(has.get("kind"), line=heading.line, answers=answers, report=report),
        ask="before-after" if ask == "before-after" else None,
        answers=answers,
        line=heading.line,
    )


def _kind(given: str | None, *, line: int, answers: Sequence[Answer], report: Report) -> QuestionKind:
    right = sum(answer.is_right for answer in answers)
    fitting: QuestionKind = "choose-all" if right > 1 else "choose-one"
    if len(answers) < FEWEST_ANSWERS:
        report.problem(
            line,
            message='a question needs two answers or more: write "- [ ] Words", or "- [x] Words" for a right one.',
        )
    elif right == 0:
        report.problem(line, message="the question has no right answer: put an x in its brackets, such as - [x] Words.")
    if given is None:
        report.problem(
            line, message=f'the question does not say its kind: write kind="{fitting}" in its curly brackets.'
        )
    elif given not in _KINDS:
        ending = did_you_mean(given, known=_KINDS, otherwise='write kind="choose-one" or kind="choose-all".')
        report.problem(line, message=f'unknown kind "{shown(given)}": ' + ending)
    elif given == "choose-one" and right > 1:
        report.problem(
            line,
            message=f'{right} answers are marked right: keep one [x], or write kind="choose-all".',
        )
    return _KINDS.get(given or "", fitting)


@dataclass(slots=True)
class _Draft:
    block: Block
    reason: str | None = None


def _answers(blocks: Sequence[Block], *, report: Report) -> tuple[Answer, ...]:
    drafts: list[_Draft] = []
    is_unread = False
    for block in blocks:
        if block.kind == "answer":
            drafts.append(_Draft(block))
            is_unread = False
        elif block.kind == "reason" and is_unread:
            continue
        elif block.kind == "reason" and drafts and drafts[-1].reason is None:
            drafts[-1].reason = " ".join(block.text.split())
        else:
            # The reason below something that should have been an answer is not reported a second time.
            is_unread = block.kind in ("point", "choice")
            report.problem(block.line, message=_what_instead(block.kind, has_answers=bool(drafts)))
    answers = [_answer(draft, report=report) for draft in drafts]
    first_at: dict[str, int] = {}
    for answer in answers:
        if first_at.setdefault(answer.id, answer.line) != answer.line:
            where = first_at[answer.id]
            report.problem(
                answer.line,
                message=f"the answer #{answer.id} is there already, on line {where}: write {{#another-name}} here.",
            )
    return tuple(answers)


def _what_instead(kind: str, *, has_answers: bool) -> str:
    if kind == "reason" and has_answers:
        return "this answer has a second reason: put both in one quote."
    if kind == "quote" and has_answers:
        return "set the reason in by 4 spaces, so that it belongs to the answer above it."
    if kind in ("point", "choice"):
        return 'an answer begins with brackets: write "- [ ] Words", or "- [x] Words" where it is right.'
    return (
        "only answers and their reasons are shown below a question: put these words in its heading, or take them out."
    )


def _answer(draft: _Draft, *, report: Report) -> Answer:
    line = draft.block.line
    text, has = split_attributes(
        draft.block.text, allowed=("show", "misconception"), takes_id=True, line=line, report=report
    )
    label = " ".join(text.split())
    if not label:
        report.problem(line, message="the answer has no words: write them after the brackets.")
    if not draft.reason:
        report.problem(
            line, message="the answer has no reason: below it, write 4 spaces, > and what the child is told."
        )
    return Answer(
        id=has.id or slug_of(label) or f"line-{line}",
        label=label,
        is_right=draft.block.is_ticked,
        reason=draft.reason or "",
        show=has.get("show") or None,
        misconception=has.get("misconception") or None,
        line=line,
    )
