"""Columns whose text is encrypted at rest: what a child said for help is not readable in a stolen file."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import Dialect, Text, TypeDecorator

from esafety.keys import Keys


class CannotOpen(Exception):
    """Sealed text that none of the installation's keys opens."""


def sealer(keys: Keys) -> MultiFernet:
    """Seals with the newest of `keys`, opens with any of them."""
    return MultiFernet([Fernet(key) for key in keys.sealing])


class Sealed(TypeDecorator[str]):
    """Text that is encrypted before it reaches the database and decrypted only for the program."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: PLR0917 - SQLAlchemy calls it
        """Seal `value`."""
        del dialect
        if value is None:
            return None
        return _current().encrypt(value.encode("utf-8", "replace")).decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: PLR0917 - so does this
        """Open `value`.

        Raises:
            CannotOpen: the key that sealed it is not among the installation's keys.
        """
        del dialect
        if value is None:
            return None
        try:
            return _current().decrypt(value.encode("utf-8")).decode("utf-8")
        except InvalidToken as error:
            raise CannotOpen("a sealed text cannot be opened with this installation's keys") from error


def _current() -> MultiFernet:
    found: MultiFernet = current_app.extensions["esafety.sealer"]
    return found
