"""Whether parents may read what a school's lessons teach, without signing in: the school's own choice, off at first."""

from __future__ import annotations

from sqlalchemy import select, update

from esafety import audit
from esafety.db import atomic, db
from esafety.roles import Actor
from esafety.school.models import School


def is_open(school_id: int) -> bool:
    """Whether the school shows its pages for parents."""
    return bool(db.session.scalar(select(School.parents_pages).where(School.id == school_id)))


def address_part(school_id: int) -> str:
    """What names the school in the address of its pages for parents."""
    return db.session.execute(select(School.ref).where(School.id == school_id)).scalar_one()


def name_of_open_school(ref: str) -> str | None:
    """The school's name where its pages are open; None alike for one that keeps them closed and for none at all."""
    return db.session.scalar(select(School.name).where(School.ref == ref, School.parents_pages.is_(True)))


@atomic
def set_open(actor: Actor, *, is_open: bool) -> None:
    """Open the pages for parents of the person's own school, or close them; recorded where it changes something."""
    changed = db.session.execute(
        update(School)
        .where(School.id == actor.school_id, School.parents_pages.is_not(is_open))
        .values(parents_pages=is_open)
        .returning(School.id)
    ).all()
    if changed:
        verb = "parents-pages.opened" if is_open else "parents-pages.closed"
        subject = f"school:{actor.school_id}"
        audit.record(db.session(), school_id=actor.school_id, who=actor.label, verb=verb, subject=subject)
