"""Raising and reading concerns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, select, type_coerce

from esafety import audit, clock, drafts, receipts
from esafety.accounts.service import has_ended
from esafety.concerns import rules
from esafety.concerns.models import Concern, ConcernRead
from esafety.concerns.rules import NOTHING_TOLD, Frozen, Refused, Source, Told
from esafety.db import atomic, db, write_beside
from esafety.receipts import Arrival
from esafety.roles import Actor, Role
from esafety.school.models import Pupil, SchoolClass, Staff
from esafety.school.service import NamedAdult, adults_of_class, holders_of
from esafety.sealed import CannotOpen, open_sealed

PLACE = "help"  # where a child's drafts and the keys of its forms belong


@dataclass(frozen=True)
class Taken:
    """The call for help is on disk."""

    is_new: bool


@atomic
def raise_concern(actor: Actor, *, told: Told, key: str) -> Taken | Refused:
    """Store a child's call for help; when this returns Taken, it is committed.

    It needs no filter, no mail and no lesson. The same form sent twice is stored once. A form whose key cannot be
    used is stored all the same: better twice than never.
    """
    refused = rules.check(feeling=told.feeling, about=told.about, words=told.words)
    if refused is not None:
        return refused
    arrival = receipts.take(school_id=actor.school_id, owner=_sender(actor), key=key, words=told.to_text())
    if arrival is Arrival.AGAIN:
        return Taken(is_new=False)
    concern = Concern(
        school_id=actor.school_id,
        pupil_id=actor.person_id,
        class_id=next(iter(actor.class_ids)),
        raised_at=clock.now(),
        told=told.to_text(),
    )
    db.session.add(concern)
    db.session.flush()
    audit.record(
        db.session(), school_id=actor.school_id, who=actor.label, verb="concern.raised", subject=f"concern:{concern.id}"
    )
    drafts.drop(owner=actor.label, place=PLACE)
    return Taken(is_new=True)


@atomic
def keep_draft(actor: Actor, *, words: str, key: str) -> None:
    """Keep what a child is writing, so that no device that runs out takes it along.

    What arrives after the form with this `key` was sent, or after the child signed out, is late and is not kept.
    """
    if not receipts.was_taken(owner=_sender(actor), key=key) and not has_ended(actor.sign_in_id):
        drafts.keep(school_id=actor.school_id, owner=actor.label, place=PLACE, words=words)


def draft_of(actor: Actor) -> str:
    """What the child has written and not sent."""
    return drafts.find(owner=actor.label, place=PLACE)


def _sender(actor: Actor) -> str:
    return f"{actor.label}:{PLACE}"


def readers_of(school_id: int) -> list[NamedAdult]:
    """Officer and deputies of a school, the officer first."""
    return holders_of(school_id, Role.OFFICER, Role.DEPUTY)


def reader_for(school_id: int, *, not_adults: Collection[int]) -> NamedAdult | None:
    """Who will read what a child says who does not want `not_adults` to: officer, else a deputy, else nobody named."""
    return next((reader for reader in readers_of(school_id) if reader.id not in not_adults), None)


def adults_a_child_may_exclude(actor: Actor) -> list[NamedAdult]:
    """The adults of the child's class and the readers, each once."""
    class_id = next(iter(actor.class_ids))
    everyone = [*adults_of_class(class_id, on=clock.now().date()), *readers_of(actor.school_id)]
    return list({adult.id: adult for adult in everyone}.values())


@dataclass(frozen=True, kw_only=True)
class ConcernOnList:
    """One row of the officer's list. `frozen` is the message that it is about, where the filter or staff raised it."""

    ref: str
    raised_at: datetime
    who: str
    class_name: str
    told: Told
    read_by: tuple[str, ...]
    can_be_opened: bool = True
    source: Source = Source.CHILD
    raised_by: str = ""
    frozen: Frozen | None = None


def concerns_visible_to(actor: Actor) -> list[ConcernOnList]:
    """The concerns that `actor` may read, newest first; the same rule opens a single one."""
    readers = [reader.id for reader in readers_of(actor.school_id)]
    rows = db.session.execute(_ROWS.where(Concern.school_id == actor.school_id).order_by(Concern.id.desc())).all()
    reads = _reads_by_concern(actor.school_id)
    found = []
    for row in rows:
        told = _open(row.sealed)
        not_adults = told.not_adults if told else ()
        if rules.may_read(actor, school_id=actor.school_id, not_adults=not_adults, readers=readers):
            read_by = tuple(dict.fromkeys(name for name, _at in reads.get(row.id, ())))
            found.append(_on_list(row, told=told, read_by=read_by))
    return found


_ROWS = (
    select(
        Concern.id,
        Concern.ref,
        Concern.raised_at,
        Concern.source,
        type_coerce(Concern.told, Text).label("sealed"),
        type_coerce(Concern.frozen, Text).label("sealed_copy"),
        Staff.name.label("raised_by"),
        Pupil.first_name,
        Pupil.initial,
        SchoolClass.name.label("class_name"),
    )
    .join(Pupil, Pupil.id == Concern.pupil_id)
    .join(SchoolClass, SchoolClass.id == Concern.class_id)
    .outerjoin(Staff, Staff.id == Concern.raised_by)
)


def _on_list(row: Row[*tuple[Any, ...]], *, told: Told | None, read_by: tuple[str, ...]) -> ConcernOnList:
    frozen = _open_copy(row.sealed_copy)
    opens = told is not None and (frozen is not None or row.sealed_copy is None)
    return ConcernOnList(
        ref=row.ref,
        raised_at=row.raised_at,
        # Whom the child kept out is sealed too: of what cannot be opened nothing is shown but that it is there.
        who=f"{row.first_name} {row.initial}".strip() if opens else "",
        class_name=row.class_name if opens else "",
        told=told or NOTHING_TOLD,
        read_by=read_by,
        can_be_opened=opens,
        source=Source(row.source),
        raised_by=row.raised_by or "",
        frozen=frozen,
    )


def _open(sealed: str) -> Told | None:
    # One damaged row must not hide what the other children said.
    try:
        return Told.from_text(open_sealed(sealed))
    except CannotOpen:
        return None


def _open_copy(sealed: str | None) -> Frozen | None:
    try:
        return Frozen.from_text(open_sealed(sealed)) if sealed else None
    except CannotOpen:
        return None


def _reads_by_concern(school_id: int) -> dict[int, list[tuple[str, datetime]]]:
    rows = db.session.execute(
        select(ConcernRead.concern_id, Staff.name, ConcernRead.at)
        .join(Staff, Staff.id == ConcernRead.staff_id)
        .where(ConcernRead.school_id == school_id)
        .order_by(ConcernRead.id)
    ).all()
    reads: dict[int, list[tuple[str, datetime]]] = {}
    for row in rows:
        reads.setdefault(row.concern_id, []).append((row.name, row.at))
    return reads


@dataclass(frozen=True, kw_only=True)
class ConcernOpened:
    """A concern as its reader sees it, with everyone who read it before."""

    concern: ConcernOnList
    not_adults: tuple[str, ...]
    reads: Sequence[tuple[str, datetime]]


def open_concern(actor: Actor, *, ref: str) -> ConcernOpened | None:
    """Concern `ref` for a reader, the reading itself recorded; None where `actor` may not or there is none.

    The record is committed before anything is returned.
    """
    concern = next((each for each in concerns_visible_to(actor) if each.ref == ref), None)
    if concern is None:
        return None
    concern_id = db.session.scalar(select(Concern.id).where(Concern.ref == ref))
    db.session.rollback()
    with write_beside() as beside:
        beside.add(
            ConcernRead(school_id=actor.school_id, concern_id=concern_id, staff_id=actor.person_id, at=clock.now())
        )
        audit.record(
            beside, school_id=actor.school_id, who=actor.label, verb="concern.read", subject=f"concern:{concern_id}"
        )
    names = dict(
        db.session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(concern.told.not_adults or (-1,)))).all()
    )
    reads = _reads_by_concern(actor.school_id).get(concern_id or 0, [])
    return ConcernOpened(
        concern=concern,
        not_adults=tuple(names[each] for each in concern.told.not_adults if each in names),
        reads=reads,
    )
