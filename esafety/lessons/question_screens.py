"""What the screens of a question show: before it is answered without its key, and then what is said to the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from esafety.content import marking, mixing
from esafety.content.marking import Mark
from esafety.content.model import Answer, Box, Question, QuestionKind
from esafety.lessons import rules
from esafety.lessons.answering import LastTry

PUT_SOMEWHERE = ("sort", "order", "match")


@dataclass(frozen=True, kw_only=True)
class Offered:
    """An answer as it stands on the screen: nothing here depends on whether it is right."""

    id: str
    label: str
    show: str | None
    who: str | None
    at: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class QuestionScreen:
    """A question. `put` has what was put somewhere already, by answer; `is_before` when it comes before the story."""

    question_id: str
    prompt: str
    question_kind: QuestionKind
    answers: Sequence[Offered]
    boxes: Sequence[Box]
    app: str | None
    scene: str | None
    how_many: int
    is_before: bool = False
    problem: str | None = None
    put: Mapping[str, str] = field(default_factory=dict)
    kind: str = "question"

    @property
    def is_in_pictures(self) -> bool:
        """Whether every answer has a picture."""
        return all(answer.show for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of one answer: right, not this one, or where it belongs.

    `where` is the box, the place or the other half: the child's own, or at the third try the right one.
    """

    label: str
    show: str | None
    verdict: str
    reason: str | None
    who: str | None = None
    where: str | None = None
    where_show: str | None = None


@dataclass(frozen=True, kw_only=True)
class FeedbackScreen:
    """What is said to an answer."""

    question_id: str
    prompt: str
    question_kind: QuestionKind
    is_right: bool
    shown_answer: bool
    may_try_again: bool
    still_to_find: int
    said: Sequence[Said]
    kind: str = "feedback"

    @property
    def is_part_right(self) -> bool:
        """Whether a part of it was right."""
        return any(each.verdict == "right" for each in self.said)


def question_screen(
    question: Question,
    *,
    last: LastTry | None = None,
    is_before: bool = False,
    problem: str | None = None,
    raw: Sequence[str] = (),
) -> QuestionScreen:
    """The screen on which a question is asked; what was right at the last try, or was sent unfinished, stays put."""
    put: Mapping[str, str] = {}
    if question.kind in PUT_SOMEWHERE:
        put = marking.read_places(question, raw=raw) or _rightly_put(last)
    return QuestionScreen(
        question_id=question.id,
        prompt=question.prompt,
        question_kind=question.kind,
        answers=[
            Offered(id=each.id, label=each.label, show=each.show, who=each.who, at=each.at)
            for each in mixing.shown_answers(question)
        ],
        boxes=mixing.shown_boxes(question),
        app=question.app,
        scene=question.scene,
        how_many=sum(each.is_right for each in question.answers) if question.kind in ("choose-all", "spot") else 1,
        is_before=is_before,
        problem=problem,
        put=put,
    )


def _rightly_put(last: LastTry | None) -> dict[str, str]:
    return {each.answer.id: each.put for each in last.marked.marks if each.is_right and each.put} if last else {}


def feedback_screen(question: Question, *, last: LastTry) -> FeedbackScreen:
    """What is said to the latest try."""
    is_settled = rules.is_settled(was_right=last.marked.is_right, try_no=last.try_no)
    shown_answer = is_settled and not last.marked.is_right
    say = _said_of_places if question.kind in PUT_SOMEWHERE else _said_of_choice
    return FeedbackScreen(
        question_id=question.id,
        prompt=question.prompt,
        question_kind=question.kind,
        is_right=last.marked.is_right,
        shown_answer=shown_answer,
        may_try_again=not is_settled,
        still_to_find=last.marked.still_to_find,
        said=say(question, last=last, is_settled=is_settled),
    )


def _said_of_choice(question: Question, *, last: LastTry, is_settled: bool) -> list[Said]:  # noqa: ARG001 - as the other
    shown_answer = is_settled and not last.marked.is_right
    said = []
    for each in last.marked.marks:
        is_shown = each.chosen or (shown_answer and each.answer.is_right)
        if is_shown:
            verdict = "right" if each.answer.is_right else "not-this"
            said.append(_said(each.answer, verdict=verdict, reason=each.answer.reason))
    return said


def _said_of_places(question: Question, *, last: LastTry, is_settled: bool) -> list[Said]:
    marks, belongs = list(last.marked.marks), marking.where_they_belong(question)
    if question.kind == "order" and not is_settled:
        marks.sort(key=lambda each: int(each.put or 0))
    # To hear of all at once what is wrong with an order would tell the order; the first is the place to begin.
    reasons = [each.answer.id for each in marks if not each.is_right]
    if question.kind == "order":
        reasons = reasons[:1]
    return [
        _said_of_place(
            question,
            mark=each,
            put=belongs[each.answer.id] if is_settled else each.put,
            is_settled=is_settled,
            has_reason=is_settled or each.answer.id in reasons,
        )
        for each in marks
    ]


def _said_of_place(question: Question, *, mark: Mark, put: str | None, is_settled: bool, has_reason: bool) -> Said:
    box = question.box(put)
    verdict = "right" if mark.is_right else "belongs" if is_settled else "not-this"
    return _said(
        mark.answer,
        verdict=verdict,
        reason=mark.answer.reason if has_reason else None,
        where=box.label if box else put,
        where_show=box.show if box else None,
    )


def _said(
    answer: Answer, *, verdict: str, reason: str | None, where: str | None = None, where_show: str | None = None
) -> Said:
    return Said(
        label=answer.label,
        show=answer.show,
        verdict=verdict,
        reason=reason,
        who=answer.who,
        where=where,
        where_show=where_show,
    )
