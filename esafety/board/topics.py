"""The topics of a class: what it writes about, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.orm import aliased

from esafety import audit, clock
from esafety.board import rules
from esafety.board.models import Topic
from esafety.board.rules import NotOpened
from esafety.db import atomic, db
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil, SchoolClass


@dataclass(frozen=True, kw_only=True)
class TopicShown:
    """A topic as everybody sees it who may; `place` is the label of what is written under it."""

    ref: str
    place: str
    class_id: int
    class_name: str
    title: str
    purpose: str
    picture: str
    made_at: datetime
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class TopicKept:
    """The topic is on disk."""

    ref: str


def topics_visible_to(actor: Actor, /) -> ColumnElement[bool]:
    """The topics that `actor` may see: a child those of its class on today's roll, staff those of theirs."""
    in_school = Topic.school_id == actor.school_id
    if actor.is_pupil:
        child = aliased(Pupil)
        on_roll = select(child.class_id).where(child.id == actor.person_id, child.left_on.is_(None))
        return and_(in_school, Topic.class_id.in_(on_roll))
    if actor.may(Capability.MODERATE_SCHOOL_BOARD) or actor.may(Capability.HIDE_AND_ESCALATE):
        return in_school
    if not actor.may(Capability.MODERATE_CLASS_BOARD):
        return false()
    return and_(in_school, Topic.class_id.in_(actor.class_ids or {-1}))


def topics_of(actor: Actor, *, class_id: int | None = None, ref: str | None = None) -> list[TopicShown]:
    """The topics that `actor` may see, of one class or of all; those that are closed last, else the newest first."""
    wanted = select(Topic, SchoolClass.name).join(SchoolClass, SchoolClass.id == Topic.class_id)
    wanted = wanted.where(topics_visible_to(actor))
    if class_id is not None:
        wanted = wanted.where(Topic.class_id == class_id)
    if ref is not None:
        wanted = wanted.where(Topic.ref == ref)
    rows = db.session.execute(wanted.order_by(Topic.closed_at.is_not(None), Topic.id.desc())).all()
    return [
        TopicShown(
            ref=topic.ref,
            place=place_of(topic.id),
            class_id=topic.class_id,
            class_name=class_name,
            title=topic.title,
            purpose=topic.purpose,
            picture=topic.picture,
            made_at=topic.made_at,
            is_closed=topic.closed_at is not None,
        )
        for topic, class_name in rows
    ]


def find_topic(actor: Actor, *, ref: str) -> TopicShown | None:
    """Topic `ref` if `actor` may see it; None alike for one hidden and for none."""
    return next(iter(topics_of(actor, ref=ref)), None)


@atomic
def make_topic(actor: Actor, *, class_id: int, title: str, purpose: str, picture: str = "") -> TopicKept | NotOpened:
    """Give one's class something to write about, and say what for."""
    if not rules.may_lead(actor, class_id=class_id):
        return NotOpened.NOT_ALLOWED
    if not title.strip() or not purpose.strip():
        return NotOpened.NO_PURPOSE
    if len(title) > rules.LONGEST_TITLE or len(purpose) > rules.LONGEST_PURPOSE:
        return NotOpened.TOO_LONG
    topic = Topic(
        school_id=actor.school_id,
        class_id=class_id,
        title=title.strip(),
        purpose=purpose.strip(),
        picture=picture,
        made_by=actor.person_id,
        made_at=clock.now(),
    )
    db.session.add(topic)
    db.session.flush()
    _audit(actor, topic=topic, verb="topic.made")
    return TopicKept(ref=topic.ref)


@atomic
def close_topic(actor: Actor, *, ref: str) -> TopicKept | NotOpened:
    """End a topic of one's class: it can be read, and no more be written under. Done twice, it is done."""
    topic = db.session.scalar(select(Topic).where(topics_visible_to(actor), Topic.ref == ref))
    if topic is None:
        return NotOpened.NOT_THERE
    if not rules.may_lead(actor, class_id=topic.class_id):
        return NotOpened.NOT_ALLOWED
    if topic.closed_at is None:
        topic.closed_at, topic.closed_by = clock.now(), actor.person_id
        _audit(actor, topic=topic, verb="topic.closed")
    return TopicKept(ref=ref)


def place_of(topic_id: int, /) -> str:
    """The label of what is written under a topic."""
    return f"topic:{topic_id}"


def _audit(actor: Actor, *, topic: Topic, verb: str) -> None:
    audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb=verb, subject=f"topic:{topic.id}")
