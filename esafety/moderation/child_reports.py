"""A child says that something worries it: it is hidden, and what the child says of it is read, kept and told on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from esafety import clock
from esafety.concerns.about_messages import raise_for_child
from esafety.concerns.rules import Told
from esafety.db import atomic, db
from esafety.filtering.verdict import Level, Verdict
from esafety.moderation.due import due_at
from esafety.moderation.findings import show_a_fault
from esafety.moderation.judging import judge
from esafety.moderation.kept_from import adults_told_of, keep_from, kept_from
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.moving import freeze, move
from esafety.moderation.notices import NoticeKind, class_staff, heads_of, notify, officers_of
from esafety.moderation.outcomes import Moved, NotTaken
from esafety.moderation.reasons import is_worry
from esafety.moderation.states import Decision, State, may_move
from esafety.moderation.visible import reportable_by
from esafety.moderation.writing import is_too_long
from esafety.roles import Actor
from esafety.school.calendar import calendar_of
from esafety.school.models import Pupil, Staff


@atomic
def report(actor: Actor, *, ref: str, words: str = "", on_duty: Collection[int] = ()) -> Moved | NotTaken:
    """Say that something another wrote is a worry: it is hidden until it is decided about, and grown-ups are told.

    The words go through the filter. Where they may mean that a child is in danger, or where an adult wrote the
    message, they are a concern of this child at once, with a frozen copy, past the adult whom they are about. What
    several children say of the same message is all kept. What a practice character wrote is gone, and nobody decides.

    Args:
        actor: the child.
        ref: of the message. Where there is nothing to hide any more, it is NOT_THERE as for what never was, unless the
            words are urgent: those arrive.
        words: what the child adds, if anything; sealed. TOO_LONG ones are given back, unless they are urgent.
        on_duty: the staff who look after the board.
    """
    if not actor.is_pupil:
        return NotTaken.NOT_THERE
    verdict = judge(words, school_id=actor.school_id) if words.strip() else Verdict(level=Level.ALLOW)
    is_grave = is_worry(verdict.findings) or show_a_fault(verdict.findings)
    if is_too_long(words) and not is_grave:
        return NotTaken.TOO_LONG
    message = db.session.scalar(select(Message).where(reportable_by(actor), Message.ref == ref))
    if message is not None and not words.strip() and _has_said_so(actor, message=message):
        return Moved(ref=ref, state=State(message.state))
    moved = _hide(message, actor=actor, words=words) if message is not None else None
    about = _about(message, actor=actor, words=words, verdict=verdict)
    told = Told(feeling="", about="", words=words, from_page="", not_adults=tuple(sorted(about)))
    if message is None or moved is None:
        if not is_grave:
            return NotTaken.NOT_THERE
        concern_id = raise_for_child(actor, told=told, frozen=None)
        _tell_readers(actor, subject=f"concern:{concern_id}", but=about)
        return Moved(ref=ref, state=State.HIDDEN)
    keep_from(message, staff_ids=about - {message.staff_id})
    if is_grave or message.staff_id is not None:
        moved.concern_id = raise_for_child(actor, told=told, frozen=freeze(message, by=_author(message)))
    _tell(message, actor=actor, moved=moved, level=verdict.level, on_duty=on_duty)
    return Moved(ref=ref, state=State(message.state), was_practice=bool(message.cast_member))


def _about(message: Message | None, *, actor: Actor, words: str, verdict: Verdict) -> frozenset[int]:
    """The adults whom it is about: who wrote the message, and who is named in the words."""
    class_id, school_id = next(iter(actor.class_ids)), actor.school_id
    named = adults_told_of(words, findings=verdict.findings, class_id=class_id, school_id=school_id)
    return named | ({message.staff_id} if message is not None and message.staff_id is not None else set())


def _hide(message: Message, *, actor: Actor, words: str) -> MessageMove | None:
    decision = Decision.SPOT if message.cast_member else Decision.REPORT
    for _try in range(2):  # somebody may be quicker: what is hidden by then is reported all the same
        state = State(message.state)
        if not may_move(state, decision=decision):
            return None
        due = due_at(calendar_of(message.school_id), level=Level.ALLOW, at=clock.now())
        changes = {"due_at": due} if state is State.APPROVED else {}
        moved = move(message, decision=decision, actor=actor, words=words, changes=changes)
        if moved is not None:
            return moved
    return None


def _has_said_so(actor: Actor, *, message: Message) -> bool:
    """Whether the child has reported it since it was last shown; saying it again without a word adds nothing."""
    said = select(MessageMove.id).where(
        MessageMove.message_id == message.id,
        MessageMove.decision == str(Decision.REPORT),
        MessageMove.who == actor.label,
    )
    return message.state == str(State.HIDDEN) and db.session.scalar(said.limit(1)) is not None


def _author(message: Message) -> str:
    if message.staff_id is not None:
        return db.session.scalars(select(Staff.name).where(Staff.id == message.staff_id)).one()
    row = db.session.execute(select(Pupil.first_name, Pupil.initial).where(Pupil.id == message.pupil_id)).first()
    return f"{row.first_name} {row.initial}".strip() if row else message.cast_member


def _tell(message: Message, *, actor: Actor, moved: MessageMove, level: Level, on_duty: Collection[int]) -> None:
    subject, kept_out = f"message:{message.id}", kept_from(message)
    if message.staff_id is not None:
        # An adult is not asked about itself, nor are those who work beside it: officer, deputies and head.
        but = kept_out | {message.staff_id}
        _tell_readers(actor, subject=f"concern:{moved.concern_id}", but=but, beside=heads_of(message.school_id))
        return
    of_class = {*class_staff(message.class_id), *on_duty} - kept_out
    if not message.cast_member:
        notify(school_id=message.school_id, staff_ids=of_class, kind=NoticeKind.REPORTED, subject=subject)
    if moved.concern_id is not None:
        _tell_readers(actor, subject=f"concern:{moved.concern_id}", but=kept_out)
    if level is Level.URGENT:
        told = officers_of(message.school_id, but=kept_out) | of_class
        notify(school_id=message.school_id, staff_ids=told, kind=NoticeKind.URGENT, subject=subject)


def _tell_readers(actor: Actor, *, subject: str, but: frozenset[int], beside: Collection[int] = frozenset()) -> None:
    told = officers_of(actor.school_id, but=but) | (set(beside) - but)
    notify(school_id=actor.school_id, staff_ids=told, kind=NoticeKind.ESCALATED, subject=subject)
