"""Other words under a form's key that was used are another message: once, however often that form comes."""

from __future__ import annotations

from sqlalchemy import func, select

from esafety import receipts
from esafety.db import db
from esafety.moderation.cast_mail import deliver_from_cast
from esafety.moderation.models import Message, MessageVersion
from esafety.moderation.outcomes import Received
from esafety.moderation.receiving import mend
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.states import Kind
from esafety.moderation.writing import Writing
from tests.factories.classroom import CRUEL, NICE, SECRET, Classroom, row, send, sent

OTHER = "and the owl too"


def messages() -> int:
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


def test_of_a_child(classroom: Classroom) -> None:
    key = receipts.new_key()
    answers = [send(classroom.ada, text, key=key) for text in (NICE, OTHER, OTHER, NICE, OTHER)]
    assert all(isinstance(each, Received) for each in answers)
    refs = [each.ref for each in answers if isinstance(each, Received)]
    assert messages() == 2
    assert [row(ref).text for ref in refs] == [NICE, OTHER, OTHER, NICE, OTHER]
    assert [each.is_new for each in answers if isinstance(each, Received)] == [True, True, False, False, False]


def test_of_a_mend(classroom: Classroom) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    for text in (SECRET, NICE, NICE):
        assert isinstance(mend(classroom.ada, ref=ref, text=text, key=key), Received)
    assert db.session.scalars(select(MessageVersion.text).order_by(MessageVersion.id)).all() == [CRUEL, SECRET]
    assert (row(ref).text, row(ref).edition) == (NICE, 3)


def test_of_staff(classroom: Classroom) -> None:
    key, refs = receipts.new_key(), []
    for text in (NICE, OTHER, OTHER):
        writing = Writing(text=text, kind=Kind.POST, place="topic:1")
        outcome = post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=key)
        assert isinstance(outcome, Received)
        refs.append(outcome.ref)
    assert messages() == 2
    assert refs[1] == refs[2] != refs[0]


def test_of_a_practice_character(classroom: Classroom) -> None:
    key = receipts.new_key()
    sent_to = [deliver_from_cast(classroom.teacher, cast_member="zed", text=each, key=key) for each in "abb"]
    assert (sent_to, messages()) == ([3, 3, 0], 6)
