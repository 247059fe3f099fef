"""Finding lesson files in a folder and reading them, without being led out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from esafety.content.model import Problem
from esafety.content.source import MOST_BYTES

DATA_FOLDER = "data"


def lesson_files(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder by name; hidden ones, README.md and `data` are left out."""
    for path in _files(folder):
        inside = path.relative_to(folder)
        if path.suffix.casefold() == ".md" and path.name.casefold() != "readme.md" and inside.parts[0] != DATA_FOLDER:
            yield path


def fact_files(folder: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder's `data` folder."""
    yield from (path for path in _files(folder / DATA_FOLDER) if path.suffix == ".yaml")


def read_file(path: Path, *, shown_as: str, within: Path) -> bytes | Problem:
    """Return what a file holds, or why it is not read.

    Refused: a link that leads out of `within`, what is no plain file, a file that is too long or locked.
    """
    try:
        if not path.resolve(strict=True).is_relative_to(within.resolve(strict=True)):
            return Problem(shown_as, 1, "this is a link to a file somewhere else: put a copy of the file here.")
        # Looked at before it is opened: to open a pipe is to wait for ever.
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return Problem(shown_as, 1, "this is no plain file: put a lesson file here.")
        if about.st_size > MOST_BYTES:
            return Problem(
                shown_as, 1, f"the file is too long ({about.st_size:,} bytes): keep it under {MOST_BYTES:,}."
            )
        return path.read_bytes()
    except (OSError, RuntimeError) as error:
        # Until Python 3.13, resolve() answers a circle of links with RuntimeError.
        why = error.strerror if isinstance(error, OSError) and error.strerror else "a circle of links"
        return Problem(shown_as, 1, f"the file cannot be read ({why}): check that it is there and may be opened.")


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(files) if not name.startswith("."))


def as_shown(path: Path) -> str:
    """Return a path as it is shown to people; a name that is no text does not stop the showing."""
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")
