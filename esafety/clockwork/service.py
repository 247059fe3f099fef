"""Putting jobs on the list, and doing what is due: at least once, and exactly once for what is in our database."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update

from esafety import audit, clock
from esafety.clock import SchoolCalendar
from esafety.clockwork import lease, rules
from esafety.clockwork.kinds import Due, Kind, known_kinds
from esafety.clockwork.models import DONE, GIVEN_UP, WAITING, TimedJob
from esafety.db import atomic, db, insert_if_new, read_beside, rows_changed

log = logging.getLogger("esafety.clockwork")


def schedule(
    kind: str,
    *,
    due_at: datetime,
    subject: str = "",
    school_id: int | None = None,
    calendar: SchoolCalendar | None = None,
) -> bool:
    """Put a job on the list in the caller's own transaction, so that both stand or fall together.

    Args:
        kind: the registered name of what is to be done.
        due_at: the earliest moment for it.
        subject: what it is about, as `concern:4`; ids only.
        school_id: whose it is; None for the whole installation.
        calendar: given, a due time off its school days moves to the same hour of the next one; urgent jobs give none.

    Returns:
        Whether it is new: the same kind, subject and due time is on the list once, however often it is asked for.
    """
    due_at = clock.next_working_moment(calendar, moment=due_at) if calendar else due_at
    job = {"kind": kind, "subject": subject, "school_id": school_id, "due_at": due_at, "next_try_at": due_at}
    return insert_if_new(db.session(), table=TimedJob, values={**job, "state": WAITING, "tries": 0, "last_fault": ""})


def do_next(*, holder: str) -> bool:
    """Do the job that has been due longest, if any; return whether there was one.

    Args:
        holder: the process that asks. Where it no longer holds the lease, nothing that was done is kept.

    Raises:
        lease.Lost: another process holds the lease now.
    """
    job_id = _longest_due()
    if job_id is None:
        return False
    due = _begin(job_id, holder=holder)
    if due is None:
        return True
    kind = known_kinds()[due.kind]
    try:
        soon = None if kind.in_one_transaction else kind.work(due)
        _work(due, kind=kind, soon=soon, holder=holder)
    except lease.Lost:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever a job does wrong, the others are done
        db.session.remove()
        _rest(due, kind=kind, fault=type(fault).__name__)
    return True


def _longest_due() -> int | None:
    kinds = list(known_kinds())
    due = select(TimedJob.id).where(
        TimedJob.state == WAITING, TimedJob.next_try_at <= clock.now(), TimedJob.kind.in_(kinds)
    )
    with read_beside() as beside:
        return beside.scalar(due.order_by(TimedJob.next_try_at, TimedJob.id).limit(1))


@atomic
def _begin(job_id: int, *, holder: str) -> Due | None:
    """Count a try before it is made, so that a job which kills the process is seen to have been tried."""
    job = _waiting(job_id)
    lease.hold_on(holder)  # after the job's row, in the same order as when it is done: else two processes could tie
    if job is None:
        return None
    if rules.is_given_up(job.tries):
        _give_up(job, kind=known_kinds()[job.kind])
        return None
    job.tries += 1
    job.next_try_at = rules.next_try_if_interrupted(job.tries, at=clock.now())
    return _due(job)


@atomic
def _work(due: Due, *, kind: Kind, soon: timedelta | None, holder: str) -> None:
    """Mark the job done and do it, in one transaction; what it returns or `soon` brings its next turn nearer."""
    done = update(TimedJob).where(TimedJob.id == due.job_id, TimedJob.state == WAITING)
    if not rows_changed(db.session(), statement=done.values(state=DONE, done_at=clock.now(), last_fault="")):
        return
    if kind.in_one_transaction:
        soon = kind.work(due)
    if kind.every:
        _schedule_again(due, every=kind.every, soon=soon)
    # Last, so that a long job does not hold others up: if the lease went meanwhile, all of it is undone.
    lease.hold_on(holder)


@atomic
def _rest(due: Due, *, kind: Kind, fault: str) -> None:
    log.warning("%s: %s at try %d", due.kind, fault, due.tries)
    job = _waiting(due.job_id)
    if job is None:
        return
    job.last_fault = fault[:60]
    job.next_try_at = clock.now() + rules.pause_after(job.tries)
    if rules.is_given_up(job.tries):
        _give_up(job, kind=kind)


def _waiting(job_id: int) -> TimedJob | None:
    return db.session.scalar(select(TimedJob).where(TimedJob.id == job_id, TimedJob.state == WAITING).with_for_update())


def _give_up(job: TimedJob, *, kind: Kind) -> None:
    log.error("%s: given up after %d tries", job.kind, job.tries)
    job.state, job.done_at = GIVEN_UP, clock.now()
    for school_id in [job.school_id] if job.school_id else _every_school():
        audit.record(
            db.session(),
            school_id=school_id,
            who="system",
            verb="clockwork.gave-up",
            subject=f"timed-job:{job.id}",
            state=job.kind,
        )
    if kind.every:
        _schedule_again(_due(job), every=kind.every, soon=None)


def _every_school() -> list[int]:
    # The table by its name: the clockwork lies below the school.
    return list(db.session.scalars(select(db.metadata.tables["school"].c.id)))


def _due(job: TimedJob) -> Due:
    return Due(
        job_id=job.id, kind=job.kind, subject=job.subject, school_id=job.school_id, due_at=job.due_at, tries=job.tries
    )


def _schedule_again(due: Due, *, every: timedelta, soon: timedelta | None) -> None:
    at = clock.now()
    turn = rules.next_turn(due.due_at, every=every, at=at) if soon is None else at + soon
    schedule(due.kind, due_at=turn, subject=due.subject, school_id=due.school_id)
    # A turn every minute would leave half a million rows a year; the last one says enough.
    earlier = TimedJob.id != due.job_id
    db.session.execute(
        delete(TimedJob).where(
            TimedJob.kind == due.kind, TimedJob.subject == due.subject, TimedJob.state == DONE, earlier
        )
    )


@atomic
def put_in_order(*, holder: str) -> None:
    """Start recurring jobs that wait nowhere, and bring back what a clock that was wrong sent into the far future.

    Raises:
        lease.Lost: another process holds the lease now.
    """
    lease.hold_on(holder)
    at = clock.now()
    strayed = (TimedJob.state == WAITING) & (TimedJob.next_try_at > at + rules.LONGEST_PAUSE)
    back = case((TimedJob.due_at > at, TimedJob.due_at), else_=at)
    db.session.execute(update(TimedJob).where(strayed, TimedJob.next_try_at > TimedJob.due_at).values(next_try_at=back))
    for kind in known_kinds().values():
        if kind.every is None:
            continue
        waiting = select(TimedJob.id).where(TimedJob.kind == kind.name, TimedJob.state == WAITING)
        too_late = TimedJob.next_try_at > at + kind.every + rules.LONGEST_PAUSE
        db.session.execute(update(TimedJob).where(TimedJob.id.in_(waiting), too_late).values(next_try_at=at))
        if db.session.scalar(waiting.limit(1)) is None:
            schedule(kind.name, due_at=at)


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` jobs that were done or given up before that moment; return how many."""
    old = select(TimedJob.id).where(TimedJob.state.in_([DONE, GIVEN_UP]), TimedJob.done_at < before).limit(at_most)
    return rows_changed(db.session(), statement=delete(TimedJob).where(TimedJob.id.in_(old)))
