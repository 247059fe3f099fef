"""Messages in the demonstration schools, written and decided as children and staff do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from esafety import clock, receipts
from esafety.board.topics import TopicKept, find_topic, make_topic
from esafety.db import db
from esafety.filtering.verdict import Category, FourC
from esafety.moderation.deciding import decide
from esafety.moderation.models import Message, MessageMove, MessageVersion
from esafety.moderation.outcomes import Decided, Received
from esafety.moderation.pausing import PauseSet, pause_pupil
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import receive
from esafety.moderation.rules import Effect
from esafety.moderation.service import Added, add_word
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from esafety.school.calendar import today_at
from esafety.school.models import SchoolClass, Staff
from esafety.school.service import duties_of
from tests.factories.world import World


def write(
    world: World,
    text: str,
    *,
    class_: str = "Oak",
    number: int = 0,
    kind: Kind = Kind.POST,
    place: str = "topic:9999",
    answers: str = "",
) -> str:
    """A message of a child of the class; its ref."""
    with world.app.app_context():
        child = world.pupil_row(world.pupil(class_, number))
        actor = Actor(
            role_names=frozenset({Role.PUPIL}),
            person_id=child.id,
            school_id=child.school_id,
            class_ids=frozenset({child.class_id}),
        )
        writing = Writing(text=text, kind=kind, place=place, answers=answers)
        outcome = receive(actor, writing=writing, key=receipts.new_key())
    assert isinstance(outcome, Received), outcome
    return outcome.ref


def decided(
    world: World, ref: str, decision: Decision, *, by: str = "patel", reason: Reason | None = None, words: str = ""
) -> Decided:
    """Let a member of staff, named as in `World.staff`, decide about a message as it is now."""
    with world.app.app_context():
        version = db.session.scalars(select(Message.version).where(Message.ref == ref)).one()
        outcome = decide(
            actor_of(world, by), ref=ref, decision=decision, seen_version=version, reason=reason, words=words
        )
    assert isinstance(outcome, Decided), outcome
    return outcome


def actor_of(world: World, email_name: str) -> Actor:
    """A member of staff as rules know them; call it inside the application's context."""
    email = world.staff(email_name)["email"]
    member = db.session.scalars(select(Staff).where(Staff.email == email)).one()
    classes, named = duties_of(member.id, on=clock.now().date())
    roles = named | (frozenset({Role.TEACHER}) if classes else frozenset())
    return Actor(role_names=roles, person_id=member.id, school_id=member.school_id, class_ids=classes)


def message_of(world: World, ref: str) -> dict[str, Any]:
    """A message as the database has it now."""
    with world.app.app_context():
        row = db.session.scalars(select(Message).where(Message.ref == ref)).one()
        return {column.name: getattr(row, column.name) for column in Message.__table__.columns}


def made_late(world: World, ref: str, *, hours: int = 30) -> None:
    """Let a message have waited so long already."""
    since = clock.now() - timedelta(hours=hours)
    with world.app.app_context():
        waited = update(Message).where(Message.ref == ref)
        db.session.execute(
            waited.values(submitted_at=since, waiting_since=since, due_at=clock.now() - timedelta(hours=1))
        )
        db.session.commit()


def nothing_waits(world: World) -> None:
    """Let every message of the demonstration have been taken back, so that a test's own are all that waits."""
    with world.app.app_context():
        db.session.execute(update(Message).values(state=str(State.WITHDRAWN)))
        db.session.commit()


def nobody_has_written(world: World) -> None:
    """Take every message of the demonstration away."""
    with world.app.app_context():
        db.session.execute(update(Message).values(parent_id=None))
        for table in (MessageMove, MessageVersion, Message):
            db.session.execute(delete(table))
        db.session.commit()


def topic_for(world: World, *, class_: str = "Oak", by: str = "patel", title: str = "Books we like") -> dict[str, str]:
    """A topic of the class; its ref, and its label as the place of messages."""
    with world.app.app_context():
        actor = actor_of(world, by)
        class_id = db.session.scalars(select(SchoolClass.id).where(SchoolClass.name == class_)).one()
        made = make_topic(actor, class_id=class_id, title=title, purpose="Say what you like, and why.")
        assert isinstance(made, TopicKept), made
        found = find_topic(actor, ref=made.ref)
        assert found
        return {"ref": found.ref, "place": found.place}


def paused(world: World, *, class_: str = "Oak", number: int = 1, by: str = "patel") -> str:
    """A child of the class who only reads for a week; the pause's ref."""
    with world.app.app_context():
        pupil_ref = world.pupil_row(world.pupil(class_, number)).ref
        actor = actor_of(world, by)
        week = today_at(actor.school_id) + timedelta(days=7)
        outcome = pause_pupil(
            actor,
            pupil_ref=pupil_ref,
            child_words="Let's talk about kind words first.",
            staff_words="Three unkind posts.",
            until_on=week,
            review_on=week,
        )
    assert isinstance(outcome, PauseSet), outcome
    return outcome.ref


def filter_word(world: World, *, by: str = "khan") -> str:
    """A word that the officer's school holds; its ref."""
    with world.app.app_context():
        outcome = add_word(
            actor_of(world, by),
            text="gribble",
            effect=Effect.HOLD,
            category=Category.UNKIND,
            four_c=FourC.CONDUCT,
            reason="Used to tease.",
        )
    assert isinstance(outcome, Added), outcome
    return outcome.ref
