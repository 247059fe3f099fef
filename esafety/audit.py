"""The audit trail: append-only, chained per school; ids, verbs, states and digests, never names or words."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from esafety import clock
from esafety.db import Model, Moment, take_turn

FIRST_LINK = "0" * 64


class AuditEntry(Model):
    """One thing that happened. `link` is the digest of this entry and of the one before it in the school."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index("ix_audit_entry_subject", "school_id", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(40))
    verb: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(64))


def record(session: Session, *, school_id: int, who: str, verb: str, subject: str, state: str = "") -> AuditEntry:
    """Append one entry in the caller's own transaction, so that it stands or falls with what it tells of.

    Args:
        session: the session that also writes what happened.
        school_id: whose chain it belongs to.
        who: an actor's label (`pupil:12`, `staff:3`), or `system`.
        verb: what happened, as `concern.raised`.
        subject: what it happened to, as `concern:4`.
        state: a short word for the outcome; never what somebody wrote.
    """
    wait_for_turn(session, school_id=school_id)
    last = session.execute(
        select(AuditEntry.number, AuditEntry.link)
        .where(AuditEntry.school_id == school_id)
        .order_by(AuditEntry.number.desc())
        .limit(1)
    ).first()
    number, before = (last.number + 1, last.link) if last else (1, FIRST_LINK)
    entry = AuditEntry(
        school_id=school_id, number=number, at=clock.now(), who=who, verb=verb, subject=subject, state=state, link=""
    )
    entry.link = _link(entry, before=before)
    session.add(entry)
    session.flush()
    return entry


def wait_for_turn(session: Session, *, school_id: int) -> None:
    """Wait until nobody else is recording in the school, and keep others waiting until the transaction ends.

    Recording does so by itself. Whoever changes several rows in one transaction, each with its entry, asks before the
    first: else one holds a row and waits for the chain, while the other holds the chain and waits for that row.
    """
    take_turn(session, what=f"audit:{school_id}")


def broken_link(session: Session, *, school_id: int) -> int | None:
    """The number of the first entry that was altered or follows one that is gone; None when the chain is whole."""
    before, expected = FIRST_LINK, 1
    entries = select(AuditEntry).where(AuditEntry.school_id == school_id).order_by(AuditEntry.number)
    for entry in session.scalars(entries):
        if entry.number != expected or entry.link != _link(entry, before=before):
            return entry.number
        before, expected = entry.link, expected + 1
    return None


def _link(entry: AuditEntry, *, before: str) -> str:
    parts = (
        before,
        str(entry.school_id),
        str(entry.number),
        entry.at.isoformat(),
        entry.who,
        entry.verb,
        entry.subject,
        entry.state,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
