"""Doors: the class whose tiles are open on a device, by its code or because the device is the class's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select

from esafety import clock
from esafety.accounts.class_devices import KnownDevice
from esafety.accounts.rules import code_shows_tiles
from esafety.accounts.window import Hours, window_of
from esafety.db import db
from esafety.school.models import School, SchoolClass


@dataclass(frozen=True, kw_only=True)
class Door:
    """A class whose tiles may be open on a device.

    `is_open`: its sign-in window is open. `takes_code`: its code shows the tiles now. `class_device_id`: the device at
    hand, where it is the class's own. `let_in_at`: when a teacher last let the class's strange devices try again.
    """

    class_id: int
    class_ref: str
    class_name: str
    key_stage: str
    school_id: int
    is_open: bool
    takes_code: bool
    let_in_at: datetime | None = None
    class_device_id: int | None = None

    @property
    def is_class_device(self) -> bool:
        """Whether the device at hand is the class's own."""
        return self.class_device_id is not None

    def on(self, device: KnownDevice | None) -> Door:
        """The same door on `device`, which counts only where it is of this class."""
        is_own = device is not None and device.class_id == self.class_id
        return replace(self, class_device_id=device.id if device is not None and is_own else None)


def door_by_ref(class_ref: str) -> Door | None:
    """The door that a device opened before, if its class still exists."""
    return _door(SchoolClass.ref == class_ref)


def door_by_code(code: str) -> Door | None:
    """The door of the class with this code, open or not."""
    return _door(SchoolClass.code == code)


def _door(which: ColumnElement[bool]) -> Door | None:
    row = db.session.execute(
        select(
            SchoolClass.id,
            SchoolClass.ref,
            SchoolClass.name,
            SchoolClass.key_stage,
            SchoolClass.open_until,
            SchoolClass.let_in_at,
            School.id.label("school_id"),
            School.opens,
            School.closes,
            School.timezone,
            School.sign_in_window,
            School.code_sign_in,
        )
        .join(School, School.id == SchoolClass.school_id)
        .where(which)
    ).first()
    if row is None:
        window_of(Hours(), at=clock.now())  # the same way as for a class that is closed
        return None
    names = ("school_id", "opens", "closes", "timezone", "sign_in_window", "open_until")
    hours = Hours(**{name: getattr(row, name) for name in names})
    is_open = window_of(hours, at=clock.now()).is_open
    return Door(
        class_id=row.id,
        class_ref=row.ref,
        class_name=row.name,
        key_stage=row.key_stage,
        school_id=row.school_id,
        is_open=is_open,
        takes_code=code_shows_tiles(is_open=is_open, key_stage=row.key_stage, code_sign_in=row.code_sign_in),
        let_in_at=row.let_in_at,
    )
