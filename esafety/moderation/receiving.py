"""Taking in what a child writes: through the filter, into its first state, with all that follows at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from esafety import clock, drafts
from esafety.db import atomic, db, take_turn
from esafety.filtering.verdict import Level, Verdict
from esafety.moderation import findings
from esafety.moderation.due import due_at
from esafety.moderation.judging import judge
from esafety.moderation.kept_from import adults_told_of, keep_from, kept_from
from esafety.moderation.models import Message, MessageMove, MessageVersion
from esafety.moderation.moving import begin, move, raise_concern_about
from esafety.moderation.notices import NoticeKind, class_staff, notify, officers_of
from esafety.moderation.outcomes import NotTaken, Paused, Sent
from esafety.moderation.pausing import pause_in_force
from esafety.moderation.reasons import is_worry
from esafety.moderation.states import MENDS, Kind, State, may_mend
from esafety.moderation.visible import find_message
from esafety.moderation.writing import (
    Writing,
    answered_by,
    arrival_of,
    as_note,
    has_no_words,
    is_too_long,
    new_message,
    received,
    sender_of,
    sent_before,
)
from esafety.receipts import Arrival
from esafety.roles import Actor
from esafety.school.calendar import calendar_of
from esafety.school.models import Pupil
from esafety.school.service import pupils_visible_to


@dataclass(frozen=True, kw_only=True)
class Desk:
    """How things stand where a message is sent to.

    Args:
        is_open: whether messages are taken just now. Where not, what is urgent is taken all the same.
        on_duty: the staff who look after the board: told of what is urgent, and when the filter failed.
    """

    is_open: bool = True
    on_duty: tuple[int, ...] = ()


OPEN = Desk()


@dataclass(frozen=True, kw_only=True)
class _Sending:
    """What is known of a form when it is taken in, beside the message that it becomes."""

    actor: Actor
    verdict: Verdict
    key: str
    desk: Desk
    draft_place: str


@atomic
def receive(actor: Actor, *, writing: Writing, key: str, desk: Desk = OPEN, draft_place: str = "") -> Sent:
    """Take in what a child wrote; when this returns Received, it is committed, and the same form counts once.

    Nothing is refused for what it says. What cannot be taken (too long, the child is paused, the board is closed, what
    it answers is gone) has been read by the filter all the same, and is taken where it is urgent or the filter failed:
    as a note to the teacher, where it has no other place.

    Args:
        actor: the child.
        writing: what is sent.
        key: of the form.
        desk: how things stand there.
        draft_place: the draft that this was, forgotten in the same transaction.
    """
    if not actor.is_pupil:
        return NotTaken.NOT_THERE
    verdict = judge(writing.text, school_id=actor.school_id)
    refused = _refusal(
        actor, text=writing.text, pictures=writing.pictures, kind=writing.kind, verdict=verdict, desk=desk
    )
    if refused is not None:
        return refused
    answered, addressed = answered_by(actor, writing=writing), _addressed(actor, writing=writing)
    if (writing.answers and answered is None) or (writing.to_pupil and addressed is None):
        if not _must_arrive(verdict):
            return NotTaken.NOT_THERE
        writing, answered, addressed = as_note(actor, text=writing.text, pictures=writing.pictures), None, None
    sending = _Sending(actor=actor, verdict=verdict, key=key, desk=desk, draft_place=draft_place)
    return _take(sending, writing=writing, answered=answered, addressed=addressed)


@atomic
def receive_what_is_urgent(
    actor: Actor,
    *,
    text: str,
    key: str,
    pictures: tuple[str, ...] = (),
    desk: Desk = OPEN,
    draft_place: str = "",
) -> Sent:
    """Take in words of a child that were meant for something that is not there any more, if they must arrive.

    As a note to the teacher then, where they are urgent or the filter failed; else the answer is NOT_THERE.
    """
    if not actor.is_pupil or has_no_words(text, pictures=pictures):
        return NotTaken.NOT_THERE
    verdict = judge(text, school_id=actor.school_id)
    if not _must_arrive(verdict):
        return NotTaken.NOT_THERE
    sending = _Sending(actor=actor, verdict=verdict, key=key, desk=desk, draft_place=draft_place)
    return _take(sending, writing=as_note(actor, text=text, pictures=pictures))


@atomic
def mend(
    actor: Actor,
    *,
    ref: str,
    text: str,
    key: str,
    pictures: tuple[str, ...] = (),
    desk: Desk = OPEN,
    draft_place: str = "",
) -> Sent:
    """Take in a child's new words for a message of its own: through the filter again, and hidden until approved.

    The old words stay with staff. Else it is as for `receive`; what must arrive and cannot be a mend is a new note.
    """
    message = find_message(actor, ref=ref) if actor.is_pupil else None
    if message is None or message.pupil_id != actor.person_id:
        return NotTaken.NOT_THERE
    verdict = judge(text, school_id=actor.school_id)
    kind = Kind(message.kind)
    refused = _refusal(actor, text=text, pictures=pictures, kind=kind, verdict=verdict, desk=desk)
    if refused is not None:
        return refused
    sending = _Sending(actor=actor, verdict=verdict, key=key, desk=desk, draft_place=draft_place)
    # Who decides meanwhile may be quicker: it is looked at again when it is the form's turn.
    take_turn(db.session(), what=sender_of(actor))
    db.session.refresh(message)
    taken = _take_mend(sending, message=message, text=text, pictures=pictures)
    if taken is None and _must_arrive(verdict):
        return _take(sending, writing=as_note(actor, text=text, pictures=pictures))
    return taken or NotTaken.NOT_NOW


def _take_mend(sending: _Sending, *, message: Message, text: str, pictures: tuple[str, ...]) -> Sent | None:
    """Change the message, if the form has not been here before; None where it cannot be changed, nothing kept of it."""
    actor, verdict = sending.actor, sending.verdict
    savepoint = db.session.begin_nested()
    arrival, _key = arrival_of(actor, key=sending.key, words=f"{message.ref}\x1f{text}\x1f{' '.join(pictures)}")
    if arrival is Arrival.AGAIN:
        savepoint.rollback()
        return received(message, is_new=False)
    if arrival is Arrival.NO_KEY and not _must_arrive(verdict):
        savepoint.rollback()
        return NotTaken.NO_KEY
    mended = None
    # Whoever has moved to another class writes there; what stands in the old one can only be taken back.
    if may_mend(State(message.state)) and message.class_id in actor.class_ids:
        mended = _mend(message, actor=actor, text=text, pictures=pictures, verdict=verdict)
    if mended is None:
        # With the receipt: else the same form would be answered as taken when it comes again.
        savepoint.rollback()
        return None
    savepoint.commit()
    _follow(message, verdict=verdict, cause=mended, desk=sending.desk)
    if sending.draft_place:
        drafts.drop(owner=actor.label, place=sending.draft_place)
    return received(message)


def _refusal(
    actor: Actor, *, text: str, pictures: Collection[str], kind: Kind, verdict: Verdict, desk: Desk
) -> Paused | NotTaken | None:
    if has_no_words(text, pictures=pictures):
        return NotTaken.NO_WORDS
    if _must_arrive(verdict):
        return None
    if is_too_long(text):
        return NotTaken.TOO_LONG
    # Whoever may not write to the class can still write to the teacher.
    pause = None if kind is Kind.NOTE else pause_in_force(actor.person_id, school_id=actor.school_id)
    if pause is not None:
        return Paused(words=pause.child_words, until_on=pause.until_on)
    return None if desk.is_open else NotTaken.NOT_NOW


def _must_arrive(verdict: Verdict) -> bool:
    """Whether refusing it could lose a call for help: it is urgent, or the filter failed and nobody knows."""
    return verdict.level is Level.URGENT or findings.show_a_fault(verdict.findings)


def _take(
    sending: _Sending, *, writing: Writing, answered: Message | None = None, addressed: int | None = None
) -> Sent:
    actor, verdict = sending.actor, sending.verdict
    arrival, key = arrival_of(actor, key=sending.key, words=writing.as_sent())
    if arrival is Arrival.NO_KEY and not _must_arrive(verdict):
        return NotTaken.NO_KEY
    if arrival is Arrival.AGAIN:
        return sent_before(actor, key=key)
    message = new_message(actor, writing=writing, verdict=verdict)
    message.sent_key, message.to_pupil_id = key, addressed
    if answered is not None:
        message.parent_id, message.place = answered.id, answered.place
    first = begin(message, actor=actor)
    _follow(message, verdict=verdict, cause=first, desk=sending.desk)
    if sending.draft_place:
        drafts.drop(owner=actor.label, place=sending.draft_place)
    return received(message)


def _addressed(actor: Actor, *, writing: Writing) -> int | None:
    if not writing.to_pupil:
        return None
    return db.session.scalar(select(Pupil.id).where(pupils_visible_to(actor), Pupil.ref == writing.to_pupil))


def _mend(
    message: Message, *, actor: Actor, text: str, pictures: tuple[str, ...], verdict: Verdict
) -> MessageMove | None:
    at = clock.now()
    old = MessageVersion(
        school_id=message.school_id,
        message_id=message.id,
        edition=message.edition,
        text=message.text,
        pictures=list(message.pictures),
        level=message.level,
        findings=message.findings,
        submitted_at=message.submitted_at,
    )
    changes: dict[str, object] = {
        "text": text,
        "pictures": list(pictures),
        "edition": message.edition + 1,
        "level": str(verdict.level),
        "findings": findings.to_text(verdict.findings),
        "submitted_at": at,
        "due_at": due_at(calendar_of(message.school_id), level=verdict.level, at=at),
        "decided_at": None,
        "decided_by": None,
        "passed_to": None,
        "reason": "",
        "reason_words": "",
    }
    mended = move(message, decision=MENDS[verdict.level], actor=actor, changes=changes)
    if mended is not None:
        db.session.add(old)
        db.session.flush()
    return mended


def _follow(message: Message, *, verdict: Verdict, cause: MessageMove, desk: Desk) -> None:
    """Raise what is urgent, and tell whoever has to know at once."""
    subject, school_id, class_id = f"message:{message.id}", message.school_id, message.class_id
    about = adults_told_of(message.text, findings=verdict.findings, class_id=class_id, school_id=school_id)
    keep_from(message, staff_ids=about)
    kept_out = kept_from(message)
    told = {*officers_of(school_id, but=kept_out), *class_staff(class_id), *desk.on_duty} - kept_out
    if verdict.level is Level.URGENT:
        raise_concern_about(message, cause=cause)
        notify(school_id=school_id, staff_ids=told, kind=NoticeKind.URGENT, subject=subject)
    elif is_worry(verdict.findings):
        notify(school_id=school_id, staff_ids=told, kind=NoticeKind.WORRY, subject=subject)
    if findings.show_a_fault(verdict.findings):
        told = {*officers_of(school_id), *(desk.on_duty or class_staff(message.class_id))}
        notify(school_id=school_id, staff_ids=told, kind=NoticeKind.FILTER_FAILED, subject=subject)
