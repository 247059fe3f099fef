"""A school with two classes and everybody who has to do with messages, and the ways in which they write and decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select

from esafety import clock, receipts
from esafety.db import db
from esafety.moderation.deciding import decide
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.outcomes import Decided, Outcome, Received, Sent
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import OPEN, Desk, receive
from esafety.moderation.states import Decision, Kind
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from esafety.school.models import ClassTeacher, NamedRole, Pupil, School, SchoolClass, Staff, Term

TOPIC = "topic:1"
NICE, SECRET, CRUEL, SAD = (
    "I like the hedgehog story",
    "my phone number is 07700 900123",
    "you are so stupid and ugly",
    "my dad hits me when he is cross",
)


@dataclass(frozen=True, kw_only=True)
class Classroom:
    """Oak with three children, its teacher and one who covers; Elm with one and its teacher; the named roles."""

    school_id: int
    class_id: int
    other_class_id: int
    ada: Actor
    ben: Actor
    cai: Actor
    elsewhere: Actor
    teacher: Actor
    cover: Actor
    other_teacher: Actor
    officer: Actor
    deputy: Actor
    head: Actor
    other_school_officer: Actor

    @property
    def everyone(self) -> tuple[Actor, ...]:
        return (
            *(self.ada, self.ben, self.cai, self.elsewhere, self.teacher, self.cover, self.other_teacher),
            *(self.officer, self.deputy, self.head, self.other_school_officer),
        )

    def ref_of(self, who: Actor) -> str:
        table = Pupil if who.is_pupil else Staff
        return db.session.scalars(select(table.ref).where(table.id == who.person_id)).one()


def build_classroom(*, school_id: int, class_id: int, pupil_id: int, other_school_id: int) -> Classroom:
    """Fill the house's school; call it inside the application's context."""
    other_class_id = _always_open_with_elm(school_id)
    ben = _child(school_id, class_id, name="Ben", nickname="Blue Owl")
    cai = _child(school_id, class_id, name="Cai", nickname="Green Hare")
    dot = _child(school_id, other_class_id, name="Dot", nickname="Pink Bee")
    until = clock.now().date() + timedelta(days=9)
    made = Classroom(
        school_id=school_id,
        class_id=class_id,
        other_class_id=other_class_id,
        ada=_actor(pupil_id, Role.PUPIL, school_id=school_id, class_id=class_id),
        ben=_actor(ben, Role.PUPIL, school_id=school_id, class_id=class_id),
        cai=_actor(cai, Role.PUPIL, school_id=school_id, class_id=class_id),
        elsewhere=_actor(dot, Role.PUPIL, school_id=school_id, class_id=other_class_id),
        teacher=_teacher("Mr Lloyd", school_id=school_id, class_id=class_id),
        cover=_teacher("Ms Rahman", school_id=school_id, class_id=class_id, until=until),
        other_teacher=_teacher("Miss Okoro", school_id=school_id, class_id=other_class_id),
        officer=_holder("Mrs Khan", Role.OFFICER, school_id=school_id),
        deputy=_holder("Mr Bell", Role.DEPUTY, school_id=school_id),
        head=_holder("Mrs Adeyemi", Role.HEAD, school_id=school_id),
        other_school_officer=_holder("Mrs Rees", Role.OFFICER, school_id=other_school_id),
    )
    db.session.commit()
    return made


def send(
    who: Actor,
    text: str = NICE,
    *,
    kind: Kind = Kind.POST,
    place: str = TOPIC,
    answers: str = "",
    desk: Desk = OPEN,
    key: str = "",
) -> Sent:
    """Send a message as a child does."""
    writing = Writing(text=text, kind=kind, place=place, answers=answers)
    return receive(who, writing=writing, key=key or receipts.new_key(), desk=desk)


def sent(who: Actor, text: str = NICE, *, kind: Kind = Kind.POST, answers: str = "") -> str:
    """Send a message that is taken; its ref."""
    outcome = send(who, text, kind=kind, answers=answers)
    assert isinstance(outcome, Received), outcome
    return outcome.ref


def row(ref: str) -> Message:
    """The message as the database has it now."""
    db.session.expire_all()
    return db.session.scalars(select(Message).where(Message.ref == ref)).one()


def choose(who: Actor, ref: str, decision: Decision, *, reason: Reason | None = None, words: str = "") -> Outcome:
    """Decide about a message as it is now."""
    version = row(ref).version
    return decide(who, ref=ref, decision=decision, seen_version=version, reason=reason, words=words)


def approved(who: Actor, *, by: Actor, text: str = NICE, answers: str = "") -> str:
    """A message of `who` that `by` has approved; its ref."""
    ref = sent(who, text, kind=Kind.REPLY if answers else Kind.POST, answers=answers)
    assert isinstance(choose(by, ref, Decision.APPROVE), Decided)
    return ref


def moves(ref: str) -> list[MessageMove]:
    """The history of a message."""
    wanted = select(MessageMove).join(Message, Message.id == MessageMove.message_id).where(Message.ref == ref)
    return list(db.session.scalars(wanted.order_by(MessageMove.number)))


def _child(school_id: int, class_id: int, *, name: str, nickname: str) -> int:
    child = Pupil(
        school_id=school_id,
        class_id=class_id,
        first_name=name,
        nickname=nickname,
        avatar="red-fox",
        year_group=4,
        pictures_hash="",
    )
    db.session.add(child)
    db.session.flush()
    return child.id


def _always_open_with_elm(school_id: int) -> int:
    today = clock.now().date()
    db.session.add(
        Term(school_id=school_id, name="Now", starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=60))
    )
    school = db.session.get_one(School, school_id)
    school.opens, school.closes = time(0, 0), time(23, 59, 59)
    elm = SchoolClass(school_id=school_id, name="Elm", key_stage="KS1", academic_year=0)
    db.session.add(elm)
    db.session.flush()
    return elm.id


def _actor(person_id: int, role: Role, *, school_id: int, class_id: int | None = None) -> Actor:
    classes = frozenset({class_id} if class_id else ())
    return Actor(role_names=frozenset({role}), person_id=person_id, school_id=school_id, class_ids=classes)


def _adult(school_id: int, name: str) -> int:
    email = f"{name.rpartition(' ')[2].lower()}@school.example"
    adult = Staff(school_id=school_id, name=name, email=email, passphrase_hash="-")
    db.session.add(adult)
    db.session.flush()
    return adult.id


def _teacher(name: str, *, school_id: int, class_id: int, until: date | None = None) -> Actor:
    person_id = _adult(school_id, name)
    duty = ClassTeacher(
        school_id=school_id,
        class_id=class_id,
        staff_id=person_id,
        from_on=clock.now().date() - timedelta(days=30),
        until_on=until,
        is_cover=until is not None,
    )
    db.session.add(duty)
    return _actor(person_id, Role.TEACHER, school_id=school_id, class_id=class_id)


def _holder(name: str, role: Role, *, school_id: int) -> Actor:
    person_id = _adult(school_id, name)
    start = clock.now().date() - timedelta(days=30)
    db.session.add(NamedRole(school_id=school_id, role=str(role), holder_id=person_id, from_on=start))
    return _actor(person_id, role, school_id=school_id)
