"""Classes of a wanted size."""

from __future__ import annotations

from sqlalchemy import select, update

from esafety.db import db
from esafety.school.models import Pupil, SchoolClass
from tests.factories.world import World


def fill_class(world: World, name: str, *, pupils: int) -> None:
    """Move children of the same school into a class until it has `pupils`."""
    with world.app.app_context():
        class_ = db.session.scalars(select(SchoolClass).where(SchoolClass.name == name)).one()
        of_school = select(Pupil.id).where(Pupil.school_id == class_.school_id)
        inside = list(db.session.scalars(of_school.where(Pupil.class_id == class_.id)))
        outside = list(db.session.scalars(of_school.where(Pupil.class_id != class_.id)))
        moved = Pupil.id.in_(outside[: pupils - len(inside)])
        # A nickname is somebody's own within a class.
        db.session.execute(update(Pupil).where(moved).values(class_id=class_.id, nickname=Pupil.nickname + Pupil.ref))
        db.session.commit()
