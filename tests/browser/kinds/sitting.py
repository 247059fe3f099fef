"""A child who can be put at any question of a lesson, and led to every screen that there is of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from esafety.content.model import Lesson, Question
from tests.browser.kinds.answering import answer_by_taps
from tests.browser.pages.question_screen import QuestionScreen
from tests.browser.server import Server
from tests.browser.storytelling import Person
from tests.content.question_samples import lessons_of_all_kinds

LESSONS = lessons_of_all_kinds()
LESSON_OF = {lesson.key_stage: lesson for lesson in LESSONS}
NOW = "2026-11-26 09:00:00.000000"
EVERY_LESSON = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])

NEW_SITTING = """
INSERT INTO sitting (school_id, class_id, pupil_id, lesson_id, number, place, path, version, begun_at, moved_at)
SELECT p.school_id, p.class_id, p.id, :lesson, 1 + (SELECT count(*) FROM sitting WHERE pupil_id = p.id
  AND lesson_id = :lesson), :place, '[]', 1, :now, :now
FROM pupil p JOIN school_class c ON c.id = p.class_id WHERE c.code = :code AND p.nickname = :nickname
"""


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """A child on a device, who can be put at any question of a lesson."""

    server: Server
    page: Page
    child: Person
    lesson: Lesson

    def come_to(self, question: Question, *, kind: str = "question") -> None:
        """Stand at the question as one who has not tried it yet."""
        facts = {"lesson": self.lesson.id, "place": f"{kind}:{question.id}", "now": NOW}
        whose = {"code": self.child["code"], "nickname": self.child["nickname"]}
        with closing(sqlite3.connect(self.server.database, timeout=30)) as database, database:
            assert database.execute(NEW_SITTING, {**facts, **whose}).rowcount == 1
        self.page.goto(f"/lesson/{self.lesson.id}")
        expect(self.page.locator("#screen h1")).to_have_text(question.prompt)


SeatMaker = Callable[[Page, Lesson], tuple[Sitter, QuestionScreen]]


def put_one(screen: QuestionScreen, question: Question) -> None:
    first = question.answers[0].label
    if question.kind == "sort":
        screen.put_in_box(first, box=question.boxes[0].label)
    elif question.kind == "order":
        screen.tap_in_order([first])
        screen.expect_said(f"{first}, number 1")
    elif question.kind == "match":
        screen.pair(first, other=question.boxes[0].label)


def screens_of(child: Sitter, screen: QuestionScreen) -> Iterator[str]:
    """Come to every screen of every question in turn: before the story, asked, something missing, wrong, right."""
    for question in child.lesson.quiz:
        if question.ask:
            child.come_to(question, kind="before")
            yield f"{question.id}, before the story"
        child.come_to(question)
        yield question.id
        if question.kind != "choose-one":
            put_one(screen, question)
            screen.check()
            expect(screen.page.locator("#screen .notice")).to_be_visible()
            yield f"{question.id}, something missing"
        for rightly in (False, True):
            child.come_to(question)
            answer_by_taps(screen, question, rightly=rightly)
            yield f"{question.id}, {'right' if rightly else 'not yet'}"
