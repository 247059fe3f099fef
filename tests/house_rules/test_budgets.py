"""Files and functions stay small enough to be read in one go (house rule 14)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, files, name_of, parsed, plant

MOST_LINES = {"module": 300, "template": 120, "test": 500, "conftest": 150, "stylesheet or script": 500}
MOST_LINES_OF_FUNCTION = 40
# A migration lists tables as they were on one day; it is read once and never edited, so splitting it would help nobody.
LISTS_OF_TABLES = "esafety/migrations/versions/"


def kind_of(path: Path, *, root: Path) -> str:
    if path.name == "conftest.py":
        return "conftest"
    if name_of(path, root=root).startswith("tests/"):
        return "test"
    return {".py": "module", ".html": "template"}.get(path.suffix, "stylesheet or script")


def too_long_files(root: Path) -> Iterator[str]:
    for path in files(root, ends=(".py", ".html", ".css", ".js")):
        kind = kind_of(path, root=root)
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES[kind] and not name_of(path, root=root).startswith(LISTS_OF_TABLES):
            yield f"{name_of(path, root=root)}: {lines} lines; a {kind} may have {MOST_LINES[kind]}"


def too_long_functions(root: Path) -> Iterator[str]:
    for name, tree in parsed(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not name.startswith(LISTS_OF_TABLES):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_FUNCTION:
                    most = MOST_LINES_OF_FUNCTION
                    yield f"{name}:{node.lineno}: {node.name} has {lines} lines; a function may have {most}"


def test_no_file_is_longer_than_its_kind_allows() -> None:
    expect_none(too_long_files(ROOT))


def test_no_function_is_longer_than_a_screen() -> None:
    expect_none(too_long_functions(ROOT))


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("esafety/long.py", 300),
        ("templates/long.html", 120),
        ("tests/test_long.py", 500),
        ("tests/conftest.py", 150),
        ("static/css/long.css", 500),
    ],
)
def test_one_line_too_many_is_found(tmp_path: Path, name: str, most: int) -> None:
    plant(tmp_path, name, "\n" * most)
    assert not list(too_long_files(tmp_path))
    plant(tmp_path, name, "\n" * (most + 1))
    assert [line.split(":")[0] for line in too_long_files(tmp_path)] == [name]


def test_a_function_of_one_line_too_many_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "esafety/long.py", "def short():\n" + "    pass\n" * 39 + "\n\ndef long():\n" + "    pass\n" * 40)
    assert [line.split(": ")[1] for line in too_long_functions(tmp_path)] == [
        "long has 41 lines; a function may have 40"
    ]


def test_what_we_only_carry_is_not_ours_to_shorten(tmp_path: Path) -> None:
    plant(tmp_path, "static/vendor/thing/thing.js", "\n" * 5000)
    assert not list(too_long_files(tmp_path))
