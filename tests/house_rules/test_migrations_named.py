"""A migration's name tells what it does, and it goes both ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, files, plant

NAME = re.compile(r"\d{4}_[a-z]+(?:_[a-z0-9]+){1,}")


def faults_of_migrations(root: Path) -> Iterator[str]:
    for path in files(root, under="esafety/migrations/versions", ends=(".py",)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not NAME.fullmatch(path.stem):
            yield f"{path.name}: name it by its turn and what it does, such as 0002_add_board"
        if not ast.get_docstring(tree):
            yield f"{path.name}: its docstring does not say what it does"
        bodies = {node.name: node.body for node in tree.body if isinstance(node, ast.FunctionDef)}
        for way in ("upgrade", "downgrade"):
            if way not in bodies or all(
                isinstance(step, ast.Pass | ast.Expr) and _does_nothing(step) for step in bodies[way]
            ):
                yield f"{path.name}: {way} does nothing"


def _does_nothing(step: ast.Pass | ast.Expr) -> bool:
    return isinstance(step, ast.Pass) or isinstance(step.value, ast.Constant)


def test_migrations_keep_the_rule() -> None:
    expect_none(faults_of_migrations(ROOT))


GOOD = '"""Board."""\ndef upgrade():\n    op.x()\ndef downgrade():\n    op.y()\n'


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("ab12cd34ef.py", GOOD),
        ("0002_add_board.py", GOOD.replace('"""Board."""', "")),
        ("0002_add_board.py", GOOD.replace("op.y()", "pass")),
        ("0002_add_board.py", GOOD.replace("def downgrade", "def down")),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, source: str) -> None:
    plant(tmp_path, f"esafety/migrations/versions/{name}", source)
    assert len(list(faults_of_migrations(tmp_path))) == 1
    plant(tmp_path, f"esafety/migrations/versions/{name}", GOOD)


def test_a_good_migration_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "esafety/migrations/versions/0001_first_tables.py", GOOD)
    assert not list(faults_of_migrations(tmp_path))
