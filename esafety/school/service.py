"""Questions about people and classes; each answers only within what the asking person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from esafety.clock import now
from esafety.db import db
from esafety.roles import Actor, Capability, Role
from esafety.school.models import ClassTeacher, NamedRole, Pupil, SchoolClass, Staff


def classes_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The one rule of class walls: it opens a single class and filters every list."""
    if not (actor.is_pupil or actor.may(Capability.TEACH_CLASS)):
        return false()
    return and_(SchoolClass.school_id == actor.school_id, SchoolClass.id.in_(actor.class_ids or {-1}))


def pupils_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The children of the classes that `actor` sees, without those who left."""
    if not (actor.is_pupil or actor.may(Capability.TEACH_CLASS)):
        return false()
    return and_(
        Pupil.school_id == actor.school_id, Pupil.class_id.in_(actor.class_ids or {-1}), Pupil.left_on.is_(None)
    )


def visible_class(actor: Actor, *, ref: str) -> SchoolClass | None:
    """Class `ref` if `actor` may see it; None alike for one hidden and for one that does not exist."""
    return db.session.scalar(select(SchoolClass).where(classes_visible_to(actor), SchoolClass.ref == ref))


def visible_classes(actor: Actor) -> Sequence[SchoolClass]:
    """The classes that `actor` leads or covers, by name."""
    return db.session.scalars(select(SchoolClass).where(classes_visible_to(actor)).order_by(SchoolClass.name)).all()


@dataclass(frozen=True, kw_only=True)
class PupilOnRoll:
    """A child as staff see them."""

    id: int
    ref: str
    name: str
    nickname: str
    avatar: str
    year_group: int


def roll_of(actor: Actor, *, class_id: int) -> list[PupilOnRoll]:
    """The children of a class that `actor` may see, by first name; an initial only where two are alike."""
    rows = db.session.execute(
        select(Pupil.id, Pupil.ref, Pupil.first_name, Pupil.initial, Pupil.nickname, Pupil.avatar, Pupil.year_group)
        .where(pupils_visible_to(actor), Pupil.class_id == class_id)
        .order_by(Pupil.first_name, Pupil.initial, Pupil.id)
    ).all()
    alike = {name for name in (row.first_name for row in rows) if sum(row.first_name == name for row in rows) > 1}
    return [
        PupilOnRoll(
            id=row.id,
            ref=row.ref,
            name=f"{row.first_name} {row.initial}".strip() if row.first_name in alike else row.first_name,
            nickname=row.nickname,
            avatar=row.avatar,
            year_group=row.year_group,
        )
        for row in rows
    ]


def pupils_in_classes(actor: Actor) -> dict[int, int]:
    """How many children are in each class that `actor` sees, by class id."""
    counted = select(Pupil.class_id, func.count()).where(pupils_visible_to(actor)).group_by(Pupil.class_id)
    return dict(db.session.execute(counted).all())


def year_groups_in(class_id: int) -> list[int]:
    """The year groups that sit in a class, lowest first."""
    rows = select(Pupil.year_group).where(Pupil.class_id == class_id, Pupil.left_on.is_(None)).distinct()
    return sorted(db.session.scalars(rows))


def duties_of(staff_id: int, *, on: date) -> tuple[frozenset[int], frozenset[Role]]:
    """The classes that a member of staff leads or covers on a day, and the roles held, standing in included.

    One query, for each request of staff asks it.
    """
    rows = db.session.execute(_DUTIES, {"staff_id": staff_id, "day": on}).all()
    classes = frozenset(row.class_id for row in rows if row.class_id)
    roles = {Role(row.role) for row in rows if row.role and row.holder_id == staff_id}
    if any(row.stand_in_id == staff_id and row.role == Role.OFFICER for row in rows):
        roles.add(Role.STAND_IN)
    return classes, frozenset(roles)


def _in_force(table: type[ClassTeacher | NamedRole]) -> ColumnElement[bool]:
    day = bindparam("day", type_=Date())
    return and_(table.from_on <= day, or_(table.until_on.is_(None), table.until_on >= day))


_STAFF_ID = bindparam("staff_id", type_=Integer())
_DUTIES: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        ClassTeacher.class_id,
        literal("", String()).label("role"),
        literal(0, Integer()).label("holder_id"),
        literal(0, Integer()).label("stand_in_id"),
    ).where(ClassTeacher.staff_id == _STAFF_ID, _in_force(ClassTeacher)),
    select(literal(0, Integer()), NamedRole.role, NamedRole.holder_id, NamedRole.stand_in_id).where(
        or_(NamedRole.holder_id == _STAFF_ID, NamedRole.stand_in_id == _STAFF_ID), _in_force(NamedRole)
    ),
)


@dataclass(frozen=True, kw_only=True)
class NamedAdult:
    """An adult whom a child may know by name."""

    id: int
    ref: str
    name: str


def holders_of(school_id: int, *roles: Role) -> list[NamedAdult]:
    """Who holds any of `roles` in a school today, in the order of `roles`."""
    today = now().date()
    rows = db.session.execute(
        select(NamedRole.role, Staff.id, Staff.ref, Staff.name)
        .join(Staff, Staff.id == NamedRole.holder_id)
        .where(
            NamedRole.school_id == school_id,
            NamedRole.role.in_([str(role) for role in roles]),
            NamedRole.from_on <= today,
            or_(NamedRole.until_on.is_(None), NamedRole.until_on >= today),
            Staff.left_on.is_(None),
        )
        .order_by(NamedRole.id)
    ).all()
    in_order = sorted(rows, key=lambda row: list(roles).index(Role(row.role)))
    return [NamedAdult(id=row.id, ref=row.ref, name=row.name) for row in in_order]


def stand_ins_of(school_id: int, *, role: Role) -> list[NamedAdult]:
    """Who stands in today for a role of a school, also where its holder has left."""
    today = now().date()
    rows = db.session.execute(
        select(Staff.id, Staff.ref, Staff.name)
        .join(NamedRole, NamedRole.stand_in_id == Staff.id)
        .where(
            NamedRole.school_id == school_id,
            NamedRole.role == str(role),
            NamedRole.from_on <= today,
            or_(NamedRole.until_on.is_(None), NamedRole.until_on >= today),
            Staff.left_on.is_(None),
        )
        .order_by(NamedRole.id)
    ).all()
    return [NamedAdult(id=row.id, ref=row.ref, name=row.name) for row in rows]


def adults_of_class(class_id: int, *, on: date) -> list[NamedAdult]:
    """The adults who lead or cover a class on a day, by name."""
    rows = db.session.execute(
        select(Staff.id, Staff.ref, Staff.name)
        .join(ClassTeacher, ClassTeacher.staff_id == Staff.id)
        .where(
            ClassTeacher.class_id == class_id,
            ClassTeacher.from_on <= on,
            or_(ClassTeacher.until_on.is_(None), ClassTeacher.until_on >= on),
            Staff.left_on.is_(None),
        )
        .order_by(Staff.name)
        .distinct()
    ).all()
    return [NamedAdult(id=row.id, ref=row.ref, name=row.name) for row in rows]
