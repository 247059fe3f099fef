"""Schools to break: one class of many children and one of each member of staff, on SQLite or on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask, g, session
from sqlalchemy import text
from sqlalchemy.engine import make_url

from esafety import clock
from esafety.accounts import secrets
from esafety.accounts.models import SignIn
from esafety.config import Settings
from esafety.content.model import Lesson
from esafety.db import atomic, db
from esafety.lessons.models import Sitting
from esafety.lessons.shelf import lessons_now
from esafety.roles import Actor, Role
from esafety.school.models import NamedRole, Pupil, School, SchoolClass, Staff
from esafety.serving import app_with_current_tables
from esafety.web.forms import form_fields

LESSON = "friends-of-friends"
PUPILS = 150
ROLES = (Role.OFFICER, Role.DEPUTY, Role.STAND_IN, Role.HEAD, Role.OFFICE, Role.GOVERNOR, Role.TRUST_ADMINISTRATOR)


@dataclass
class House:
    """A school's data folder and database, and the application on them in this process."""

    kind: str
    settings: Settings
    app: Flask
    taken: int = 0

    @property
    def address(self) -> str:
        """The database's address as its setting takes it."""
        return make_url(self.settings.database_url).render_as_string(hide_password=False)

    def number(self, sql: str, **values: Any) -> int:
        """The one number that `sql` asks for."""
        with self.app.app_context():
            return int(db.session.scalar(text(sql), values) or 0)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.app.app_context():
            return list(db.session.execute(text(sql), values))

    def children(self, how_many: int) -> list[Actor]:
        """Children whom no other test has had."""
        self.taken += how_many
        with self.app.app_context():
            rows = db.session.query(Pupil).order_by(Pupil.id).offset(self.taken - how_many).limit(how_many)
            found = [actor_of(pupil) for pupil in rows]
        assert len(found) == how_many, "the school is too small"
        return found

    def lesson(self) -> Lesson:
        with self.app.app_context():
            return lessons_now().lessons[LESSON]

    def begin_quiz(self, child: Actor) -> None:
        """Let the child be at the first question."""
        at, question = clock.now(), self.lesson().quiz[0]
        with self.app.app_context():
            sitting = Sitting(
                school_id=child.school_id, class_id=next(iter(child.class_ids)), pupil_id=child.person_id, number=1,
                lesson_id=LESSON, place=f"question:{question.id}", path=[], begun_at=at, moved_at=at,
            )  # fmt: skip
            db.session.add(sitting)
            db.session.commit()

    def let_go(self) -> None:
        """Close the database in this process."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@dataclass(frozen=True)
class Pass:
    """What a signed-in browser holds: its cookie, and the hidden fields of its forms."""

    cookie: str
    fields: dict[str, str]


def sign_in(house: House, actor: Actor) -> Pass:
    """A stay of `actor` on one more device, with the cookie and the form fields that the program itself makes."""
    token = secrets.new_token()
    with house.app.app_context():
        whose = {"pupil_id": actor.person_id} if actor.is_pupil else {"staff_id": actor.person_id}
        stay = SignIn(
            school_id=actor.school_id, token_digest=secrets.token_digest(token), device="tablet",
            started_at=clock.now(), seen_at=clock.now(), **whose,
        )  # fmt: skip
        db.session.add(stay)
        db.session.commit()
        sign_in_id = stay.id
    with house.app.test_request_context():
        session["token"], g.actor = token, replace(actor, sign_in_id=sign_in_id)
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form_fields()))
        signer = house.app.session_interface.get_signing_serializer(house.app)  # type: ignore[attr-defined]
        cookie = f"{house.app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
    return Pass(cookie=cookie, fields=fields)


def actor_of(pupil: Pupil) -> Actor:
    return Actor(
        role_names=frozenset({Role.PUPIL}), person_id=pupil.id, school_id=pupil.school_id,
        class_ids=frozenset({pupil.class_id}),
    )  # fmt: skip


@contextmanager
def house_in(folder: Path, *, server: str | None) -> Iterator[House]:
    """A new school in `folder`, its database a file there, or on the PostgreSQL `server`."""
    settings = Settings.for_folder(folder)
    if server:
        settings = replace(settings, database_url=f"{server}/{_new_database(server, name=folder.name)}")
    app = app_with_current_tables(settings)
    house = House(kind="PostgreSQL" if server else "SQLite", settings=settings, app=app)
    try:
        with app.app_context():
            _found_school()
        yield house
    finally:
        house.let_go()


def _new_database(server: str, *, name: str) -> str:
    import psycopg  # noqa: PLC0415 - only where there is a server

    name = re.sub(r"\W", "_", name).lower()
    address = make_url(f"{server}/postgres").set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type] # only letters, digits and _
    return name


@atomic
def _found_school() -> None:
    school = School(name="Elm")
    db.session.add(school)
    db.session.flush()
    class_ = SchoolClass(school_id=school.id, name="Oak", key_stage="KS2", academic_year=0)
    staff = [
        Staff(school_id=school.id, name=f"Mx {role}", email=f"{role}@elm.example", passphrase_hash="-")
        for role in ROLES
    ]
    db.session.add_all([class_, *staff])
    db.session.flush()
    today = clock.now().date()
    for role, holder in zip(ROLES, staff, strict=True):
        db.session.add(NamedRole(school_id=school.id, role=str(role), holder_id=holder.id, from_on=today))
    for number in range(PUPILS):
        pupil = Pupil(
            school_id=school.id, class_id=class_.id, first_name=f"Ada{number}", nickname=f"Fox {number}",
            avatar="red-fox", year_group=4, pictures_hash="",
        )  # fmt: skip
        db.session.add(pupil)
