"""Nothing is left for later: no reminder, no empty body, no test that is not run, no waiting by the clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, TOP_LEVEL_TEXT, expect_none, files, name_of, parsed, plant

# Put together here, so that this file may be searched as well.
REMINDER = re.compile(
    r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK", "lorem" + " ipsum")) + r")\b"
)
NOT_DONE = {"NotImplementedError", "NotImplemented"}
NOT_RUN = {"skip", "skipif", "xfail", "importorskip", "skipTest"}
ENDS = (".py", ".html", ".css", ".js", ".md", ".yaml", ".toml", ".cfg", ".sh")


def reminders(root: Path) -> Iterator[str]:
    top_level = [root / name for name in TOP_LEVEL_TEXT if (root / name).is_file()]
    for path in [*files(root, ends=ENDS), *top_level]:
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := REMINDER.search(text):
                yield f"{name_of(path, root=root)}:{line}: {found.group()}"


def open_endings(root: Path) -> Iterator[str]:
    for name, tree in parsed(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in NOT_DONE:
                yield f"{name}:{node.lineno}: {node.id}"
            if isinstance(node, ast.Attribute) and node.attr in NOT_RUN and _is_of_pytest(node):
                yield f"{name}:{node.lineno}: a test that is not run: {node.attr}"
            if _waits(node):
                yield f"{name}:{getattr(node, 'lineno', 1)}: waiting by the clock; wait for what is expected"


def _is_of_pytest(node: ast.Attribute) -> bool:
    source = ast.unparse(node.value)
    return source in {"pytest", "pytest.mark", "mark", "self", "unittest"}


def _waits(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "sleep" for alias in node.names)
    return isinstance(node, ast.Attribute) and node.attr in {"sleep", "wait_for_timeout"}


def test_no_reminder_is_left() -> None:
    expect_none(reminders(ROOT))


def test_nothing_is_unfinished_left_out_or_waiting() -> None:
    expect_none(open_endings(ROOT))


@pytest.mark.parametrize(
    "name", ["esafety/a.py", "templates/a.html", "static/js/a.js", "lessons/a.md", "README.md", "Makefile"]
)
def test_a_planted_reminder_is_found(tmp_path: Path, name: str) -> None:
    plant(tmp_path, name, "fine\n# TO" + "DO later\n")
    assert list(reminders(tmp_path)) == [f"{name}:2: TO" + "DO"]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    raise NotImplementedError",
        "@pytest.mark.skip\ndef test_a(): pass",
        "@pytest.mark.skipif(True, reason='x')\ndef test_a(): pass",
        "@pytest.mark.xfail\ndef test_a(): pass",
        "pytest.importorskip('x')",
        "import time\ntime.sleep(1)",
        "from time import sleep",
        "page.wait_for_timeout(500)",
    ],
)
def test_a_planted_open_ending_is_found(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "tests/test_planted.py", source)
    assert len(list(open_endings(tmp_path))) == 1
