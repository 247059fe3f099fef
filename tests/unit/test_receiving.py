"""Sending and mending: through the filter, all that follows or nothing, once, and never let through in doubt."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from esafety import clock, drafts, receipts
from esafety.audit import AuditEntry, broken_link
from esafety.concerns.models import Concern
from esafety.concerns.rules import Frozen
from esafety.db import db
from esafety.filtering import pipeline
from esafety.filtering.verdict import Category, FourC, Verdict
from esafety.moderation import moving
from esafety.moderation.judging import roll_of_school
from esafety.moderation.models import FilterWord, Message, MessageMove, MessageVersion, StaffNotice
from esafety.moderation.notices import NoticeKind, mark_seen, notices_of
from esafety.moderation.outcomes import Moved, NotTaken, Paused, Received
from esafety.moderation.own_moves import withdraw
from esafety.moderation.pausing import PauseSet, pause_pupil
from esafety.moderation.queue import open_message
from esafety.moderation.reasons import ChildSees, Reason
from esafety.moderation.receiving import Desk, mend, receive
from esafety.moderation.rules import Effect
from esafety.moderation.service import add_word
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import LONGEST_TEXT, Writing
from tests.factories.classroom import CRUEL, NICE, SAD, SECRET, Classroom, approved, choose, moves, row, send, sent


def told(kind: NoticeKind) -> set[int]:
    return set(db.session.scalars(select(StaffNotice.staff_id).where(StaffNotice.kind == str(kind))))


def count(table: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("text", "state", "sees", "reasons"),
    [
        (NICE, State.WAITING, ChildSees.WAITING, ()),
        (SECRET, State.HELD, ChildSees.HELD_WHY, (Reason.PRIVATE,)),
        (CRUEL, State.HELD, ChildSees.WAITING, ()),
        (SAD, State.URGENT, ChildSees.GROWN_UP, ()),
    ],
)
def test_what_becomes_of_what_is_sent(
    classroom: Classroom, text: str, state: State, sees: ChildSees, reasons: tuple[Reason, ...]
) -> None:
    outcome = send(classroom.ada, text)
    assert isinstance(outcome, Received)
    assert (outcome.state, outcome.sees, outcome.reasons, outcome.is_new) == (state, sees, reasons, True)
    (first,) = moves(outcome.ref)
    assert (first.old_state, first.new_state, first.who) == ("", str(state), f"pupil:{classroom.ada.person_id}")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "message.sent")).all()
    assert [(entry.state, entry.who) for entry in entries] == [(str(state), first.who)]
    assert broken_link(db.session(), school_id=classroom.school_id) is None


def test_urgent_words_are_with_the_officer_and_all_who_must_know_at_once(classroom: Classroom) -> None:
    outcome = send(classroom.ada, SAD, desk=Desk(on_duty=(classroom.other_teacher.person_id,)))
    assert isinstance(outcome, Received)
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.source, concern.pupil_id, concern.raised_by) == ("filter", classroom.ada.person_id, None)
    frozen = Frozen.from_text(concern.frozen or "")
    assert (frozen.text, frozen.message_ref, frozen.earlier) == (SAD, outcome.ref, ())
    assert frozen.found
    know = {classroom.officer, classroom.deputy, classroom.teacher, classroom.cover, classroom.other_teacher}
    assert told(NoticeKind.URGENT) == {each.person_id for each in know}
    assert told(NoticeKind.ESCALATED) == {classroom.officer.person_id, classroom.deputy.person_id}
    assert moves(outcome.ref)[0].concern_id == concern.id
    assert row(outcome.ref).due_at - row(outcome.ref).submitted_at == timedelta(hours=1)


def test_a_notice_says_nothing_but_kind_and_number(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SAD)
    notices = notices_of(classroom.officer)
    assert {notice.kind for notice in notices} == {NoticeKind.URGENT, NoticeKind.ESCALATED}
    assert {notice.subject.partition(":")[0] for notice in notices} == {"message", "concern"}
    mark_seen(classroom.officer, subject=f"message:{row(ref).id}")
    assert {notice.kind for notice in notices_of(classroom.officer)} == {NoticeKind.ESCALATED}
    assert notices_of(classroom.ada) == []


def test_what_is_only_held_raises_nobody(classroom: Classroom) -> None:
    sent(classroom.ada, CRUEL)
    assert (count(Concern), count(StaffNotice)) == (0, 0)


def test_a_broken_filter_holds_and_somebody_is_told(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_facts: object) -> Verdict:
        raise RuntimeError("zyxcanary")

    monkeypatch.setattr(pipeline, "check", broken)
    with caplog.at_level(logging.ERROR):
        outcome = send(classroom.ada, NICE, desk=Desk(on_duty=(classroom.cover.person_id,)))
    assert isinstance(outcome, Received)
    assert (outcome.state, outcome.sees, outcome.reasons) == (State.HELD, ChildSees.WAITING, ())
    opened = open_message(classroom.teacher, ref=outcome.ref)
    assert opened is not None
    assert [one.rule for one in opened.message.findings] == ["unread.filter-failed"]
    know = {classroom.officer.person_id, classroom.deputy.person_id, classroom.cover.person_id}
    assert told(NoticeKind.FILTER_FAILED) == know
    assert "the filter failed: RuntimeError" in caplog.text
    assert "zyxcanary" not in caplog.text


def test_words_of_the_school_that_cannot_be_read_hold_everything(classroom: Classroom) -> None:
    add_word(
        classroom.officer, text="flumpwit", effect=Effect.HOLD, category=Category.UNKIND, four_c=FourC.CONDUCT,
        reason="A game",
    )  # fmt: skip
    db.session.execute(update(FilterWord).values(category="from a newer version"))
    db.session.commit()
    assert State(row(sent(classroom.ada, NICE)).state) is State.HELD


def test_without_a_database_nothing_is_said_to_be_kept(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr("esafety.moderation.judging.rules_of", gone)
    with pytest.raises(OperationalError):
        sent(classroom.ada, NICE)
    assert count(Message) == 0


def test_without_anybody_on_duty_the_class_is_told_that_the_filter_failed(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "desk_for", lambda *_args: 1 / 0)
    sent(classroom.ada, NICE)
    assert {classroom.teacher.person_id, classroom.cover.person_id} < told(NoticeKind.FILTER_FAILED)


def test_all_or_nothing(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlucky(**_facts: object) -> None:
        raise OSError

    key = receipts.new_key()
    with monkeypatch.context() as patched:
        patched.setattr(moving, "notify", unlucky)
        with pytest.raises(OSError, match=r"^$"):
            send(classroom.ada, SAD, key=key)
    assert [count(table) for table in (Message, MessageMove, Concern, AuditEntry, StaffNotice)] == [0, 0, 0, 0, 0]
    assert isinstance(send(classroom.ada, SAD, key=key), Received)


def test_the_same_form_counts_once_and_is_answered_alike(classroom: Classroom) -> None:
    key = receipts.new_key()
    first, again = send(classroom.ada, SECRET, key=key), send(classroom.ada, SECRET, key=key)
    assert isinstance(first, Received)
    assert isinstance(again, Received)
    assert (again.ref, again.sees, again.reasons, again.is_new) == (first.ref, first.sees, first.reasons, False)
    assert (count(Message), count(MessageMove)) == (1, 1)


def test_other_words_under_an_old_key_are_another_message(classroom: Classroom) -> None:
    key = receipts.new_key()
    send(classroom.ada, NICE, key=key)
    assert isinstance(send(classroom.ada, "and the owl too", key=key), Received)
    assert count(Message) == 2


@pytest.mark.parametrize(
    ("why", "text", "pictures", "refused"),
    [
        ("nothing", "", (), NotTaken.NO_WORDS),
        ("blanks", " \n\t", (), NotTaken.NO_WORDS),
        ("signs that nobody sees", "\u200b\u200d", (), NotTaken.NO_WORDS),
        ("one letter too many", "a " * (LONGEST_TEXT // 2) + "a", (), NotTaken.TOO_LONG),
        ("a picture is enough", "", ("hedgehog",), None),
        ("a smile is enough", "🙂", (), None),
        ("the longest", "a " * (LONGEST_TEXT // 2), (), None),
    ],
)
def test_only_nothing_and_too_much_are_refused(
    classroom: Classroom, why: str, text: str, pictures: tuple[str, ...], refused: NotTaken | None
) -> None:
    writing = Writing(text=text, pictures=pictures, kind=Kind.POST, place="topic:1")
    outcome = receive(classroom.ada, writing=writing, key=receipts.new_key())
    assert outcome is refused if refused else isinstance(outcome, Received), why


def test_a_form_without_a_usable_key_is_asked_for_again(classroom: Classroom) -> None:
    assert send(classroom.ada, NICE, key="short") is NotTaken.NO_KEY
    assert count(Message) == 0


def pause(classroom: Classroom) -> None:
    today = clock.now().date()
    made = pause_pupil(
        classroom.teacher,
        pupil_ref=classroom.ref_of(classroom.ada),
        child_words="You may read until Friday.",
        staff_words="Three unkind replies",
        until_on=today + timedelta(days=2),
        review_on=today + timedelta(days=1),
    )
    assert isinstance(made, PauseSet)


def test_a_paused_child_is_told_why_and_can_still_write_to_the_teacher(classroom: Classroom) -> None:
    pause(classroom)
    outcome = send(classroom.ada)
    assert isinstance(outcome, Paused)
    assert outcome.words == "You may read until Friday."
    assert isinstance(send(classroom.ada, kind=Kind.NOTE, place="note:1"), Received)
    assert isinstance(send(classroom.ben), Received)


@pytest.mark.parametrize("hindrance", ["paused", "closed", "too long"])
def test_urgent_words_are_taken_whatever_stands_in_the_way(classroom: Classroom, hindrance: str) -> None:
    if hindrance == "paused":
        pause(classroom)
    text = SAD + " and so on" * LONGEST_TEXT if hindrance == "too long" else SAD
    outcome = send(classroom.ada, text, desk=Desk(is_open=hindrance != "closed"))
    assert isinstance(outcome, Received)
    assert outcome.state is State.URGENT
    assert count(Concern) == 1


def test_a_closed_board_takes_nothing_else(classroom: Classroom) -> None:
    assert send(classroom.ada, NICE, desk=Desk(is_open=False)) is NotTaken.NOT_NOW
    assert count(Message) == 0


def test_the_draft_goes_with_what_it_became(classroom: Classroom) -> None:
    owner = classroom.ada.label
    drafts.keep(school_id=classroom.school_id, owner=owner, place="board:1", words=NICE)
    writing = Writing(text=NICE, kind=Kind.POST, place="topic:1")
    receive(classroom.ada, writing=writing, key=receipts.new_key(), draft_place="board:1")
    assert drafts.find(owner=owner, place="board:1") == ""


def test_a_reply_stands_where_what_it_answers_stands(classroom: Classroom) -> None:
    post = approved(classroom.ada, by=classroom.teacher)
    reply = send(classroom.ben, "me too", kind=Kind.REPLY, place="topic:77", answers=post)
    assert isinstance(reply, Received)
    assert (row(reply.ref).place, row(reply.ref).parent_id) == (row(post).place, row(post).id)


@pytest.mark.parametrize("who", ["ben", "elsewhere"])
def test_nobody_answers_what_is_not_shown_to_them(classroom: Classroom, who: str) -> None:
    waiting = sent(classroom.ada)
    shown = approved(classroom.ada, by=classroom.teacher)
    actor = getattr(classroom, who)
    assert send(actor, "me too", kind=Kind.REPLY, answers=waiting) is NotTaken.NOT_THERE
    if who == "elsewhere":
        assert send(actor, "me too", kind=Kind.REPLY, answers=shown) is NotTaken.NOT_THERE


def test_mail_goes_to_a_classmate_and_to_nobody_else(classroom: Classroom) -> None:
    def mail(to: str) -> object:
        writing = Writing(text=NICE, kind=Kind.MAIL, place="mail", to_pupil=to)
        return receive(classroom.ada, writing=writing, key=receipts.new_key())

    outcome = mail(classroom.ref_of(classroom.ben))
    assert isinstance(outcome, Received)
    assert row(outcome.ref).to_pupil_id == classroom.ben.person_id
    assert mail(classroom.ref_of(classroom.elsewhere)) is NotTaken.NOT_THERE
    assert mail("nobody") is NotTaken.NOT_THERE


def test_a_phone_number_is_mended_and_the_old_words_stay_with_staff(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    outcome = mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key())
    assert isinstance(outcome, Received)
    assert (outcome.ref, outcome.state, outcome.reasons) == (ref, State.WAITING, ())
    assert (row(ref).text, row(ref).edition, row(ref).version) == (NICE, 2, 2)
    old = db.session.scalars(select(MessageVersion)).one()
    assert (old.text, old.edition, old.level) == (SECRET, 1, "hold")
    assert [(move.decision, move.new_state) for move in moves(ref)] == [
        ("", "held"), ("mend, waiting", "waiting"),
    ]  # fmt: skip


def test_what_was_given_back_forgets_the_reason_once_mended(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    choose(classroom.teacher, ref, Decision.RETURN, reason=Reason.UNKIND, words="Think of Ben.")
    assert isinstance(mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key()), Received)
    message = row(ref)
    assert (message.reason, message.reason_words, message.decided_by, message.decided_at) == ("", "", None, None)
    assert (moves(ref)[1].reason, moves(ref)[1].words) == ("unkind", "Think of Ben.")


def test_a_mend_may_be_held_again_and_may_be_urgent(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    outcome = mend(classroom.ada, ref=ref, text=f"{SECRET}!", key=receipts.new_key())
    assert isinstance(outcome, Received)
    assert outcome.state is State.HELD
    mend(classroom.ada, ref=ref, text=SAD, key=receipts.new_key())
    frozen = Frozen.from_text(db.session.scalars(select(Concern.frozen)).one() or "")
    assert (frozen.text, frozen.earlier) == (SAD, (SECRET, f"{SECRET}!"))


def test_a_mend_of_what_is_shown_hides_it_meanwhile(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    mend(classroom.ada, ref=ref, text="I like the fox", key=receipts.new_key())
    assert State(row(ref).state) is State.WAITING


def test_a_mend_is_for_ones_own_while_it_may_be_mended(classroom: Classroom) -> None:
    ref, urgent = approved(classroom.ada, by=classroom.teacher), sent(classroom.ada, SAD)
    key = receipts.new_key()
    assert mend(classroom.ben, ref=ref, text=NICE, key=key) is NotTaken.NOT_THERE
    assert mend(classroom.teacher, ref=ref, text=NICE, key=key) is NotTaken.NOT_THERE
    assert mend(classroom.ada, ref=urgent, text=NICE, key=key) is NotTaken.NOT_NOW
    assert mend(classroom.ada, ref="nothing", text=NICE, key=key) is NotTaken.NOT_THERE
    assert mend(classroom.ada, ref=ref, text=" ", key=key) is NotTaken.NO_WORDS
    assert mend(classroom.ada, ref=ref, text=NICE, key="short") is NotTaken.NO_KEY


def test_who_has_moved_to_another_class_mends_nothing_in_the_old_one(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    moved = replace(classroom.ada, class_ids=frozenset({classroom.other_class_id}))
    assert mend(moved, ref=ref, text=NICE, key=receipts.new_key()) is NotTaken.NOT_NOW
    assert isinstance(withdraw(moved, ref=ref), Moved)


def test_the_same_mend_sent_twice_is_one(classroom: Classroom) -> None:
    ref, key = sent(classroom.ada, SECRET), receipts.new_key()
    mend(classroom.ada, ref=ref, text=NICE, key=key)
    again = mend(classroom.ada, ref=ref, text=NICE, key=key)
    assert isinstance(again, Received)
    assert (again.is_new, row(ref).edition) == (False, 2)


def test_staff_are_no_children(classroom: Classroom) -> None:
    assert send(classroom.teacher) is NotTaken.NOT_THERE


def test_the_filter_is_given_the_school_as_it_is(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def listening(_text: str, **facts: object) -> Verdict:
        seen.append(facts)
        return pipeline.Verdict(level=pipeline.Level.ALLOW)

    add_word(
        classroom.officer, text="flumpwit", effect=Effect.HOLD, category=Category.UNKIND, four_c=FourC.CONDUCT,
        reason="A game",
    )  # fmt: skip
    monkeypatch.setattr(pipeline, "check", listening)
    sent(classroom.ada, "flumpwit")
    roll, school = roll_of_school(classroom.school_id)
    assert [(facts["roll"], facts["school"]) for facts in seen] == [(roll, school)]
    assert [word.text for word in seen[0]["rules"].held] == ["flumpwit"]  # type: ignore[attr-defined]
    assert roll.pupils == (("Ada", ""), ("Ben", ""), ("Cai", ""), ("Dot", ""))
    assert "Mr Lloyd" in roll.staff
    assert school.name == "Elm"


def test_a_schools_own_word_holds(classroom: Classroom) -> None:
    add_word(
        classroom.officer, text="flumpwit", effect=Effect.HOLD, category=Category.UNKIND, four_c=FourC.CONDUCT,
        reason="A game",
    )  # fmt: skip
    assert State(row(sent(classroom.ada, "what a flumpwit")).state) is State.HELD
