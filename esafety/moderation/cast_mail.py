"""What practice characters write to children: invented people, so that a child may practise with nobody real."""

from __future__ import annotations

from sqlalchemy import select

from esafety.db import atomic, db
from esafety.filtering.verdict import Level, Verdict
from esafety.moderation.models import Message
from esafety.moderation.moving import begin
from esafety.moderation.states import Kind, State
from esafety.moderation.writing import Writing, arrival_of, has_no_words, new_message
from esafety.receipts import Arrival
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil
from esafety.school.service import pupils_visible_to


def cast_place(cast_member: str, *, pupil_id: int) -> str:
    """The label of what a child and a practice character write to each other."""
    return f"cast:{cast_member}:{pupil_id}"


@atomic
def deliver_from_cast(actor: Actor, *, cast_member: str, text: str, key: str, only: tuple[str, ...] = ()) -> int:
    """Put a message of a practice character before children, at once; to how many.

    It is our own text or a teacher's, written to be practised with, and so passes no filter.

    Args:
        actor: whose doing it is: a child whose mail is answered, and then it is for that child alone; or a teacher who
            sends it out to the children of the classes that they lead or cover.
        cast_member: who writes, by its id among the cast.
        text: what it writes.
        key: of the form; the same form sends nothing twice.
        only: the refs of the children whom a teacher chose; none chosen is all.
    """
    if has_no_words(text, pictures=()) or not (actor.is_pupil or actor.may(Capability.MODERATE_CLASS_BOARD)):
        return 0
    is_meant = Pupil.id == actor.person_id if actor.is_pupil else pupils_visible_to(actor)
    wanted = select(Pupil.id, Pupil.class_id).where(is_meant, Pupil.left_on.is_(None)).order_by(Pupil.id)
    children = db.session.execute(wanted.where(Pupil.ref.in_(only)) if only else wanted).all()
    words = f"{cast_member}\x1f{text}\x1f{' '.join(sorted(only))}"
    if arrival_of(actor, key=key, words=words)[0] is not Arrival.FIRST:
        return 0
    for child in children:
        place = cast_place(cast_member, pupil_id=child.id)
        message = _from_cast(actor, cast_member=cast_member, text=text, place=place)
        message.class_id, message.to_pupil_id = child.class_id, child.id
        begin(message, actor=actor)
    return len(children)


def _from_cast(actor: Actor, *, cast_member: str, text: str, place: str) -> Message:
    writing = Writing(text=text, kind=Kind.MAIL, place=place)
    message = new_message(actor, writing=writing, verdict=Verdict(level=Level.ALLOW))
    message.pupil_id = message.staff_id = None
    message.cast_member = cast_member
    message.state, message.shown_at = str(State.APPROVED), message.submitted_at
    return message
