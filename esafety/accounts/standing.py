"""How a class's tiles stand, for its teacher: who waits, whose tile somebody guesses at, who was last here when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from esafety.accounts import rules
from esafety.accounts.models import SignIn, SignInTry
from esafety.accounts.rules import Gate, WrongTry
from esafety.accounts.tries import gate_for_strangers, was_just_let_in
from esafety.db import db
from esafety.school.models import Pupil, SchoolClass


@dataclass(frozen=True, kw_only=True)
class TileStanding:
    """One tile: whether a teacher may want to let the child in, and the wrong tries since the last time one did.

    `by_strangers` of the wrong tries were on devices that are neither the class's nor known to the child.
    """

    is_paused: bool = False
    wrong: int = 0
    by_strangers: int = 0

    @property
    def is_alarming(self) -> bool:
        """Whether the teacher is told: a child's own mistakes seldom come to five."""
        return self.is_paused or self.wrong >= rules.WRONG_IN_A_ROW


@dataclass(frozen=True, kw_only=True)
class ClassStanding:
    """Tiles of a class by pupil id, where anything was tried; whether strange devices are shut out, and for whom."""

    tiles: dict[int, TileStanding] = field(default_factory=dict)
    strangers: Gate = Gate.OPEN
    shut_out: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class _Try:
    at: datetime
    device: str
    was_right: bool
    was_trusted: bool


def standing_of(class_: SchoolClass, *, at: datetime) -> ClassStanding:
    """How the tiles of a class stand at `at`."""
    rows = db.session.execute(
        select(
            SignInTry.pupil_id,
            SignInTry.at,
            SignInTry.device,
            SignInTry.was_right,
            SignInTry.was_trusted,
            Pupil.let_in_at,
        )
        .join(Pupil, Pupil.id == SignInTry.pupil_id)
        .where(SignInTry.class_id == class_.id, SignInTry.at > at - rules.A_DAY)
        .order_by(SignInTry.at)
    ).all()
    tiles = {}
    for pupil_id in {row.pupil_id for row in rows if not row.was_right}:
        mine = [row for row in rows if row.pupil_id == pupil_id]
        tries = [
            _Try(at=row.at, device=row.device, was_right=row.was_right, was_trusted=row.was_trusted) for row in mine
        ]
        tiles[pupil_id] = _tile(tries, key_stage=class_.key_stage, at=at, let_in_at=mine[0].let_in_at)
    strangers = gate_for_strangers(class_id=class_.id, key_stage=class_.key_stage, at=at, let_in_at=class_.let_in_at)
    shut_out = frozenset[int]() if strangers is Gate.OPEN else _not_just_let_in(class_.id, at=at)
    return ClassStanding(tiles=tiles, strangers=strangers, shut_out=shut_out)


def _not_just_let_in(class_id: int, *, at: datetime) -> frozenset[int]:
    rows = db.session.execute(select(Pupil.id, Pupil.let_in_at).where(Pupil.class_id == class_id))
    return frozenset(row.id for row in rows if not was_just_let_in(row.let_in_at, at=at))


def _tile(tries: Sequence[_Try], *, key_stage: str, at: datetime, let_in_at: datetime | None) -> TileStanding:
    wrong = [WrongTry(each.at, each.device) for each in tries if not each.was_right]
    gates = [
        rules.gate_for_pupil(
            wrong,
            key_stage=key_stage,
            device=device,
            at=at,
            let_in_at=let_in_at,
            right_here_at=max((each.at for each in tries if each.device == device and each.was_right), default=None),
            is_trusted=any(each.was_trusted for each in tries if each.device == device),
        )
        for device in {each.device for each in tries}
    ]
    counted = [each for each in tries if not each.was_right and (let_in_at is None or each.at > let_in_at)]
    return TileStanding(
        is_paused=any(gate is not Gate.OPEN for gate in gates),
        wrong=len(counted),
        by_strangers=sum(not each.was_trusted for each in counted),
    )


def last_stays(class_id: int) -> dict[int, datetime]:
    """When each child of a class last signed in, by pupil id."""
    rows = (
        select(SignIn.pupil_id, func.max(SignIn.started_at))
        .join(Pupil, Pupil.id == SignIn.pupil_id)
        .where(Pupil.class_id == class_id)
        .group_by(SignIn.pupil_id)
    )
    return {pupil_id: at for pupil_id, at in db.session.execute(rows) if pupil_id is not None}
