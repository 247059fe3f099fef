"""One server for one SQLite file: the lock that the second one finds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from esafety.config import Settings, SettingsProblem

# Windows lets nobody read what is locked, so the lock lies behind the number that the second server reads.
LOCKED_BYTE = 1024


def lock_file(settings: Settings) -> Path:
    """Beside the database, so that two data folders with one database find it too."""
    return settings.database_file.with_name(f"{settings.database_file.name}.lock")


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Hold the database of `settings` for this server and the processes that it forks; PostgreSQL needs no such thing.

    The system lets go of it when the last of them has ended, however they ended.

    Raises:
        SettingsProblem: another server has it; nothing was changed.
    """
    if not settings.is_sqlite:
        yield
        return
    path = lock_file(settings)
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii", errors="replace")
    except OSError as error:
        raise SettingsProblem([f"{path} cannot be written to; give it to whoever runs this program."]) from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            number = file.read(20).strip() or "unknown"
            raise SettingsProblem(
                [f"Another esafety server (process {number}) uses {settings.database_file}; stop that one first."]
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


if sys.platform == "win32":  # pragma: no cover - not run here
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(0)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        # flock, not lockf: forked workers share it, so that a dead master's workers still keep a second server out.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
