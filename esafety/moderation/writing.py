"""What somebody sends, and the message that it becomes."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

from flask import current_app
from sqlalchemy import select

from esafety import clock, receipts
from esafety.db import db
from esafety.filtering.verdict import Verdict
from esafety.moderation import findings
from esafety.moderation.due import due_at
from esafety.moderation.models import Message
from esafety.moderation.outcomes import NotTaken, Received, Sent
from esafety.moderation.reasons import child_sees, told_at_once
from esafety.moderation.states import Kind, State, first_state
from esafety.moderation.visible import find_message, is_by
from esafety.receipts import Arrival
from esafety.roles import Actor
from esafety.school.calendar import calendar_of

LONGEST_TEXT = 1_000


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What somebody sends. `place` is where it belongs (`topic:4`); a reply has the place of what it answers.

    `answers` is the ref of another message, `to_pupil` that of a classmate, `to_cast_member` a practice character.
    """

    text: str
    kind: Kind
    place: str = ""
    pictures: tuple[str, ...] = ()
    answers: str = ""
    to_pupil: str = ""
    to_cast_member: str = ""

    def as_sent(self) -> str:
        """All of it in one, to tell whether the same form comes again."""
        return json.dumps(asdict(self), ensure_ascii=False)


def note_place(actor: Actor, /) -> str:
    """The label of a child's notes to its teacher and of the answers."""
    return f"note:{actor.person_id}"


def as_note(actor: Actor, *, text: str, pictures: tuple[str, ...] = ()) -> Writing:
    """The same words as a private note of the child to its teacher."""
    return Writing(text=text, kind=Kind.NOTE, place=note_place(actor), pictures=pictures)


def has_no_words(text: str, *, pictures: Collection[str]) -> bool:
    """Whether there is nothing to see in what was sent: no picture, and no sign that can be seen."""
    return not pictures and not any(sign.isprintable() and not sign.isspace() for sign in text)


def is_too_long(text: str, /) -> bool:
    """Whether a message is longer than a class reads."""
    return len(text) > LONGEST_TEXT


def sender_of(actor: Actor, /) -> str:
    """Whose the keys of a person's forms are."""
    return f"{actor.label}:messages"


def arrival_of(actor: Actor, *, key: str, words: str) -> tuple[Arrival, str]:
    """Whether these words come for the first time under this `key`, and the key under which they are remembered.

    Other words under a key that was used are another message, remembered under a key of their own: so that they too
    count once. The answer is never OTHER_WORDS.
    """
    arrival = _take(actor, key=key, words=words)
    if arrival is Arrival.OTHER_WORDS:
        key = _derived(key, words=words)
        arrival = _take(actor, key=key, words=words)
    return arrival, "" if arrival is Arrival.NO_KEY else key


def _take(actor: Actor, *, key: str, words: str) -> Arrival:
    return receipts.take(school_id=actor.school_id, owner=sender_of(actor), key=key, words=words)


def _derived(key: str, *, words: str) -> str:
    # Keyed as the receipt's own digest is: a plain digest would let whoever holds the file try out short messages.
    pepper: bytes = current_app.extensions["esafety.keys"].pepper
    return hmac.new(pepper, f"{key}\x1f{words}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def answered_by(actor: Actor, *, writing: Writing) -> Message | None:
    """What is answered, if it may be: a reply answers what is shown, and belongs to the class of whoever writes."""
    message = find_message(actor, ref=writing.answers) if writing.answers else None
    if message is None or message.class_id not in actor.class_ids:
        return None
    if writing.kind is Kind.REPLY and (message.state, message.kind) != (str(State.APPROVED), str(Kind.POST)):
        return None
    return message


def new_message(actor: Actor, *, writing: Writing, verdict: Verdict) -> Message:
    """The message that `writing` becomes, not yet kept: in the state in which the filter puts it."""
    at = clock.now()
    return Message(
        school_id=actor.school_id,
        class_id=next(iter(actor.class_ids)),
        kind=str(writing.kind),
        place=writing.place,
        pupil_id=actor.person_id if actor.is_pupil else None,
        staff_id=None if actor.is_pupil else actor.person_id,
        to_cast_member=writing.to_cast_member,
        text=writing.text,
        pictures=list(writing.pictures),
        level=str(verdict.level),
        findings=findings.to_text(verdict.findings),
        state=str(first_state(verdict.level)),
        edition=1,
        version=1,
        submitted_at=at,
        due_at=due_at(calendar_of(actor.school_id), level=verdict.level, at=at),
    )


def sent_before(actor: Actor, *, key: str) -> Sent:
    """What became of the form with this `key`, which came before."""
    by = is_by(actor) if actor.is_pupil else (Message.staff_id == actor.person_id)
    message = db.session.scalars(select(Message).where(by, Message.sent_key == key).order_by(Message.id)).first()
    return received(message, is_new=False) if message else NotTaken.NOT_NOW


def received(message: Message, *, is_new: bool = True) -> Received:
    """What its author is told of a message just now."""
    found = findings.from_text(message.findings)
    state = State(message.state)
    sees = child_sees(state, findings=found)
    reasons = told_at_once(found) if state is State.HELD else ()
    return Received(ref=message.ref, state=state, sees=sees, reasons=reasons, is_new=is_new)
