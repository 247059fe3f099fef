"""One form, one effect: the key in a form is kept with what it sent, so that sending it again changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from enum import Enum

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from esafety import clock
from esafety.db import Model, Moment, db, rows_changed, table_of, take_turn

KEY_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Receipt(Model):
    """A form that was taken in: who sent it, its key, and a digest of what it said.

    The digest is keyed with the pepper: a plain one would let whoever holds the file try out a short call for help.
    """

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("owner", "key"), Index("ix_receipt_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    owner: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


_TABLE = table_of(Receipt)
_COLUMNS = _TABLE.c
_KNOWN = select(_COLUMNS.digest).where(_COLUMNS.owner == bindparam("owner"), _COLUMNS.key == bindparam("key"))
_KEEP = insert(_TABLE)


class Arrival(Enum):
    """How a form's key compares with those that came before."""

    FIRST = "first"
    AGAIN = "again"
    OTHER_WORDS = "other words under the same key"
    NO_KEY = "no usable key"


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(18)


def take(*, school_id: int, owner: str, key: str, words: str) -> Arrival:
    """Note inside the caller's transaction that `owner` sent `words` under `key`, and say whether it is new.

    The caller acts only on `Arrival.FIRST`. The unique key in the database settles two that come at once.
    """
    if not KEY_SHAPE.fullmatch(key):
        return Arrival.NO_KEY
    take_turn(db.session(), what=owner)
    digest = _digest(words)
    known = db.session.scalar(_KNOWN, {"owner": owner, "key": key})
    if known is not None:
        return Arrival.AGAIN if known == digest else Arrival.OTHER_WORDS
    facts = {"school_id": school_id, "owner": owner, "key": key, "digest": digest, "at": clock.now()}
    db.session.execute(_KEEP, facts)
    return Arrival.FIRST


def forget_old(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` receipts from before that moment; return how many."""
    old = select(Receipt.id).where(Receipt.at < before).order_by(Receipt.at).limit(at_most)
    return rows_changed(db.session(), statement=delete(Receipt).where(Receipt.id.in_(old)))


def was_taken(*, owner: str, key: str) -> bool:
    """Whether `owner` has sent the form with this key; whoever is just sending it is waited for."""
    take_turn(db.session(), what=owner)
    return db.session.scalar(select(Receipt.id).where(Receipt.owner == owner, Receipt.key == key)) is not None


def _digest(words: str) -> str:
    pepper: bytes = current_app.extensions["esafety.keys"].pepper
    return hmac.new(pepper, words.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
