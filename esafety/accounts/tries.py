"""Tries to sign in, as they are remembered, and the gates that follow from them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from esafety.accounts import rules
from esafety.accounts.models import SignInTry
from esafety.accounts.rules import Gate, WrongTry
from esafety.db import db
from esafety.school.models import Pupil


def _wrong_tries(*where: ColumnElement[bool], since: datetime) -> list[WrongTry]:
    rows = db.session.execute(
        select(SignInTry.at, SignInTry.device)
        .where(*where, SignInTry.at > since, SignInTry.was_right.is_(False))
        .order_by(SignInTry.at)
    ).all()
    return [WrongTry(at=row.at, device=row.device) for row in rows]


def gate_for_pupil(
    *, pupil_id: int, class_id: int, key_stage: str, device: str, at: datetime, let_in_at: datetime | None
) -> Gate:
    """Whether `device` may try the tile of a child now."""
    mine = _wrong_tries(SignInTry.pupil_id == pupil_id, since=at - rules.A_DAY)
    right_here_at = db.session.scalar(
        select(func.max(SignInTry.at)).where(
            SignInTry.pupil_id == pupil_id, SignInTry.device == device, SignInTry.was_right
        )
    )
    gate = rules.gate_for_pupil(
        mine, key_stage=key_stage, device=device, at=at, let_in_at=let_in_at, right_here_at=right_here_at
    )
    if gate is not Gate.OPEN or is_known_to_class(device, class_id=class_id) or _was_just_let_in(let_in_at, at=at):
        return gate
    return _gate_for_strangers(class_id=class_id, at=at)


def _gate_for_strangers(*, class_id: int, at: datetime) -> Gate:
    right = select(SignInTry.device).where(SignInTry.class_id == class_id, SignInTry.was_right)
    strangers = _wrong_tries(SignInTry.class_id == class_id, SignInTry.device.not_in(right), since=at - rules.A_DAY)
    return rules.gate_for_class(strangers, at=at)


def _was_just_let_in(let_in_at: datetime | None, *, at: datetime) -> bool:
    # The teacher stands beside a child with a tablet that is new to the class, whatever strangers tried elsewhere.
    return let_in_at is not None and at - let_in_at < rules.A_QUARTER


def is_known_to_class(device: str, *, class_id: int) -> bool:
    """Whether a child of the class has signed in on `device` before: the classroom's own tablets."""
    known = exists().where(SignInTry.class_id == class_id, SignInTry.device == device, SignInTry.was_right)
    return bool(db.session.scalar(select(known)))


def gate_for_staff(*, staff_id: int, at: datetime) -> Gate:
    """Whether the account of a member of staff takes a try now."""
    return rules.gate_for_staff(_wrong_tries(SignInTry.staff_id == staff_id, since=at - rules.PAUSE), at=at)


def gate_for_unknown_email(mark: str, *, at: datetime) -> Gate:
    """Whether an e-mail that nobody has takes a try now: as many as one that somebody has, so that they look alike.

    `mark` stands in the place of the device in the tries of such an e-mail.
    """
    return rules.gate_for_staff(_wrong_tries(SignInTry.device == mark, since=at - rules.PAUSE), at=at)


def gate_for_code(*, device: str, at: datetime) -> Gate:
    """Whether `device` may try a class code now."""
    wrong = _wrong_tries(SignInTry.device == device, SignInTry.class_id.is_(None), SignInTry.staff_id.is_(None),
                         since=at - rules.PAUSE)  # fmt: skip
    return rules.gate_for_code(wrong, at=at)


def paused_pupils(*, class_id: int, key_stage: str, at: datetime) -> frozenset[int]:
    """The children of a class whom a teacher may want to let in again: paused, or out of tries for the day.

    That is every child while strange devices have used up the tries of the class.
    """
    rows = db.session.execute(
        select(SignInTry.pupil_id, SignInTry.at, SignInTry.device, SignInTry.was_right, Pupil.let_in_at)
        .join(Pupil, Pupil.id == SignInTry.pupil_id)
        .where(SignInTry.class_id == class_id, SignInTry.at > at - rules.A_DAY)
        .order_by(SignInTry.at)
    ).all()
    paused = set()
    if _gate_for_strangers(class_id=class_id, at=at) is not Gate.OPEN:
        everyone = select(Pupil.id, Pupil.let_in_at).where(Pupil.class_id == class_id)
        paused = {each.id for each in db.session.execute(everyone) if not _was_just_let_in(each.let_in_at, at=at)}
    for pupil_id in {row.pupil_id for row in rows if not row.was_right}:
        tries = [row for row in rows if row.pupil_id == pupil_id]
        wrong = [WrongTry(row.at, row.device) for row in tries if not row.was_right]
        for device in {row.device for row in tries}:
            gate = rules.gate_for_pupil(
                wrong,
                key_stage=key_stage,
                device=device,
                at=at,
                let_in_at=tries[0].let_in_at,
                right_here_at=max((row.at for row in tries if row.device == device and row.was_right), default=None),
            )
            if gate is not Gate.OPEN:
                paused.add(pupil_id)
    return frozenset(paused)
