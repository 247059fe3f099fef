"""What a child does on the board of its class: each goes by the one rule of when it is open, then to moderation."""

from __future__ import annotations

from esafety.board.opening import Standing, standing_of
from esafety.board.rules import BoardState
from esafety.board.topics import find_topic
from esafety.db import atomic
from esafety.moderation import child_reports, receiving
from esafety.moderation.outcomes import Moved, NotTaken, Sent
from esafety.moderation.receiving import Desk
from esafety.moderation.states import TO_DECIDE, Kind, State
from esafety.moderation.visible import find_message
from esafety.moderation.writing import Writing, as_note
from esafety.roles import Actor


def board_of(actor: Actor, /) -> Standing:
    """How the board of a child's class stands just now."""
    return standing_of(_class_of(actor), school_id=actor.school_id)


@atomic
def submit(
    actor: Actor,
    *,
    topic: str,
    text: str,
    key: str,
    pictures: tuple[str, ...] = (),
    answers: str = "",
    draft_place: str = "",
) -> Sent:
    """Take in a child's post under a topic of its class, or its reply to a post there.

    Args:
        actor: the child.
        topic: the topic's ref; a topic that is closed is answered with NOT_NOW.
        text: what it wrote.
        key: of the form.
        pictures: names of pictures that it chose.
        answers: the ref of the post that it replies to.
        draft_place: where its draft was kept.
    """
    if not actor.is_pupil:
        return NotTaken.NOT_THERE
    found, desk = find_topic(actor, ref=topic), _desk(board_of(actor))
    if found is None:
        return receiving.receive_what_is_urgent(
            actor, text=text, pictures=pictures, key=key, desk=desk, draft_place=draft_place
        )
    if found.is_closed:
        desk = Desk(is_open=False, on_duty=desk.on_duty)
    kind = Kind.REPLY if answers else Kind.POST
    writing = Writing(text=text, kind=kind, place=found.place, pictures=pictures, answers=answers)
    return receiving.receive(actor, writing=writing, key=key, desk=desk, draft_place=draft_place)


@atomic
def write_to_nothing(
    actor: Actor, *, text: str, key: str, pictures: tuple[str, ...] = (), draft_place: str = ""
) -> Sent:
    """Take in what a child wrote to something that is gone, where it must arrive; else it is NOT_THERE."""
    desk = _desk(board_of(actor))
    return receiving.receive_what_is_urgent(
        actor, text=text, pictures=pictures, key=key, desk=desk, draft_place=draft_place
    )


@atomic
def write_note(actor: Actor, *, text: str, key: str, pictures: tuple[str, ...] = (), draft_place: str = "") -> Sent:
    """Take in a child's private note to its teacher: all of the class's staff and the officer see it.

    A child who is paused may write one; a board that is closed takes none, for nobody is there to read it.
    """
    writing = as_note(actor, text=text, pictures=pictures)
    return receiving.receive(actor, writing=writing, key=key, desk=_desk(board_of(actor)), draft_place=draft_place)


@atomic
def write_letter(
    actor: Actor,
    *,
    character: str,
    place: str,
    text: str,
    key: str,
    pictures: tuple[str, ...] = (),
    draft_place: str = "",
) -> Sent:
    """Take in a child's letter to a practice character: read by the teacher before it is answered."""
    writing = Writing(text=text, kind=Kind.MAIL, place=place, pictures=pictures, to_cast_member=character)
    return receiving.receive(actor, writing=writing, key=key, desk=_desk(board_of(actor)), draft_place=draft_place)


@atomic
def mend(actor: Actor, *, ref: str, text: str, key: str, pictures: tuple[str, ...] = (), draft_place: str = "") -> Sent:
    """Take in a child's new words for a message of its own.

    A board that pauses because much is waiting takes new words for what is waiting already: they add nothing to it.
    """
    standing, message = board_of(actor), find_message(actor, ref=ref)
    desk = _desk(standing)
    if standing.state is BoardState.BUSY and message is not None and State(message.state) in TO_DECIDE:
        desk = Desk(is_open=True, on_duty=desk.on_duty)
    return receiving.mend(actor, ref=ref, text=text, key=key, pictures=pictures, desk=desk, draft_place=draft_place)


@atomic
def report(actor: Actor, *, ref: str, words: str = "") -> Moved | NotTaken:
    """Hide what worries a child until staff have decided; open or closed, a worry is always taken."""
    return child_reports.report(actor, ref=ref, words=words, on_duty=_desk(board_of(actor)).on_duty)


def _desk(standing: Standing) -> Desk:
    on_duty = (standing.on_duty_id,) if standing.on_duty_id else ()
    return Desk(is_open=standing.is_open, on_duty=on_duty)


def _class_of(actor: Actor) -> int:
    return next(iter(actor.class_ids))
