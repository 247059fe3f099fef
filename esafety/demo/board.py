"""The boards of the demonstration: open, with a message in every state for Beech, and a few for Oak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select

from esafety import clock, receipts
from esafety.board import choices, opening, topics
from esafety.board.rules import LONGEST_OPENING, Choices
from esafety.concerns.models import Concern
from esafety.concerns.rules import Frozen
from esafety.db import atomic, db
from esafety.filtering.verdict import Level
from esafety.moderation import child_reports, deciding, own_moves, pausing
from esafety.moderation.due import due_at
from esafety.moderation.models import Message, MessageMove
from esafety.moderation.outcomes import Received
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend, receive
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.states import Decision, Kind
from esafety.moderation.writing import Writing, note_place
from esafety.roles import Actor, Role
from esafety.school.calendar import calendar_of
from esafety.school.models import ClassTeacher, NamedRole, Pupil, SchoolClass, Staff

AT_ANY_HOUR = Choices(opens=time(0), closes=time(23, 59, 59), any_day=True, most_waiting=500, oldest_minutes=2_000)
PURPOSES = {"Beech": "To tell what we saw, and to listen.", "Oak": "To share books kindly."}
MINUTES_APART = 3


@dataclass(frozen=True, kw_only=True)
class Room:
    """A class whose board is used: its children in the order of the roll, and two of its adults."""

    class_id: int
    children: tuple[Actor, ...]
    teacher: Actor
    second: Actor

    def write(self, child: int, *, text: str, topic: str, answers: str = "") -> str:
        """Send a post or a reply of a child; its ref."""
        kind = Kind.REPLY if answers else Kind.POST
        writing = Writing(text=text, kind=kind, place=topic, answers=answers)
        outcome = receive(self.children[child], writing=writing, key=receipts.new_key())
        if not isinstance(outcome, Received):
            raise TypeError(f"the demonstration's message was not taken: {outcome}")
        return outcome.ref

    def decide(
        self, ref: str, *, decision: Decision, reason: Reason | None = None, words: str = "", second: bool = False
    ) -> str:
        """Let one of the two adults decide about a message as it is; its ref."""
        version = db.session.execute(select(Message.version).where(Message.ref == ref)).scalar_one()
        actor = self.second if second else self.teacher
        deciding.decide(actor, ref=ref, decision=decision, seen_version=version, reason=reason, words=words)
        return ref

    def shown(self, child: int, *, text: str, topic: str, answers: str = "") -> str:
        """A message that is approved; its ref."""
        return self.decide(self.write(child, text=text, topic=topic, answers=answers), decision=Decision.APPROVE)


def use_the_boards() -> None:
    """Let Beech and Oak of the first school have written on their boards on the last school day."""
    beech, oak = _room("Beech"), _room("Oak")
    choices.choose(_head(beech), choices=AT_ANY_HOUR)
    _use_beech(beech)
    _use_oak(oak)
    _shift_back()
    open_the_boards()


@atomic
def open_the_boards() -> None:
    """Open the boards of Beech and Oak for half a day where they are not open."""
    for name, purpose in PURPOSES.items():
        room = _room(name)
        if not opening.standing_of(room.class_id, school_id=room.teacher.school_id).opening_ref:
            opening.open_board(
                room.teacher,
                class_id=room.class_id,
                purpose=purpose,
                on_duty=_ref_of(room.teacher),
                until_at=clock.now() + LONGEST_OPENING,
            )


def _use_beech(room: Room) -> None:
    garden = _topic(room, title="Our class garden", purpose="To tell what we saw, and to listen.", picture="berries")
    trip = _topic(room, title="Our trip to the farm", purpose="To remember it together.", picture="")
    robin = room.shown(1, text="I saw a robin by the pond.", topic=garden)
    room.shown(6, text="Me too! It had a worm.", topic=garden, answers=robin)
    room.shown(2, text="My best bit was the bus.", topic=trip)
    topics.close_topic(room.teacher, ref=topics.topics_of(room.teacher, class_id=room.class_id)[0].ref)
    room.write(10, text="The beans are taller than me now.", topic=garden)
    room.write(3, text="My mum's number is 07700 900456 if you want to see my beans.", topic=garden)
    room.write(9, text="That is stupid.", topic=garden, answers=robin)
    room.write(14, text="I am scared to go home. My uncle hurts me.", topic=garden)
    unkind = room.write(4, text="Oscar is a baby.", topic=garden)
    room.decide(unkind, decision=Decision.RETURN, reason=Reason.UNKIND, words="How would Oscar feel? Have another go.")
    told = room.write(5, text="Milo cried in PE.", topic=garden)
    room.decide(told, decision=Decision.REJECT, reason=Reason.ABOUT_SOMEONE_ELSE)
    worry = room.shown(12, text="Hana took my seed.", topic=garden)
    child_reports.report(room.children[7], ref=worry, words="I did not")
    house = room.shown(8, text="Layla lives in the house with the blue door.", topic=garden)
    room.decide(house, decision=Decision.REMOVE, reason=Reason.PRIVATE, second=True)
    own_moves.withdraw(room.children[0], ref=room.shown(0, text="I do not like worms.", topic=garden))
    first = room.write(7, text="Find my garden film on www.beanvids.example", topic=garden)
    mend(room.children[7], ref=first, text="Worms are yucky but they help the beans.", key=receipts.new_key())
    room.decide(first, decision=Decision.APPROVE)
    meeting = room.write(13, text="He wants me to wait by the gate on Saturday", topic=garden)
    room.decide(
        meeting, decision=Decision.ESCALATE, words="Who is to be met, and who asked her? I talk with her at two."
    )
    _note(room, child=11)
    _pause(room, child=9)


def _use_oak(room: Room) -> None:
    books = _topic(room, title="A book I love", purpose="To share books kindly.", picture="")
    iron = room.shown(0, text="My favourite book is The Iron Man. I like it when he eats the gate.", topic=books)
    room.shown(4, text="I like Matilda because she is brave.", topic=books)
    room.shown(6, text="Has anyone read it twice?", topic=books, answers=iron)
    room.write(11, text="Has it got pictures?", topic=books, answers=iron)
    room.write(9, text="This book is crap", topic=books)


def _topic(room: Room, *, title: str, purpose: str, picture: str) -> str:
    made = topics.make_topic(room.teacher, class_id=room.class_id, title=title, purpose=purpose, picture=picture)
    if not isinstance(made, topics.TopicKept):
        raise TypeError(f"the demonstration's topic was not made: {made}")
    found = topics.find_topic(room.teacher, ref=made.ref)
    return found.place if found else ""


def _note(room: Room, *, child: int) -> None:
    actor = room.children[child]
    writing = Writing(text="Can I sit next to Nora?", kind=Kind.NOTE, place=note_place(actor))
    asked = receive(actor, writing=writing, key=receipts.new_key())
    if isinstance(asked, Received):
        room.decide(asked.ref, decision=Decision.APPROVE)
        answer = Writing(text="Yes. You and Nora can share the blue table.", kind=Kind.NOTE, answers=asked.ref)
        post_as_staff(room.teacher, writing=answer, class_id=room.class_id, key=receipts.new_key())


def _pause(room: Room, *, child: int) -> None:
    today = calendar_of(room.teacher.school_id).local(clock.now()).date()
    pausing.pause_pupil(
        room.teacher,
        pupil_ref=db.session.execute(select(Pupil.ref).where(Pupil.id == room.children[child].person_id)).scalar_one(),
        child_words="You can read the board. Writing starts again after we have talked.",
        staff_words="Third unkind reply this week; talked with home on Monday.",
        until_on=today + timedelta(days=7),
        review_on=today + timedelta(days=3),
    )


def _shift_back() -> None:
    """Let what was written just now have been written in the afternoon of the last school day, one after the other."""
    messages = db.session.scalars(select(Message).order_by(Message.id)).all()
    calendar = calendar_of(messages[0].school_id)
    then = _last_afternoon(calendar.local(clock.now()))
    for number, message in enumerate(messages):
        at = then + timedelta(minutes=MINUTES_APART * number)
        back = message.submitted_at - at
        message.due_at = due_at(calendar, level=Level(message.level), at=at)
        message.submitted_at = at
        message.shown_at = message.shown_at and message.shown_at - back
        message.decided_at = message.decided_at and message.decided_at - back
        for move in db.session.scalars(select(MessageMove).where(MessageMove.message_id == message.id)):
            move.at -= back
            if move.concern_id:
                concern = db.session.get_one(Concern, move.concern_id)
                frozen = replace(Frozen.from_text(concern.frozen or ""), written_at=at.isoformat())
                concern.raised_at, concern.frozen = move.at, frozen.to_text()


def _last_afternoon(there: datetime) -> datetime:
    day = there - timedelta(days=1)
    while day.weekday() > 4:  # noqa: PLR2004 - Friday
        day -= timedelta(days=1)
    return day.replace(hour=13, minute=10, second=0, microsecond=0).astimezone(clock.now().tzinfo)


def _room(name: str) -> Room:
    class_ = db.session.scalars(select(SchoolClass).where(SchoolClass.name == name)).one()
    pupils = db.session.scalars(select(Pupil).where(Pupil.class_id == class_.id).order_by(Pupil.id)).all()
    leads = select(ClassTeacher.staff_id).where(ClassTeacher.class_id == class_.id).order_by(ClassTeacher.is_cover)
    adults = [
        _actor(staff_id, role=Role.TEACHER, school_id=class_.school_id, class_id=class_.id)
        for staff_id in db.session.scalars(leads)
    ]
    children = [_actor(each.id, role=Role.PUPIL, school_id=class_.school_id, class_id=class_.id) for each in pupils]
    return Room(class_id=class_.id, children=tuple(children), teacher=adults[0], second=adults[-1])


def _head(room: Room) -> Actor:
    of_school = (NamedRole.school_id == room.teacher.school_id) & (NamedRole.role == str(Role.HEAD))
    person_id = db.session.execute(select(NamedRole.holder_id).where(of_school)).scalar_one()
    return _actor(person_id, role=Role.HEAD, school_id=room.teacher.school_id)


def _actor(person_id: int, *, role: Role, school_id: int, class_id: int | None = None) -> Actor:
    classes = frozenset({class_id} if class_id else ())
    return Actor(role_names=frozenset({role}), person_id=person_id, school_id=school_id, class_ids=classes)


def _ref_of(actor: Actor) -> str:
    return db.session.execute(select(Staff.ref).where(Staff.id == actor.person_id)).scalar_one()
