"""A child's own moves: taking back what is its own, and saying that something worries it."""

from __future__ import annotations

from collections.abc import Collection

from esafety import clock
from esafety.db import atomic
from esafety.filtering.verdict import Level
from esafety.moderation.due import due_at
from esafety.moderation.moving import move
from esafety.moderation.notices import NoticeKind, class_staff, notify
from esafety.moderation.outcomes import Moved, NotTaken
from esafety.moderation.states import Decision, State, may_move
from esafety.moderation.visible import find_message
from esafety.roles import Actor
from esafety.school.calendar import calendar_of


@atomic
def withdraw(actor: Actor, *, ref: str) -> Moved | NotTaken:
    """Take back a message of one's own: nobody but staff sees it from now on. Done twice, it is done.

    What staff have hidden, or another child has reported, stays with them until they have decided: NOT_NOW.
    """
    message = find_message(actor, ref=ref) if actor.is_pupil else None
    if message is None or message.pupil_id != actor.person_id:
        return NotTaken.NOT_THERE
    state = State(message.state)
    if state is State.WITHDRAWN:
        return Moved(ref=ref, state=state)
    if not may_move(state, decision=Decision.WITHDRAW) or not move(message, decision=Decision.WITHDRAW, actor=actor):
        return NotTaken.NOT_NOW
    return Moved(ref=ref, state=State(message.state))


@atomic
def report(actor: Actor, *, ref: str, words: str = "", on_duty: Collection[int] = ()) -> Moved | NotTaken:
    """Say that something another wrote is a worry: it is hidden until staff have decided, and they are told.

    `words` are what the child adds, if anything; sealed, for staff alone. When it is hidden already, there is nothing
    left to hide and NOT_THERE is answered as for what never was.
    """
    message = find_message(actor, ref=ref) if actor.is_pupil else None
    if message is None or message.pupil_id == actor.person_id or message.state != str(State.APPROVED):
        return NotTaken.NOT_THERE
    due = due_at(calendar_of(message.school_id), level=Level.ALLOW, at=clock.now())
    if not move(message, decision=Decision.REPORT, actor=actor, words=words, changes={"due_at": due}):
        return NotTaken.NOT_THERE
    told = {*class_staff(message.class_id), *on_duty}
    notify(school_id=message.school_id, staff_ids=told, kind=NoticeKind.REPORTED, subject=f"message:{message.id}")
    return Moved(ref=ref, state=State(message.state))
