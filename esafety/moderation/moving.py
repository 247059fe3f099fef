"""The one way in which a message moves: by the table, if nobody was quicker, and with the move written down."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from esafety import audit, clock
from esafety.concerns.about_messages import raise_about_message
from esafety.concerns.models import Concern
from esafety.concerns.rules import Frozen
from esafety.db import db, rows_changed
from esafety.moderation.findings import from_text
from esafety.moderation.kept_from import kept_from
from esafety.moderation.models import Message, MessageMove, MessageVersion
from esafety.moderation.notices import NoticeKind, notify, officers_of
from esafety.moderation.outcomes import AlreadyDecided
from esafety.moderation.reasons import Reason
from esafety.moderation.states import TO_DECIDE, WAITS_ANEW, Decision, State, next_state
from esafety.roles import Actor
from esafety.school.models import Staff


def begin(message: Message, *, actor: Actor) -> MessageMove:
    """Add a new message in the state that it has, with its first move."""
    message.waiting_since = message.submitted_at if State(message.state) in TO_DECIDE else None
    db.session.add(message)
    db.session.flush()
    return _write_down(message, old="", decision="", actor=actor, reason="", words="")


def move(
    message: Message,
    *,
    decision: Decision,
    actor: Actor,
    reason: Reason | None = None,
    words: str = "",
    changes: Mapping[str, object] | None = None,
) -> MessageMove | None:
    """Move `message`, in the caller's own transaction, if it is still as it was read; None where it is not.

    Args:
        message: as it was read; afterwards as it is.
        decision: what is done with it.
        actor: who does it.
        reason: why, from the list.
        words: why, in somebody's own words; sealed.
        changes: what else becomes different with the move.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    old = State(message.state)
    new = next_state(old, decision=decision)
    values = {**(changes or {}), "state": str(new), "version": message.version + 1}
    if new not in TO_DECIDE or old not in TO_DECIDE or decision in WAITS_ANEW:
        values["waiting_since"] = clock.now() if new in TO_DECIDE else None
    if new is State.APPROVED and message.shown_at is None:
        values["shown_at"] = clock.now()
    audit.wait_for_turn(db.session(), school_id=message.school_id)
    unmoved = (Message.id == message.id) & (Message.state == str(old)) & (Message.version == message.version)
    statement = update(Message).where(unmoved).values(**values).execution_options(synchronize_session=False)
    has_moved = rows_changed(db.session(), statement=statement) == 1
    db.session.refresh(message)
    if not has_moved:
        return None
    return _write_down(
        message, old=str(old), decision=str(decision), actor=actor, reason=str(reason or ""), words=words
    )


def raise_concern_about(message: Message, *, cause: MessageMove, why: str = "") -> str:
    """Raise a concern about a child's message with a frozen copy, tell the readers, and return the concern's ref.

    `cause` is the move that raised it: by staff, else by the filter.
    """
    if message.pupil_id is None:
        raise ValueError("only what a child wrote is a concern about that child")
    kept_out = kept_from(message)
    cause.concern_id = raise_about_message(
        school_id=message.school_id,
        class_id=message.class_id,
        pupil_id=message.pupil_id,
        frozen=freeze(message, why=why),
        staff_id=cause.staff_id,
        not_adults=tuple(sorted(kept_out)),
    )
    subject = f"concern:{cause.concern_id}"
    told = officers_of(message.school_id, but=kept_out) - {cause.staff_id}
    # What the filter finds urgent is told of by e-mail as such: a second one would say no more.
    by_mail = cause.staff_id is not None
    notify(school_id=message.school_id, staff_ids=told, kind=NoticeKind.ESCALATED, subject=subject, by_mail=by_mail)
    return db.session.execute(select(Concern.ref).where(Concern.id == cause.concern_id)).scalar_one()


def freeze(message: Message, *, why: str = "", by: str = "") -> Frozen:
    """The copy of a message for a concern; `by` names who wrote it where the concern is about another."""
    earlier = db.session.scalars(
        select(MessageVersion.text).where(MessageVersion.message_id == message.id).order_by(MessageVersion.edition)
    ).all()
    return Frozen(
        message_ref=message.ref,
        kind=message.kind,
        text=message.text,
        pictures=tuple(message.pictures),
        written_at=message.submitted_at.isoformat(),
        earlier=tuple(earlier),
        found=tuple(dict.fromkeys(one.staff_words for one in from_text(message.findings))),
        why=why,
        by=by,
    )


def last_move(message: Message, /) -> AlreadyDecided:
    """Who moved `message` last, and what became of it: for the one who came second."""
    row = db.session.execute(
        select(MessageMove.decision, MessageMove.new_state, MessageMove.at, Staff.name)
        .outerjoin(Staff, Staff.id == MessageMove.staff_id)
        .where(MessageMove.message_id == message.id)
        .order_by(MessageMove.number.desc())
        .limit(1)
    ).one()
    decision = Decision(row.decision) if row.decision else None
    return AlreadyDecided(ref=message.ref, by=row.name or "", decision=decision, state=State(row.new_state), at=row.at)


def _write_down(message: Message, *, old: str, decision: str, actor: Actor, reason: str, words: str) -> MessageMove:
    written = MessageMove(
        school_id=message.school_id,
        message_id=message.id,
        number=message.version,
        old_state=old,
        new_state=message.state,
        decision=decision,
        edition=message.edition,
        who=actor.label,
        staff_id=None if actor.is_pupil else actor.person_id,
        reason=reason,
        words=words,
        at=clock.now(),
    )
    db.session.add(written)
    db.session.flush()
    audit.record(
        db.session(),
        school_id=message.school_id,
        who=actor.label,
        verb=f"message.{decision or 'sent'}",
        subject=f"message:{message.id}",
        state=message.state,
    )
    return written
