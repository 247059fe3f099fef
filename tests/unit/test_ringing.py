"""When messages wait too long: the class's teachers are rung, then officer and deputies, then the head."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from esafety.board.choices import choose
from esafety.board.opening import Opened, open_board
from esafety.board.rules import Choices
from esafety.board.watching import tell_of_busy_boards
from esafety.clock import SchoolCalendar
from esafety.concerns.service import concerns_visible_to, open_concern
from esafety.db import db
from esafety.moderation.due import Ring, rings
from esafety.moderation.models import StaffNotice
from esafety.moderation.notices import NoticeKind, forget_old, mark_seen, notices_of
from esafety.moderation.outcomes import Moved
from esafety.moderation.own_moves import withdraw
from esafety.moderation.ringing import ring_for_late_messages
from esafety.moderation.states import Decision
from esafety.school.models import ClassTeacher, School, Term
from tests.factories.classroom import SAD, Classroom, row, sent
from tests.factories.classroom import choose as decide_as

CALENDAR = SchoolCalendar(terms=[(date(2026, 11, 2), date(2026, 12, 18))], closed=())
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("why", "is_urgent", "due", "at", "rung"),
    [
        ("in time", False, TUESDAY, TUESDAY - MINUTE, ()),
        ("late", False, TUESDAY, TUESDAY, (Ring.CLASS,)),
        ("an hour late", False, TUESDAY, TUESDAY + 60 * MINUTE, (Ring.CLASS, Ring.OFFICERS)),
        ("two hours late", False, TUESDAY, TUESDAY + 120 * MINUTE, tuple(Ring)),
        ("nobody is rung at night", False, TUESDAY, TUESDAY + 720 * MINUTE, ()),
        ("the night makes nothing late", False, datetime(2026, 11, 24, 15, 20, tzinfo=UTC),
         datetime(2026, 11, 25, 8, 50, tzinfo=UTC), (Ring.CLASS,)),
        ("but for what is urgent", True, TUESDAY, TUESDAY + 720 * MINUTE, tuple(Ring)),
    ],
)  # fmt: skip
def test_who_is_rung(why: str, is_urgent: bool, due: datetime, at: datetime, rung: tuple[Ring, ...]) -> None:
    assert rings(CALENDAR, is_urgent=is_urgent, due=due, at=at) == rung, why


@pytest.fixture
def school(classroom: Classroom) -> Classroom:
    row = db.session.get_one(School, classroom.school_id)
    row.opens, row.closes = time(8, 45), time(15, 30)
    db.session.execute(delete(Term))
    db.session.add(Term(school_id=row.id, name="Autumn", starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 18)))
    db.session.execute(delete(StaffNotice))
    db.session.commit()
    return classroom


def rung(kind: NoticeKind = NoticeKind.LATE) -> list[tuple[int, str]]:
    rows = select(StaffNotice.staff_id, StaffNotice.subject).where(StaffNotice.kind == str(kind))
    return [tuple(row) for row in db.session.execute(rows.order_by(StaffNotice.staff_id))]


def ring_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        ring_for_late_messages()
        db.session.commit()


def test_they_are_rung_one_after_the_other_and_not_every_five_minutes(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        ref = sent(school.ada)
    subject = f"class:{school.class_id}"
    of_class = [(each.person_id, subject) for each in (school.teacher, school.cover)]
    officers = [(each.person_id, subject) for each in (school.officer, school.deputy)]
    head = [(school.head.person_id, subject)]
    ring_at(TUESDAY + DAY - MINUTE)
    assert rung() == []
    for minutes in (0, 5, 55):
        ring_at(TUESDAY + DAY + minutes * MINUTE)
        assert rung() == of_class
    ring_at(TUESDAY + DAY + 60 * MINUTE)
    assert rung() == of_class + officers
    ring_at(TUESDAY + DAY + 120 * MINUTE)
    assert rung() == of_class + officers + head
    decide_as(school.teacher, ref, Decision.APPROVE)
    ring_at(TUESDAY + DAY + 300 * MINUTE)
    assert rung() == of_class + officers + head


def test_who_has_looked_and_not_decided_is_rung_again_after_a_morning(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(school.ada)
    ring_at(TUESDAY + DAY)
    mark_seen(school.teacher, subject=f"class:{school.class_id}")
    assert notices_of(school.teacher) == []
    ring_at(TUESDAY + DAY + 5 * MINUTE)
    assert notices_of(school.teacher) == []
    ring_at(TUESDAY + DAY + 241 * MINUTE)
    assert [notice.kind for notice in notices_of(school.teacher)] == [NoticeKind.LATE]


def test_a_class_without_staff_rings_the_officers_at_once(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(school.ada)
    db.session.execute(delete(ClassTeacher).where(ClassTeacher.class_id == school.class_id))
    db.session.commit()
    ring_at(TUESDAY + DAY)
    assert {staff_id for staff_id, _subject in rung()} == {school.officer.person_id, school.deputy.person_id}


def test_what_is_urgent_rings_at_night(school: Classroom) -> None:
    night = datetime(2026, 11, 24, 23, tzinfo=UTC)
    with time_machine.travel(night, tick=False):
        subject = f"message:{row(sent(school.ada, SAD)).id}"
    ring_at(night + 59 * MINUTE)
    assert rung(NoticeKind.URGENT_LATE) == []
    ring_at(night + 60 * MINUTE)
    assert rung(NoticeKind.URGENT_LATE) == [(each.person_id, subject) for each in (school.teacher, school.cover)]
    ring_at(night + 180 * MINUTE)
    assert (school.head.person_id, subject) in rung(NoticeKind.URGENT_LATE)
    assert rung() == []


def test_a_routine_late_ring_silences_nothing_urgent_and_one_urgent_message_not_another(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(school.ada)
    ring_at(TUESDAY + DAY)
    assert rung() != []
    first = second = ""
    for minutes, child in ((5, school.ada), (30, school.ben)):
        with time_machine.travel(TUESDAY + DAY + minutes * MINUTE, tick=False):
            first, second = second, f"message:{row(sent(child, SAD)).id}"
    ring_at(TUESDAY + DAY + 65 * MINUTE)
    assert rung(NoticeKind.URGENT_LATE) == [(each.person_id, first) for each in (school.teacher, school.cover)]
    ring_at(TUESDAY + DAY + 90 * MINUTE)
    assert (school.teacher.person_id, second) in rung(NoticeKind.URGENT_LATE)


def test_who_does_not_decide_about_something_urgent_is_rung_each_hour(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(school.ada, SAD)
    for minutes in (60, 65, 115, 120):
        ring_at(TUESDAY + minutes * MINUTE)
    of_teacher = [each for each in rung(NoticeKind.URGENT_LATE) if each[0] == school.teacher.person_id]
    assert len(of_teacher) == 2


def test_urgent_words_that_their_author_took_back_ring_the_officers_until_one_has_read_the_concern(
    school: Classroom,
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        ref = sent(school.ada, SAD)
        subject = f"message:{row(ref).id}"
        assert isinstance(withdraw(school.ada, ref=ref), Moved)
    officers = [(each.person_id, subject) for each in (school.officer, school.deputy)]
    ring_at(TUESDAY + 59 * MINUTE)
    assert rung(NoticeKind.URGENT_LATE) == []
    ring_at(TUESDAY + 60 * MINUTE)
    assert rung(NoticeKind.URGENT_LATE) == officers
    ring_at(TUESDAY + 120 * MINUTE)
    assert len(rung(NoticeKind.URGENT_LATE)) == 4
    (concern,) = concerns_visible_to(school.deputy)
    with time_machine.travel(TUESDAY + 150 * MINUTE, tick=False):
        assert open_concern(school.deputy, ref=concern.ref) is not None
    ring_at(TUESDAY + 180 * MINUTE)
    assert len(rung(NoticeKind.URGENT_LATE)) == 4


def test_staff_are_told_when_a_board_pauses_itself(school: Classroom) -> None:
    choose(school.head, choices=Choices(most_waiting=1))
    with time_machine.travel(TUESDAY, tick=False):
        outcome = open_board(
            school.teacher, class_id=school.class_id, purpose="Books", on_duty=school.ref_of(school.officer),
            until_at=TUESDAY + 50 * MINUTE,
        )  # fmt: skip
        assert isinstance(outcome, Opened)
        sent(school.ada)
        tell_of_busy_boards()
        assert rung(NoticeKind.BOARD_BUSY) == []
        sent(school.ben)
        for _turn in range(2):
            tell_of_busy_boards()
            db.session.commit()
    told = {school.teacher.person_id, school.cover.person_id, school.officer.person_id}
    assert {staff_id for staff_id, _subject in rung(NoticeKind.BOARD_BUSY)} == told
    assert len(rung(NoticeKind.BOARD_BUSY)) == 3


def test_old_notices_are_forgotten(school: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(school.ada, SAD)
    kept = len(db.session.scalars(select(StaffNotice)).all())
    assert forget_old(before=TUESDAY, at_most=99) == 0
    assert forget_old(before=TUESDAY + DAY, at_most=2) == 2
    assert len(db.session.scalars(select(StaffNotice)).all()) == kept - 2
