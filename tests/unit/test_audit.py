"""The audit trail: whoever alters, removes or moves an entry is found out, in each school by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select, text

from esafety import audit
from esafety.audit import FIRST_LINK, AuditEntry
from esafety.db import atomic, db
from tests.unit.conftest import House


def record(house: House, *, times: int, school_id: int | None = None) -> None:
    for number in range(times):
        audit.record(
            db.session(), school_id=school_id or house.school_id, who="staff:3", verb="concern.read",
            subject=f"concern:{number}",
        )  # fmt: skip
    db.session.commit()


def broken(school_id: int) -> int | None:
    db.session.expire_all()
    return audit.broken_link(db.session(), school_id=school_id)


def test_a_chain_nobody_touched_is_whole(house: House) -> None:
    with house.app.app_context():
        assert broken(house.school_id) is None
        record(house, times=5)
        assert broken(house.school_id) is None


@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 2, 10, tzinfo=UTC), datetime(2026, 6, 2, 10, 0, 0, 7, tzinfo=UTC)]
)
def test_a_chain_is_whole_whatever_the_moment(house: House, moment: datetime) -> None:
    with house.app.app_context(), time_machine.travel(moment, tick=False):
        record(house, times=2)
        assert broken(house.school_id) is None


@pytest.mark.parametrize(
    ("why", "sql", "first_broken"),
    [
        ("who did it is changed", "UPDATE audit_entry SET who = 'staff:9' WHERE number = 2", 2),
        ("what was done is changed", "UPDATE audit_entry SET verb = 'concern.raised' WHERE number = 2", 2),
        ("to what it was done is changed", "UPDATE audit_entry SET subject = 'concern:9' WHERE number = 2", 2),
        ("the outcome is changed", "UPDATE audit_entry SET state = 'well' WHERE number = 3", 3),
        ("the time is changed", "UPDATE audit_entry SET at = '2020-01-01 00:00:00.000000' WHERE number = 4", 4),
        ("the link itself is changed", "UPDATE audit_entry SET link = printf('%064d', 1) WHERE number = 2", 2),
        ("the first is removed", "DELETE FROM audit_entry WHERE number = 1", 2),
        ("one in the middle is removed", "DELETE FROM audit_entry WHERE number = 3", 4),
        ("one is removed and the rest numbered anew",
         "DELETE FROM audit_entry WHERE number = 3; UPDATE audit_entry SET number = number - 1 WHERE number > 3", 3),
        ("two change places",
         "UPDATE audit_entry SET number = 9 WHERE number = 2; UPDATE audit_entry SET number = 2 WHERE number = 3", 2),
        ("one is moved in from another school",
         "UPDATE audit_entry SET number = 6, school_id = 1 WHERE school_id = 2 AND number = 1", 6),
    ],
)  # fmt: skip
def test_tampering_is_found_at_its_place(house: House, why: str, sql: str, first_broken: int) -> None:
    with house.app.app_context():
        record(house, times=5)
        record(house, times=1, school_id=house.other_school_id)
        for statement in sql.split(";"):
            limited = "UPDATE" in statement and "school_id = 2" not in statement
            db.session.execute(text(f"{statement} AND school_id = 1" if limited else statement))
        db.session.commit()
        assert broken(house.school_id) == first_broken, why


def test_each_school_has_a_chain_of_its_own(house: House) -> None:
    with house.app.app_context():
        record(house, times=2)
        record(house, times=2, school_id=house.other_school_id)
        record(house, times=1)
        numbers = select(AuditEntry.number).order_by(AuditEntry.id)
        assert list(db.session.scalars(numbers.where(AuditEntry.school_id == house.school_id))) == [1, 2, 3]
        assert list(db.session.scalars(numbers.where(AuditEntry.school_id == house.other_school_id))) == [1, 2]
        db.session.execute(text("DELETE FROM audit_entry WHERE school_id = 1 AND number = 1"))
        db.session.commit()
        assert broken(house.school_id) == 2
        assert broken(house.other_school_id) is None


def test_an_entry_stands_or_falls_with_what_it_tells_of(house: House) -> None:
    @atomic
    def fails() -> None:
        audit.record(db.session(), school_id=house.school_id, who="system", verb="tried", subject="x", state="begun")
        raise RuntimeError

    with house.app.app_context():
        with pytest.raises(RuntimeError):
            fails()
        assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_first_link_is_the_same_everywhere(house: House) -> None:
    assert FIRST_LINK == "0" * 64
    with house.app.app_context():
        record(house, times=1)
        assert db.session.scalars(select(AuditEntry)).one().link != FIRST_LINK
