"""Sealing anew, with the newest key, whatever an older one sealed: every sealed column of every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Table,
    Text,
    and_,
    literal,
    select,
    text,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from esafety.db import db
from esafety.sealed import CannotOpen, Sealed

ROWS_AT_A_TIME = 200  # a few milliseconds under the write lock: children's answers go in between
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class SealedColumn:
    """A column whose text is sealed."""

    table: Table
    column: Column[Any]

    @property
    def kept(self) -> ColumnElement[str]:
        """What the table holds, sealed as it is."""
        return type_coerce(self.column, Text)

    @property
    def name(self) -> str:
        """As `concern.told`."""
        return f"{self.table.name}.{self.column.name}"


def sealed_columns(metadata: MetaData | None = None) -> list[SealedColumn]:
    """Every sealed column of every table that the program knows: a new one is found without being listed."""
    tables = (metadata or db.metadata).sorted_tables
    return [
        SealedColumn(table, column) for table in tables for column in table.columns if isinstance(column.type, Sealed)
    ]


def rows_to_seal(session: Session, *, newest: bytes) -> int:
    """How many rows the key `newest` does not open."""
    fernet = Fernet(newest)
    return sum(
        not _opens(kept, fernet=fernet)
        for column in sealed_columns()
        for batch in _batches(session, column=column)
        for kept in (row[-1] for row in batch)
    )


def seal_anew(session: Session, *, keys: Sequence[bytes], told: Told) -> int:
    """Seal every row with the first of `keys`, in short transactions of their own; return how many were.

    A row that changed in between is left to whoever changed it, who sealed it with the newest key. Broken off, it can
    be begun again: rows that are done are passed over.

    Args:
        session: for nothing else until this returns.
        keys: all of the installation's keys, newest first.
        told: called after each batch with the rows looked at and the rows sealed so far.

    Raises:
        CannotOpen: naming the row that none of the keys opens; everything before it is done.
    """
    newest, all_keys = Fernet(keys[0]), MultiFernet([Fernet(key) for key in keys])
    looked_at = sealed = 0
    for column in sealed_columns():
        for batch in _batches(session, column=column):
            old = [row for row in batch if not _opens(row[-1], fernet=newest)]
            if old:
                _seal_batch(session, column=column, rows=old, keys=all_keys)
            looked_at, sealed = looked_at + len(batch), sealed + len(old)
            told(looked_at, sealed)
    return sealed


def hold_still(session: Session) -> None:
    """Let nobody write sealed rows until the transaction ends; those who write already are waited for."""
    if session.get_bind().dialect.name == "postgresql":
        for name in sorted({column.table.name for column in sealed_columns()}):
            session.execute(text(f'LOCK TABLE "{name}" IN SHARE ROW EXCLUSIVE MODE'))
    else:
        session.execute(text("SELECT 1"))  # on SQLite a transaction outside a request holds the write lock


def _batches(session: Session, *, column: SealedColumn) -> Iterator[Sequence[Any]]:
    """Rows of `column` that are not empty: the parts of their primary key, then what is kept."""
    identity = list(column.table.primary_key.columns)
    last: tuple[Any, ...] | None = None
    while True:
        query = select(*identity, column.kept).where(column.column.is_not(None)).order_by(*identity)
        if last is not None:
            query = query.where(tuple_(*identity) > tuple_(*map(literal, last)))
        batch = session.execute(query.limit(ROWS_AT_A_TIME)).all()
        session.commit()  # no lock is held while the caller works
        if not batch:
            return
        yield batch
        last = tuple(batch[-1][:-1])


def _seal_batch(session: Session, *, column: SealedColumn, rows: Sequence[Any], keys: MultiFernet) -> None:
    identity = list(column.table.primary_key.columns)
    for row in rows:
        try:
            anew = keys.rotate(row[-1].encode("utf-8")).decode("ascii")
        except InvalidToken as error:
            session.rollback()
            raise CannotOpen(f"{column.name}, row {'-'.join(map(str, row[:-1]))}") from error
        is_row = and_(*(part == value for part, value in zip(identity, row[:-1], strict=True)))
        session.execute(
            update(column.table).where(is_row, column.kept == row[-1]).values({column.column: literal(anew, Text)})
        )
    session.commit()


def _opens(kept: str, *, fernet: Fernet) -> bool:
    try:
        fernet.decrypt(kept.encode("utf-8"))
    except InvalidToken:
        return False
    return True
