"""The demonstration schools inside the test's own process, put back as they were between tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
from tests.factories.stores import Store
from tests.house import HouseClient

SURNAME = "Hollingsworth-Test"


@dataclass
class World:
    """Two schools, everybody in them, and a way to be any of them."""

    app: Flask
    data: Path
    store: Store
    sign_ins: list[dict[str, Any]]
    clients: dict[str, HouseClient] = field(default_factory=dict)

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
        """What the database answers, each row a tuple; looked up beside whatever else is under way."""
        with self.app.app_context():
            engine = db.engine.execution_options(writes=False)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql.replace("%", "%%"))]

    def table_names(self) -> list[str]:
        with self.app.app_context():
            return sorted(db.metadata.tables)


def build_world(folder: Path, *, store: Store) -> World:
    """The demonstration, as `esafety demo` makes it, with a trust administrator beside."""
    settings = replace(Settings.for_folder(folder), database_url=store.address)
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
    return World(app=app, data=folder, store=store, sign_ins=[*sign_ins, administrator])


def put_back(world: World) -> None:
    """The database as it was when the world was made."""
    let_go(world)
    world.store.put_back()


def let_go(world: World) -> None:
    """Close every connection of the world's own."""
    with world.app.app_context():
        db.session.remove()
        db.engine.dispose()


def worlds(folder: Path, *, store: Store) -> Iterator[World]:
    world = build_world(folder, store=store)
    let_go(world)
    store.take_snapshot()
    yield world
    let_go(world)
