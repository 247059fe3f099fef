"""Putting e-mail into the outbox, and sending what is in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from esafety import clock
from esafety.clockwork.kinds import Due, Kind
from esafety.clockwork.service import schedule
from esafety.config import Settings
from esafety.db import atomic, db, read_beside, rows_changed
from esafety.outbox.models import OutgoingMail
from esafety.outbox.sending import hand_over, letter
from esafety.outbox.words import body_of, subject_of
from esafety.school.models import School, Staff

SEND = "outbox.send"
SENT, DROPPED = "sent", "dropped"
# Many children may report within a minute: the second e-mail would say no more than the first.
ENOUGH_FOR = timedelta(minutes=10)


def put(*, school_id: int, kind: str, staff_id: int | None, always: bool = False) -> bool:
    """Put an e-mail into the outbox in the caller's own transaction; whether there is one now.

    Args:
        school_id: whose it is.
        kind: what it tells of (`words.body_of`).
        staff_id: to whom; None is the school's address for out of hours, where it has one.
        always: even if the same person was sent the same kind a moment ago.
    """
    settings: Settings = current_app.extensions["esafety.settings"]
    if settings.mail is None or (staff_id is None and not out_of_hours_address(school_id)):
        return False
    at = clock.now()
    if not always and _was_told_since(at - ENOUGH_FOR, school_id=school_id, kind=kind, staff_id=staff_id):
        return False
    mail = OutgoingMail(school_id=school_id, staff_id=staff_id, kind=kind, made_at=at)
    db.session.add(mail)
    db.session.flush()
    schedule(SEND, due_at=at, subject=f"mail:{mail.id}", school_id=school_id)
    return True


def send(due: Due) -> None:
    """Send the e-mail that the job is about, to the address that its reader has now.

    It may go twice where the computer stops between the mail server's answer and our writing; it is named alike then.

    Raises:
        OSError: the mail server did not take it. The clockwork comes again.
    """
    mail_id = int(due.subject.partition(":")[2])
    settings: Settings = current_app.extensions["esafety.settings"]
    with read_beside() as beside:
        row = beside.execute(
            select(OutgoingMail.ref, OutgoingMail.kind, OutgoingMail.staff_id, OutgoingMail.school_id).where(
                OutgoingMail.id == mail_id, OutgoingMail.ended == ""
            )
        ).first()
    if row is None:
        return
    to = _address_of(row.staff_id) if row.staff_id else out_of_hours_address(row.school_id)
    db.session.rollback()
    if settings.mail is None or not to:
        _end(mail_id, how=DROPPED)
        return
    body = body_of(row.kind, address=settings.base_url)
    hand_over(settings.mail, letter=letter(settings.mail, to=to, subject=subject_of(row.kind), body=body, ref=row.ref))
    _end(mail_id, how=SENT)


def out_of_hours_address(school_id: int, /) -> str:
    """Where urgent alerts go besides, day and night; empty for nowhere."""
    return db.session.scalar(select(School.out_of_hours_email).where(School.id == school_id)) or ""


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` e-mails that were sent or dropped before that moment; return how many."""
    old = select(OutgoingMail.id).where(OutgoingMail.ended_at < before).order_by(OutgoingMail.ended_at).limit(at_most)
    return rows_changed(db.session(), statement=delete(OutgoingMail).where(OutgoingMail.id.in_(old)))


def _work(due: Due) -> timedelta | None:
    send(due)
    return None


def _was_told_since(moment: datetime, *, school_id: int, kind: str, staff_id: int | None) -> bool:
    to = OutgoingMail.staff_id.is_(None) if staff_id is None else OutgoingMail.staff_id == staff_id
    same = (OutgoingMail.school_id == school_id) & to & (OutgoingMail.kind == kind) & (OutgoingMail.made_at > moment)
    return db.session.scalar(select(OutgoingMail.id).where(same).limit(1)) is not None


def _address_of(staff_id: int) -> str:
    # Whoever has left since it was put there is told nothing more.
    return db.session.scalar(select(Staff.email).where(Staff.id == staff_id, Staff.left_on.is_(None))) or ""


@atomic
def _end(mail_id: int, *, how: str) -> None:
    ended = update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.ended == "")
    db.session.execute(ended.values(ended=how, ended_at=clock.now()))


SENDING = Kind(name=SEND, work=_work, in_one_transaction=False)
