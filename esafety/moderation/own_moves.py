"""A child takes back what is its own."""

from __future__ import annotations

from esafety.db import atomic
from esafety.moderation.moving import move
from esafety.moderation.outcomes import Moved, NotTaken
from esafety.moderation.states import Decision, State, may_move
from esafety.moderation.visible import find_message
from esafety.roles import Actor


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
