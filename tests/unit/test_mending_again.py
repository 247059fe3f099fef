"""The form of a mend that comes again: answered as taken only if it was, whatever became of the message since."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from esafety import receipts
from esafety.concerns.models import Concern
from esafety.db import db
from esafety.moderation import receiving
from esafety.moderation.models import Message, MessageMove, MessageVersion
from esafety.moderation.moving import move
from esafety.moderation.outcomes import NotTaken, Received
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend
from esafety.moderation.states import Decision, State
from tests.factories.classroom import CRUEL, NICE, SAD, Classroom, choose, row, sent


def count(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def beaten_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody moves the message at the moment before it is mended; once."""

    def moved_first(message: Message, **facts: Any) -> MessageMove | None:
        monkeypatch.undo()
        newer = update(Message).where(Message.id == message.id).values(version=Message.version + 1)
        db.session.execute(newer.execution_options(synchronize_session=False))
        return move(message, **facts)

    monkeypatch.setattr(receiving, "move", moved_first)


def test_what_was_not_taken_is_not_acknowledged_when_it_comes_again(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    beaten_once(monkeypatch)
    assert mend(classroom.ada, ref=ref, text=NICE, key=key) is NotTaken.NOT_NOW
    assert (row(ref).text, count(MessageVersion), count(receipts.Receipt)) == (CRUEL, 0, 1)
    again = mend(classroom.ada, ref=ref, text=NICE, key=key)
    assert isinstance(again, Received)
    assert (again.is_new, row(ref).text, row(ref).edition) == (True, NICE, 2)


def test_urgent_words_that_were_beaten_are_a_note(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    beaten_once(monkeypatch)
    outcome = mend(classroom.ada, ref=ref, text=SAD, key=key)
    assert isinstance(outcome, Received)
    assert (outcome.ref != ref, row(ref).text, count(Concern)) == (True, CRUEL, 1)


def test_what_cannot_be_mended_is_refused_each_time(classroom: Classroom) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    choose(classroom.teacher, ref, Decision.REJECT, reason=Reason.UNKIND)
    for _time in range(2):
        assert mend(classroom.ada, ref=ref, text=NICE, key=key) is NotTaken.NOT_NOW
    assert row(ref).text == CRUEL


@pytest.mark.parametrize("text", [NICE, SAD])
def test_what_was_taken_is_answered_alike_whatever_became_of_it(classroom: Classroom, text: str) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    assert isinstance(mend(classroom.ada, ref=ref, text=text, key=key), Received)
    choose(classroom.teacher, ref, Decision.REJECT, reason=Reason.NOT_ABOUT_THIS)
    again = mend(classroom.ada, ref=ref, text=text, key=key)
    assert isinstance(again, Received)
    assert (again.ref, again.is_new, again.state) == (ref, False, State.REJECTED)
    assert count(Message) == 1


def test_the_answer_is_read_anew_and_not_as_it_was_looked_at(classroom: Classroom) -> None:
    ref, key = sent(classroom.ada, CRUEL), receipts.new_key()
    mend(classroom.ada, ref=ref, text=NICE, key=key)
    looked_at = row(ref)
    elsewhere = update(Message).where(Message.ref == ref).values(state="approved", version=Message.version + 1)
    db.session.execute(elsewhere.execution_options(synchronize_session=False))
    assert looked_at.state == State.WAITING
    again = mend(classroom.ada, ref=ref, text=NICE, key=key)
    assert isinstance(again, Received)
    assert again.state == State.APPROVED
