"""What a child is writing for the board and has not sent: kept for this child alone, until it is sent or they leave."""

from __future__ import annotations

from esafety import drafts, receipts
from esafety.accounts.service import has_ended
from esafety.db import atomic
from esafety.roles import Actor


def place_of_post(topic_ref: str, /) -> str:
    """Where the draft of a post under a topic is kept."""
    return f"board:{topic_ref}"


def place_of_reply(post_ref: str, /) -> str:
    """Where the draft of an answer to a post is kept."""
    return f"reply:{post_ref}"


def place_of_mend(own_ref: str, /) -> str:
    """Where the new words for a message of one's own are kept."""
    return f"mend:{own_ref}"


def place_of_letter(character: str, /) -> str:
    """Where the draft of a letter to a practice character is kept."""
    return f"letter:{character}"


PLACE_OF_NOTE = "note"


def unsent_words(actor: Actor, *, place: str) -> str:
    """What the child has written there and not sent; empty for nothing."""
    return drafts.find(owner=actor.label, place=place)


@atomic
def keep_unsent(actor: Actor, *, place: str, words: str, key: str) -> None:
    """Keep what a child is writing there.

    What arrives after the form with this `key` was taken, or after the child signed out, is late and is not kept.
    """
    if not receipts.was_taken(owner=f"{actor.label}:messages", key=key) and not has_ended(actor.sign_in_id):
        drafts.keep(school_id=actor.school_id, owner=actor.label, place=place, words=words)
