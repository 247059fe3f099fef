"""The database: base class, types, and transactions that write under a lock taken at their start."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    TypeDecorator,
    UpdateBase,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

P = ParamSpec("P")
R = TypeVar("R")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECONDS_FOR_THE_LOCK = 5
MILLISECONDS_A_LOOK = 20
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    f"busy_timeout={SECONDS_FOR_THE_LOCK * 1000}",
    # NORMAL loses rows that were acknowledged when the power fails; FULL costs 0.2 ms a commit.
    "synchronous=FULL",
    # Old versions can damage the file when one connection copies the log back while another writes: only the
    # clockwork's own connection does (clockwork/checkpoint.py).
    "wal_autocheckpoint=0",
)


class Base(DeclarativeBase):
    """What every table shares: constraints with names that migrations can drop on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# An error of the database would else quote what was being stored, a child's words, into log and console.
db = SQLAlchemy(model_class=Base, engine_options={"hide_parameters": True})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A point in time, stored and returned in UTC; refuses one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: PLR0917 - SQLAlchemy calls it
        """Store `value` in UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: PLR0917 - so does this
        """Return `value` with its zone, which SQLite does not keep."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table_of(model: type[Base]) -> Table:
    """The table of `model`: for statements that are asked at every request and want columns, not objects."""
    return cast(Table, model.__table__)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we send BEGIN ourselves, below
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Take the write lock at the start of whatever may write.

    A transaction that reads first and writes later fails at once when another wrote in between, whatever the
    timeout; one that begins IMMEDIATE waits its turn.
    """
    if connection.dialect.name != "sqlite":
        return
    may_write = not (has_request_context() and request.method in SAFE_METHODS)
    writes = connection.get_execution_options().get("writes", may_write)
    if writes:
        _take_lock(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_lock(connection: Connection) -> None:
    """Begin to write as soon as nobody else does.

    SQLite has no queue: the longer a connection has waited, the more seldom it looks, up to ten times a second, so that
    among many busy writers one could be passed over until it gave up. Each short wait here begins with quick looks.
    """
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    give_up_at = time.monotonic() + SECONDS_FOR_THE_LOCK
    driver.execute(f"PRAGMA busy_timeout={MILLISECONDS_A_LOOK}")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > give_up_at:
                    raise
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={SECONDS_FOR_THE_LOCK * 1000}")


def _is_busy(error: OperationalError) -> bool:
    from_sqlite = error.orig
    return (
        isinstance(from_sqlite, sqlite3.OperationalError) and from_sqlite.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )


def atomic(work: Callable[P, R]) -> Callable[P, R]:
    """Make `work` all or nothing: the outermost such call commits, an error undoes everything.

    When the outermost call has returned, the database has the rows on disk.
    """

    @functools.wraps(work)
    def committed(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get("atomic"):
            return work(*args, **kwargs)
        session.info["atomic"] = True
        try:
            result = work(*args, **kwargs)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("atomic", None)
        return result

    return committed


def take_turn(session: Session, *, what: str) -> None:
    """Wait until nobody else is writing `what`, and hold it until the transaction ends.

    SQLite has one writer at a time from the start of each writing request. PostgreSQL lets many write at once: what
    reads first and writes what follows from it (the next number of a chain, the place in a lesson) takes its turn here.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


def rows_changed(session: Session, *, statement: UpdateBase) -> int:
    """Run `statement` in the transaction of `session` and return how many rows it changed."""
    return cast("CursorResult[object]", session.execute(statement)).rowcount


def insert_if_new(session: Session, *, table: type[Base], values: dict[str, object]) -> bool:
    """Add a row unless a unique key of the table has it already; return whether it was added."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(cast("Table", table.__table__)).values(values)
    return rows_changed(session, statement=row.on_conflict_do_nothing()) == 1


@contextmanager
def read_beside() -> Iterator[Session]:
    """A short look outside requests that takes no lock; nothing written in it is kept."""
    with Session(db.engine.execution_options(writes=False)) as session:
        yield session


@contextmanager
def looking_only() -> Iterator[None]:
    """A short transaction that only reads, at the start of a request that may write later.

    A form so takes the write lock when it writes, not while it is found out who sent it. In a request that only
    reads, the transaction stays open for what the page reads next.
    """
    if request.method in SAFE_METHODS:
        yield
        return
    db.session.connection(execution_options={"writes": False})
    try:
        yield
    finally:
        db.session.rollback()


@contextmanager
def write_beside() -> Iterator[Session]:
    """A short write of its own inside a request that only reads (audit and session rows), committed at the end."""
    engine = db.engine.execution_options(writes=True)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
