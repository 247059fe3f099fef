"""What staff write to a class: shown at once."""

from __future__ import annotations

from esafety.db import atomic
from esafety.filtering.verdict import Level, Verdict
from esafety.moderation.moving import begin
from esafety.moderation.outcomes import NotTaken, Sent
from esafety.moderation.states import Kind, State
from esafety.moderation.writing import (
    Writing,
    answered_by,
    arrival_of,
    has_no_words,
    is_too_long,
    new_message,
    received,
    sent_before,
)
from esafety.receipts import Arrival
from esafety.roles import Actor


@atomic
def post_as_staff(actor: Actor, *, writing: Writing, class_id: int, key: str) -> Sent:
    """Show a class what a member of its staff wrote: at once, for it needs no other grown-up.

    An answer to a child's private note goes to that child, and is seen by all of the class's staff.
    """
    answered = answered_by(actor, writing=writing)
    if actor.is_pupil or class_id not in actor.class_ids or (writing.answers and answered is None):
        return NotTaken.NOT_THERE
    if has_no_words(writing.text, pictures=writing.pictures):
        return NotTaken.NO_WORDS
    if is_too_long(writing.text):
        return NotTaken.TOO_LONG
    arrival, key = arrival_of(actor, key=key, words=f"{class_id} {writing.as_sent()}")
    if arrival is Arrival.NO_KEY:
        return NotTaken.NO_KEY
    if arrival is Arrival.AGAIN:
        return sent_before(actor, key=key)
    message = new_message(actor, writing=writing, verdict=Verdict(level=Level.ALLOW))
    message.class_id, message.sent_key = class_id, key
    message.state, message.shown_at = str(State.APPROVED), message.submitted_at
    if answered is not None:
        message.class_id, message.parent_id, message.place = answered.class_id, answered.id, answered.place
        message.to_pupil_id = answered.pupil_id if writing.kind is Kind.NOTE else None
    begin(message, actor=actor)
    return received(message)
