"""What `esafety lessons check` prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path


def check_paths(paths: Sequence[Path], *, strict_dates: bool, today: date) -> tuple[list[str], int]:
    """Check lesson files and folders; return the lines to print and the exit status (1 when there is any problem).

    No path at all means the lessons that come with the program. Warnings alone leave the status 0, but with
    `strict_dates` a stale `checked_on` makes it 1.
    """
    raise NotImplementedError(paths, strict_dates, today)
