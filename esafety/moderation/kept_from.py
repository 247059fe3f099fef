"""Keeping a message from the adult whom it is about: it is for others to hear of, to read and to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from esafety import clock
from esafety.db import db, insert_if_new
from esafety.filtering.verdict import Finding
from esafety.moderation.models import Message, MessageKeptFrom
from esafety.moderation.reasons import is_worry
from esafety.school.models import Staff
from esafety.school.service import adults_of_class

BY_STAFF = "distress.hurt-by-staff"
_TITLES = frozenset({"mr", "mister", "mrs", "missus", "miss", "ms", "mx", "dr", "sir"})
_SHORTEST = 2


def adults_told_of(text: str, *, findings: Iterable[Finding], class_id: int, school_id: int) -> frozenset[int]:
    """The staff whom a worry in `text` is about.

    Who is named in what the filter found; where it found that an adult of the school did it and no name in it is
    known ("my teacher", "sir", a name spelt wrongly), everybody who leads or covers the class today.
    """
    worries = [one for one in findings if is_worry([one])]
    if not worries:
        return frozenset()
    at_work = select(Staff.id, Staff.name).where(Staff.school_id == school_id, Staff.left_on.is_(None))
    named = {row.id: _places(row.name, text=text) for row in db.session.execute(at_work).all()}
    told_of: set[int] = set()
    for one in worries:
        by_name = {each for each, places in named.items() if any(a < one.end and one.start < b for a, b in places)}
        if one.rule == BY_STAFF and not by_name:
            by_name = {each.id for each in adults_of_class(class_id, on=clock.now().date())}
        told_of |= by_name
    return frozenset(told_of)


def keep_from(message: Message, *, staff_ids: Iterable[int]) -> None:
    """Keep `message` from those staff from now on, in the caller's own transaction."""
    for each in sorted(staff_ids):
        values: dict[str, object] = {"school_id": message.school_id, "message_id": message.id, "staff_id": each}
        insert_if_new(db.session(), table=MessageKeptFrom, values=values)


def kept_from(message: Message, /) -> frozenset[int]:
    """The staff from whom `message` is kept."""
    wanted = select(MessageKeptFrom.staff_id).where(MessageKeptFrom.message_id == message.id)
    return frozenset(db.session.scalars(wanted))


def _places(name: str, *, text: str) -> Sequence[tuple[int, int]]:
    """Where any part of an adult's name stands in `text`, titles left out."""
    parts = [part for part in re.split(r"[^\w'-]+", name) if len(part) >= _SHORTEST and part.lower() not in _TITLES]
    if not parts:
        return ()
    found = re.finditer(rf"\b(?:{'|'.join(map(re.escape, parts))})", text, re.IGNORECASE)
    return [match.span() for match in found]
