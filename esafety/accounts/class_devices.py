"""Class devices: a teacher's leave to enrol, enrolling, knowing a device again, and revoking."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update

from esafety import audit, clock
from esafety.accounts.models import ClassDevice, DeviceEnrolment
from esafety.accounts.rules import ENROLMENT, MOST_DEVICES
from esafety.accounts.secrets import new_token, token_digest
from esafety.codes import ALPHABET, REF_LENGTH, tidy_code
from esafety.db import atomic, db, take_turn
from esafety.school.models import SchoolClass, Staff

CODE_LENGTH = 8  # 26,000 million codes, of which a school has a handful open for a quarter of an hour
MAC_LENGTH = 32  # 192 bits


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """A teacher's open leave: `left` more devices until `ends_at`, by the code or by the last part of an address."""

    class_name: str
    left: int
    ends_at: datetime
    code: str
    address: str


@dataclass(frozen=True, kw_only=True)
class KnownDevice:
    """The device at hand, which belongs to a class and was not revoked."""

    id: int
    number: int
    class_ref: str
    class_id: int
    school_id: int
    enrolment_ref: str

    @property
    def mark(self) -> str:
        """How tries to sign in name it; nothing on the device can change it."""
        return f"class-device:{self.id}"


@dataclass(frozen=True, kw_only=True)
class ListedDevice:
    """A device as its teacher sees it."""

    ref: str
    number: int
    enrolled_at: datetime
    enrolled_by: str
    used_at: datetime | None


@atomic
def open_enrolment(class_: SchoolClass, *, staff_id: int, most: int, by: str) -> None:
    """Give leave for up to `most` devices; an older leave of the class ends."""
    at = clock.now()
    _end_open(class_.id, at=at)
    most = min(max(most, 1), MOST_DEVICES)
    db.session.add(
        DeviceEnrolment(
            school_id=class_.school_id,
            class_id=class_.id,
            staff_id=staff_id,
            opened_at=at,
            ends_at=at + ENROLMENT,
            most=most,
        )
    )
    _record(class_.school_id, by=by, verb="enrolment.opened", subject=f"class:{class_.id}", state=f"{most} devices")


@atomic
def close_enrolment(class_: SchoolClass, *, by: str) -> None:
    """End the open leave of a class before its time."""
    _end_open(class_.id, at=clock.now())
    _record(class_.school_id, by=by, verb="enrolment.closed", subject=f"class:{class_.id}")


def _end_open(class_id: int, *, at: datetime) -> None:
    db.session.execute(
        update(DeviceEnrolment)
        .where(DeviceEnrolment.class_id == class_id, DeviceEnrolment.ends_at > at)
        .values(ends_at=at)
    )


def enrolment_of_class(class_id: int, *, pepper: bytes) -> Enrolment | None:
    """The open leave of a class, with its code and address; None where there is none or it is used up."""
    found = db.session.scalars(
        _open_enrolments().where(DeviceEnrolment.class_id == class_id).order_by(DeviceEnrolment.id.desc())
    ).first()
    return _shown(found, pepper=pepper) if found else None


def enrolment_by_address(address: str, *, pepper: bytes) -> Enrolment | None:
    """The open leave that an address stands for; None alike for an unknown, old, closed and used-up one."""
    found = db.session.scalars(_open_enrolments().where(DeviceEnrolment.ref == address[:REF_LENGTH])).first()
    fits = hmac.compare_digest(address.encode(), _address(address[:REF_LENGTH], pepper=pepper).encode())
    return _shown(found, pepper=pepper) if found and fits else None


def enrolment_by_code(typed: str, *, pepper: bytes) -> Enrolment | None:
    """The open leave whose code somebody typed."""
    code = tidy_code(typed, length=CODE_LENGTH) or ""
    shown = [_shown(each, pepper=pepper) for each in db.session.scalars(_open_enrolments())]
    return next((each for each in shown if hmac.compare_digest(each.code, code)), None)


@atomic
def enrol(address: str, *, pepper: bytes) -> str | None:
    """Make the device at hand one of the class; return the token for its cookie, or None where the leave has ended."""
    ref = address[:REF_LENGTH]
    take_turn(db.session(), what=f"enrolment:{ref}")
    if enrolment_by_address(address, pepper=pepper) is None:
        return None
    leave = db.session.scalars(select(DeviceEnrolment).where(DeviceEnrolment.ref == ref)).one()
    leave.used += 1
    take_turn(db.session(), what=f"class-devices:{leave.class_id}")
    last = db.session.scalar(select(func.max(ClassDevice.number)).where(ClassDevice.class_id == leave.class_id))
    token = new_token()
    device = ClassDevice(
        school_id=leave.school_id,
        class_id=leave.class_id,
        enrolment_id=leave.id,
        number=(last or 0) + 1,
        token_digest=token_digest(token),
        enrolled_at=clock.now(),
    )
    db.session.add(device)
    db.session.flush()
    by, subject = f"staff:{leave.staff_id}", f"class-device:{device.id}"
    _record(leave.school_id, by=by, verb="device.enrolled", subject=subject, state=f"class:{leave.class_id}")
    return token


def device_with(token: str) -> KnownDevice | None:
    """The device whose cookie holds `token`; None for an unknown and for a revoked one."""
    row = db.session.execute(
        select(
            ClassDevice.id,
            ClassDevice.number,
            ClassDevice.class_id,
            ClassDevice.school_id,
            SchoolClass.ref.label("class_ref"),
            DeviceEnrolment.ref.label("enrolment_ref"),
        )
        .join(SchoolClass, SchoolClass.id == ClassDevice.class_id)
        .join(DeviceEnrolment, DeviceEnrolment.id == ClassDevice.enrolment_id)
        .where(ClassDevice.token_digest == token_digest(token), ClassDevice.revoked_at.is_(None))
    ).first()
    return KnownDevice(**row._asdict()) if row else None


@atomic
def note_use(device_id: int) -> None:
    """Remember that somebody signed in on the device just now."""
    db.session.execute(update(ClassDevice).where(ClassDevice.id == device_id).values(used_at=clock.now()))


def devices_of(class_id: int) -> list[ListedDevice]:
    """The devices of a class that were not revoked, by number."""
    rows = db.session.execute(
        select(
            ClassDevice.ref, ClassDevice.number, ClassDevice.enrolled_at, ClassDevice.used_at,
            Staff.name.label("enrolled_by"),
        )
        .join(DeviceEnrolment, DeviceEnrolment.id == ClassDevice.enrolment_id)
        .join(Staff, Staff.id == DeviceEnrolment.staff_id)
        .where(ClassDevice.class_id == class_id, ClassDevice.revoked_at.is_(None))
        .order_by(ClassDevice.number)
    ).all()  # fmt: skip
    return [ListedDevice(**row._asdict()) for row in rows]


@atomic
def revoke(class_: SchoolClass, *, ref: str | None, by: str) -> int:
    """Make one device of a class, or with None every one, an unknown device at once; return how many it were."""
    which = [ClassDevice.class_id == class_.id, ClassDevice.revoked_at.is_(None)]
    if ref is not None:
        which.append(ClassDevice.ref == ref)
    ids = db.session.scalars(select(ClassDevice.id).where(*which)).all()
    db.session.execute(update(ClassDevice).where(ClassDevice.id.in_(ids)).values(revoked_at=clock.now()))
    for device_id in ids:
        _record(class_.school_id, by=by, verb="device.revoked", subject=f"class-device:{device_id}")
    return len(ids)


@atomic
def leave_class(device: KnownDevice) -> None:
    """A device that is about to join another class leaves its old one."""
    db.session.execute(update(ClassDevice).where(ClassDevice.id == device.id).values(revoked_at=clock.now()))
    _record(device.school_id, by="system", verb="device.revoked", subject=device.mark, state="joins another class")


def _open_enrolments() -> Select[DeviceEnrolment]:
    return select(DeviceEnrolment).where(
        DeviceEnrolment.ends_at > clock.now(), DeviceEnrolment.used < DeviceEnrolment.most
    )


def _shown(leave: DeviceEnrolment, *, pepper: bytes) -> Enrolment:
    name = db.session.scalars(select(SchoolClass.name).where(SchoolClass.id == leave.class_id)).one()
    return Enrolment(
        class_name=name,
        left=leave.most - leave.used,
        ends_at=leave.ends_at,
        code=_code(leave.ref, pepper=pepper),
        address=_address(leave.ref, pepper=pepper),
    )


def _address(ref: str, *, pepper: bytes) -> str:
    mac = hmac.new(pepper, f"class-device-address\x1f{ref}".encode(), hashlib.sha256).digest()
    return ref + base64.urlsafe_b64encode(mac).decode()[:MAC_LENGTH]


def _code(ref: str, *, pepper: bytes) -> str:
    number = int.from_bytes(hmac.new(pepper, f"class-device-code\x1f{ref}".encode(), hashlib.sha256).digest(), "big")
    letters = []
    for _letter in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def _record(school_id: int, *, by: str, verb: str, subject: str, state: str = "") -> None:
    audit.record(db.session(), school_id=school_id, who=by, verb=verb, subject=subject, state=state)
