"""Tries to sign in, as they are remembered, and the gates that follow from them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from esafety.accounts import rules
from esafety.accounts.models import SignInTry
from esafety.accounts.rules import Gate, WrongTry
from esafety.db import db


def _wrong_tries(*where: ColumnElement[bool], since: datetime) -> list[WrongTry]:
    rows = db.session.execute(
        select(SignInTry.at, SignInTry.device)
        .where(*where, SignInTry.at > since, SignInTry.was_right.is_(False))
        .order_by(SignInTry.at)
    ).all()
    return [WrongTry(at=row.at, device=row.device) for row in rows]


def gate_for_pupil(
    *,
    pupil_id: int,
    class_id: int,
    key_stage: str,
    device: str,
    at: datetime,
    let_in_at: datetime | None,
    is_class_device: bool = False,
    class_let_in_at: datetime | None = None,
) -> Gate:
    """Whether `device` may try the tile of a child now.

    What strangers tried never shuts a device of the class, nor one on which this child has signed in before.
    """
    mine = _wrong_tries(SignInTry.pupil_id == pupil_id, since=at - rules.A_DAY)
    right_here_at = last_right(pupil_id=pupil_id, device=device)
    is_trusted = is_class_device or right_here_at is not None
    gate = rules.gate_for_pupil(
        mine,
        key_stage=key_stage,
        device=device,
        at=at,
        let_in_at=let_in_at,
        right_here_at=right_here_at,
        is_trusted=is_trusted,
    )
    if gate is not Gate.OPEN or is_trusted or was_just_let_in(let_in_at, at=at):
        return gate
    return gate_for_strangers(class_id=class_id, key_stage=key_stage, at=at, let_in_at=class_let_in_at)


def gate_for_strangers(*, class_id: int, key_stage: str, at: datetime, let_in_at: datetime | None) -> Gate:
    """Whether devices that are neither the class's nor known to a tile's child may try any tile of the class."""
    since = max(at - rules.A_DAY, let_in_at or at - rules.A_DAY)
    strangers = _wrong_tries(SignInTry.class_id == class_id, SignInTry.was_trusted.is_(False), since=since)
    return rules.gate_for_class(strangers, at=at, key_stage=key_stage)


def was_just_let_in(let_in_at: datetime | None, *, at: datetime) -> bool:
    """Whether a teacher stands beside the child, maybe with a new tablet, whatever strangers tried elsewhere."""
    return let_in_at is not None and at - let_in_at < rules.A_QUARTER


def last_right(*, pupil_id: int, device: str) -> datetime | None:
    """When a child last signed in on `device`; None where never.

    Only this child's own sign-in makes a device known: a classmate's would let them try everybody else's tile at home.
    """
    return db.session.scalar(
        select(func.max(SignInTry.at)).where(
            SignInTry.pupil_id == pupil_id, SignInTry.device == device, SignInTry.was_right
        )
    )


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
