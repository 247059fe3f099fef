"""Every setting that the program reads is told of in docs/settings.md, and nothing is told of that it does not read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house_rules.tree import ROOT, expect_none, parsed, plant

SETTING = re.compile(r"ESAFETY_[A-Z][A-Z0-9_]*")
OF_THE_TESTS = {"ESAFETY_CHROMIUM"}


def read_by_the_program(root: Path) -> set[str]:
    found: set[str] = set()
    for _name, tree in parsed(root, under="esafety"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(SETTING.findall(node.value))
    return found - OF_THE_TESTS


def documented(root: Path) -> set[str]:
    page = root / "docs" / "settings.md"
    return set(SETTING.findall(page.read_text(encoding="utf-8"))) - OF_THE_TESTS if page.is_file() else set()


def settings_that_differ(root: Path) -> Iterator[str]:
    read, told = read_by_the_program(root), documented(root)
    yield from (f"{name} is read, but docs/settings.md does not tell of it" for name in sorted(read - told))
    yield from (f"{name} is in docs/settings.md, but nothing reads it" for name in sorted(told - read))


def test_settings_and_their_page_agree() -> None:
    expect_none(settings_that_differ(ROOT))


def test_planted_differences_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "esafety/config.py", "port = environ['ESAFETY_PORT']; data = environ['ESAFETY_DATA']")
    plant(tmp_path, "docs/settings.md", "| `ESAFETY_PORT` | `ESAFETY_OLD` |")
    assert list(settings_that_differ(tmp_path)) == [
        "ESAFETY_DATA is read, but docs/settings.md does not tell of it",
        "ESAFETY_OLD is in docs/settings.md, but nothing reads it",
    ]
