"""Urgent words, and words that a broken filter could not read, are taken whatever they were written to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from esafety import clock, drafts, receipts
from esafety.board.service import mend as mend_on_board
from esafety.board.service import submit, write_letter
from esafety.concerns.models import Concern
from esafety.db import db
from esafety.filtering import pipeline
from esafety.moderation.models import Message, StaffNotice
from esafety.moderation.notices import NoticeKind
from esafety.moderation.outcomes import NotTaken, Paused, Received
from esafety.moderation.pausing import PauseSet, pause_pupil
from esafety.moderation.receiving import Desk, mend, receive
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import LONGEST_TEXT, Writing
from tests.factories.classroom import NICE, SAD, Classroom, approved, choose, moves, row, send, sent


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(StaffNotice.staff_id).where(StaffNotice.kind == str(kind))))


def concerns() -> int:
    return db.session.scalar(select(func.count()).select_from(Concern)) or 0


def is_note_of_ada(room: Classroom, outcome: object, *, state: State = State.URGENT) -> bool:
    assert isinstance(outcome, Received), outcome
    message = row(outcome.ref)
    where = (message.kind, message.place, message.parent_id, message.pupil_id)
    assert where == (Kind.NOTE, f"note:{room.ada.person_id}", None, room.ada.person_id)
    return message.state == state


@pytest.fixture
def broken_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "check", lambda *_args, **_facts: 1 / 0)


def test_an_answer_to_what_was_hidden_meanwhile(classroom: Classroom) -> None:
    post = approved(classroom.ben, by=classroom.teacher)
    choose(classroom.teacher, post, Decision.ESCALATE, words="Look")
    assert send(classroom.ada, NICE, kind=Kind.REPLY, answers=post) is NotTaken.NOT_THERE
    outcome = send(classroom.ada, SAD, kind=Kind.REPLY, answers=post)
    assert is_note_of_ada(classroom, outcome)
    assert concerns() == 2
    assert classroom.officer.person_id in told(NoticeKind.URGENT)


def test_mail_to_a_child_who_is_no_more_there(classroom: Classroom) -> None:
    writing = Writing(text=SAD, kind=Kind.MAIL, place="mail", to_pupil="nobody")
    assert is_note_of_ada(classroom, receive(classroom.ada, writing=writing, key=receipts.new_key()))


@pytest.mark.parametrize("stands", ["hidden", "urgent", "in another class"])
def test_a_mend_of_what_cannot_be_mended(classroom: Classroom, stands: str) -> None:
    ref = sent(classroom.ada, SAD) if stands == "urgent" else approved(classroom.ada, by=classroom.teacher)
    before, actor = concerns(), classroom.ada
    if stands == "hidden":
        choose(classroom.teacher, ref, Decision.ESCALATE, words="Look")
        before += 1
    if stands == "in another class":
        actor = replace(actor, class_ids=frozenset({classroom.other_class_id}))
    drafts.keep(school_id=classroom.school_id, owner=actor.label, place="mend", words=SAD)
    key, version = receipts.new_key(), row(ref).version
    assert mend(actor, ref=ref, text=NICE, key=receipts.new_key()) is NotTaken.NOT_NOW
    outcomes = [mend(actor, ref=ref, text=SAD, key=key, draft_place="mend") for _time in range(2)]
    assert all(is_note_of_ada(classroom, outcome) for outcome in outcomes)
    assert len({outcome.ref for outcome in outcomes if isinstance(outcome, Received)}) == 1
    assert (row(ref).version, concerns()) == (version, before + 1)
    assert drafts.find(owner=actor.label, place="mend") == ""


def test_a_form_without_a_usable_key(classroom: Classroom) -> None:
    outcome = send(classroom.ada, SAD, key="short")
    assert isinstance(outcome, Received)
    ref = sent(classroom.ada)
    mended = mend(classroom.ada, ref=ref, text=SAD, key="")
    assert isinstance(mended, Received)
    assert (mended.ref, row(ref).state, concerns()) == (ref, State.URGENT, 2)


@pytest.mark.usefixtures("broken_filter")
@pytest.mark.parametrize("hindrance", ["closed", "paused", "too long"])
def test_what_a_broken_filter_could_not_read_is_held_and_told(classroom: Classroom, hindrance: str) -> None:
    if hindrance == "paused":
        today = clock.now().date()
        paused = pause_pupil(
            classroom.teacher, pupil_ref=classroom.ref_of(classroom.ada), child_words="Read.", staff_words="Rude",
            until_on=today, review_on=today,
        )  # fmt: skip
        assert isinstance(paused, PauseSet)
    text = SAD + " and" * LONGEST_TEXT if hindrance == "too long" else SAD
    desk = Desk(is_open=hindrance != "closed", on_duty=(classroom.cover.person_id,))
    outcome = send(classroom.ada, text, desk=desk)
    assert not isinstance(outcome, Paused)
    assert isinstance(outcome, Received)
    assert outcome.state is State.HELD
    assert {classroom.officer.person_id, classroom.cover.person_id} <= told(NoticeKind.FILTER_FAILED)


@pytest.mark.usefixtures("broken_filter")
def test_an_answer_that_a_broken_filter_could_not_read(classroom: Classroom) -> None:
    outcome = send(classroom.ada, SAD, kind=Kind.REPLY, answers="nothing")
    assert is_note_of_ada(classroom, outcome, state=State.HELD)


def test_on_the_board_a_topic_a_letter_or_a_message_that_is_gone(classroom: Classroom) -> None:
    actor, key = classroom.ada, receipts.new_key()
    assert submit(actor, topic="nothing", text=NICE, key=key) is NotTaken.NOT_THERE
    assert is_note_of_ada(classroom, submit(actor, topic="nothing", text=SAD, key=key))
    letter = write_letter(actor, character="nobody", place="cast:x:1", text=SAD, key=receipts.new_key())
    assert isinstance(letter, Received)
    ref = approved(classroom.ben, by=classroom.teacher)
    assert mend_on_board(actor, ref=ref, text=SAD, key=receipts.new_key()) is NotTaken.NOT_THERE


def test_the_note_is_written_down_like_any_message(classroom: Classroom) -> None:
    outcome = send(classroom.ada, SAD, kind=Kind.REPLY, answers="nothing")
    assert isinstance(outcome, Received)
    (first,) = moves(outcome.ref)
    assert first.concern_id is not None
    assert db.session.scalars(select(Message.kind)).all() == [Kind.NOTE]
