"""The demonstration schools inside the test's own process, put back as they were between tests."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from esafety import clock
from esafety.accounts import secrets
from esafety.accounts.models import SignIn
from esafety.config import Settings
from esafety.db import db
from esafety.demo.make import make_demo
from esafety.roles import Role
from esafety.school.models import NamedRole, Pupil, SchoolClass, Staff
from esafety.serving import app_with_current_tables
from tests.house import HouseClient

SURNAME = "Hollingsworth-Test"


@dataclass
class World:
    """Two schools, everybody in them, and a way to be any of them."""

    app: Flask
    data: Path
    sign_ins: list[dict[str, Any]]
    clients: dict[str, HouseClient] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.data / "esafety.db"

    def find(self, **wanted: Any) -> dict[str, Any]:
        """The first sign-in for which all of `wanted` is so; `class` is written `class_`."""
        for each in self.sign_ins:
            if all(each.get(name.rstrip("_")) == value for name, value in wanted.items()):
                return each
        raise AssertionError(f"nobody in the demonstration is {wanted}")

    def pupil(self, class_: str = "Oak", number: int = 0) -> dict[str, Any]:
        return [each for each in self.sign_ins if each.get("class") == class_][number]

    def staff(self, email_name: str) -> dict[str, Any]:
        return next(each for each in self.sign_ins if each.get("email", "").startswith(f"{email_name}@"))

    def new_client(self) -> HouseClient:
        client = self.app.test_client()
        assert isinstance(client, HouseClient)
        return client

    def signed_in(self, who: dict[str, Any]) -> HouseClient:
        """A client on which `who` is signed in already, without the way through the doors."""
        client, token = self.new_client(), secrets.new_token()
        with self.app.app_context():
            pupil_id = staff_id = None
            if who["role"] == "pupil":
                person: Any = self.pupil_row(who)
                pupil_id = person.id
            else:
                person = db.session.scalars(select(Staff).where(Staff.email == who["email"])).one()
                staff_id = person.id
            db.session.add(
                SignIn(
                    school_id=person.school_id,
                    token_digest=secrets.token_digest(token),
                    pupil_id=pupil_id,
                    staff_id=staff_id,
                    device="test",
                    started_at=clock.now(),
                    seen_at=clock.now(),
                )
            )
            db.session.commit()
        with client.session_transaction() as cookie:
            cookie["token"] = token
        return client

    def pupil_row(self, who: dict[str, Any]) -> Pupil:
        rows = select(Pupil).join(SchoolClass).where(SchoolClass.code == who["code"], Pupil.nickname == who["nickname"])
        return db.session.scalars(rows).one()

    def class_ref(self, name: str) -> str:
        with self.app.app_context():
            return db.session.scalars(select(SchoolClass.ref).where(SchoolClass.name == name)).one()

    def rows(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()


def build_world(folder: Path) -> World:
    """The demonstration, as `esafety demo` makes it, with a trust administrator beside."""
    settings = Settings.for_folder(folder)
    app = app_with_current_tables(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.test_client_class = HouseClient
    sign_ins = make_demo(app, data=folder)
    with app.app_context():
        school_id = db.session.scalars(select(Staff.school_id)).first()
        trust = Staff(school_id=school_id, name="Ms Trust", email="trust@trust.example", passphrase_hash="-")
        db.session.add(trust)
        db.session.flush()
        db.session.add(
            NamedRole(
                school_id=school_id,
                role=str(Role.TRUST_ADMINISTRATOR),
                holder_id=trust.id,
                from_on=clock.now().date(),
            )
        )
        db.session.commit()
    administrator = {"role": "trust administrator", "school": "", "name": "Ms Trust", "email": "trust@trust.example"}
    return World(app=app, data=folder, sign_ins=[*sign_ins, administrator])


def snapshot(world: World) -> Path:
    """A copy of the database to go back to."""
    copy = world.data / "snapshot.db"
    with closing(sqlite3.connect(world.database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def put_back(world: World) -> None:
    """The database as it was at the snapshot."""
    with world.app.app_context():
        db.session.remove()
        db.engine.dispose()
    for leftover in (world.data / "esafety.db-wal", world.data / "esafety.db-shm"):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(world.data / "snapshot.db", world.database)


def worlds(folder: Path) -> Iterator[World]:
    world = build_world(folder)
    snapshot(world)
    yield world
    with world.app.app_context():
        db.session.remove()
        db.engine.dispose()
