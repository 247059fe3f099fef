"""What a child is shown of messages: those of its class that are approved, and its own with where each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from esafety.db import db
from esafety.moderation.findings import from_text
from esafety.moderation.models import Message
from esafety.moderation.reasons import ChildSees, Reason, child_sees, is_worry, told_at_once
from esafety.moderation.states import Decision, State, may_mend, may_move
from esafety.moderation.visible import is_by, messages_visible_to, taken_down_for
from esafety.roles import Actor
from esafety.school.models import Pupil, Staff

PARENT = aliased(Message)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An approved message as a child sees it; `by` is a nickname (or first name), an adult's or a character's name.

    `answers` is the ref of what it answers. `reads_as_mine` is true for the child's own.
    """

    ref: str
    kind: str
    by: str
    avatar: str
    is_by_staff: bool
    cast_member: str
    text: str
    pictures: tuple[str, ...]
    at: datetime
    answers: str
    reads_as_mine: bool


@dataclass(frozen=True, kw_only=True)
class TakenDown:
    """A notice in the place of a message that was taken down: why, and nothing of what it said or who wrote it."""

    ref: str
    kind: str
    at: datetime
    reason: Reason | None
    answers: str


@dataclass(frozen=True, kw_only=True)
class Own:
    """A child's own message: where it is, why in the reasons of the list, and what the teacher added."""

    ref: str
    kind: str
    place: str
    to_cast_member: str
    answers: str
    text: str
    pictures: tuple[str, ...]
    sees: ChildSees
    reasons: tuple[Reason, ...]
    teacher_words: str
    sent_at: datetime
    may_mend: bool
    may_withdraw: bool


def shown_in(actor: Actor, *, place: str, first_names: bool = False) -> list[Shown | TakenDown]:
    """What the child `actor` sees in a place, in the order in which it was first shown.

    Args:
        actor: a child.
        place: as `topic:4`.
        first_names: whether the school lets children see first names instead of nicknames.
    """
    if not actor.is_pupil:
        return []
    rows = db.session.execute(
        select(Message, Pupil.nickname, Pupil.first_name, Pupil.avatar, Staff.name, PARENT.ref)
        .outerjoin(Pupil, Pupil.id == Message.pupil_id)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .outerjoin(PARENT, PARENT.id == Message.parent_id)
        .where(messages_visible_to(actor), Message.place == place, Message.state == str(State.APPROVED))
    ).all()
    shown: list[Shown | TakenDown] = [
        Shown(
            ref=message.ref,
            kind=message.kind,
            by=(first_name if first_names else nickname) or staff or message.cast_member,
            avatar=avatar or "",
            is_by_staff=message.staff_id is not None,
            cast_member=message.cast_member,
            text=message.text,
            pictures=tuple(message.pictures),
            at=message.shown_at or message.submitted_at,
            answers=answers or "",
            reads_as_mine=message.pupil_id == actor.person_id,
        )
        for message, nickname, first_name, avatar, staff, answers in rows
    ]
    return sorted([*shown, *_taken_down(actor, place=place)], key=lambda one: one.at)


def own_messages(actor: Actor, *, place: str | None = None, ref: str | None = None) -> list[Own]:
    """The child's own messages, in a place or everywhere, the newest first; `ref` for a single one."""
    wanted: list[ColumnElement[bool]] = [messages_visible_to(actor), is_by(actor)]
    if place is not None:
        wanted.append(Message.place == place)
    if ref is not None:
        wanted.append(Message.ref == ref)
    rows = db.session.execute(
        select(Message, PARENT.ref)
        .outerjoin(PARENT, PARENT.id == Message.parent_id)
        .where(*wanted)
        .order_by(Message.submitted_at.desc(), Message.id.desc())
    ).all()
    return [_own(message, answers=answers or "") for message, answers in rows]


def _own(message: Message, *, answers: str) -> Own:
    found, state = from_text(message.findings), State(message.state)
    reasons = told_at_once(found) if state is State.HELD else ()
    if message.reason and not is_worry(found):
        reasons = (Reason(message.reason),)
    return Own(
        ref=message.ref,
        kind=message.kind,
        place=message.place,
        to_cast_member=message.to_cast_member,
        answers=answers,
        text=message.text,
        pictures=tuple(message.pictures),
        sees=child_sees(state, findings=found),
        reasons=reasons,
        teacher_words=message.reason_words,
        sent_at=message.submitted_at,
        may_mend=may_mend(state),
        may_withdraw=may_move(state, decision=Decision.WITHDRAW),
    )


def _taken_down(actor: Actor, *, place: str) -> list[TakenDown]:
    rows = db.session.execute(
        select(
            Message.ref,
            Message.kind,
            Message.shown_at,
            Message.submitted_at,
            Message.reason,
            Message.findings,
            PARENT.ref,
        )
        .outerjoin(PARENT, PARENT.id == Message.parent_id)
        .where(taken_down_for(actor), Message.place == place)
    ).all()
    return [
        TakenDown(
            ref=ref,
            kind=kind,
            at=shown_at or submitted_at,
            reason=Reason(reason) if reason and not is_worry(from_text(found)) else None,
            answers=answers or "",
        )
        for ref, kind, shown_at, submitted_at, reason, found, answers in rows
    ]
