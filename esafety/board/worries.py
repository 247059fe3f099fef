"""A child says that something on the board is a worry: once, however often the form arrives."""

from __future__ import annotations

from esafety import receipts
from esafety.board import service
from esafety.db import atomic
from esafety.moderation.outcomes import Moved, NotTaken
from esafety.moderation.states import State
from esafety.roles import Actor


@atomic
def say_worry(actor: Actor, *, ref: str, words: str, key: str) -> Moved | NotTaken:
    """Hide what worries the child until staff have decided.

    The same form again is answered as the first time: what it hid can no more be found, and that is what was wanted.
    """
    owner = f"{actor.label}:worries"
    if receipts.was_taken(owner=owner, key=key):
        return Moved(ref=ref, state=State.HIDDEN)
    outcome = service.report(actor, ref=ref, words=words)
    if isinstance(outcome, Moved):
        receipts.take(school_id=actor.school_id, owner=owner, key=key, words=ref)
    return outcome
