"""What grown-ups do in a story whose screens are not theirs: by the services, on the running program's own data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from esafety.app import create_app
from esafety.board.mail import answer_letters
from esafety.config import Settings
from esafety.db import db
from esafety.moderation.models import Message
from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from esafety.school.models import Pupil
from tests.browser.server import Server
from tests.factories import boards


@dataclass(frozen=True, kw_only=True)
class GrownUps:
    """The teachers of the demonstration, at their own desks."""

    app: Flask

    def open_board(self, class_name: str, *, title: str) -> None:
        """Open the class's board, with a topic."""
        with self._at_the_desk():
            boards.opened(class_name)
            boards.topic_of(class_name, title=title)

    def close_board(self, class_name: str) -> None:
        with self._at_the_desk():
            boards.closed(class_name)

    def decide(self, child: dict[str, Any], decision: Decision, *, reason: Reason | None = None) -> None:
        """Decide about what the child wrote last."""
        with self._at_the_desk():
            last = (
                select(Message.ref)
                .join(Pupil, Pupil.id == Message.pupil_id)
                .where(Pupil.nickname == child["nickname"], Message.class_id == self._class_of(child))
                .order_by(Message.id.desc())
                .limit(1)
            )
            ref = db.session.scalars(last).one()
            boards.decided(ref, by=boards.teacher_of(child["class"]), decision=decision, reason=reason)

    def shown(self, child: dict[str, Any], text: str, *, title: str) -> None:
        """Let the child have written something that the class sees."""
        with self._at_the_desk():
            writer = boards.child_of(child["class"], nickname=child["nickname"])
            topic = boards.topic_called(title, of=writer)
            boards.shown(writer, by=boards.teacher_of(child["class"]), topic=topic, text=text)

    def answer_letters(self) -> None:
        """Do what the clockwork does each minute: let the characters answer what teachers have let through."""
        with self._at_the_desk():
            answer_letters()
            db.session.commit()

    @staticmethod
    def _class_of(child: dict[str, Any]) -> int:
        (class_id,) = boards.child_of(child["class"], nickname=child["nickname"]).class_ids
        return class_id

    @contextmanager
    def _at_the_desk(self) -> Iterator[None]:
        with self.app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()


def grown_ups_of(server: Server) -> GrownUps:
    """The grown-ups of the school that `server` runs."""
    return GrownUps(app=create_app(Settings.for_folder(server.database.parent)))
