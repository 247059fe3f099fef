"""Concerns that begin with a message: raised by the filter, by staff, or by a child whom it worries."""

from __future__ import annotations

from dataclasses import replace

from esafety import audit, clock
from esafety.concerns.models import Concern
from esafety.concerns.rules import NOTHING_TOLD, Frozen, Source, Told
from esafety.db import atomic, db
from esafety.roles import Actor


@atomic
def raise_about_message(
    *,
    school_id: int,
    class_id: int,
    pupil_id: int,
    frozen: Frozen,
    staff_id: int | None = None,
    not_adults: tuple[int, ...] = (),
) -> int:
    """Raise a concern about a message of a child, in the caller's own transaction; return its id.

    Args:
        school_id: whose school it is.
        class_id: the class in which it was written.
        pupil_id: the child who wrote it.
        frozen: the message as it is now.
        staff_id: who raises it; None is the filter.
        not_adults: the staff whom it is about, and who so do not read it.
    """
    concern = Concern(
        school_id=school_id,
        pupil_id=pupil_id,
        class_id=class_id,
        raised_at=clock.now(),
        told=replace(NOTHING_TOLD, not_adults=not_adults).to_text(),
        source=str(Source.STAFF if staff_id else Source.FILTER),
        raised_by=staff_id,
        frozen=frozen.to_text(),
    )
    return _kept(concern, who=f"staff:{staff_id}" if staff_id else "system")


@atomic
def raise_for_child(actor: Actor, *, told: Told, frozen: Frozen | None) -> int:
    """Raise a concern of the child `actor`, whom a message worries, in the caller's own transaction; return its id.

    Args:
        actor: the child.
        told: what it says, and which adults are not to read it.
        frozen: the message as it is now; None where there is nothing left of it to copy.
    """
    concern = Concern(
        school_id=actor.school_id,
        pupil_id=actor.person_id,
        class_id=next(iter(actor.class_ids)),
        raised_at=clock.now(),
        told=told.to_text(),
        source=str(Source.CHILD),
        frozen=frozen.to_text() if frozen else None,
    )
    return _kept(concern, who=actor.label)


def _kept(concern: Concern, *, who: str) -> int:
    db.session.add(concern)
    db.session.flush()
    audit.record(
        db.session(),
        school_id=concern.school_id,
        who=who,
        verb="concern.raised",
        subject=f"concern:{concern.id}",
        state=concern.source,
    )
    return concern.id
