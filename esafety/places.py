"""Where the files that ship with the program lie: in the checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The shipped folder `templates`, `static` or `lessons`."""
    bundle = PACKAGE / "_bundle"
    return (bundle if bundle.is_dir() else PACKAGE.parent) / folder
