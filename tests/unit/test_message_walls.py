"""Who sees which message: the rule, tried for everybody, each state and each kind, and after changes of the roll."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from esafety import clock, receipts
from esafety.db import db
from esafety.moderation.child_reports import report
from esafety.moderation.childs_view import Own, Shown, TakenDown, own_messages, shown_in
from esafety.moderation.models import Message
from esafety.moderation.outcomes import Received
from esafety.moderation.own_moves import withdraw
from esafety.moderation.queue import messages_of
from esafety.moderation.reasons import ChildSees, Reason
from esafety.moderation.receiving import mend, receive
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.visible import find_message, messages_visible_to
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from esafety.school.models import Pupil
from tests.factories.classroom import CRUEL, NICE, SAD, SECRET, TOPIC, Classroom, approved, choose, row, sent

D = Decision
STAFF_OF_OAK = {"teacher", "cover", "officer", "deputy"}


def sees(classroom: Classroom, ref: str) -> set[str]:
    """The names of all who may see a message; a single look and a list must agree."""
    found = set()
    for name in (
        *("ada", "ben", "cai", "elsewhere", "teacher", "cover", "other_teacher"),
        *("officer", "deputy", "head", "other_school_officer"),
    ):
        actor: Actor = getattr(classroom, name)
        one = find_message(actor, ref=ref) is not None
        listed = db.session.scalars(select(Message.ref).where(messages_visible_to(actor))).all()
        assert one == (ref in listed), name
        found |= {name} if one else set()
    return found


def in_state(classroom: Classroom, state: State) -> str:
    """A post of Ada's that has come to `state`."""
    texts = {State.HELD: CRUEL, State.URGENT: SAD}
    ref = sent(classroom.ada, texts.get(state, NICE))
    if state in {State.APPROVED, State.REMOVED, State.HIDDEN}:
        choose(classroom.teacher, ref, D.APPROVE)
    if state is State.HIDDEN:
        report(classroom.ben, ref=ref)
    if state is State.WITHDRAWN:
        withdraw(classroom.ada, ref=ref)
    by_staff = {State.RETURNED: D.RETURN, State.REJECTED: D.REJECT, State.REMOVED: D.REMOVE}
    if state in by_staff:
        choose(classroom.teacher, ref, by_staff[state], reason=Reason.UNKIND)
    assert row(ref).state == str(state)
    return ref


@pytest.mark.parametrize("state", list(State))
def test_other_children_see_what_is_approved_and_nothing_else(classroom: Classroom, state: State) -> None:
    ref = in_state(classroom, state)
    others = {"ben", "cai", "head"} if state is State.APPROVED else set()
    assert sees(classroom, ref) == {"ada", *STAFF_OF_OAK} | others
    texts = [one.text for one in shown_in(classroom.ben, place=TOPIC) if isinstance(one, Shown)]
    assert texts == ([NICE] if state is State.APPROVED else [])


def test_a_note_is_seen_by_all_of_the_classs_staff_and_the_officer_and_by_no_other_child(classroom: Classroom) -> None:
    note = sent(classroom.ada, NICE, kind=Kind.NOTE)
    choose(classroom.teacher, note, D.APPROVE)
    assert sees(classroom, note) == {"ada", *STAFF_OF_OAK}
    writing = Writing(text="Of course", kind=Kind.NOTE, answers=note)
    answer = post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=receipts.new_key())
    assert isinstance(answer, Received)
    assert sees(classroom, answer.ref) == {"ada", *STAFF_OF_OAK}


def test_mail_is_seen_by_who_it_is_for_once_it_is_approved(classroom: Classroom) -> None:
    writing = Writing(text=NICE, kind=Kind.MAIL, place="mail", to_pupil=classroom.ref_of(classroom.ben))
    outcome = receive(classroom.ada, writing=writing, key=receipts.new_key())
    assert isinstance(outcome, Received)
    assert sees(classroom, outcome.ref) == {"ada", *STAFF_OF_OAK}
    choose(classroom.teacher, outcome.ref, D.APPROVE)
    assert sees(classroom, outcome.ref) == {"ada", "ben", *STAFF_OF_OAK}


def test_a_reply_comes_and_goes_with_what_it_answers(classroom: Classroom) -> None:
    post = approved(classroom.ada, by=classroom.teacher)
    reply = approved(classroom.ben, by=classroom.teacher, text="so do I", answers=post)
    assert sees(classroom, reply) == {"ada", "ben", "cai", "head", *STAFF_OF_OAK}
    report(classroom.cai, ref=post)
    assert sees(classroom, reply) == {"ben", *STAFF_OF_OAK}
    choose(classroom.teacher, post, D.APPROVE)
    assert "ada" in sees(classroom, reply)
    mend(classroom.ada, ref=post, text=SECRET, key=receipts.new_key())
    assert "ada" not in sees(classroom, reply)


def test_who_was_moved_to_another_class_sees_its_board_and_no_more_the_old_one(classroom: Classroom) -> None:
    old, new = approved(classroom.ada, by=classroom.teacher), approved(classroom.elsewhere, by=classroom.other_teacher)
    # The actor still says "Oak": what counts is the roll.
    assert {"ben"} & sees(classroom, old)
    move(classroom.ben, class_id=classroom.other_class_id)
    assert "ben" not in sees(classroom, old)
    assert "ben" in sees(classroom, new)


def test_who_has_left_sees_nothing_of_others(classroom: Classroom) -> None:
    old = approved(classroom.ada, by=classroom.teacher)
    move(classroom.ben, left=True)
    assert "ben" not in sees(classroom, old)
    assert shown_in(classroom.ben, place=TOPIC) == []


def move(who: Actor, *, class_id: int | None = None, left: bool = False) -> None:
    changes = {"class_id": class_id} if class_id else {}
    gone = {"left_on": clock.now().date() - timedelta(days=1)} if left else {}
    db.session.execute(update(Pupil).where(Pupil.id == who.person_id).values(**changes, **gone))
    db.session.commit()


def test_staff_without_that_duty_see_nothing(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    for role in (Role.OFFICE, Role.GOVERNOR, Role.TRUST_ADMINISTRATOR, Role.STAND_IN):
        actor = Actor(role_names=frozenset({role}), person_id=99, school_id=classroom.school_id)
        assert find_message(actor, ref=ref) is None
        assert messages_of(actor, only=[]) == []
        assert shown_in(actor, place=TOPIC) == []


def test_a_child_sees_nicknames_or_where_the_school_chose_so_first_names(classroom: Classroom) -> None:
    approved(classroom.ada, by=classroom.teacher)
    (shown,) = shown_in(classroom.ben, place=TOPIC)
    assert isinstance(shown, Shown)
    assert (shown.by, shown.avatar, shown.reads_as_mine, shown.is_by_staff) == ("Red Fox", "red-fox", False, False)
    (named,) = shown_in(classroom.ada, place=TOPIC, first_names=True)
    assert isinstance(named, Shown)
    assert (named.by, named.reads_as_mine) == ("Ada", True)


def test_an_adult_is_named_in_both(classroom: Classroom) -> None:
    writing = Writing(text="Which book?", kind=Kind.POST, place=TOPIC)
    post_as_staff(classroom.teacher, writing=writing, class_id=classroom.class_id, key=receipts.new_key())
    for first_names in (False, True):
        (shown,) = shown_in(classroom.ben, place=TOPIC, first_names=first_names)
        assert isinstance(shown, Shown)
        assert (shown.by, shown.is_by_staff, shown.avatar) == ("Mr Lloyd", True, "")


def test_a_notice_stands_where_something_was_taken_down_with_why_and_no_word_of_it(classroom: Classroom) -> None:
    first, last = (
        approved(classroom.ada, by=classroom.teacher, text="frogs"),
        approved(classroom.cai, by=classroom.cover),
    )
    choose(classroom.teacher, first, D.REMOVE, reason=Reason.ABOUT_SOMEONE_ELSE, words="zyxcanary")
    notice, shown = shown_in(classroom.ben, place=TOPIC)
    assert isinstance(notice, TakenDown)
    assert (notice.ref, notice.reason) == (first, Reason.ABOUT_SOMEONE_ELSE)
    assert not {"frogs", "Red Fox", "Ada", "zyxcanary"} & {str(value) for value in vars(notice).values()}
    assert isinstance(shown, Shown)
    assert shown.ref == last
    assert shown_in(classroom.elsewhere, place=TOPIC) == []
    assert shown_in(classroom.teacher, place=TOPIC) == []


def test_what_never_was_shown_leaves_no_notice(classroom: Classroom) -> None:
    ref = sent(classroom.ada, CRUEL)
    choose(classroom.teacher, ref, D.ESCALATE, words="Look")
    choose(classroom.officer, ref, D.REMOVE, reason=Reason.UNKIND)
    assert shown_in(classroom.ben, place=TOPIC) == []


def own(classroom: Classroom, ref: str) -> Own:
    (found,) = own_messages(classroom.ada, ref=ref)
    return found


@pytest.mark.parametrize(
    ("state", "told", "may_mend", "may_withdraw"),
    [
        (State.WAITING, ChildSees.WAITING, True, True),
        (State.HELD, ChildSees.WAITING, True, True),
        (State.URGENT, ChildSees.GROWN_UP, False, True),
        (State.APPROVED, ChildSees.SHOWN, True, True),
        (State.RETURNED, ChildSees.GIVEN_BACK, True, True),
        (State.REJECTED, ChildSees.NOT_SHOWN, False, False),
        (State.HIDDEN, ChildSees.LOOKED_AT, False, False),
        (State.REMOVED, ChildSees.TAKEN_DOWN, False, False),
        (State.WITHDRAWN, ChildSees.TAKEN_BACK, False, False),
    ],
)
def test_an_author_sees_where_its_message_is_and_what_can_be_done(
    classroom: Classroom, state: State, told: ChildSees, may_mend: bool, may_withdraw: bool
) -> None:
    found = own(classroom, in_state(classroom, state))
    assert (found.sees, found.may_mend, found.may_withdraw) == (told, may_mend, may_withdraw)
    has_reason = state in {State.RETURNED, State.REJECTED, State.REMOVED}
    assert found.reasons == ((Reason.UNKIND,) if has_reason else ())


def test_a_reason_and_the_teachers_words_come_with_the_text_to_mend(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    assert own(classroom, ref).reasons == (Reason.PRIVATE,)
    choose(classroom.teacher, ref, D.RETURN, reason=Reason.PRIVATE, words="Leave out the number, and it is lovely.")
    found = own(classroom, ref)
    assert (found.text, found.teacher_words) == (SECRET, "Leave out the number, and it is lovely.")


def test_no_reason_is_given_for_a_worry_even_after_the_teacher_has_read(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SAD)
    choose(classroom.teacher, ref, D.RETURN, reason=Reason.UNKIND, words="Come and see me.")
    found = own(classroom, ref)
    assert (found.reasons, found.teacher_words) == ((), "Come and see me.")


def test_ones_own_are_listed_by_place_the_newest_first_and_nobody_elses(classroom: Classroom) -> None:
    first, second = sent(classroom.ada), sent(classroom.ada, CRUEL)
    note = sent(classroom.ada, kind=Kind.NOTE)
    sent(classroom.ben)
    row(note).place = "note:1"
    db.session.commit()
    assert [one.ref for one in own_messages(classroom.ada)] == [note, second, first]
    assert [one.ref for one in own_messages(classroom.ada, place=TOPIC)] == [second, first]
    assert own_messages(classroom.ben, ref=first) == own_messages(classroom.teacher) == []
