"""Children who sign in by the doors and do a lesson, by real HTTP."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from esafety import places
from esafety.clock import now
from esafety.content import branching
from esafety.content.catalogue import load_catalogue
from esafety.content.model import Lesson, Question
from tests.bench.wire import Answer, Wire, request_bytes
from tests.factories.answers import answer_fields

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TILE = re.compile(r'<a class="button tile" href="([^"]+)"><img[^>]*><span>([^<]+)</span>')
MOVE = re.compile(r'name="move" value="([^"]+)"')


LESSONS = {"KS1": "wrens-name-badge", "KS2": "friends-of-friends"}


def lesson_of(key_stage: str) -> Lesson:
    """The lesson of a key stage that is measured, the same one from year to year."""
    catalogue = load_catalogue(shipped=places.shipped("lessons"), own=None, today=now().date())
    return catalogue.lessons[LESSONS[key_stage]]


@dataclass
class Child:
    """One child on one device."""

    wire: Wire
    who: Mapping[str, Any]
    lesson: Lesson
    cookies: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    page: str = ""
    refusals: int = 0

    def take(self, answer: Answer) -> Answer:
        """Remember what an answer brought: cookies, and the hidden fields of its form."""
        self.cookies.update(answer.cookies)
        if answer.status >= 400:
            self.refusals += 1
        if answer.body:
            self.page = answer.text
            self.hidden.pop("asked", None)  # of a question before the story; no later form has it
            self.hidden.update((name, unescape(value)) for name, value in HIDDEN.findall(self.page))
        return answer

    def get(self, path: str) -> Answer:
        answer = self.take(self.wire.ask(request_bytes("GET", path, cookies=self.cookies)))
        return self.get(answer.headers["location"]) if answer.status in {302, 303} else answer

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        hidden = {name: value for name, value in self.hidden.items() if name != "picked"}
        answer = self.take(
            self.wire.ask(request_bytes("POST", path, cookies=self.cookies, fields={**hidden, **fields}))
        )
        return self.get(answer.headers["location"]) if answer.status in {302, 303} else answer

    def sign_in(self) -> bool:
        """Code, tile, pictures; whether it led to the child's own lessons."""
        self.get("/")
        self.post("/class-code", {"code": self.who["code"]})
        tiles = {unescape(nickname): address for address, nickname in TILE.findall(self.page)}
        address = tiles[self.who["nickname"]]
        self.get(address)
        pictures = self.who["pictures"]
        for number, picture in enumerate(pictures):
            self.post(f"{address}/pictures", {"picked": pictures[:number], "pick": picture})
        return f"/lesson/{self.lesson.id}" in self.page

    def go_to_the_story(self) -> None:
        """Past the questions before it, to the first step of the story."""
        self._go_to(lambda: "/choose" in self.page)

    def go_to_a_question(self) -> None:
        """From wherever the child is, to a question of the quiz that takes an answer."""
        self._go_to(lambda: f"/lesson/{self.lesson.id}/answer" in self.page and "asked" not in self.hidden)

    def _go_to(self, is_there: Callable[[], bool]) -> None:
        self.get(f"/lesson/{self.lesson.id}")
        for _move in range(100):
            if is_there():
                return
            self._go_on()
        raise AssertionError("not there after a hundred moves")

    def _go_on(self) -> None:
        if "asked" in self.hidden:
            self.post(f"/lesson/{self.lesson.id}/answer", answer_fields(self._question(), rightly=False))
            return
        step = self.lesson.step(self.hidden.get("step", "")) if "/choose" in self.page else None
        if step is not None and step.choices:  # an ending has none: it leads on, and to other ways
            best = min(step.choices, key=lambda each: branching.steps_left(self.lesson, step_id=each.goes_to))
            self.post(f"/lesson/{self.lesson.id}/choose", {"choice": best.goes_to})
            return
        self.post(f"/lesson/{self.lesson.id}/on", {"move": MOVE.findall(self.page)[0]})

    def wrong_answer(self) -> bytes:
        """The request that answers the question before the child, wrongly, as htmx sends it."""
        fields = {**self.hidden, **answer_fields(self._question(), rightly=False)}
        path = f"/lesson/{self.lesson.id}/answer"
        return request_bytes("POST", path, cookies=self.cookies, fields=fields, htmx=True)

    def _question(self) -> Question:
        return next(each for each in self.lesson.quiz if each.id == self.hidden["question"])


def raw_tokens(database: Path, *, copy: Path, lesson: Lesson, wanted: int) -> list[str]:
    """Copy the product's database for the raw rival, and there give `wanted` signed-in children tokens we know."""
    from esafety.accounts.secrets import token_digest  # noqa: PLC0415 - only here

    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        rows = target.execute(
            "SELECT max(s.id) FROM sign_in s JOIN sitting t ON t.pupil_id = s.pupil_id AND t.lesson_id = ?"
            " GROUP BY s.pupil_id LIMIT ?",
            (lesson.id, wanted),
        ).fetchall()
        tokens = [secrets.token_urlsafe(32) for _row in rows]
        target.executemany(
            "UPDATE sign_in SET token_digest = ? WHERE id = ?",
            [(token_digest(token), row[0]) for token, row in zip(tokens, rows, strict=True)],
        )
        target.commit()
    return tokens
