"""The database: what was acknowledged is on disk, what failed left nothing, and nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from esafety import db as database
from esafety.db import Moment, atomic, db, write_beside
from esafety.school.models import Pupil, School, SchoolClass, Term
from tests.unit.conftest import House

THREADS, TIMES = 8, 100


def names(house: House) -> list[str]:
    with house.app.app_context():
        return list(db.session.scalars(select(School.name).order_by(School.name)))


@atomic
def add_school(name: str) -> str:
    db.session.add(School(name=name))
    return name


@atomic
def add_two(one: str, *, other: str, fails: bool = False) -> None:
    add_school(one)
    add_school(other)
    if fails:
        raise RuntimeError


def test_when_the_outermost_call_returns_the_rows_are_there_for_everybody(house: House) -> None:
    with house.app.app_context():
        assert add_school("Fir") == "Fir"
        with ThreadPoolExecutor(1) as pool:
            assert "Fir" in pool.submit(names, house).result()


def test_an_inner_call_commits_nothing_by_itself(house: House) -> None:
    with house.app.app_context(), pytest.raises(RuntimeError):
        add_two("Fir", other="Yew", fails=True)
    assert names(house) == ["Ash", "Elm"]


def test_what_the_database_refuses_undoes_everything(house: House) -> None:
    with house.app.app_context(), pytest.raises(IntegrityError):
        add_two("Fir", other="Elm")
    assert names(house) == ["Ash", "Elm"]


def test_after_a_failure_the_next_call_is_outermost_again(house: House) -> None:
    with house.app.app_context():
        with pytest.raises(RuntimeError):
            add_two("Fir", other="Yew", fails=True)
        add_two("Fir", other="Yew")
    assert names(house) == ["Ash", "Elm", "Fir", "Yew"]


def test_even_an_interrupted_program_leaves_nothing_half_done(house: House) -> None:
    @atomic
    def interrupted() -> None:
        add_school("Fir")
        raise KeyboardInterrupt

    with house.app.app_context(), pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(house) == ["Ash", "Elm"]


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_every_connection_is_prepared_alike(house: House, pragma: str, value: object) -> None:
    with house.app.app_context():
        connections = [db.engine.connect() for _ in range(6)]
        found = [each.exec_driver_sql(f"PRAGMA {pragma}").scalar() for each in only_reading(house, connections)]
        for each in connections:
            each.close()
    assert found == [value] * 6


def only_reading(house: House, connections: list[Connection]) -> list[Connection]:
    """The same connections, each in a transaction that takes no lock: six that write would wait for one another."""
    with house.app.test_request_context("/"):
        for each in connections:
            each.begin()
    return connections


def test_a_row_that_points_nowhere_is_refused(house: House) -> None:
    with house.app.app_context(), pytest.raises(IntegrityError):
        db.session.execute(update(Pupil).values(class_id=999))


def test_a_term_that_ends_before_it_begins_is_refused(house: House) -> None:
    with house.app.app_context():
        first, last = date(2026, 9, 2), date(2026, 9, 1)
        db.session.add(Term(school_id=house.school_id, name="x", starts_on=first, ends_on=last))
        with pytest.raises(IntegrityError, match="ck_term_in_order"):
            db.session.flush()


@pytest.mark.parametrize(
    ("why", "method", "options", "begins"),
    [
        ("a page that is looked at takes no lock", "GET", {}, "BEGIN"),
        ("nor one whose head alone is asked for", "HEAD", {}, "BEGIN"),
        ("a form takes the lock first", "POST", {}, "BEGIN IMMEDIATE"),
        ("so does what a page notes beside", "GET", {"writes": True}, "BEGIN IMMEDIATE"),
        ("and whatever runs without a request", None, {}, "BEGIN IMMEDIATE"),
    ],
)
def test_how_a_transaction_begins(
    house: House, why: str, method: str | None, options: dict[str, bool], begins: str
) -> None:
    context = house.app.test_request_context("/", method=method) if method else house.app.app_context()
    sent: list[str] = []
    with context:
        engine = db.engine.execution_options(**options)
        with engine.connect() as connection:
            event.listen(connection, "before_cursor_execute", lambda *told: sent.append(told[2]))
            connection.execute(text("SELECT 1"))
    assert sent[0] == begins, why


def test_another_database_begins_in_its_own_way() -> None:
    sent: list[str] = []
    stranger: Any = SimpleNamespace(dialect=SimpleNamespace(name="postgresql"), exec_driver_sql=sent.append)
    database._begin(stranger)
    database._prepare_connection(object(), None)
    assert sent == []


def count_up(house: House, *, method: str) -> Callable[[int], int]:
    """A read, a sum and a write, as a request of this method would do them; returns how many of them failed."""

    def work(_thread: int) -> int:
        failed = 0
        for _ in range(TIMES):
            with house.app.test_request_context("/", method=method):
                try:
                    read_and_write()
                except OperationalError:
                    failed += 1
        return failed

    @atomic
    def read_and_write() -> None:
        number = db.session.scalar(select(SchoolClass.academic_year)) or 0
        db.session.execute(update(SchoolClass).values(academic_year=number + 1))

    return work


def counted(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(SchoolClass.academic_year)) or 0


def test_eight_who_read_and_write_at_once_lose_nothing(house: House) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        failed = sum(pool.map(count_up(house, method="POST"), range(THREADS)))
    assert (counted(house), failed) == (THREADS * TIMES, 0)


def test_without_the_lock_at_the_start_they_would(house: House) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        failed = sum(pool.map(count_up(house, method="GET"), range(THREADS)))
    assert failed > 0
    assert counted(house) < THREADS * TIMES


def test_a_page_that_only_reads_may_note_something_beside(house: House) -> None:
    with house.app.test_request_context("/"):
        assert "Elm" in names(house)
        with write_beside() as beside:
            beside.add(School(name="Fir"))
    assert "Fir" in names(house)


def test_what_is_noted_beside_is_all_or_nothing_too(house: House) -> None:
    def note_two(one: str, *, other: str) -> None:
        with write_beside() as beside:
            beside.add_all([School(name=one), School(name=other)])

    with house.app.test_request_context("/"), pytest.raises(IntegrityError):
        note_two("Fir", other="Elm")
    assert "Fir" not in names(house)


SUMMER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("why", "moment"),
    [
        ("the world's time", datetime(2026, 6, 1, 12, tzinfo=UTC)),
        ("British summer time", datetime(2026, 6, 1, 13, tzinfo=SUMMER)),
        ("to the millionth of a second", datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_a_moment_comes_back_in_the_world_s_time(house: House, why: str, moment: datetime) -> None:
    with house.app.app_context():
        db.session.execute(update(Pupil).values(let_in_at=moment))
        found = db.session.scalar(select(Pupil.let_in_at))
    assert found == moment, why
    assert found is not None
    assert found.utcoffset() == timedelta()


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        Moment().process_bind_param(datetime(2026, 6, 1), sqlite.dialect())  # noqa: DTZ001


def test_no_moment_stays_none() -> None:
    assert Moment().process_bind_param(None, sqlite.dialect()) is None
    assert Moment().process_result_value(None, sqlite.dialect()) is None


def test_a_database_that_keeps_zones_is_brought_to_the_world_s_time() -> None:
    found = Moment().process_result_value(datetime(2026, 6, 1, 13, tzinfo=SUMMER), postgresql.dialect())
    assert found == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert found is not None
    assert found.tzinfo is UTC
