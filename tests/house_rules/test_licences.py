"""What we carry and what we need may be given away with our own work, and its licence is beside it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, plant

FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|Unlicense|0BSD|Zlib|OFL)\b", re.IGNORECASE
)
BINDING = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public|SSPL|proprietary|commercial)\b", re.IGNORECASE)
CARRIED = ("static/vendor", "tests/vendor")
ROW = re.compile(r"^\| ([\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", re.MULTILINE)
LICENCE_FILES = ("LICENSE", "LICENCE", "LICENCES", "COPYING", "OFL")


def needed(root: Path) -> list[str]:
    """The packages that a school installs."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", (root / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)


def licence_of(facts: PackageMetadata) -> str:
    classifiers = [line for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    return " / ".join([facts.get("License-Expression") or "", *classifiers, (facts.get("License") or "")[:200]])


def unfree_packages(root: Path) -> Iterator[str]:
    for name in needed(root):
        try:
            licence = licence_of(metadata(name))
        except PackageNotFoundError:
            continue  # needed on another system only, such as Windows
        if BINDING.search(licence) or not FREE.search(licence):
            yield f"{name}: {licence.strip(' /') or 'no licence named'}"


def carried_without_licence(root: Path) -> Iterator[str]:
    for place in CARRIED:
        folder = root / place
        said = "".join(path.read_text(encoding="utf-8") for path in folder.glob("LICENCES*"))
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.name.startswith((".", *LICENCE_FILES)):
                continue
            has_own = path.is_dir() and any(inner.name.upper().startswith(LICENCE_FILES) for inner in path.rglob("*"))
            if path.name not in said and not has_own:
                yield f"{place}/{path.name}: its licence is neither beside it nor in LICENCES.md"


def changed_for_tests(root: Path) -> Iterator[str]:
    """What the tests carry is what its page says; the vendored files of the pages have a test of their own."""
    for name, digest in ROW.findall((root / "tests/vendor/LICENCES.md").read_text(encoding="utf-8")):
        if hashlib.sha256((root / "tests/vendor" / name).read_bytes()).hexdigest() != digest:
            yield f"tests/vendor/{name} is not what LICENCES.md says"


def faults_of_our_own(root: Path) -> Iterator[str]:
    text = (root / "LICENSE").read_text(encoding="utf-8")
    for words in ("MIT License", "CC BY 4.0"):
        if words not in text:
            yield f"LICENSE does not hold {words!r}"
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in project["license-files"]:
        if not (root / name).is_file():
            yield f"pyproject.toml names {name}, which is not there"


@pytest.mark.parametrize(
    "rule",
    [unfree_packages, carried_without_licence, changed_for_tests, faults_of_our_own],
    ids=lambda rule: rule.__name__,
)
def test_licences_keep_the_rule(rule: object) -> None:
    expect_none(rule(ROOT))  # type: ignore[operator]


def test_planted_faults_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "LICENSE", "MIT License")
    plant(tmp_path, "pyproject.toml", "[project]\nlicense-files = ['LICENSE', 'gone.md']\n")
    plant(tmp_path, "static/vendor/LICENCES.md", "named 1.0: MIT")
    plant(tmp_path, "static/vendor/named/named.js", "")
    plant(tmp_path, "static/vendor/own/LICENSE.txt", "MIT")
    plant(tmp_path, "static/vendor/forgotten/forgotten.js", "")
    assert list(faults_of_our_own(tmp_path)) == [
        "LICENSE does not hold 'CC BY 4.0'",
        "pyproject.toml names gone.md, which is not there",
    ]
    assert [line.split(":")[0] for line in carried_without_licence(tmp_path)] == ["static/vendor/forgotten"]


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "tests/vendor/LICENCES.md", f"| a.js | x | {'0' * 64} |")
    plant(tmp_path, "tests/vendor/a.js", "changed")
    assert list(changed_for_tests(tmp_path)) == ["tests/vendor/a.js is not what LICENCES.md says"]


def test_a_binding_licence_is_told_from_a_free_one() -> None:
    facts = metadata("flask")
    assert FREE.search(licence_of(facts))
    assert not BINDING.search(licence_of(facts))
    assert BINDING.search("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
