"""When a child says "this worries me": its words are read, nothing is lost, and no adult judges itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from esafety import receipts
from esafety.concerns.models import Concern
from esafety.concerns.rules import Frozen, Told
from esafety.concerns.service import concerns_visible_to
from esafety.db import db
from esafety.moderation.child_reports import report
from esafety.moderation.models import StaffNotice
from esafety.moderation.notices import NoticeKind
from esafety.moderation.outcomes import Decided, Moved, NotDecided, NotTaken, Received
from esafety.moderation.queue import open_message, queue_of
from esafety.moderation.reasons import Reason
from esafety.moderation.staff_posts import post_as_staff
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import LONGEST_TEXT, Writing
from esafety.roles import Actor
from tests.factories.classroom import NICE, SAD, Classroom, approved, choose, moves, row, sent

LOW = "I am always worried and I cant stop"


def told(*kinds: NoticeKind) -> set[int]:
    wanted = StaffNotice.kind.in_([str(kind) for kind in kinds])
    return set(db.session.scalars(select(StaffNotice.staff_id).where(wanted)))


def ids(*actors: Actor) -> set[int]:
    return {each.person_id for each in actors}


def posted(room: Classroom, *, by: Actor, kind: Kind = Kind.POST, answers: str = "") -> str:
    writing = Writing(text="Come to me at break.", kind=kind, place="topic:1", answers=answers)
    outcome = post_as_staff(by, writing=writing, class_id=room.class_id, key=receipts.new_key())
    assert isinstance(outcome, Received)
    return outcome.ref


@pytest.mark.parametrize("words", [SAD, LOW])
def test_what_a_child_adds_is_read_by_the_filter_too(classroom: Classroom, words: str) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert isinstance(report(classroom.ben, ref=ref, words=words), Moved)
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.pupil_id, concern.source, concern.raised_by) == (classroom.ben.person_id, "child", None)
    assert Told.from_text(concern.told).words == words
    frozen = Frozen.from_text(concern.frozen or "")
    assert (frozen.text, frozen.message_ref, frozen.by) == (NICE, ref, "Ada")
    assert moves(ref)[-1].concern_id == concern.id
    assert ids(classroom.officer, classroom.deputy) <= told(NoticeKind.ESCALATED)
    assert ids(classroom.teacher, classroom.cover) <= told(NoticeKind.REPORTED)
    assert (told(NoticeKind.URGENT) == set()) == (words == LOW)


def test_plain_words_raise_no_concern(classroom: Classroom) -> None:
    report(classroom.ben, ref=approved(classroom.ada, by=classroom.teacher), words="It is about me")
    assert db.session.scalars(select(Concern)).all() == []


def test_words_without_end_are_given_back_but_for_urgent_ones(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    assert report(classroom.ben, ref=ref, words="so " * LONGEST_TEXT) is NotTaken.TOO_LONG
    assert row(ref).state == State.APPROVED
    assert isinstance(report(classroom.ben, ref=ref, words=SAD + " and" * LONGEST_TEXT), Moved)


def test_a_worry_about_what_an_adult_wrote_goes_past_that_adult(classroom: Classroom) -> None:
    note = sent(classroom.ada, kind=Kind.NOTE)
    ref = posted(classroom, by=classroom.teacher, kind=Kind.NOTE, answers=note)
    assert isinstance(report(classroom.ada, ref=ref, words="I do not want to"), Moved)
    concern = db.session.scalars(select(Concern)).one()
    assert concern.pupil_id == classroom.ada.person_id
    assert Told.from_text(concern.told).not_adults == (classroom.teacher.person_id,)
    frozen = Frozen.from_text(concern.frozen or "")
    assert (frozen.text, frozen.by) == ("Come to me at break.", "Mr Lloyd")
    assert told(*NoticeKind) == ids(classroom.officer, classroom.deputy, classroom.head)


def test_no_adult_decides_about_what_a_child_reported_of_it_or_reads_the_words(classroom: Classroom) -> None:
    ref = posted(classroom, by=classroom.teacher)
    report(classroom.ada, ref=ref, words="I do not want to")
    for adult in (classroom.teacher, classroom.cover):
        assert choose(adult, ref, Decision.APPROVE) is NotDecided.NOT_ALLOWED
        assert queue_of(adult) == []
        opened = open_message(adult, ref=ref)
        assert opened is not None
        assert (opened.moves[-1].words, opened.moves[-1].by, opened.message.decisions) == ("", "", frozenset())
    opened = open_message(classroom.officer, ref=ref)
    assert opened is not None
    assert (opened.moves[-1].words, opened.moves[-1].by) == ("I do not want to", "Ada")
    assert [one.ref for one in queue_of(classroom.officer)] == [ref]
    outcome = choose(classroom.officer, ref, Decision.REMOVE, reason=Reason.NOT_ABOUT_THIS)
    assert isinstance(outcome, Decided)


def test_the_officer_who_wrote_it_is_kept_out_like_any_other(classroom: Classroom) -> None:
    note = sent(classroom.ada, kind=Kind.NOTE)
    lead = Actor(
        role_names=classroom.officer.role_names | classroom.teacher.role_names,
        person_id=classroom.officer.person_id,
        school_id=classroom.school_id,
        class_ids=frozenset({classroom.class_id}),
    )
    ref = posted(classroom, by=lead, kind=Kind.NOTE, answers=note)
    report(classroom.ada, ref=ref)
    assert told(*NoticeKind) == ids(classroom.deputy, classroom.head)
    assert concerns_visible_to(lead) == []
    assert len(concerns_visible_to(classroom.deputy)) == 1
    assert queue_of(lead, limit=5) == [one for one in queue_of(lead) if one.ref == note]
    assert choose(lead, ref, Decision.APPROVE) is NotDecided.NOT_ALLOWED


def test_the_second_childs_words_are_kept_beside_the_firsts(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    report(classroom.ben, ref=ref, words="It is about me")
    assert isinstance(report(classroom.cai, ref=ref, words="It is a lie"), Moved)
    assert row(ref).state == State.HIDDEN
    opened = open_message(classroom.teacher, ref=ref)
    assert opened is not None
    said = [(one.by, one.words) for one in opened.moves if one.decision is Decision.REPORT]
    assert said == [("Ben", "It is about me"), ("Cai", "It is a lie")]


def test_the_same_child_that_says_no_more_is_written_down_once(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    for _time in range(2):
        assert isinstance(report(classroom.ben, ref=ref), Moved)
    assert len(moves(ref)) == 3


def test_what_never_was_shown_cannot_be_reported_when_staff_hide_it(classroom: Classroom) -> None:
    ref = sent(classroom.ada)
    choose(classroom.teacher, ref, Decision.ESCALATE, words="Look")
    assert report(classroom.ben, ref=ref) is NotTaken.NOT_THERE
    assert report(classroom.elsewhere, ref=approved(classroom.ada, by=classroom.teacher)) is NotTaken.NOT_THERE


def test_urgent_words_arrive_though_there_is_nothing_left_to_hide(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    choose(classroom.teacher, ref, Decision.REMOVE, reason=Reason.UNKIND)
    assert isinstance(report(classroom.ben, ref=ref, words=SAD), Moved)
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.pupil_id, concern.frozen) == (classroom.ben.person_id, None)
    assert ids(classroom.officer, classroom.deputy) <= told(NoticeKind.ESCALATED)
    assert row(ref).state == State.REMOVED
