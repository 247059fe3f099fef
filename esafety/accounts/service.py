"""Signing in and out. Every way in comes through here, so that every limit holds everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from esafety import audit, clock, codes, drafts
from esafety.accounts import class_devices, secrets, tries
from esafety.accounts.class_devices import Enrolment
from esafety.accounts.doors import Door, door_by_code
from esafety.accounts.models import SignIn, SignInTry
from esafety.accounts.rules import PICTURES_NEEDED, Gate
from esafety.db import atomic, db, take_turn
from esafety.roles import Actor
from esafety.school.models import Pupil, SchoolClass, Staff


@dataclass(frozen=True)
class SignedIn:
    """Success: the token for the cookie."""

    token: str


@dataclass(frozen=True)
class NotSignedIn:
    """Refusal: OPEN means that the try was taken and was wrong."""

    gate: Gate


@dataclass(frozen=True, kw_only=True)
class Tile:
    """What a door shows of a child: never a name."""

    ref: str
    nickname: str
    avatar: str


@atomic
def open_door(typed: str, *, device: str, school_id: int | None = None) -> Door | Gate:
    """The class whose code somebody typed; PAUSED after too many wrong codes.

    OPEN alike for no such class, for one that is closed now and, on a device of school `school_id`, for another
    school's: whoever tries codes learns nothing, and a code of any kind takes the same way.
    """
    at = clock.now()
    if tries.gate_for_code(device=device, at=at) is not Gate.OPEN:
        return Gate.PAUSED
    door = door_by_code(codes.tidy_code(typed) or "")
    if door is None or not door.takes_code or school_id not in {None, door.school_id}:
        db.session.add(SignInTry(device=device, at=at, was_right=False))
        return Gate.OPEN
    return door


@atomic
def take_device_code(typed: str, *, device: str, pepper: bytes) -> Enrolment | Gate:
    """The leave to enrol whose code somebody typed; OPEN for none, PAUSED after too many wrong codes of any kind."""
    at = clock.now()
    if tries.gate_for_code(device=device, at=at) is not Gate.OPEN:
        return Gate.PAUSED
    found = class_devices.enrolment_by_code(typed, pepper=pepper)
    if found is None:
        db.session.add(SignInTry(device=device, at=at, was_right=False))
        return Gate.OPEN
    return found


def tiles_of(door: Door) -> list[Tile]:
    """The tiles of a class, by nickname."""
    rows = db.session.execute(
        select(Pupil.ref, Pupil.nickname, Pupil.avatar)
        .where(Pupil.class_id == door.class_id, Pupil.left_on.is_(None))
        .order_by(Pupil.nickname)
    ).all()
    return [Tile(ref=row.ref, nickname=row.nickname, avatar=row.avatar) for row in rows]


def tile_behind(door: Door, *, ref: str) -> Tile | None:
    """One tile of an open door."""
    return next((tile for tile in tiles_of(door) if tile.ref == ref), None)


def gate_of_tile(door: Door, *, ref: str, device: str) -> Gate:
    """Whether `device` may try the tile now, before any picture is shown."""
    pupil = _pupil_behind(door, ref=ref)
    return _gate(pupil, door=door, device=device) if pupil else Gate.OPEN


@atomic
def sign_in_pupil(
    door: Door, *, ref: str, pictures: Sequence[str], device: str, pepper: bytes
) -> SignedIn | NotSignedIn:
    """Sign a child in who tapped `pictures`, in their order.

    The gate is asked first: while it is shut even the right pictures do not open it.
    """
    pupil = _pupil_behind(door, ref=ref)
    if pupil is None:
        return NotSignedIn(Gate.OPEN)
    take_turn(db.session(), what=f"tries:class:{door.class_id}")
    gate = _gate(pupil, door=door, device=device)
    if gate is not Gate.OPEN:
        return NotSignedIn(gate)
    was_known = tries.last_right(pupil_id=pupil.id, device=device) is not None
    tapped = secrets.pictures_hash(pictures, pupil_ref=pupil.ref, pepper=pepper)
    is_right = len(pictures) == PICTURES_NEEDED[door.key_stage] and secrets.same(tapped, other=pupil.pictures_hash)
    db.session.add(
        SignInTry(
            school_id=pupil.school_id,
            class_id=pupil.class_id,
            pupil_id=pupil.id,
            device=device,
            at=clock.now(),
            was_right=is_right,
            was_trusted=door.is_class_device or was_known,
        )
    )
    db.session.flush()
    if not is_right:
        return NotSignedIn(_gate(pupil, door=door, device=device))
    if door.class_device_id is not None:
        class_devices.note_use(door.class_device_id)
    return _begin(school_id=pupil.school_id, pupil_id=pupil.id, staff_id=None, device=device)


def sign_in_staff(email: str, *, passphrase: str, device: str, pepper: bytes) -> SignedIn | NotSignedIn:
    """Sign a member of staff in. The slow hash runs outside any transaction, so that nobody waits for the lock.

    An e-mail that nobody has is answered, and after ten tries paused, like one that somebody has.
    """
    address = email.strip().lower()
    staff = db.session.execute(
        select(Staff.id, Staff.school_id, Staff.passphrase_hash).where(Staff.email == address, Staff.left_on.is_(None))
    ).first()
    db.session.rollback()
    fits = secrets.passphrase_fits(passphrase, kept=staff.passphrase_hash if staff else None)
    if staff is None:
        return _settle_nobody(secrets.email_mark(address, pepper=pepper))
    return _settle_staff(staff.id, school_id=staff.school_id, fits=fits, device=device)


@atomic
def _settle_nobody(mark: str) -> NotSignedIn:
    at = clock.now()
    if tries.gate_for_unknown_email(mark, at=at) is not Gate.OPEN:
        return NotSignedIn(Gate.PAUSED)
    db.session.add(SignInTry(device=mark, at=at, was_right=False))
    return NotSignedIn(Gate.OPEN)


@atomic
def _settle_staff(staff_id: int, *, school_id: int, fits: bool, device: str) -> SignedIn | NotSignedIn:
    at = clock.now()
    take_turn(db.session(), what=f"tries:staff:{staff_id}")
    if tries.gate_for_staff(staff_id=staff_id, at=at) is not Gate.OPEN:
        return NotSignedIn(Gate.PAUSED)
    db.session.add(SignInTry(school_id=school_id, staff_id=staff_id, device=device, at=at, was_right=fits))
    if not fits:
        return NotSignedIn(Gate.OPEN)
    return _begin(school_id=school_id, pupil_id=None, staff_id=staff_id, device=device)


def _begin(*, school_id: int, pupil_id: int | None, staff_id: int | None, device: str) -> SignedIn:
    token, at = secrets.new_token(), clock.now()
    db.session.add(
        SignIn(
            school_id=school_id,
            token_digest=secrets.token_digest(token),
            pupil_id=pupil_id,
            staff_id=staff_id,
            device=device,
            started_at=at,
            seen_at=at,
        )
    )
    who = f"pupil:{pupil_id}" if pupil_id else f"staff:{staff_id}"
    audit.record(db.session(), school_id=school_id, who=who, verb="signed.in", subject=who)
    return SignedIn(token)


@atomic
def sign_out(sign_in_id: int, *, school_id: int, who: str) -> None:
    """End a sign-in at once: its token opens nothing any more."""
    db.session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    )
    audit.record(db.session(), school_id=school_id, who=who, verb="signed.out", subject=who)


@atomic
def finish(sign_in_id: int, *, school_id: int, who: str) -> None:
    """Sign out somebody who says so: what they have written and not sent is forgotten as well.

    A stay that ended by itself, or by somebody else's signing in on the device, leaves drafts for when they return.
    """
    sign_out(sign_in_id, school_id=school_id, who=who)
    drafts.drop(owner=who)


def has_ended(sign_in_id: int) -> bool:
    """Whether a sign-in has been ended; it is not, from here until the transaction ends, where this says no."""
    is_open = select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).with_for_update(read=True)
    return db.session.scalar(is_open) is None


@atomic
def let_in(pupil_id: int, *, school_id: int, by: str) -> None:
    """A teacher lets a child try again: wrong tries so far no longer count."""
    db.session.execute(update(Pupil).where(Pupil.id == pupil_id).values(let_in_at=clock.now()))
    audit.record(db.session(), school_id=school_id, who=by, verb="pupil.let-in", subject=f"pupil:{pupil_id}")


@atomic
def let_class_in(class_id: int, *, school_id: int, by: str) -> None:
    """A teacher lets devices that are not the class's try again: what went wrong on them so far no longer counts.

    Each child's own limits stay as they are.
    """
    db.session.execute(update(SchoolClass).where(SchoolClass.id == class_id).values(let_in_at=clock.now()))
    audit.record(db.session(), school_id=school_id, who=by, verb="class.let-in", subject=f"class:{class_id}")


def last_stay(actor: Actor) -> datetime | None:
    """When the signed-in child was here before this stay; None on the first one."""
    return db.session.scalar(
        select(func.max(SignIn.started_at)).where(SignIn.pupil_id == actor.person_id, SignIn.id != actor.sign_in_id)
    )


def _pupil_behind(door: Door, *, ref: str) -> Pupil | None:
    return db.session.scalar(
        select(Pupil).where(Pupil.class_id == door.class_id, Pupil.ref == ref, Pupil.left_on.is_(None))
    )


def _gate(pupil: Pupil, *, door: Door, device: str) -> Gate:
    return tries.gate_for_pupil(
        pupil_id=pupil.id,
        class_id=pupil.class_id,
        key_stage=door.key_stage,
        device=device,
        at=clock.now(),
        let_in_at=pupil.let_in_at,
        is_class_device=door.is_class_device,
        class_let_in_at=door.let_in_at,
    )
