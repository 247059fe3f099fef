"""Boards in the demonstration schools: opened, written on and decided about by the services themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from esafety import clock, receipts
from esafety.board import service
from esafety.board.choices import choose
from esafety.board.opening import Opened, close_board, open_board
from esafety.board.topics import TopicKept, make_topic, topics_of
from esafety.db import db
from esafety.demo.board import AT_ANY_HOUR
from esafety.moderation.deciding import decide
from esafety.moderation.models import Message
from esafety.moderation.outcomes import Decided, Received
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from esafety.roles import Actor, Role
from esafety.school.models import ClassTeacher, NamedRole, Pupil, SchoolClass, Staff

NICE = "The hedgehog has a garden of its own"
SECRET = "ring me on 07700 900123 after tea"
CRUEL = "you are so stupid and ugly"
SAD = "my dad hits me when he is cross"


def child_of(class_name: str, *, nickname: str) -> Actor:
    """A child of the class as the rules know it."""
    row = db.session.execute(
        select(Pupil.id, Pupil.school_id, Pupil.class_id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(SchoolClass.name == class_name, Pupil.nickname == nickname)
    ).one()
    return _actor(row.id, Role.PUPIL, school_id=row.school_id, class_id=row.class_id)


def teacher_of(class_name: str) -> Actor:
    """Who leads the class."""
    row = db.session.execute(
        select(ClassTeacher.staff_id, ClassTeacher.school_id, ClassTeacher.class_id)
        .join(SchoolClass, SchoolClass.id == ClassTeacher.class_id)
        .where(SchoolClass.name == class_name, ClassTeacher.is_cover.is_(False))
    ).first()
    assert row is not None, class_name
    return _actor(row.staff_id, Role.TEACHER, school_id=row.school_id, class_id=row.class_id)


def opened(class_name: str, *, purpose: str = "Books we love", minutes: int = 50, first_names: bool = False) -> Actor:
    """Open the class's board, at whatever hour these tests run; whoever opened it is on duty."""
    teacher = teacher_of(class_name)
    (class_id,) = teacher.class_ids
    # As in the demonstration, whose messages have been waiting since the last school day.
    choose(_head(teacher.school_id), choices=replace(AT_ANY_HOUR, shows_first_names=first_names))
    on_duty = db.session.scalars(select(Staff.ref).where(Staff.id == teacher.person_id)).one()
    until = clock.now() + timedelta(minutes=minutes)
    outcome = open_board(teacher, class_id=class_id, purpose=purpose, on_duty=on_duty, until_at=until)
    assert isinstance(outcome, Opened), outcome
    return teacher


def closed(class_name: str) -> None:
    """Close the class's board."""
    teacher = teacher_of(class_name)
    (class_id,) = teacher.class_ids
    close_board(teacher, class_id=class_id)


def topic_of(
    class_name: str, *, title: str = "Hedgehogs", purpose: str = "Say what you liked", picture: str = "leaf"
) -> str:
    """Give the class a topic; its ref."""
    teacher = teacher_of(class_name)
    (class_id,) = teacher.class_ids
    made = make_topic(teacher, class_id=class_id, title=title, purpose=purpose, picture=picture)
    assert isinstance(made, TopicKept), made
    return made.ref


def topic_called(title: str, *, of: Actor) -> str:
    """The ref of the topic with that title which `of` sees."""
    return next(each.ref for each in topics_of(of) if each.title == title)


def posted(child: Actor, *, topic: str, text: str = NICE, answers: str = "", pictures: tuple[str, ...] = ()) -> str:
    """Send what a child writes; the message's ref."""
    key = receipts.new_key()
    outcome = service.submit(child, topic=topic, text=text, key=key, answers=answers, pictures=pictures)
    assert isinstance(outcome, Received), outcome
    return outcome.ref


def decided(ref: str, *, by: Actor, decision: Decision, reason: Reason | None = None, words: str = "") -> None:
    """Let a member of staff decide about a message as it is now."""
    db.session.expire_all()
    version = db.session.scalars(select(Message.version).where(Message.ref == ref)).one()
    outcome = decide(by, ref=ref, decision=decision, seen_version=version, reason=reason, words=words)
    assert isinstance(outcome, Decided), outcome


def shown(child: Actor, *, by: Actor, topic: str, text: str = NICE, answers: str = "") -> str:
    """A message of `child` that the class sees; its ref."""
    ref = posted(child, topic=topic, text=text, answers=answers)
    decided(ref, by=by, decision=Decision.APPROVE)
    return ref


def state_of(ref: str) -> str:
    """Where the message is now."""
    db.session.expire_all()
    return db.session.scalars(select(Message.state).where(Message.ref == ref)).one()


def _head(school_id: int) -> Actor:
    row = select(NamedRole.holder_id).where(NamedRole.school_id == school_id, NamedRole.role == str(Role.HEAD))
    return Actor(role_names=frozenset({Role.HEAD}), person_id=db.session.scalars(row).first() or 0, school_id=school_id)


def _actor(person_id: int, role: Role, *, school_id: int, class_id: int) -> Actor:
    return Actor(
        role_names=frozenset({role}), person_id=person_id, school_id=school_id, class_ids=frozenset({class_id})
    )
