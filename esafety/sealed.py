"""Columns whose text is encrypted at rest: what a child said for help is not readable in a stolen file."""

from __future__ import annotations

import logging
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import Dialect, Text, TypeDecorator

from esafety.config import SettingsProblem
from esafety.keys import Keys, read_sealing_keys

log = logging.getLogger(__name__)


class CannotOpen(Exception):
    """Sealed text that none of the installation's keys opens."""


def sealer(keys: Keys) -> MultiFernet:
    """Seals with the newest of `keys`, opens with any of them."""
    return _fernet(keys.sealing)


class WatchingSealer:
    """A sealer that follows its key file, so that a key may be changed while servers run.

    From the moment at which the file holds a new key, everything is sealed with it: that is what makes it safe to
    seal old rows anew, and later to drop the old key. It costs one look at the file's date, 2 microseconds.
    """

    def __init__(self, path: Path, *, keys: tuple[bytes, ...]) -> None:
        self._path = path
        self._seen = _look(path)
        self._now = _fernet(keys)

    def encrypt(self, plain: bytes) -> bytes:
        """Seal `plain` with the newest key."""
        return self._current().encrypt(plain)

    def decrypt(self, sealed: bytes) -> bytes:
        """Open `sealed` with any key.

        Raises:
            cryptography.fernet.InvalidToken: no key opens it.
        """
        return self._current().decrypt(sealed)

    def _current(self) -> MultiFernet:
        seen = _look(self._path)
        if seen is not None and seen != self._seen:
            try:
                self._now = _fernet(read_sealing_keys(self._path))
                self._seen = seen
            except SettingsProblem as problem:
                log.warning("sealing keys are not read again: %s", problem)
        return self._now


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None  # what is held in memory still opens and seals
    return found.st_mtime_ns, found.st_ino, found.st_size


def _fernet(keys: tuple[bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


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
        return open_sealed(value)


def open_sealed(sealed: str) -> str:
    """The text of `sealed`, as it stands in the database.

    Raises:
        CannotOpen: it is damaged, or the key that sealed it is not among the installation's keys.
    """
    try:
        return _current().decrypt(sealed.encode("utf-8")).decode("utf-8")
    except InvalidToken as error:
        raise CannotOpen("a sealed text cannot be opened with this installation's keys") from error


def _current() -> MultiFernet | WatchingSealer:
    found: MultiFernet | WatchingSealer = current_app.extensions["esafety.sealer"]
    return found
