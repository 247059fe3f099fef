"""What nothing needs any more is forgotten when it is old enough, in small batches, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from esafety.accounts.models import SignIn, SignInTry
from esafety.clockwork import tidy
from esafety.clockwork.kinds import Due, Kind, known_kinds
from esafety.db import atomic, db
from esafety.lessons.models import Absence
from esafety.receipts import Receipt
from esafety.school.models import Staff
from tests.unit.conftest import House

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(house: House) -> Iterator[None]:
    with house.app.app_context(), time_machine.travel(NOON, tick=False):
        yield
        db.session.remove()


def turn(kind: Kind) -> timedelta | None:
    due = Due(job_id=1, kind=kind.name, subject="", school_id=None, due_at=NOON, tries=1)
    return atomic(kind.work)(due)


def receipt(house: House, at: datetime) -> Receipt:
    return Receipt(school_id=house.school_id, owner="pupil:1", key=at.isoformat(), digest="", at=at)


def wrong_try(house: House, at: datetime) -> SignInTry:
    return SignInTry(school_id=house.school_id, device="tablet", at=at, was_right=False)


def right_try(house: House, at: datetime) -> SignInTry:
    return SignInTry(school_id=house.school_id, device="tablet", at=at, was_right=True)


def stay(house: House, at: datetime) -> SignIn:
    return SignIn(
        school_id=house.school_id, token_digest=at.isoformat(), pupil_id=house.pupil_id, device="tablet",
        started_at=at, seen_at=at,
    )  # fmt: skip


def absence(house: House, at: datetime) -> Absence:
    teacher = {"name": "Ms Elm", "email": "elm@elm.example", "passphrase_hash": "-"}
    db.session.merge(Staff(id=1, school_id=house.school_id, **teacher))
    db.session.flush()
    return Absence(
        school_id=house.school_id, class_id=house.class_id, pupil_id=house.pupil_id, day=at.date(), marked_by_id=1
    )


@pytest.mark.parametrize(
    ("name", "row", "days"),
    [
        ("receipts.tidy", receipt, 30),
        ("accounts.tidy-wrong-tries", wrong_try, 8),
        ("accounts.tidy-right-tries", right_try, 90),
        ("accounts.tidy-stays", stay, 90),
        ("lessons.tidy-absences", absence, 400),
    ],
)
def test_what_is_older_goes_and_what_is_younger_stays(
    house: House, name: str, row: Callable[[House, datetime], object], days: int
) -> None:
    age, second = timedelta(days=days), timedelta(seconds=1)
    others = [receipt, wrong_try, right_try, stay, absence]
    for make in others:
        step = timedelta(days=1) if make is absence else second  # a mark is of a day
        db.session.add(make(house, NOON - age - step))
        db.session.add(make(house, NOON - age + step))
    db.session.commit()
    before = counts()
    assert turn(known_kinds()[name]) is None
    gone = {table: before[table] - counts()[table] for table in before}
    table = type(row(house, NOON)).__tablename__  # type: ignore[attr-defined]
    assert gone == {**dict.fromkeys(before, 0), table: 1}


def counts() -> dict[str, int]:
    tables = (Receipt, SignInTry, SignIn, Absence)
    return {table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_full_batch_is_followed_by_the_next_soon(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidy, "BATCH", 2)
    db.session.add_all([receipt(house, NOON - timedelta(days=60, hours=each)) for each in range(5)])
    db.session.commit()
    kind = known_kinds()["receipts.tidy"]
    assert [turn(kind), turn(kind), turn(kind)] == [tidy.UNTIL_NEXT_BATCH, tidy.UNTIL_NEXT_BATCH, None]
    assert counts()["receipt"] == 0
