"""The board of a class: opened with a purpose and an adult on duty, closed by itself, by its teacher, by the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update

from esafety import clock, drafts, receipts
from esafety.audit import AuditEntry
from esafety.board.choices import choices_of, choose, close_every_board, let_boards_open
from esafety.board.models import BoardOpening, Topic
from esafety.board.opening import Closed, Opened, Standing, close_board, open_board, standing_of
from esafety.board.rules import DEFAULTS, LONGEST_PURPOSE, LONGEST_TITLE, BoardState, Choices, NotOpened
from esafety.board.service import board_of, mend, report, submit, write_note
from esafety.board.topics import TopicKept, close_topic, find_topic, make_topic, topics_of
from esafety.concerns.models import Concern
from esafety.db import db
from esafety.moderation.models import StaffNotice
from esafety.moderation.outcomes import Moved, NotTaken, Received
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision, Kind, State
from esafety.moderation.writing import note_place
from esafety.roles import Actor
from esafety.school.models import ClassTeacher, Pupil, School
from tests.factories.classroom import CRUEL, NICE, SAD, SECRET, Classroom, row
from tests.factories.classroom import choose as decide_as

LESSON = timedelta(minutes=50)


def opened(classroom: Classroom, *, on_duty: Actor | None = None, until: datetime | None = None) -> Opened | NotOpened:
    return open_board(
        classroom.teacher,
        class_id=classroom.class_id,
        purpose="Books we love",
        on_duty=classroom.ref_of(on_duty or classroom.cover),
        until_at=until or clock.now() + LESSON,
    )


def standing(classroom: Classroom) -> Standing:
    db.session.expire_all()
    return standing_of(classroom.class_id, school_id=classroom.school_id)


def topic(classroom: Classroom) -> str:
    made = make_topic(classroom.teacher, class_id=classroom.class_id, title="Hedgehogs", purpose="To listen")
    assert isinstance(made, TopicKept)
    return made.ref


def post(who: Actor, topic_ref: str, text: str = NICE, *, answers: str = "") -> object:
    return submit(who, topic=topic_ref, text=text, key=receipts.new_key(), answers=answers)


def posted(who: Actor, topic_ref: str, text: str = NICE) -> str:
    outcome = post(who, topic_ref, text)
    assert isinstance(outcome, Received), outcome
    return outcome.ref


@pytest.fixture
def any_day(classroom: Classroom) -> Classroom:
    """The same school, whose boards may be open whatever day these tests run on."""
    assert choose(classroom.head, choices=replace(DEFAULTS, any_day=True)) == replace(DEFAULTS, any_day=True)
    return classroom


def test_a_board_is_closed_until_a_teacher_opens_it(any_day: Classroom) -> None:
    assert standing(any_day).state is BoardState.NOT_OPENED
    outcome = opened(any_day)
    assert isinstance(outcome, Opened)
    found = standing(any_day)
    assert (found.state, found.purpose, found.on_duty, found.until_at, found.opening_ref) == (
        BoardState.OPEN, "Books we love", "Ms Rahman", outcome.until_at, outcome.ref,
    )  # fmt: skip
    assert standing_of(any_day.other_class_id, school_id=any_day.school_id).state is BoardState.NOT_OPENED


def test_it_closes_by_itself_at_its_time(any_day: Classroom) -> None:
    outcome = opened(any_day)
    assert isinstance(outcome, Opened)
    with time_machine.travel(outcome.until_at - timedelta(seconds=1), tick=False):
        assert standing(any_day).state in {BoardState.OPEN, BoardState.OUT_OF_HOURS}
    with time_machine.travel(outcome.until_at, tick=False):
        assert standing(any_day).state is BoardState.NOT_OPENED


def test_its_teacher_closes_it_and_opening_anew_ends_what_was(any_day: Classroom) -> None:
    opened(any_day)
    opened(any_day, on_duty=any_day.teacher)
    assert standing(any_day).on_duty == "Mr Lloyd"
    assert close_board(any_day.cover, class_id=any_day.class_id) == Closed(was_open=True)
    assert close_board(any_day.teacher, class_id=any_day.class_id) == Closed(was_open=False)
    assert standing(any_day).state is BoardState.NOT_OPENED
    ends = db.session.scalars(select(BoardOpening.closed_why).order_by(BoardOpening.id)).all()
    assert ends == ["another", "teacher"]
    verbs = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("board.%"))).all()
    assert verbs == ["board.settings-changed", "board.opened", "board.opened", "board.closed"]


@pytest.mark.parametrize("who", ["other_teacher", "officer", "head", "ada"])
def test_nobody_else_opens_or_closes_it(any_day: Classroom, who: str) -> None:
    actor: Actor = getattr(any_day, who)
    outcome = open_board(
        actor, class_id=any_day.class_id, purpose="x", on_duty=any_day.ref_of(any_day.teacher),
        until_at=clock.now() + LESSON,
    )  # fmt: skip
    assert outcome is NotOpened.NOT_ALLOWED
    assert close_board(actor, class_id=any_day.class_id) is NotOpened.NOT_ALLOWED


@pytest.mark.parametrize(
    ("purpose", "minutes", "refused"),
    [
        (" ", 50, NotOpened.NO_PURPOSE),
        ("a" * (LONGEST_PURPOSE + 1), 50, NotOpened.TOO_LONG),
        ("Books", 1, NotOpened.BAD_TIMES),
        ("Books", -50, NotOpened.BAD_TIMES),
        ("Books", 13 * 60, NotOpened.BAD_TIMES),
    ],
)
def test_what_an_opening_needs(any_day: Classroom, purpose: str, minutes: int, refused: NotOpened) -> None:
    outcome = open_board(
        any_day.teacher,
        class_id=any_day.class_id,
        purpose=purpose,
        on_duty=any_day.ref_of(any_day.teacher),
        until_at=clock.now() + timedelta(minutes=minutes),
    )
    assert outcome is refused


@pytest.mark.parametrize("who", ["other_teacher", "head", "other_school_officer"])
def test_on_duty_is_somebody_who_sees_the_queue(any_day: Classroom, who: str) -> None:
    assert opened(any_day, on_duty=getattr(any_day, who)) is NotOpened.NOBODY_ON_DUTY
    assert isinstance(opened(any_day, on_duty=any_day.officer), Opened)


def test_it_rests_as_soon_as_whoever_was_on_duty_has_left_the_class(any_day: Classroom) -> None:
    opened(any_day)
    db.session.execute(delete(ClassTeacher).where(ClassTeacher.staff_id == any_day.cover.person_id))
    db.session.commit()
    assert standing(any_day).state is BoardState.NOBODY_ON_DUTY


def test_it_is_not_opened_out_of_hours(any_day: Classroom) -> None:
    school = db.session.get_one(School, any_day.school_id)
    school.opens = school.closes = datetime.min.time()
    db.session.commit()
    assert opened(any_day) is NotOpened.OUT_OF_HOURS


def test_the_head_closes_every_board_at_once_and_they_stay_closed(any_day: Classroom) -> None:
    opened(any_day)
    assert not close_every_board(any_day.teacher)
    assert close_every_board(any_day.head)
    assert standing(any_day).state is BoardState.CLOSED_BY_HEAD
    assert opened(any_day) is NotOpened.CLOSED_BY_HEAD
    assert close_every_board(any_day.head)
    assert not let_boards_open(any_day.officer)
    assert let_boards_open(any_day.head)
    assert standing(any_day).state is BoardState.NOT_OPENED
    assert isinstance(opened(any_day), Opened)


def test_only_who_keeps_settings_chooses_and_only_what_is_fit(classroom: Classroom) -> None:
    assert choose(classroom.teacher, choices=DEFAULTS) is NotOpened.NOT_ALLOWED
    assert choose(classroom.head, choices=replace(DEFAULTS, most_waiting=0)) is NotOpened.BAD_TIMES
    names = replace(DEFAULTS, shows_first_names=True)
    assert choose(classroom.head, choices=replace(names, is_closed=True)) == names
    assert choices_of(classroom.school_id) == names
    assert choices_of(classroom.other_school_officer.school_id) == DEFAULTS


def test_topics_are_made_by_the_teacher_and_seen_by_the_class(classroom: Classroom) -> None:
    first, second = topic(classroom), topic(classroom)
    assert [each.ref for each in topics_of(classroom.ada)] == [second, first]
    assert topics_of(classroom.elsewhere) == topics_of(classroom.other_teacher) == []
    assert topics_of(classroom.other_school_officer) == []
    assert len(topics_of(classroom.officer)) == len(topics_of(classroom.head)) == 2
    assert topics_of(classroom.officer, class_id=classroom.other_class_id) == []
    assert (
        close_topic(classroom.teacher, ref=second) == close_topic(classroom.cover, ref=second) == TopicKept(ref=second)
    )
    assert [(each.ref, each.is_closed) for each in topics_of(classroom.ada)] == [(first, False), (second, True)]
    assert find_topic(classroom.elsewhere, ref=first) is None
    assert close_topic(classroom.other_teacher, ref=first) is NotOpened.NOT_THERE
    assert close_topic(classroom.officer, ref=first) is NotOpened.NOT_ALLOWED


def test_a_child_who_was_moved_sees_the_topics_of_the_new_class(classroom: Classroom) -> None:
    topic(classroom)
    db.session.execute(
        update(Pupil).where(Pupil.id == classroom.ada.person_id).values(class_id=classroom.other_class_id)
    )
    db.session.commit()
    assert topics_of(classroom.ada) == []


@pytest.mark.parametrize(
    ("who", "title", "purpose", "refused"),
    [
        ("other_teacher", "Frogs", "To listen", NotOpened.NOT_ALLOWED),
        ("ada", "Frogs", "To listen", NotOpened.NOT_ALLOWED),
        ("teacher", " ", "To listen", NotOpened.NO_PURPOSE),
        ("teacher", "Frogs", " ", NotOpened.NO_PURPOSE),
        ("teacher", "a" * (LONGEST_TITLE + 1), "To listen", NotOpened.TOO_LONG),
        ("teacher", "Frogs", "a" * (LONGEST_PURPOSE + 1), NotOpened.TOO_LONG),
    ],
)
def test_what_a_topic_needs(classroom: Classroom, who: str, title: str, purpose: str, refused: NotOpened) -> None:
    actor: Actor = getattr(classroom, who)
    assert make_topic(actor, class_id=classroom.class_id, title=title, purpose=purpose) is refused
    assert db.session.scalars(select(Topic)).all() == []


def test_a_child_posts_and_another_replies(any_day: Classroom) -> None:
    opened(any_day)
    where = topic(any_day)
    owner = any_day.ada.label
    drafts.keep(school_id=any_day.school_id, owner=owner, place="board:1", words=NICE)
    sent_in = submit(any_day.ada, topic=where, text=NICE, key=receipts.new_key(), draft_place="board:1")
    assert isinstance(sent_in, Received)
    assert drafts.find(owner=owner, place="board:1") == ""
    decide_as(any_day.teacher, sent_in.ref, Decision.APPROVE)
    reply = post(any_day.ben, where, "me too", answers=sent_in.ref)
    assert isinstance(reply, Received)
    assert (row(reply.ref).kind, row(reply.ref).place) == (Kind.REPLY, row(sent_in.ref).place)


def test_nobody_posts_where_nobody_reads(any_day: Classroom) -> None:
    where = topic(any_day)
    assert post(any_day.ada, where) is NotTaken.NOT_NOW
    assert write_note(any_day.ada, text=NICE, key=receipts.new_key()) is NotTaken.NOT_NOW
    opened(any_day)
    assert post(any_day.elsewhere, where) is NotTaken.NOT_THERE
    assert post(any_day.teacher, where) is NotTaken.NOT_THERE
    close_topic(any_day.teacher, ref=where)
    assert post(any_day.ada, where) is NotTaken.NOT_NOW


def test_urgent_words_are_taken_by_a_closed_board_and_reach_the_officer(any_day: Classroom) -> None:
    where = topic(any_day)
    assert isinstance(post(any_day.ada, where, SAD), Received)
    assert db.session.scalars(select(Concern.source)).all() == ["filter"]


def test_whoever_is_on_duty_is_told_of_urgent_words_and_reports(any_day: Classroom) -> None:
    opened(any_day, on_duty=any_day.deputy)
    where = topic(any_day)
    posted(any_day.ada, where, SAD)
    shown = posted(any_day.ben, where)
    decide_as(any_day.teacher, shown, Decision.APPROVE)
    assert report(any_day.ada, ref=shown, words="about me") == Moved(ref=shown, state=State.HIDDEN)
    told = select(StaffNotice.kind).where(StaffNotice.staff_id == any_day.deputy.person_id)
    assert set(db.session.scalars(told)) == {"urgent", "escalated", "reported"}


def test_too_much_waiting_pauses_the_board_and_reading_opens_it_again(any_day: Classroom) -> None:
    choose(any_day.head, choices=Choices(any_day=True, most_waiting=1))
    opened(any_day)
    where = topic(any_day)
    first, second = posted(any_day.ada, where, SECRET), posted(any_day.ben, where, CRUEL)
    assert board_of(any_day.ada).state is BoardState.BUSY
    assert (board_of(any_day.ada).backlog.waiting, board_of(any_day.ada).is_open) == (2, False)
    assert post(any_day.cai, where) is NotTaken.NOT_NOW
    assert isinstance(mend(any_day.ada, ref=first, text=NICE, key=receipts.new_key()), Received)
    assert standing_of(any_day.other_class_id, school_id=any_day.school_id).backlog.waiting == 0
    decide_as(any_day.teacher, second, Decision.RETURN, reason=Reason.UNKIND)
    assert board_of(any_day.ada).state is BoardState.OPEN
    assert isinstance(post(any_day.cai, where), Received)
    assert mend(any_day.ben, ref=second, text=NICE, key=receipts.new_key()) is NotTaken.NOT_NOW


def test_one_that_waits_too_long_pauses_the_board(any_day: Classroom) -> None:
    """Measured on a school day with school at all hours, three hours after it was sent."""
    opened(any_day)
    ref = posted(any_day.ada, topic(any_day))
    assert board_of(any_day.ben).state is BoardState.OPEN
    row(ref).waiting_since = clock.now() - timedelta(days=5)
    db.session.commit()
    assert board_of(any_day.ben).backlog.oldest_minutes > DEFAULTS.oldest_minutes
    assert board_of(any_day.ben).state is BoardState.BUSY


def test_a_note_goes_to_the_teacher_alone(any_day: Classroom) -> None:
    opened(any_day)
    outcome = write_note(any_day.ada, text="can we talk about frogs", key=receipts.new_key())
    assert isinstance(outcome, Received)
    assert (row(outcome.ref).kind, row(outcome.ref).place) == (Kind.NOTE, note_place(any_day.ada))
