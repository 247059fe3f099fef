"""A house of its own for each test: the application, its tables, and a school with one class and one child."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from esafety.app import create_app
from esafety.config import Settings
from esafety.db import db
from esafety.school.models import Pupil, School, SchoolClass
from tests.factories.classroom import Classroom, build_classroom
from tests.factories.stores import SqliteStore
from tests.factories.world import World, worlds

NOBODY = 65534


@dataclass(frozen=True, kw_only=True)
class House:
    """A data folder, the application on it, and the ids of what is in its database."""

    app: Flask
    data: Path
    school_id: int
    other_school_id: int
    class_id: int
    pupil_id: int


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    data = tmp_path / "data"
    app = create_app(Settings.for_folder(data))
    with app.app_context():
        db.create_all()
        school, other = School(name="Elm"), School(name="Ash")
        db.session.add_all([school, other])
        db.session.flush()
        class_ = SchoolClass(school_id=school.id, name="Oak", key_stage="KS2", academic_year=0)
        db.session.add(class_)
        db.session.flush()
        pupil = Pupil(
            school_id=school.id, class_id=class_.id, first_name="Ada", nickname="Red Fox", avatar="red-fox",
            year_group=4, pictures_hash="",
        )  # fmt: skip
        db.session.add(pupil)
        db.session.commit()
        ids = {"school_id": school.id, "other_school_id": other.id, "class_id": class_.id, "pupil_id": pupil.id}
    yield House(app=app, data=data, **ids)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def classroom(house: House) -> Iterator[Classroom]:
    """The house's school with everybody in it, in the application's context."""
    with house.app.app_context():
        yield build_classroom(
            school_id=house.school_id,
            class_id=house.class_id,
            pupil_id=house.pupil_id,
            other_school_id=house.other_school_id,
        )
        db.session.remove()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demonstration schools; only for tests that change nothing."""
    folder = tmp_path_factory.mktemp("demonstration")
    yield from worlds(folder, store=SqliteStore(folder))


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """What follows may not do what only an administrator may, although the tests run as one."""
    is_root = hasattr(os, "setresuid") and os.geteuid() == 0
    if is_root:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
