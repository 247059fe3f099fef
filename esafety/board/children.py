"""The one child that staff pause: found only within what they may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from esafety.db import db
from esafety.roles import Actor, Capability
from esafety.school.models import Pupil, SchoolClass


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child as staff see it."""

    ref: str
    name: str
    nickname: str
    class_name: str


def child_on_roll(actor: Actor, *, ref: str) -> Child | None:
    """Child `ref` of a class that `actor` moderates, while it is on the roll; None alike for hidden and for none."""
    seen = (Pupil.school_id == actor.school_id) & Pupil.left_on.is_(None)
    if not actor.may(Capability.MODERATE_SCHOOL_BOARD):
        seen &= Pupil.class_id.in_(actor.class_ids or {-1})
    row = db.session.execute(
        select(Pupil.first_name, Pupil.nickname, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(seen, Pupil.ref == ref)
    ).first()
    return Child(ref=ref, name=row.first_name, nickname=row.nickname, class_name=row.name) if row else None
