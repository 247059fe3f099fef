"""The README tells a stranger the two commands, and what it and the other documents point to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, files, name_of, plant

COMMANDS = ("make run", "make test")
MOST_LINES = 150
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|<img[^>]*\ssrc=[\"']([^\"']+)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def faults_of_readme(root: Path) -> Iterator[str]:
    text = (root / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        if command not in text:
            yield f"README.md does not name {command!r}"
    if not re.search(r"!\[[^\]]+\]\(", text):
        yield "README.md has no picture with an alt text"
    if len(text.splitlines()) > MOST_LINES:
        yield f"README.md is longer than {MOST_LINES} lines"


def dead_links(root: Path) -> Iterator[str]:
    for path in [*root.glob("*.md"), *files(root, under="docs", ends=(".md",))]:
        text = CODE.sub("", path.read_text(encoding="utf-8"))
        for first, second in LINK.findall(text):
            address = (first or second).split("#")[0]
            if address and not re.match(r"[a-z]+:", address) and not (path.parent / address).exists():
                yield f"{name_of(path, root=root)}: {address} is not there"


def unknown_targets(root: Path) -> Iterator[str]:
    targets = set(TARGET.findall((root / "Makefile").read_text(encoding="utf-8")))
    for path in [*root.glob("*.md"), *files(root, under="docs", ends=(".md",)), root / ".ci" / "run"]:
        for target in re.findall(
            r"\bmake ([a-z]+)\b(?=[^\w ]|$| PORT)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            if target not in targets:
                yield f"{name_of(path, root=root)}: the Makefile cannot make {target!r}"


@pytest.mark.parametrize("rule", [faults_of_readme, dead_links, unknown_targets], ids=lambda rule: rule.__name__)
def test_documents_keep_the_rule(rule: object) -> None:
    expect_none(rule(ROOT))  # type: ignore[operator]


def test_the_build_machine_runs_what_a_person_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("make", ".venv", "python", "pytest", "npm"))] == ["make test"]


def test_planted_faults_are_found(tmp_path: Path) -> None:
    plant(
        tmp_path, "README.md", "# esafety\n\nRun `make run`, then `make sense`.\n\n![](docs/a.png) [b](docs/b.md#c)\n"
    )
    plant(tmp_path, "docs/b.md", "[up](../README.md) [gone](gone.md) `[code](is-no-link.md)`")
    plant(tmp_path, "Makefile", "run: ## run\ntest: ## test\n")
    plant(tmp_path, ".ci/run", "make test\n")
    assert list(faults_of_readme(tmp_path)) == [
        "README.md does not name 'make test'",
        "README.md has no picture with an alt text",
    ]
    assert list(dead_links(tmp_path)) == ["README.md: docs/a.png is not there", "docs/b.md: gone.md is not there"]
    assert list(unknown_targets(tmp_path)) == ["README.md: the Makefile cannot make 'sense'"]
