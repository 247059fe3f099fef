"""Where the house's files are; every rule takes the root, so that it can be tried on a planted fault."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("esafety", "lessons", "static", "templates", "tests", "docs", ".ci")
NOT_OURS = ("static/vendor/", "static/fonts/", "tests/vendor/")
TOP_LEVEL_TEXT = ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml")


def files(root: Path, *, under: str | None = None, ends: tuple[str, ...]) -> Iterator[Path]:
    """Our own files below `root` in a stable order: neither caches, nor what others wrote and we only carry."""
    for room in (under,) if under else ROOMS:
        for path in sorted((root / room).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in ends and path.is_file() and "__pycache__" not in name and not name.startswith(NOT_OURS):
                yield path


def name_of(path: Path, *, root: Path) -> str:
    return path.relative_to(root).as_posix()


def parsed(root: Path, *, under: str | None = None) -> Iterator[tuple[str, ast.Module]]:
    """Each Python file's name and syntax tree."""
    for path in files(root, under=under, ends=(".py",)):
        yield name_of(path, root=root), ast.parse(path.read_text(encoding="utf-8"))


def plant(root: Path, name: str, text: str) -> None:
    """Put a file with a fault into a small made-up house."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def expect_none(offenders: Iterable[str]) -> None:
    """Fail with every offender on a line of its own."""
    found = list(dict.fromkeys(offenders))
    assert not found, "\n  " + "\n  ".join(found)
