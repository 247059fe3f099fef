"""Class mail to invented people: through the same filter and queue, and answered once the teacher has read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.content.facts import Facts
from esafety.content.practice import Character
from esafety.db import db
from esafety.moderation.cast_mail import cast_place, deliver_from_cast
from esafety.moderation.models import Message
from esafety.moderation.states import Kind as MessageKind
from esafety.moderation.states import State
from esafety.roles import Actor, Role
from esafety.school.models import Pupil, SchoolClass

EVERY = timedelta(minutes=1)
# What was left unanswered for longer, as over holidays, is no more waited for.
LONGEST_WAIT = timedelta(days=14)
MOST_AT_ONCE = 100


def characters() -> Mapping[str, Character]:
    """Everybody whom children may write to, by id, in the order of the data file; none where it is gone."""
    facts: Facts = current_app.extensions.get("esafety.facts") or Facts()
    return facts.board.characters


def mail_place(actor: Actor, *, character: str) -> str:
    """The label of what the child and the character write to each other."""
    return cast_place(character, pupil_id=actor.person_id)


def answer_letters() -> int:
    """Let characters answer each letter that a teacher has let through and that has no answer yet; how many."""
    answered = 0
    for row in {each.place: each for each in _unanswered()}.values():
        sent = db.session.scalar(select(func.count()).where(Message.place == row.place, Message.cast_member != ""))
        text = characters()[row.to_cast_member].by_turns(row.key_stage, sent=sent or 0).text
        child = Actor(
            role_names=frozenset({Role.PUPIL}),
            person_id=row.id,
            school_id=row.school_id,
            class_ids=frozenset({row.class_id}),
        )
        answered += deliver_from_cast(child, cast_member=row.to_cast_member, text=text, key=f"answer-{row.ref}")
    return answered


def _unanswered() -> Sequence[Any]:
    letter, later = aliased(Message), aliased(Message)
    is_answered = exists(
        select(later.id).where(later.place == letter.place, later.cast_member != "", later.shown_at >= letter.shown_at)
    )
    return db.session.execute(
        select(
            *(letter.ref, letter.place, letter.to_cast_member),
            *(Pupil.id, Pupil.class_id, Pupil.school_id, SchoolClass.key_stage),
        )
        .join(Pupil, Pupil.id == letter.pupil_id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(
            letter.kind == str(MessageKind.MAIL),
            letter.state == str(State.APPROVED),
            letter.to_cast_member.in_(list(characters())),
            letter.shown_at > clock.now() - LONGEST_WAIT,
            Pupil.left_on.is_(None),
            ~is_answered,
        )
        .order_by(letter.id)
        .limit(MOST_AT_ONCE)
    ).all()


def _work(_due: Due) -> timedelta | None:
    answer_letters()
    return None


ANSWERING = Kind(name="board.answer-letters", work=_work, every=EVERY)
