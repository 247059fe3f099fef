"""Who sees which message: one rule, that opens a single one and filters every list."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from esafety.db import db
from esafety.moderation.models import Message, MessageKeptFrom
from esafety.moderation.states import Kind, State
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil

FOR_ALL = (str(Kind.POST), str(Kind.REPLY))


def messages_visible_to(actor: Actor, /) -> ColumnElement[bool]:
    """The messages that `actor` may see, as a condition on `Message`.

    A child sees its own, whatever became of them, and of its class what is approved and meant for all, or for it. The
    class is the one on today's roll. Staff of a class see everything of it, and so do officer and deputies of the
    school; but nobody what a child wrote about them. Who may do no more than hide and escalate sees what children see.
    """
    in_school = Message.school_id == actor.school_id
    if actor.is_pupil:
        return and_(in_school, or_(is_by(actor), and_(_is_on_roll(actor), or_(_is_shown(), _is_for(actor)))))
    in_school = and_(in_school, _is_not_kept_from(actor))
    if actor.may(Capability.MODERATE_SCHOOL_BOARD):
        return in_school
    seen: list[ColumnElement[bool]] = []
    if actor.may(Capability.MODERATE_CLASS_BOARD):
        seen.append(Message.class_id.in_(actor.class_ids or {-1}))
    if actor.may(Capability.HIDE_AND_ESCALATE):
        seen.append(_is_shown())
    return and_(in_school, or_(false(), *seen))


def reportable_by(actor: Actor, /) -> ColumnElement[bool]:
    """What the child `actor` may say it worries about: what another wrote and is shown to it, or was until hidden.

    Who had it on the screen when another child reported it was quick enough.
    """
    was_shown = Message.state.in_([str(State.APPROVED), str(State.HIDDEN)]) & Message.shown_at.is_not(None)
    is_for_it = or_(and_(_is_on_roll(actor), Message.kind.in_(FOR_ALL)), Message.to_pupil_id == actor.person_id)
    by_another = or_(Message.pupil_id.is_(None), Message.pupil_id != actor.person_id)
    return and_(Message.school_id == actor.school_id, was_shown, is_for_it, by_another)


def may_moderate(actor: Actor, *, class_id: int) -> bool:
    """Whether `actor` decides about messages of a class: its own staff, officer and deputies."""
    is_class_staff = actor.may(Capability.MODERATE_CLASS_BOARD) and class_id in actor.class_ids
    return is_class_staff or actor.may(Capability.MODERATE_SCHOOL_BOARD)


def may_judge_report(actor: Actor, *, by_staff: int | None) -> bool:
    """Whether `actor` may read what a child says of a message, and decide about it once it is hidden.

    Where a member of staff wrote it, officer and deputies alone, and never who wrote it.
    """
    return by_staff is None or (by_staff != actor.person_id and actor.may(Capability.MODERATE_SCHOOL_BOARD))


def taken_down_for(actor: Actor, /) -> ColumnElement[bool]:
    """What was shown to `actor`'s class and has been removed: a notice stands in its place, without its words."""
    if not actor.is_pupil:
        return false()
    was_shown = and_(Message.state == str(State.REMOVED), Message.shown_at.is_not(None), Message.kind.in_(FOR_ALL))
    return and_(Message.school_id == actor.school_id, _is_on_roll(actor), was_shown, _parent_is_shown())


def find_message(actor: Actor, *, ref: str) -> Message | None:
    """Message `ref` if `actor` may see it; None alike for one hidden from them and for one that does not exist."""
    return db.session.scalar(select(Message).where(messages_visible_to(actor), Message.ref == ref))


def is_by(actor: Actor, /) -> ColumnElement[bool]:
    """The messages that the child `actor` wrote."""
    return Message.pupil_id == actor.person_id if actor.is_pupil else false()


def _is_not_kept_from(actor: Actor) -> ColumnElement[bool]:
    kept = select(MessageKeptFrom.id).where(
        MessageKeptFrom.message_id == Message.id, MessageKeptFrom.staff_id == actor.person_id
    )
    return ~exists(kept)


def _is_on_roll(actor: Actor, /) -> ColumnElement[bool]:
    # Read from the roll, not from the actor: whoever was moved to another class has left this one's board at once.
    child = aliased(Pupil)  # an alias, for the list that is filtered may name children too
    on_roll = (child.id == actor.person_id) & (child.class_id == Message.class_id) & child.left_on.is_(None)
    return exists(select(child.id).where(on_roll))


def _is_shown() -> ColumnElement[bool]:
    return and_(Message.state == str(State.APPROVED), Message.kind.in_(FOR_ALL), _parent_is_shown())


def _is_for(actor: Actor, /) -> ColumnElement[bool]:
    return and_(Message.state == str(State.APPROVED), Message.to_pupil_id == actor.person_id)


def _parent_is_shown() -> ColumnElement[bool]:
    # An answer may say again what is no more to be seen: it comes and goes with what it answers.
    parent = aliased(Message)
    is_there = select(parent.id).where(parent.id == Message.parent_id, parent.state == str(State.APPROVED))
    return or_(Message.parent_id.is_(None), exists(is_there))
