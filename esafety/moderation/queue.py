"""The work list of staff: what is to be decided in all of one's classes, and one message with all that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from esafety import clock
from esafety.db import db
from esafety.filtering.verdict import Finding, Level
from esafety.moderation.findings import from_text
from esafety.moderation.history import Earlier, Move, earlier_of, moves_of
from esafety.moderation.models import Message
from esafety.moderation.reasons import Reason
from esafety.moderation.states import STAFF_DECISIONS, TO_DECIDE, Decision, Kind, State, may_move
from esafety.moderation.visible import may_judge_report, may_moderate, messages_visible_to
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil, SchoolClass, Staff

PARENT, COLLEAGUE, NAMESAKE = aliased(Message), aliased(Staff), aliased(Pupil)


@dataclass(frozen=True, kw_only=True)
class ToStaff:
    """A message as staff see it: who wrote it, what the filter found and where, when an answer is due."""

    id: int
    ref: str
    version: int
    kind: Kind
    state: State
    level: Level
    class_id: int
    class_name: str
    by: str
    by_ref: str
    by_staff_id: int | None
    nickname: str
    avatar: str
    place: str
    answers: str
    to_cast_member: str
    text: str
    pictures: tuple[str, ...]
    edition: int
    findings: tuple[Finding, ...]
    submitted_at: datetime
    due_at: datetime
    is_late: bool
    reason: Reason | None
    reason_words: str
    passed_to: str
    passed_to_id: int | None
    is_for_others: bool = False

    @property
    def decisions(self) -> frozenset[Decision]:
        """What the table lets staff do with it as it is; nothing where others are to judge what was reported."""
        if self.is_for_others:
            return frozenset()
        return frozenset(each for each in STAFF_DECISIONS if may_move(self.state, decision=each))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A message with its earlier words, its history, and what stood before it in the same place."""

    message: ToStaff
    earlier: tuple[Earlier, ...]
    moves: tuple[Move, ...]
    before: tuple[ToStaff, ...]


def queue_of(actor: Actor, *, limit: int | None = None, offset: int = 0) -> list[ToStaff]:
    """What `actor` has to decide, in all classes: the urgent first, then what has been due longest."""
    is_urgent_first = case((Message.state == str(State.URGENT), 0), else_=1)
    wanted = _to_staff().where(*_to_decide(actor)).order_by(is_urgent_first, Message.due_at, Message.id)
    return [_shown(row, actor=actor) for row in db.session.execute(wanted.limit(limit).offset(offset)).all()]


def queue_counts(actor: Actor, /) -> dict[State, int]:
    """How many messages wait for `actor`, by state."""
    counted = select(Message.state, func.count()).where(*_to_decide(actor)).group_by(Message.state)
    return {State(state): number for state, number in db.session.execute(counted).all()}


def late_count(actor: Actor, /) -> int:
    """How many of them are late."""
    late = select(func.count()).select_from(Message).where(*_to_decide(actor), Message.due_at < clock.now())
    return db.session.scalar(late) or 0


def messages_of(actor: Actor, *, only: Sequence[ColumnElement[bool]], limit: int | None = None) -> list[ToStaff]:
    """Messages that `actor` may see and for which all of `only` is so, the newest first; nothing for a child."""
    if actor.is_pupil:
        return []
    wanted = (
        _to_staff().where(messages_visible_to(actor), *only).order_by(Message.submitted_at.desc(), Message.id.desc())
    )
    return [_shown(row, actor=actor) for row in db.session.execute(wanted.limit(limit)).all()]


def open_message(actor: Actor, *, ref: str, before: int = 5) -> Opened | None:
    """Message `ref` for staff, with up to `before` messages that stood there before it; None where there is none."""
    found = messages_of(actor, only=[Message.ref == ref])
    if not found:
        return None
    message = found[0]
    earlier_in_place = [
        Message.place == message.place,
        Message.class_id == message.class_id,
        Message.submitted_at <= message.submitted_at,
        Message.id != message.id,
    ]
    return Opened(
        message=message,
        earlier=earlier_of(message.id) if may_moderate(actor, class_id=message.class_id) else (),
        moves=moves_of(message.id, actor=actor, class_id=message.class_id, by_staff=message.by_staff_id),
        before=tuple(reversed(messages_of(actor, only=earlier_in_place, limit=before))),
    )


def _to_decide(actor: Actor) -> list[ColumnElement[bool]]:
    is_staff = messages_visible_to(actor) if not actor.is_pupil else Message.id < 0
    is_to_judge = or_(Message.state != str(State.HIDDEN), Message.staff_id.is_(None), _may_judge(actor))
    return [is_staff, Message.state.in_([str(state) for state in TO_DECIDE]), is_to_judge]


def _may_judge(actor: Actor) -> ColumnElement[bool]:
    # As visible.may_judge_report: nobody judges what a child says of one's own message, nor a colleague in the class.
    return Message.staff_id != actor.person_id if actor.may(Capability.MODERATE_SCHOOL_BOARD) else false()


def _to_staff() -> Select[Any]:
    has_namesake = exists(
        select(NAMESAKE.id).where(
            NAMESAKE.class_id == Pupil.class_id,
            NAMESAKE.first_name == Pupil.first_name,
            NAMESAKE.id != Pupil.id,
            NAMESAKE.left_on.is_(None),
        )
    )
    return (
        select(
            Message,
            SchoolClass.name.label("class_name"),
            Pupil.first_name,
            case((has_namesake, Pupil.initial), else_="").label("initial"),
            Pupil.nickname,
            Pupil.avatar,
            Pupil.ref.label("pupil_ref"),
            Staff.name.label("staff_name"),
            COLLEAGUE.name.label("colleague"),
            PARENT.ref.label("answers"),
        )
        .join(SchoolClass, SchoolClass.id == Message.class_id)
        .outerjoin(Pupil, Pupil.id == Message.pupil_id)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .outerjoin(COLLEAGUE, COLLEAGUE.id == Message.passed_to)
        .outerjoin(PARENT, PARENT.id == Message.parent_id)
    )


def _shown(row: Any, *, actor: Actor) -> ToStaff:  # noqa: ANN401 - a row of _to_staff
    message: Message = row.Message
    name = f"{row.first_name} {row.initial}".strip() if row.first_name else ""
    return ToStaff(
        id=message.id,
        ref=message.ref,
        version=message.version,
        kind=Kind(message.kind),
        state=State(message.state),
        level=Level(message.level),
        class_id=message.class_id,
        class_name=row.class_name,
        by=name or row.staff_name or message.cast_member,
        by_ref=row.pupil_ref or "",
        by_staff_id=message.staff_id,
        nickname=row.nickname or "",
        avatar=row.avatar or "",
        place=message.place,
        answers=row.answers or "",
        to_cast_member=message.to_cast_member,
        text=message.text,
        pictures=tuple(message.pictures),
        edition=message.edition,
        findings=from_text(message.findings),
        submitted_at=message.submitted_at,
        due_at=message.due_at,
        is_late=State(message.state) in TO_DECIDE and message.due_at < clock.now(),
        reason=Reason(message.reason) if message.reason else None,
        reason_words=message.reason_words,
        passed_to=row.colleague or "",
        passed_to_id=message.passed_to,
        is_for_others=message.state == str(State.HIDDEN) and not may_judge_report(actor, by_staff=message.staff_id),
    )
