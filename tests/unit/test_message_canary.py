"""What is held is in no child's anything, and in no audit row, log line or table in plain letters."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from sqlalchemy import func, select, text

from esafety import receipts
from esafety.db import db
from esafety.moderation import moving
from esafety.moderation.child_reports import report
from esafety.moderation.childs_view import own_messages, shown_in
from esafety.moderation.models import Message
from esafety.moderation.notices import notices_of
from esafety.moderation.outcomes import Decided, Received
from esafety.moderation.own_moves import withdraw
from esafety.moderation.queue import queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend, receive
from esafety.moderation.states import Decision, Kind
from esafety.moderation.visible import messages_visible_to
from esafety.moderation.writing import Writing
from esafety.roles import Actor
from tests.factories.classroom import SAD, SECRET, TOPIC, Classroom, approved, choose, sent

CANARY = "zyxcanaryqwv"
HELD, URGENT = f"{SECRET} {CANARY}", f"{SAD} {CANARY}"


def plant_everywhere(classroom: Classroom) -> None:
    """The word in a message of every state but approved, in old words, in reasons, in reports, in notes and in mail."""
    teacher, ada = classroom.teacher, classroom.ada
    for words in (CANARY, HELD, URGENT):
        sent(ada, words)
    post = approved(classroom.cai, by=teacher)
    sent(ada, CANARY, kind=Kind.REPLY, answers=post)
    sent(ada, CANARY, kind=Kind.NOTE)
    mail = Writing(text=CANARY, kind=Kind.MAIL, place="mail", to_pupil=classroom.ref_of(classroom.ben))
    assert isinstance(receive(ada, writing=mail, key=receipts.new_key()), Received)
    for decision in (Decision.RETURN, Decision.REJECT):
        choose(teacher, sent(ada, CANARY), decision, reason=Reason.UNKIND, words=CANARY)
    taken_down = approved(ada, by=teacher, text=CANARY)
    assert isinstance(choose(teacher, taken_down, Decision.REMOVE, reason=Reason.UNKIND, words=CANARY), Decided)
    withdraw(ada, ref=approved(ada, by=teacher, text=CANARY))
    report(classroom.ben, ref=approved(ada, by=teacher, text=CANARY), words=CANARY)
    choose(teacher, approved(ada, by=teacher, text=CANARY), Decision.ESCALATE, words=CANARY)
    mended = sent(ada, HELD)
    mend(ada, ref=mended, text="I like frogs", key=receipts.new_key())
    choose(teacher, mended, Decision.APPROVE)


def anything_shown_to(child: Actor) -> Iterator[str]:
    for first_names in (False, True):
        for place in (TOPIC, "mail", "note"):
            yield from (str(asdict(one)) for one in shown_in(child, place=place, first_names=first_names))
    yield from (str(asdict(one)) for one in own_messages(child))
    yield from (one.text for one in db.session.scalars(select(Message).where(messages_visible_to(child))))
    yield str(queue_of(child))
    yield str(notices_of(child))


def test_what_is_held_is_shown_to_no_other_child_and_counted_for_none(classroom: Classroom) -> None:
    plant_everywhere(classroom)
    for child in (classroom.ben, classroom.cai, classroom.elsewhere):
        assert not [shown for shown in anything_shown_to(child) if CANARY in shown]
    counted = select(func.count()).select_from(Message)
    assert db.session.scalar(counted.where(messages_visible_to(classroom.ben))) == 2  # Cai's post and the mended one
    assert db.session.scalar(counted.where(messages_visible_to(classroom.elsewhere))) == 0


def test_its_author_and_the_staff_do_see_it(classroom: Classroom) -> None:
    """Else the look above would find nothing whatever was shown."""
    plant_everywhere(classroom)
    assert any(CANARY in shown for shown in anything_shown_to(classroom.ada))
    assert any(CANARY in one.text for one in queue_of(classroom.teacher))


def rows_with_it() -> set[str]:
    return {
        name
        for name in db.metadata.tables
        if any(CANARY in str(tuple(row)) for row in db.session.execute(text(f'SELECT * FROM "{name}"')))  # noqa: S608 - the program's own names
    }


def test_no_table_holds_it_in_plain_letters(classroom: Classroom) -> None:
    plant_everywhere(classroom)
    assert rows_with_it() == set()
    db.session.execute(text("UPDATE message_move SET words = :words"), {"words": CANARY})
    assert rows_with_it() == {"message_move"}


def test_no_line_of_the_log_holds_it(
    classroom: Classroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_facts: object) -> None:
        raise ValueError(CANARY)

    with caplog.at_level(logging.DEBUG):
        plant_everywhere(classroom)
        monkeypatch.setattr("esafety.filtering.pipeline.check", broken)
        sent(classroom.ada, CANARY)
        monkeypatch.setattr(moving.audit, "record", broken)
        with pytest.raises(ValueError, match=CANARY):
            sent(classroom.ada, CANARY)
    assert caplog.records
    assert CANARY not in caplog.text
