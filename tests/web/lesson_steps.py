"""Living through the shipped lessons by their forms, and putting a child at a place in one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from esafety import clock
from esafety.content.marking import as_sent
from esafety.content.model import Lesson, Question
from esafety.db import db
from esafety.lessons.models import QuizAnswer, Sitting
from esafety.lessons.rules import before_questions
from esafety.lessons.shelf import lessons_now
from tests.factories.answers import as_fields
from tests.factories.world import World
from tests.house import HouseClient

KS1, KS2 = "wrens-name-badge", "friends-of-friends"


def lesson_of(world: World, lesson_id: str) -> Lesson:
    with world.app.app_context():
        found = lessons_now().lesson(lesson_id)
    assert found is not None
    return found


def stand_at(world: World, pupil: dict[str, Any], *, lesson_id: str, place: str) -> HouseClient:
    """A client on which `pupil` is signed in and has come to `place` of the lesson."""
    with world.app.app_context():
        row = world.pupil_row(pupil)
        db.session.add(
            Sitting(
                school_id=row.school_id,
                class_id=row.class_id,
                pupil_id=row.id,
                lesson_id=lesson_id,
                number=1,
                place=place,
                path=[],
                begun_at=clock.now(),
                moved_at=clock.now(),
            )
        )
        db.session.commit()
    return world.signed_in(pupil)


def answers_of(world: World, pupil: dict[str, Any], *, phase: str = "after") -> list[tuple[str, int, list[str], bool]]:
    """What a child has answered, in order: question, which try, what, whether it was right."""
    with world.app.app_context():
        rows = db.session.execute(
            select(QuizAnswer.question_id, QuizAnswer.try_no, QuizAnswer.chosen, QuizAnswer.was_right)
            .join(Sitting, Sitting.id == QuizAnswer.sitting_id)
            .where(Sitting.pupil_id == world.pupil_row(pupil).id, QuizAnswer.phase == phase)
            .order_by(QuizAnswer.id)
        )
        return [(row.question_id, row.try_no, row.chosen, row.was_right) for row in rows]


def right_ids(question: Question) -> list[str]:
    return list(as_sent(question, rightly=True))


def wrong_ids(question: Question) -> list[str]:
    return list(as_sent(question, rightly=False))


def give(
    client: HouseClient, page: TestResponse, question: Question, ids: list[str], *, htmx: bool = False
) -> TestResponse:
    """Answer the question on the page with these ids, as a child does it."""
    if question.kind == "choose-one":
        (only,) = ids
        return client.post_form(page, button=only, htmx=htmx)
    button = "That is my answer" if 'name="asked"' in page.get_data(as_text=True) else "Check"
    return client.post_form(page, button=button, fields=as_fields(ids), htmx=htmx)


def think_first(client: HouseClient, page: TestResponse, lesson: Lesson, *, rightly: bool = False) -> TestResponse:
    """From the lesson's first page through the questions that come before the story, to the story."""
    questions = before_questions(lesson)
    if questions:
        page = client.post_form(page, button="Let's begin")
    for question in questions:
        page = give(client, page, question, list(as_sent(question, rightly=rightly)))
    return page


def carry_on(client: HouseClient, page: TestResponse) -> TestResponse:
    return client.post_form(page, button="Carry on")


def through_the_quiz(client: HouseClient, page: TestResponse, lesson: Lesson, *, slip_at: str = "") -> TestResponse:
    """All questions right, but for one slip at question `slip_at`; the last page is the end."""
    for question in lesson.quiz:
        if question.id == slip_at:
            page = give(client, page, question, wrong_ids(question))
            page = client.post_form(page, button="Have another go")
        page = give(client, page, question, right_ids(question))
        page = carry_on(client, page)
    return page
