"""What the tests of the board share: a class whose board is open, and its children on their devices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from esafety.db import db
from esafety.roles import Actor
from tests.factories import boards
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import words_of


@dataclass
class Board:
    """The board of a class with a topic, open; `topic` is its ref."""

    world: World
    class_name: str
    topic: str = ""
    clients: dict[int, HouseClient] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Of the topic's page."""
        return f"/board/topic/{self.topic}"

    def who(self, number: int = 0) -> dict[str, Any]:
        return self.world.pupil(self.class_name, number)

    def child(self, number: int = 0) -> HouseClient:
        """The device of a child of the class."""
        if number not in self.clients:
            self.clients[number] = self.world.signed_in(self.who(number))
        return self.clients[number]

    def actor(self, number: int = 0) -> Actor:
        return boards.child_of(self.class_name, nickname=self.who(number)["nickname"])

    @property
    def teacher(self) -> Actor:
        return boards.teacher_of(self.class_name)

    @contextmanager
    def services(self) -> Iterator[None]:
        """What is done by services, inside the application."""
        with self.world.app.app_context():
            yield
            db.session.remove()

    def shown(self, number: int, text: str = boards.NICE, *, answers: str = "") -> str:
        """A message of a child that the class sees; its ref."""
        with self.services():
            return boards.shown(self.actor(number), by=self.teacher, topic=self.topic, text=text, answers=answers)

    def posted(self, number: int, text: str = boards.NICE) -> str:
        """A message of a child that the teacher has not read; its ref."""
        with self.services():
            return boards.posted(self.actor(number), topic=self.topic, text=text)

    def decide(self, ref: str, decision: Any, **more: Any) -> None:
        with self.services():
            boards.decided(ref, by=self.teacher, decision=decision, **more)

    def state_of(self, ref: str) -> str:
        with self.services():
            return boards.state_of(ref)

    def close(self) -> None:
        with self.services():
            boards.closed(self.class_name)

    def write(self, number: int, text: str, **more: Any) -> TestResponse:
        """A child fills in the form under the topic and sends it."""
        client = self.child(number)
        return client.post_form(client.get(f"{self.address}/write"), button="Send", fields={"words": text}, **more)

    def words(self, number: int = 0, *, at: str = "") -> str:
        """What a child reads on a page, by itself the topic's."""
        return words_of(self.child(number).get(at or self.address))


def board_in(world: World, class_name: str = "Willow", **more: Any) -> Board:
    """Open the board of a class, which the demonstration has not written on, and give it a topic."""
    with world.app.app_context():
        boards.opened(class_name, **more)
        topic = boards.topic_of(class_name)
        db.session.remove()
    return Board(world=world, class_name=class_name, topic=topic)
