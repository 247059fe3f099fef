"""What a child answered to a question: kept once, marked, and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select

from esafety import clock
from esafety.content import marking
from esafety.content.marking import Marked
from esafety.content.model import Question
from esafety.db import db, table_of
from esafety.lessons.models import QuizAnswer
from esafety.lessons.rules import Phase
from esafety.roles import Actor

# Built once, for every screen of every child asks them; of tables, for they want columns and no objects.
_ANSWERS = table_of(QuizAnswer)
_A = _ANSWERS.c
_LAST_TRY = (
    select(_A.try_no, _A.chosen)
    .where(
        _A.sitting_id == bindparam("sitting"),
        _A.question_id == bindparam("question"),
        _A.phase == bindparam("phase"),
    )
    .order_by(_A.try_no.desc())
    .limit(1)
)
_KEEP_ANSWER = insert(_ANSWERS)


@dataclass(frozen=True, kw_only=True)
class LastTry:
    """A child's latest try at a question; `chosen` as `marking.read_choice` returns it."""

    try_no: int
    chosen: tuple[str, ...]
    marked: Marked


def last_try(sitting_id: int, *, question: Question, phase: Phase) -> LastTry | None:
    """The latest try of a sitting at a question, before the story or after it."""
    asked = {"sitting": sitting_id, "question": question.id, "phase": phase}
    row = db.session.execute(_LAST_TRY, asked).first()
    if row is None:
        return None
    # The answers may have been reworded since: what is no longer there is left out.
    chosen = marking.still_offered(question, chosen=row.chosen)
    return LastTry(try_no=row.try_no, chosen=chosen, marked=marking.mark(question, chosen=chosen))


def keep_try(
    actor: Actor, *, sitting_id: int, question: Question, chosen: Sequence[str], phase: Phase, try_no: int
) -> LastTry:
    """Mark and keep a try, within the caller's transaction."""
    marked = marking.mark(question, chosen=chosen)
    facts = {
        "school_id": actor.school_id,
        "sitting_id": sitting_id,
        "question_id": question.id,
        "phase": phase,
        "try_no": try_no,
        "chosen": list(chosen),
        "was_right": marked.is_right,
        "misconceptions": list(marked.misconceptions),
        "at": clock.now(),
    }
    db.session.execute(_KEEP_ANSWER, facts)
    return LastTry(try_no=try_no, chosen=tuple(chosen), marked=marked)
