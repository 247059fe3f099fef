"""Concerns about what a child wrote, raised by the filter or by staff, with a frozen copy of it."""

from __future__ import annotations

from esafety import audit, clock
from esafety.concerns.models import Concern
from esafety.concerns.rules import NOTHING_TOLD, Frozen, Source
from esafety.db import atomic, db


@atomic
def raise_about_message(
    *, school_id: int, class_id: int, pupil_id: int, frozen: Frozen, staff_id: int | None = None
) -> int:
    """Raise a concern about a message of a child, in the caller's own transaction; return its id.

    Args:
        school_id: whose school it is.
        class_id: the class in which it was written.
        pupil_id: the child who wrote it.
        frozen: the message as it is now.
        staff_id: who raises it; None is the filter.
    """
    source = Source.STAFF if staff_id else Source.FILTER
    concern = Concern(
        school_id=school_id,
        pupil_id=pupil_id,
        class_id=class_id,
        raised_at=clock.now(),
        told=NOTHING_TOLD.to_text(),
        source=str(source),
        raised_by=staff_id,
        frozen=frozen.to_text(),
    )
    db.session.add(concern)
    db.session.flush()
    audit.record(
        db.session(),
        school_id=school_id,
        who=f"staff:{staff_id}" if staff_id else "system",
        verb="concern.raised",
        subject=f"concern:{concern.id}",
        state=str(source),
    )
    return concern.id
