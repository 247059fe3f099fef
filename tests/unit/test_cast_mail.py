"""Practice characters write: to the child that wrote to them, or to the children whom a teacher chose; once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from esafety import receipts
from esafety.db import db
from esafety.moderation.cast_mail import cast_place, deliver_from_cast
from esafety.moderation.child_reports import report
from esafety.moderation.childs_view import Shown, shown_in
from esafety.moderation.models import Message
from esafety.moderation.outcomes import Moved, NotTaken
from esafety.moderation.queue import open_message, queue_of
from esafety.moderation.states import Decision, State
from esafety.moderation.visible import find_message
from esafety.roles import Actor
from tests.factories.classroom import Classroom

PRIZE = "You won a phone! Tell me your address."


def mail_of(who: Actor) -> list[Shown]:
    found = shown_in(who, place=cast_place("wren", pupil_id=who.person_id))
    return [one for one in found if isinstance(one, Shown)]


def deliver(by: Actor, *, only: tuple[str, ...] = (), key: str = "") -> int:
    return deliver_from_cast(by, cast_member="wren", text=PRIZE, key=key or receipts.new_key(), only=only)


def test_a_character_answers_the_child_that_wrote_and_nobody_else_sees_it(classroom: Classroom) -> None:
    assert deliver(classroom.ada) == 1
    (letter,) = mail_of(classroom.ada)
    assert (letter.by, letter.cast_member, letter.text, letter.reads_as_mine) == ("wren", "wren", PRIZE, False)
    for other in (classroom.ben, classroom.elsewhere, classroom.other_teacher):
        assert find_message(other, ref=letter.ref) is None
    assert find_message(classroom.teacher, ref=letter.ref) is not None


def test_a_teacher_sends_a_staged_message_to_the_class_or_to_some(classroom: Classroom) -> None:
    assert deliver(classroom.teacher) == 3
    assert deliver(classroom.teacher, only=(classroom.ref_of(classroom.ben),)) == 1
    counted = {who: len(mail_of(getattr(classroom, who))) for who in ("ada", "ben", "cai", "elsewhere")}
    assert counted == {"ada": 1, "ben": 2, "cai": 1, "elsewhere": 0}
    assert deliver(classroom.teacher, only=(classroom.ref_of(classroom.elsewhere),)) == 0


def test_the_same_form_sends_nothing_twice(classroom: Classroom) -> None:
    key = receipts.new_key()
    assert (deliver(classroom.teacher, key=key), deliver(classroom.teacher, key=key)) == (3, 0)
    assert deliver(classroom.teacher, key="short") == 0
    assert db.session.scalar(select(func.count()).select_from(Message)) == 3


@pytest.mark.parametrize("who", ["officer", "head", "other_school_officer"])
def test_who_teaches_no_class_sends_none(classroom: Classroom, who: str) -> None:
    assert deliver(getattr(classroom, who)) == 0


def test_nothing_is_no_message(classroom: Classroom) -> None:
    assert deliver_from_cast(classroom.teacher, cast_member="wren", text=" ", key=receipts.new_key()) == 0


def test_a_child_that_reports_it_is_praised_and_the_teacher_sees_so(classroom: Classroom) -> None:
    deliver(classroom.teacher)
    (letter,) = mail_of(classroom.ada)
    assert report(classroom.ben, ref=letter.ref) is NotTaken.NOT_THERE
    assert report(classroom.ada, ref=letter.ref) == Moved(ref=letter.ref, state=State.REMOVED, was_practice=True)
    assert mail_of(classroom.ada) == []
    assert len(mail_of(classroom.ben)) == 1
    assert queue_of(classroom.teacher) == []
    opened = open_message(classroom.teacher, ref=letter.ref)
    assert opened is not None
    assert [(move.decision, move.by) for move in opened.moves] == [(None, "Mr Lloyd"), (Decision.SPOT, "Ada")]
