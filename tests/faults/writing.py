"""One child who asks for help again and again, and a line for each call that the program says is kept.

Also a program of its own: `python -m tests.faults.writing FOLDER CHILD HOW_MANY say=FILE [synchronous=NORMAL]`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, event

from esafety import receipts
from esafety.app import create_app
from esafety.concerns.rules import Told
from esafety.concerns.service import Taken, raise_concern
from esafety.config import Settings
from esafety.db import db
from esafety.roles import Actor
from esafety.school.models import Pupil
from tests.faults.houses import actor_of


def raise_one(child: Actor, *, key: str) -> None:
    told = Told(feeling="sad", about="", words=f"number {key}", from_page="/home", not_adults=())
    outcome = raise_concern(child, told=told, key=key)
    assert isinstance(outcome, Taken)


def keep_asking(app: Flask, *, child: Actor, say: Callable[[str], None], how_many: int) -> None:
    """Raise concerns and `say` each one's key, after the program has said that it is kept."""
    for _number in range(how_many):
        key = receipts.new_key()
        with app.app_context():
            raise_one(child, key=key)
        say(key)


def keep_asking_but_say_before(app: Flask, *, child: Actor, say: Callable[[str], None], how_many: int) -> None:
    """The broken variant: it says so first."""
    for _number in range(how_many):
        key = receipts.new_key()
        say(key)
        with app.app_context():
            raise_one(child, key=key)


@event.listens_for(Engine, "connect")
def _as_told(connection: object, _record: object) -> None:
    if "synchronous=NORMAL" in sys.argv and isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=NORMAL")


def main() -> None:
    folder, child_id, how_many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    app = create_app(Settings.for_folder(folder))
    with app.app_context():
        pupil = db.session.get(Pupil, child_id)
        assert pupil is not None
        child = actor_of(pupil)
    handle = os.open(sys.argv[4].removeprefix("say="), os.O_WRONLY)
    keep_asking(app, child=child, say=lambda key: _say(handle, key), how_many=how_many)


def _say(handle: int, key: str) -> None:
    os.write(handle, f"{key}\n".encode())


if __name__ == "__main__":
    main()
