"""What staff decide: who may, with which reason, what follows, and that of two only one decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from esafety import clock, receipts
from esafety.audit import AuditEntry
from esafety.concerns.models import Concern
from esafety.concerns.rules import Frozen
from esafety.concerns.service import concerns_visible_to
from esafety.db import db
from esafety.moderation.child_reports import report
from esafety.moderation.deciding import LONGEST_WORDS, approve_together, colleagues_for, decide
from esafety.moderation.models import Message, StaffNotice
from esafety.moderation.moving import raise_concern_about
from esafety.moderation.notices import NoticeKind, notices_of
from esafety.moderation.outcomes import AlreadyDecided, Decided, NotDecided, NotTaken, Received
from esafety.moderation.own_moves import withdraw
from esafety.moderation.queue import late_count, open_message, queue_counts, queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.receiving import mend
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import LONGEST_TEXT, Writing
from esafety.roles import Actor
from tests.factories.classroom import CRUEL, NICE, SAD, SECRET, Classroom, approved, choose, moves, row, sent

D = Decision


def state_of(ref: str) -> State:
    return State(row(ref).state)


@pytest.mark.parametrize("who", ["teacher", "cover", "officer", "deputy"])
def test_staff_of_the_class_and_the_officers_decide(classroom: Classroom, who: str) -> None:
    ref, actor = sent(classroom.ada), getattr(classroom, who)
    outcome = choose(actor, ref, D.APPROVE)
    assert isinstance(outcome, Decided)
    assert (outcome.state, outcome.version, outcome.concern_ref) == (State.APPROVED, 2, "")
    message = row(ref)
    assert (message.decided_by, message.shown_at is not None) == (actor.person_id, True)
    assert [(move.who, move.staff_id) for move in moves(ref)][1] == (actor.label, actor.person_id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "message.approve")).one()
    assert (entry.who, entry.state) == (actor.label, "approved")


@pytest.mark.parametrize("who", ["other_teacher", "head", "other_school_officer", "ben", "elsewhere"])
def test_for_everybody_else_there_is_nothing_to_decide(classroom: Classroom, who: str) -> None:
    ref = sent(classroom.ada, CRUEL)
    assert choose(getattr(classroom, who), ref, D.APPROVE) is NotDecided.NOT_THERE
    assert state_of(ref) is State.HELD


def test_a_child_decides_nothing_about_its_own(classroom: Classroom) -> None:
    assert choose(classroom.ada, sent(classroom.ada), D.APPROVE) is NotDecided.NOT_ALLOWED


def test_what_is_no_decision_of_staff_is_not_taken(classroom: Classroom) -> None:
    assert choose(classroom.teacher, sent(classroom.ada), D.WITHDRAW) is NotDecided.NOT_ALLOWED


@pytest.mark.parametrize("decision", [D.RETURN, D.REJECT])
def test_who_gives_back_or_does_not_show_says_why(classroom: Classroom, decision: Decision) -> None:
    ref = sent(classroom.ada, CRUEL)
    assert choose(classroom.teacher, ref, decision) is NotDecided.NO_REASON
    assert isinstance(choose(classroom.teacher, ref, decision, reason=Reason.UNKIND, words=" Kindly! "), Decided)
    assert (row(ref).reason, row(ref).reason_words) == ("unkind", "Kindly!")
    assert (moves(ref)[1].reason, moves(ref)[1].words) == ("unkind", "Kindly!")


def test_a_worry_can_be_answered_without_a_reason_for_there_is_none(classroom: Classroom) -> None:
    assert isinstance(choose(classroom.teacher, sent(classroom.ada, SAD), D.REJECT), Decided)


def test_words_without_end_are_not_taken(classroom: Classroom) -> None:
    outcome = choose(
        classroom.teacher, sent(classroom.ada), D.RETURN, reason=Reason.UNKIND, words="a" * (LONGEST_WORDS + 1)
    )
    assert outcome is NotDecided.TOO_LONG


def test_a_move_that_the_table_has_not_is_not_made(classroom: Classroom) -> None:
    ref = sent(classroom.ada)
    assert choose(classroom.teacher, ref, D.REMOVE, reason=Reason.UNKIND) is NotDecided.NO_SUCH_MOVE
    assert len(moves(ref)) == 1


def test_what_is_shown_is_taken_down_with_a_reason(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert choose(classroom.teacher, ref, D.REMOVE) is NotDecided.NO_REASON
    assert isinstance(choose(classroom.cover, ref, D.REMOVE, reason=Reason.ABOUT_SOMEONE_ELSE), Decided)
    assert state_of(ref) is State.REMOVED


def test_the_second_of_two_is_told_who_decided_what(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    seen = row(ref).version
    decide(classroom.teacher, ref=ref, decision=D.RETURN, seen_version=seen, reason=Reason.UNKIND)
    outcome = decide(classroom.cover, ref=ref, decision=D.APPROVE, seen_version=seen)
    assert isinstance(outcome, AlreadyDecided)
    assert (outcome.by, outcome.decision, outcome.state) == ("Mr Lloyd", D.RETURN, State.RETURNED)
    assert abs(clock.now() - outcome.at) < timedelta(minutes=5)
    assert state_of(ref) is State.RETURNED
    assert len(moves(ref)) == 2


def test_what_changed_under_the_eyes_is_looked_at_again(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    seen = row(ref).version
    mend(classroom.ada, ref=ref, text=CRUEL, key=receipts.new_key())
    outcome = decide(classroom.teacher, ref=ref, decision=D.APPROVE, seen_version=seen)
    assert isinstance(outcome, AlreadyDecided)
    assert (outcome.by, outcome.decision, outcome.state) == ("", D.MEND_TO_HELD, State.HELD)
    assert state_of(ref) is State.HELD


def test_approved_reported_and_approved_again_is_another_version(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    seen = row(ref).version
    choose(classroom.teacher, ref, D.APPROVE)
    report(classroom.ben, ref=ref)
    assert isinstance(decide(classroom.cover, ref=ref, decision=D.APPROVE, seen_version=seen), AlreadyDecided)
    assert state_of(ref) is State.HIDDEN


def test_the_database_itself_lets_only_one_decide(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other teacher decides between our reading and our writing: what was read is no more so."""
    ref = sent(classroom.ada)
    stale = row(ref)
    seen = stale.version
    db.session.expunge(stale)
    decide(classroom.teacher, ref=ref, decision=D.APPROVE, seen_version=seen)
    fresh = row(ref)
    monkeypatch.setattr("esafety.moderation.deciding.find_message", lambda *_args, **_facts: _as_seen(fresh, seen))
    outcome = decide(classroom.cover, ref=ref, decision=D.REJECT, seen_version=seen, reason=Reason.UNKIND)
    assert isinstance(outcome, AlreadyDecided)
    assert (outcome.by, outcome.state) == ("Mr Lloyd", State.APPROVED)
    assert (state_of(ref), len(moves(ref))) == (State.APPROVED, 2)


def _as_seen(message: Message, version: int) -> Message:
    db.session.refresh(message)
    # As it was read before the other's decision: in memory alone.
    message.__dict__.update(state="waiting", version=version)
    return message


def test_escalating_hides_and_freezes_and_tells(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher, text="see you by the gate")
    assert choose(classroom.teacher, ref, D.ESCALATE) is NotDecided.NO_REASON
    outcome = choose(classroom.teacher, ref, D.ESCALATE, words="The second time this week")
    assert isinstance(outcome, Decided)
    assert state_of(ref) is State.HIDDEN
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.ref, concern.source, concern.raised_by) == (
        outcome.concern_ref, "staff", classroom.teacher.person_id,
    )  # fmt: skip
    frozen = Frozen.from_text(concern.frozen or "")
    assert (frozen.text, frozen.why) == ("see you by the gate", "The second time this week")
    assert {notice.kind for notice in notices_of(classroom.officer)} == {NoticeKind.ESCALATED}
    assert {notice.kind for notice in notices_of(classroom.cover)} == {NoticeKind.ESCALATED}
    assert notices_of(classroom.teacher) == []
    assert moves(ref)[-1].concern_id == concern.id


def test_the_frozen_copy_outlives_what_the_child_does_later(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    choose(classroom.officer, ref, D.ESCALATE, words="Look at this")
    choose(classroom.officer, ref, D.RETURN, reason=Reason.UNKIND)
    mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key())
    (concern,) = concerns_visible_to(classroom.officer)
    assert concern.frozen is not None
    assert (concern.frozen.text, concern.raised_by, concern.who) == (CRUEL, "Mrs Khan", "Ada")
    assert concerns_visible_to(classroom.teacher) == []


def test_the_head_can_always_hide_what_is_shown_and_do_no_more(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert choose(classroom.head, ref, D.REMOVE, reason=Reason.UNKIND) is NotDecided.NOT_ALLOWED
    assert isinstance(choose(classroom.head, ref, D.ESCALATE, words="Please look"), Decided)
    assert state_of(ref) is State.HIDDEN


def test_what_its_author_took_back_goes_to_the_officer_without_coming_back(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    withdraw(classroom.ada, ref=ref)
    assert isinstance(choose(classroom.teacher, ref, D.ESCALATE, words="Still"), Decided)
    assert state_of(ref) is State.WITHDRAWN


def test_a_colleague_is_asked_and_told(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    cover = classroom.ref_of(classroom.cover)
    assert cover in {each.ref for each in colleagues_for(classroom.teacher, message=row(ref))}
    outcome = decide(classroom.teacher, ref=ref, decision=D.HAND_OVER, seen_version=1, to_staff=cover, words="Hm?")
    assert isinstance(outcome, Decided)
    assert (outcome.state, row(ref).passed_to) == (State.HELD, classroom.cover.person_id)
    assert {notice.kind for notice in notices_of(classroom.cover)} == {NoticeKind.HANDED_OVER}
    choose(classroom.cover, ref, D.APPROVE)
    assert row(ref).passed_to is None
    assert notices_of(classroom.cover) == []


@pytest.mark.parametrize("who", ["teacher", "other_teacher", "other_school_officer", "ben"])
def test_nobody_is_asked_who_does_not_see_it(classroom: Classroom, who: str) -> None:
    ref, to_staff = sent(classroom.ada), classroom.ref_of(getattr(classroom, who))
    outcome = decide(classroom.teacher, ref=ref, decision=D.HAND_OVER, seen_version=1, to_staff=to_staff)
    assert outcome is NotDecided.NO_COLLEAGUE


def test_together_only_what_the_filter_found_nothing_in(classroom: Classroom) -> None:
    nice, held, urgent = sent(classroom.ada), sent(classroom.ada, CRUEL), sent(classroom.ben, SAD)
    stale, shown = sent(classroom.cai), approved(classroom.ben, by=classroom.teacher)
    seen = {ref: row(ref).version for ref in (nice, held, urgent, shown, stale)}
    choose(classroom.cover, stale, D.REJECT, reason=Reason.NOT_ABOUT_THIS)
    outcomes = approve_together(classroom.teacher, seen={**seen, "nothing": 1})
    assert isinstance(outcomes.pop(nice), Decided)
    assert isinstance(outcomes.pop(stale), AlreadyDecided)
    assert outcomes == {
        held: NotDecided.NOT_ALLOWED, urgent: NotDecided.NOT_ALLOWED, shown: NotDecided.NOT_ALLOWED,
        "nothing": NotDecided.NOT_THERE,
    }  # fmt: skip
    assert {state_of(held), state_of(urgent)} == {State.HELD, State.URGENT}


def test_a_report_hides_at_once_and_staff_are_told(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert not isinstance(report(classroom.ben, ref=ref, words="It is about me"), NotTaken)
    assert state_of(ref) is State.HIDDEN
    assert (moves(ref)[-1].words, moves(ref)[-1].who) == ("It is about me", classroom.ben.label)
    told = set(db.session.scalars(select(StaffNotice.staff_id)))
    assert told == {classroom.teacher.person_id, classroom.cover.person_id}
    assert row(ref).due_at > clock.now() + timedelta(hours=23)


@pytest.mark.parametrize("who", ["ada", "elsewhere", "teacher"])
def test_who_has_nothing_to_report(classroom: Classroom, who: str) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert report(getattr(classroom, who), ref=ref) is NotTaken.NOT_THERE
    assert state_of(ref) is State.APPROVED


def test_what_waits_cannot_be_reported_for_it_is_not_there(classroom: Classroom) -> None:
    assert report(classroom.ben, ref=sent(classroom.ada)) is NotTaken.NOT_THERE


def test_ones_own_is_taken_back_and_no_more_than_once(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert withdraw(classroom.ben, ref=ref) is NotTaken.NOT_THERE
    assert withdraw(classroom.teacher, ref=ref) is NotTaken.NOT_THERE
    first, again = withdraw(classroom.ada, ref=ref), withdraw(classroom.ada, ref=ref)
    assert first == again
    assert (state_of(ref), len(moves(ref))) == (State.WITHDRAWN, 3)


def test_what_was_reported_stays_until_staff_have_decided(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    report(classroom.ben, ref=ref)
    assert withdraw(classroom.ada, ref=ref) is NotTaken.NOT_NOW
    assert mend(classroom.ada, ref=ref, text=NICE, key=receipts.new_key()) is NotTaken.NOT_NOW


def test_one_queue_for_all_classes_the_urgent_first_then_what_is_due(classroom: Classroom) -> None:
    first, second = sent(classroom.ada, CRUEL), sent(classroom.ben)
    urgent, elsewhere = sent(classroom.cai, SAD), sent(classroom.elsewhere)
    row(second).due_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    approved(classroom.ada, by=classroom.teacher)
    assert [one.ref for one in queue_of(classroom.teacher)] == [urgent, second, first]
    assert [one.ref for one in queue_of(classroom.officer, limit=3)] == [urgent, second, first]
    assert [one.ref for one in queue_of(classroom.officer, offset=3)] == [elsewhere]
    assert [one.ref for one in queue_of(classroom.other_teacher)] == [elsewhere]
    assert queue_counts(classroom.teacher) == {State.URGENT: 1, State.WAITING: 1, State.HELD: 1}
    assert (late_count(classroom.teacher), queue_of(classroom.teacher)[1].is_late) == (1, True)


@pytest.mark.parametrize("who", ["ada", "ben", "head", "other_school_officer"])
def test_who_has_no_queue(classroom: Classroom, who: str) -> None:
    sent(classroom.ada, CRUEL)
    actor: Actor = getattr(classroom, who)
    assert (queue_of(actor), queue_counts(actor), late_count(actor)) == ([], {}, 0)


def test_a_message_is_opened_with_all_that_is_known_of_it(classroom: Classroom) -> None:
    before = approved(classroom.ben, by=classroom.teacher, text="what is your favourite")
    ref = sent(classroom.ada, SECRET)
    mend(classroom.ada, ref=ref, text=CRUEL, key=receipts.new_key())
    opened = open_message(classroom.teacher, ref=ref)
    assert opened is not None
    assert (opened.message.by, opened.message.nickname, opened.message.class_name) == ("Ada", "Red Fox", "Oak")
    assert [(old.text, old.edition) for old in opened.earlier] == [(SECRET, 1)]
    assert [(move.decision, move.by) for move in opened.moves] == [(None, ""), (D.MEND_TO_HELD, "")]
    assert [one.ref for one in opened.before] == [before]
    assert {finding.category for finding in opened.message.findings} == {"unkind"}
    assert D.APPROVE in opened.message.decisions
    assert D.REMOVE not in opened.message.decisions
    assert open_message(classroom.other_teacher, ref=ref) is None
    assert open_message(classroom.ada, ref=ref) is None


def test_a_teachers_post_is_shown_at_once_and_a_note_is_answered(classroom: Classroom) -> None:
    key = receipts.new_key()
    writing = Writing(text="What makes a good friend?", kind=Kind.POST, place="topic:1")
    outcome = post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=key)
    again = post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=key)
    assert isinstance(outcome, Received)
    assert isinstance(again, Received)
    assert (outcome.state, again.ref, again.is_new) == (State.APPROVED, outcome.ref, False)
    note = sent(classroom.ada, "can we talk about frogs", kind=Kind.NOTE)
    answer = Writing(text="Yes, after break.", kind=Kind.NOTE, answers=note)
    answered = post_as_staff(classroom.cover, writing=answer, class_id=classroom.class_id, key=receipts.new_key())
    assert isinstance(answered, Received)
    assert row(answered.ref).to_pupil_id == classroom.ada.person_id


@pytest.mark.parametrize(
    ("who", "text", "refused"),
    [
        ("other_teacher", NICE, NotTaken.NOT_THERE),
        ("ada", NICE, NotTaken.NOT_THERE),
        ("teacher", " ", NotTaken.NO_WORDS),
        ("teacher", "a" * (LONGEST_TEXT + 1), NotTaken.TOO_LONG),
    ],
)
def test_what_staff_cannot_post(classroom: Classroom, who: str, text: str, refused: NotTaken) -> None:
    writing = Writing(text=text, kind=Kind.POST, place="topic:1")
    key = receipts.new_key()
    assert post_as_staff(getattr(classroom, who), writing=writing, class_id=classroom.class_id, key=key) is refused


def test_a_post_of_staff_needs_a_key_and_something_to_answer(classroom: Classroom) -> None:
    post = Writing(text=NICE, kind=Kind.POST, place="topic:1")
    assert post_as_staff(classroom.teacher, writing=post, class_id=classroom.class_id, key="short") is NotTaken.NO_KEY
    answer = Writing(text=NICE, kind=Kind.REPLY, answers="nothing")
    key = receipts.new_key()
    assert post_as_staff(classroom.teacher, writing=answer, class_id=classroom.class_id, key=key) is NotTaken.NOT_THERE


def test_what_staff_wrote_is_taken_down_but_no_concern_about_a_child(classroom: Classroom) -> None:
    writing = Writing(text=NICE, kind=Kind.POST, place="topic:1")
    outcome = post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=receipts.new_key())
    assert isinstance(outcome, Received)
    assert choose(classroom.officer, outcome.ref, D.ESCALATE, words="Why?") is NotDecided.NOT_ALLOWED
    with pytest.raises(ValueError, match="only what a child wrote"):
        raise_concern_about(row(outcome.ref), cause=moves(outcome.ref)[0])
    assert isinstance(choose(classroom.cover, outcome.ref, D.REMOVE, reason=Reason.NOT_ABOUT_THIS), Decided)
