"""Without an officer or deputy today, or where a child names them all, who stands in is told: and can open it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from esafety import clock
from esafety.concerns.service import concerns_visible_to
from esafety.db import db
from esafety.moderation.models import StaffNotice
from esafety.moderation.notices import officers_of
from esafety.roles import Actor, Role
from esafety.school.models import NamedRole, Staff
from tests.factories.classroom import SAD, Classroom, sent


def stand_in(room: Classroom) -> Actor:
    adult = Staff(school_id=room.school_id, name="Ms Stand", email="stand@school.example", passphrase_hash="-")
    db.session.add(adult)
    db.session.flush()
    is_officer = (NamedRole.school_id == room.school_id) & (NamedRole.role == str(Role.OFFICER))
    db.session.execute(update(NamedRole).where(is_officer).values(stand_in_id=adult.id))
    db.session.commit()
    return Actor(role_names=frozenset({Role.STAND_IN}), person_id=adult.id, school_id=room.school_id)


def have_left(*adults: Actor) -> None:
    gone = update(Staff).where(Staff.id.in_([each.person_id for each in adults]))
    db.session.execute(gone.values(left_on=clock.now().date() - timedelta(days=1)))
    db.session.commit()


def told() -> set[int]:
    return set(db.session.scalars(select(StaffNotice.staff_id)))


def test_where_officer_and_deputies_have_left_the_stand_in_is_told_and_reads(classroom: Classroom) -> None:
    one = stand_in(classroom)
    assert officers_of(classroom.school_id) == {classroom.officer.person_id, classroom.deputy.person_id}
    have_left(classroom.officer, classroom.deputy)
    sent(classroom.ada, SAD)
    assert one.person_id in told()
    assert classroom.head.person_id not in told()
    assert len(concerns_visible_to(one)) == 1


def test_where_a_child_names_the_only_reader_the_stand_in_is_told_and_reads(classroom: Classroom) -> None:
    one = stand_in(classroom)
    have_left(classroom.deputy)
    sent(classroom.ada, "Mrs Khan hits me")
    assert told() == {one.person_id, classroom.teacher.person_id, classroom.cover.person_id}
    assert len(concerns_visible_to(one)) == 1
    assert concerns_visible_to(classroom.officer) == []


def test_without_any_of_them_it_is_the_head(classroom: Classroom) -> None:
    db.session.execute(delete(NamedRole).where(NamedRole.role.in_([str(Role.OFFICER), str(Role.DEPUTY)])))
    db.session.commit()
    assert officers_of(classroom.school_id) == {classroom.head.person_id}


def test_a_stand_in_who_has_left_or_is_of_another_school_is_not_told(classroom: Classroom) -> None:
    one = stand_in(classroom)
    have_left(classroom.officer, classroom.deputy, one)
    assert officers_of(classroom.school_id) == {classroom.head.person_id}
