"""What a child writes of an adult of its school goes to the officers, and past the adult whom it is about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from esafety import receipts
from esafety.concerns.models import Concern
from esafety.concerns.rules import Told
from esafety.concerns.service import concerns_visible_to
from esafety.db import db
from esafety.moderation.child_reports import report
from esafety.moderation.deciding import colleagues_for
from esafety.moderation.models import StaffNotice
from esafety.moderation.notices import NoticeKind
from esafety.moderation.outcomes import Decided, NotDecided
from esafety.moderation.queue import messages_of, open_message, queue_counts, queue_of
from esafety.moderation.receiving import Desk, mend
from esafety.moderation.states import Decision, State
from esafety.moderation.visible import find_message
from esafety.roles import Actor
from tests.factories.classroom import NICE, SAD, SECRET, Classroom, approved, choose, row, send, sent

LOW, LLOYD = "I am always worried and I cant stop", "Mr Lloyd hits me when nobody looks"


def told(*kinds: NoticeKind) -> set[int]:
    wanted = StaffNotice.kind.in_([str(kind) for kind in kinds or NoticeKind])
    return set(db.session.scalars(select(StaffNotice.staff_id).where(wanted)))


def ids(*actors: Actor) -> set[int]:
    return {each.person_id for each in actors}


def sees(actor: Actor, ref: str) -> bool:
    seen = {
        find_message(actor, ref=ref) is not None,
        open_message(actor, ref=ref) is not None,
        ref in {one.ref for one in queue_of(actor)},
        ref in {one.ref for one in messages_of(actor, only=[])},
        sum(queue_counts(actor).values()) > 0,
    }
    assert len(seen) == 1
    return seen.pop()


def test_distress_that_is_only_held_is_told_to_the_officers_too(classroom: Classroom) -> None:
    ref = sent(classroom.ada, LOW)
    assert row(ref).state == State.HELD
    everyone = ids(classroom.officer, classroom.deputy, classroom.teacher, classroom.cover)
    assert told(NoticeKind.WORRY) == told() == everyone
    assert db.session.scalars(select(Concern)).all() == []


def test_the_adult_who_is_named_is_left_out_of_everything(classroom: Classroom) -> None:
    on_duty = (classroom.teacher.person_id,)
    send(classroom.ada, LLOYD, desk=Desk(on_duty=on_duty))
    (one,) = queue_of(classroom.officer)
    assert one.state is State.URGENT
    assert told() == ids(classroom.officer, classroom.deputy, classroom.cover)
    concern = db.session.scalars(select(Concern)).one()
    assert Told.from_text(concern.told).not_adults == on_duty
    assert not sees(classroom.teacher, one.ref)
    assert sees(classroom.cover, one.ref)
    assert choose(classroom.teacher, one.ref, Decision.APPROVE) is NotDecided.NOT_THERE
    asked = {each.id for each in colleagues_for(classroom.cover, message=row(one.ref))}
    assert asked == ids(classroom.officer, classroom.deputy)
    db.session.query(StaffNotice).delete()
    assert isinstance(choose(classroom.cover, one.ref, Decision.ESCALATE, words="See"), Decided)
    assert told() == ids(classroom.officer, classroom.deputy)
    latest = db.session.scalars(select(Concern).order_by(Concern.id.desc())).first()
    assert latest is not None
    assert Told.from_text(latest.told).not_adults == on_duty


def test_the_officer_who_is_named_is_left_out_too(classroom: Classroom) -> None:
    ref = sent(classroom.ada, "Mrs Khan slapped me")
    assert not sees(classroom.officer, ref)
    assert concerns_visible_to(classroom.officer) == []
    assert told() == ids(classroom.deputy, classroom.teacher, classroom.cover)
    assert len(concerns_visible_to(classroom.deputy)) == 1


@pytest.mark.parametrize("text", ["my teacher hits me", "sir punched me", "mr loyd slapped me"])
def test_without_a_name_that_is_known_all_adults_of_the_class_are_left_out(classroom: Classroom, text: str) -> None:
    ref = sent(classroom.ada, text)
    assert told() == ids(classroom.officer, classroom.deputy)
    assert not sees(classroom.teacher, ref)
    assert not sees(classroom.cover, ref)
    assert sees(classroom.deputy, ref)


def test_an_adult_of_another_class_is_left_out_and_the_own_ones_are_told(classroom: Classroom) -> None:
    ref = sent(classroom.ada, "Miss Okoro kicked me")
    assert classroom.other_teacher.person_id not in told()
    assert ids(classroom.teacher, classroom.officer) <= told()
    assert sees(classroom.teacher, ref)


def test_an_adult_who_is_asked_for_help_is_told(classroom: Classroom) -> None:
    ref = sent(classroom.ada, f"Mr Lloyd please listen. {SAD}")
    assert sees(classroom.teacher, ref)
    assert classroom.teacher.person_id in told()


def test_new_words_leave_out_whom_they_name_and_the_old_are_not_forgotten(classroom: Classroom) -> None:
    ref = sent(classroom.ada, SECRET)
    assert sees(classroom.teacher, ref)
    mend(classroom.ada, ref=ref, text=LLOYD, key=receipts.new_key())
    assert not sees(classroom.teacher, ref)
    assert classroom.teacher.person_id not in told()


def test_what_a_child_adds_to_a_report_leaves_out_whom_it_names(classroom: Classroom) -> None:
    ref = approved(classroom.ben, by=classroom.cover)
    report(classroom.ada, ref=ref, words=LLOYD)
    assert not sees(classroom.teacher, ref)
    assert told() == ids(classroom.cover, classroom.officer, classroom.deputy)
    concern = db.session.scalars(select(Concern)).one()
    assert Told.from_text(concern.told).not_adults == (classroom.teacher.person_id,)


def test_what_names_an_adult_without_a_worry_leaves_nobody_out(classroom: Classroom) -> None:
    assert sees(classroom.teacher, sent(classroom.ada, f"Mr Lloyd read it to us. {NICE}"))
