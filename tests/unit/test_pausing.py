"""Pausing a child: by its own staff, with reasons in two languages, an end, a review, and a talk before it goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update

from esafety import clock
from esafety.db import db
from esafety.moderation import pausing
from esafety.moderation.models import PupilPause, StaffNotice
from esafety.moderation.notices import NoticeKind
from esafety.moderation.pausing import (
    LONGEST_PAUSE,
    LONGEST_WORDS,
    NotPaused,
    PauseSet,
    end_pause,
    pause_in_force,
    pause_pupil,
    pauses_by_class,
    pauses_of,
)
from esafety.moderation.reviewing import remind_of_reviews
from esafety.roles import Actor
from esafety.school.calendar import today_at
from esafety.school.models import Pupil, School, Term
from tests.factories.classroom import Classroom

CHILD, STAFF = "Reading only until Friday.", "Third unkind reply in a week"


def pause(
    classroom: Classroom,
    *,
    by: Actor | None = None,
    child_words: str = CHILD,
    staff_words: str = STAFF,
    days: int = 3,
    review: int = 2,
) -> PauseSet | NotPaused:
    today = clock.now().date()
    return pause_pupil(
        by or classroom.teacher,
        pupil_ref=classroom.ref_of(classroom.ada),
        child_words=child_words,
        staff_words=staff_words,
        until_on=today + timedelta(days=days),
        review_on=today + timedelta(days=review),
    )


def in_force(classroom: Classroom) -> bool:
    db.session.expire_all()
    return pause_in_force(classroom.ada.person_id, school_id=classroom.school_id) is not None


@pytest.mark.parametrize("who", ["teacher", "cover", "officer"])
def test_staff_of_the_class_and_the_officer_pause(classroom: Classroom, who: str) -> None:
    made = pause(classroom, by=getattr(classroom, who))
    assert isinstance(made, PauseSet)
    assert in_force(classroom)
    (found,) = pauses_of(classroom.teacher)
    assert (found.ref, found.who, found.class_name, found.child_words, found.staff_words) == (
        made.ref, "Ada", "Oak", CHILD, STAFF,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["other_teacher", "head", "other_school_officer", "ben"])
def test_nobody_else_does(classroom: Classroom, who: str) -> None:
    actor: Actor = getattr(classroom, who)
    assert pause(classroom, by=actor) is NotPaused.NOT_THERE
    made = pause(classroom)
    assert isinstance(made, PauseSet)
    assert pauses_of(actor) == []
    assert end_pause(actor, ref=made.ref, conversation="We talked") is NotPaused.NOT_THERE


@pytest.mark.parametrize(
    ("why", "facts", "refused"),
    [
        ("the child is told why", {"child_words": " "}, NotPaused.NO_REASON),
        ("staff know why", {"staff_words": ""}, NotPaused.NO_REASON),
        ("in few words", {"child_words": "a" * (LONGEST_WORDS + 1)}, NotPaused.TOO_LONG),
        ("it has an end ahead", {"days": -1, "review": -1}, NotPaused.BAD_DATES),
        ("it is looked at before its end", {"days": 2, "review": 3}, NotPaused.BAD_DATES),
        ("the look lies ahead", {"review": -1}, NotPaused.BAD_DATES),
        ("half a term is the longest", {"days": LONGEST_PAUSE.days + 1}, NotPaused.BAD_DATES),
    ],
)
def test_what_a_pause_needs(classroom: Classroom, why: str, facts: dict[str, int], refused: NotPaused) -> None:
    assert pause(classroom, **facts) is refused, why  # type: ignore[arg-type]
    assert not in_force(classroom)


def test_one_at_a_time(classroom: Classroom) -> None:
    pause(classroom)
    assert pause(classroom, by=classroom.cover) is NotPaused.PAUSED_ALREADY


def test_it_ends_by_itself_after_its_last_day(classroom: Classroom) -> None:
    pause(classroom, days=3)
    day = timedelta(days=1)
    with time_machine.travel(clock.now() + 3 * day, tick=False):
        assert in_force(classroom)
    with time_machine.travel(clock.now() + 4 * day, tick=False):
        assert not in_force(classroom)
        assert pauses_of(classroom.teacher) == []
        assert len(pauses_of(classroom.teacher, with_past=True)) == 1


def test_it_ends_earlier_with_a_talk(classroom: Classroom) -> None:
    made = pause(classroom)
    assert isinstance(made, PauseSet)
    assert end_pause(classroom.cover, ref=made.ref, conversation=" ") is NotPaused.NO_CONVERSATION
    too_long = "a" * (LONGEST_WORDS + 1)
    assert end_pause(classroom.cover, ref=made.ref, conversation=too_long) is NotPaused.TOO_LONG
    assert end_pause(classroom.cover, ref=made.ref, conversation="Sorry was said") == PauseSet(ref=made.ref)
    assert not in_force(classroom)
    assert end_pause(classroom.cover, ref=made.ref, conversation="Again") is NotPaused.NOT_THERE
    (past,) = pauses_of(classroom.officer, with_past=True)
    assert past.conversation == "Sorry was said"
    assert past.ended_at is not None


def test_staff_are_reminded_once_on_the_day_that_they_set(classroom: Classroom) -> None:
    school = db.session.get_one(School, classroom.school_id)
    school.opens, school.closes = time(8, 45), time(15, 30)
    db.session.add(Term(school_id=school.id, name="Autumn", starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 18)))
    db.session.commit()
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with time_machine.travel(monday, tick=False) as traveller:
        pause(classroom, by=classroom.officer, days=4, review=2)
        for hours, reminded in ((24, 0), (44, 0), (48, 3), (49, 3), (72, 3)):
            traveller.move_to(monday + timedelta(hours=hours), tick=False)
            remind_of_reviews()
            db.session.commit()
            assert len(reminders()) == reminded, hours
    people = (classroom.officer, classroom.teacher, classroom.cover)
    assert set(reminders()) == {each.person_id for each in people}


def reminders() -> list[int]:
    wanted = select(StaffNotice.staff_id).where(StaffNotice.kind == str(NoticeKind.PAUSE_REVIEW))
    return list(db.session.scalars(wanted))


def test_nobody_is_reminded_of_a_pause_that_has_ended(classroom: Classroom) -> None:
    made = pause(classroom, review=0)
    assert isinstance(made, PauseSet)
    end_pause(classroom.teacher, ref=made.ref, conversation="We talked")
    remind_of_reviews()
    assert reminders() == []


def test_counts_by_class_name_no_child(classroom: Classroom) -> None:
    pause(classroom)
    at = clock.now()
    whole = {"since": at - timedelta(days=1), "until": at + timedelta(days=1)}
    for actor in (classroom.head, classroom.officer, classroom.teacher):
        assert pauses_by_class(actor, **whole) == {"Oak": 1}
    for actor in (classroom.other_teacher, classroom.other_school_officer, classroom.ada):
        assert pauses_by_class(actor, **whole) == {}
    assert pauses_by_class(classroom.head, since=at - timedelta(days=9), until=at - timedelta(days=1)) == {}


def test_what_is_said_of_a_child_is_sealed(classroom: Classroom) -> None:
    pause(classroom)
    stored = str(db.session.execute(text("SELECT * FROM pupil_pause")).all())
    assert CHILD not in stored
    assert STAFF not in stored


def moves_to_elm(classroom: Classroom) -> None:
    child = update(Pupil).where(Pupil.id == classroom.ada.person_id)
    db.session.execute(child.values(class_id=classroom.other_class_id))
    db.session.commit()


def test_a_pause_goes_with_the_child_to_its_new_class(classroom: Classroom) -> None:
    made = pause(classroom)
    assert isinstance(made, PauseSet)
    moves_to_elm(classroom)
    assert pauses_of(classroom.teacher) == []
    assert end_pause(classroom.teacher, ref=made.ref, conversation="We talked.") is NotPaused.NOT_THERE
    (seen,) = pauses_of(classroom.other_teacher)
    assert (seen.ref, seen.class_name) == (made.ref, "Elm")
    assert end_pause(classroom.other_teacher, ref=made.ref, conversation="We talked.") == made
    counted = {"since": clock.now() - timedelta(days=1), "until": clock.now() + timedelta(days=1)}
    assert pauses_by_class(classroom.teacher, **counted) == {"Oak": 1}


def test_its_review_is_for_the_staff_of_the_new_class(classroom: Classroom) -> None:
    assert isinstance(pause(classroom), PauseSet)
    moves_to_elm(classroom)
    db.session.execute(update(PupilPause).values(review_on=today_at(classroom.school_id)))
    remind_of_reviews()
    told = set(db.session.scalars(select(StaffNotice.staff_id)))
    assert classroom.other_teacher.person_id in told
    assert classroom.cover.person_id not in told


def test_of_two_who_pause_at_once_one_does(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def slower(_session: object, *, what: str) -> None:
        assert what == f"pause:{classroom.ada.person_id}"
        monkeypatch.undo()
        assert isinstance(pause(classroom), PauseSet)

    monkeypatch.setattr(pausing, "take_turn", slower)
    assert pause(classroom) is NotPaused.PAUSED_ALREADY


def test_of_two_who_end_it_at_once_one_does(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pause(classroom)
    assert isinstance(made, PauseSet)

    def slower(_session: object, *, what: str) -> None:
        del what
        monkeypatch.undo()
        assert end_pause(classroom.cover, ref=made.ref, conversation="First.") == made

    monkeypatch.setattr(pausing, "take_turn", slower)
    assert end_pause(classroom.teacher, ref=made.ref, conversation="Second.") is NotPaused.NOT_THERE
    assert [each.conversation for each in pauses_of(classroom.officer, with_past=True)] == ["First."]
