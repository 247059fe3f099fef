"""What became of a message: the words that it had before, and each of its moves, as staff read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from esafety.db import db
from esafety.filtering.verdict import Finding
from esafety.moderation.findings import from_text
from esafety.moderation.models import MessageMove, MessageVersion
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision, State
from esafety.moderation.visible import may_judge_report, may_moderate
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil, Staff

REPORTS = frozenset({str(Decision.REPORT), str(Decision.SPOT)})


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The words of a message before its author changed them."""

    edition: int
    text: str
    pictures: tuple[str, ...]
    findings: tuple[Finding, ...]
    submitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class Move:
    """One line of a message's history; `by` is a member of staff, or the child who reported it; else empty."""

    decision: Decision | None
    old_state: State | None
    new_state: State
    by: str
    reason: Reason | None
    words: str
    at: datetime
    has_concern: bool


def earlier_of(message_id: int, /) -> tuple[Earlier, ...]:
    """The words that a message had before its author changed them, the oldest first."""
    rows = select(MessageVersion).where(MessageVersion.message_id == message_id).order_by(MessageVersion.edition)
    return tuple(
        Earlier(
            edition=row.edition,
            text=row.text,
            pictures=tuple(row.pictures),
            findings=from_text(row.findings),
            submitted_at=row.submitted_at,
        )
        for row in db.session.scalars(rows)
    )


def moves_of(message_id: int, *, actor: Actor, class_id: int, by_staff: int | None) -> tuple[Move, ...]:
    """The history of a message for `actor`, the first move first; words that are not for `actor` are blank.

    Why it went to the officer is for officer and deputies. What a child says of something that a member of staff wrote
    (`by_staff`) is blank for that adult and for the colleagues in the class: neither the words nor who said them. Who
    does not moderate the class reads no words and reasons of others.
    """
    rows = db.session.execute(
        select(MessageMove, Staff.name)
        .outerjoin(Staff, Staff.id == MessageMove.staff_id)
        .where(MessageMove.message_id == message_id)
        .order_by(MessageMove.number)
    ).all()
    may_judge = may_judge_report(actor, by_staff=by_staff) and may_moderate(actor, class_id=class_id)
    reporters = _reporters(move for move, _name in rows) if may_judge else {}
    moves = []
    for move, name in rows:
        is_told = _may_read(actor, move=move, class_id=class_id, may_judge=may_judge)
        moves.append(
            Move(
                decision=Decision(move.decision) if move.decision else None,
                old_state=State(move.old_state) if move.old_state else None,
                new_state=State(move.new_state),
                by=name or reporters.get(move.who, ""),
                reason=Reason(move.reason) if move.reason and is_told else None,
                words=move.words if is_told else "",
                at=move.at,
                has_concern=move.concern_id is not None,
            )
        )
    return tuple(moves)


def _may_read(actor: Actor, *, move: MessageMove, class_id: int, may_judge: bool) -> bool:
    if move.decision in REPORTS:
        return may_judge
    if move.staff_id == actor.person_id:
        return True
    if move.decision == str(Decision.ESCALATE):
        return actor.may(Capability.MODERATE_SCHOOL_BOARD)
    return may_moderate(actor, class_id=class_id)


def _reporters(moves: Iterable[MessageMove]) -> dict[str, str]:
    """The names of the children who reported it, by the label that the move has of them."""
    labels = {move.who for move in moves if move.decision in REPORTS}
    ids = [int(label.partition(":")[2]) for label in labels if label.startswith("pupil:")]
    rows = db.session.execute(select(Pupil.id, Pupil.first_name, Pupil.initial).where(Pupil.id.in_(ids))).all()
    return {f"pupil:{row.id}": f"{row.first_name} {row.initial}".strip() for row in rows}
