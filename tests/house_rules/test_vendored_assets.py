"""What others made lies here unchanged and licensed; every picture a lesson names is there, and harmless."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.house_rules.tree import ROOT, expect_none, name_of, plant

MANIFEST = "static/vendor/MANIFEST.sha256"
CARRIED = ("static/vendor", "static/fonts", "tests/vendor")
WRITTEN_BY_US = ("MANIFEST.sha256", "LICENCES.md")
PICTURE_FILES = ("pictures.yaml", "scenes.yaml", "avatars.yaml")
HARMFUL = re.compile(
    r"<script|<foreignObject|<!ENTITY|\bon[a-z]+=|\bstyle=|(?:href|src)=[\"'](?!#)|url\((?!#)", re.IGNORECASE
)
LARGEST_BYTES = {"static/art/scenes": 12_000, "static/art/cast": 6_000}
SIGN_IN_PICTURES = 16


def carried(root: Path) -> Iterator[Path]:
    """The files that others made."""
    for place in CARRIED:
        for path in sorted((root / place).rglob("*")):
            if path.is_file() and not path.name.startswith(".") and path.name not in WRITTEN_BY_US:
                yield path


def changed(root: Path) -> Iterator[str]:
    lines = (root / MANIFEST).read_text(encoding="utf-8").splitlines()
    hashes = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    there = {name_of(path, root=root): path for path in carried(root)}
    for name, path in there.items():
        if name not in hashes:
            yield f"{name}: is not in {MANIFEST}"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != hashes[name]:
            yield f"{name}: is not what {MANIFEST} says"
    for name in hashes.keys() - there.keys():
        yield f"{name}: stands in {MANIFEST} but is gone"


def unlicensed(root: Path) -> Iterator[str]:
    folders = {path.parent for path in carried(root)}
    said = (root / "static/vendor/LICENCES.md").read_text(encoding="utf-8")
    for folder in sorted(folders):
        name = name_of(folder, root=root)
        if not (folder / "LICENSE").is_file():
            yield f"{name}: the full licence is not beside it, as LICENSE"
        if f"`{name}`" not in said:
            yield f"{name}: LICENCES.md does not say what it is and whose"


def pictures(root: Path) -> Iterator[tuple[str, str, str]]:
    """Each named picture: where it stands, its file below static/, the words for who cannot see it."""
    for source in PICTURE_FILES:
        rows = yaml.safe_load((root / "lessons/data" / source).read_text(encoding="utf-8"))
        if source == "avatars.yaml":
            listed = [*rows["avatars"], *rows["sign_in_pictures"]]
            rows = {row["id"]: {**row, "alt": row.get("alt") or row.get("nickname")} for row in listed}
        for name, row in rows.items():
            yield f"{source}: {name}", str(row.get("file", "")), str(row.get("alt") or "")


def missing_pictures(root: Path) -> Iterator[str]:
    for place, file, alt in pictures(root):
        if not file or not (root / "static" / file).is_file():
            yield f"{place}: there is no static/{file}"
        if not alt.strip():
            yield f"{place}: has no alt text"


def unsafe_drawings(root: Path) -> Iterator[str]:
    """Drawings that could run, fetch, break the content policy, or be too heavy for an old tablet."""
    for path in sorted((root / "static").rglob("*.svg")):
        name, text = name_of(path, root=root), path.read_text(encoding="utf-8")
        if found := HARMFUL.search(text):
            yield f"{name}: {found.group()!r} does not belong in a drawing"
        ids = re.findall(r'\bid="([^"]+)"', text)
        if len(ids) != len(set(ids)):
            yield f"{name}: the same id stands there twice"
        try:
            drawing = ET.fromstring(text)  # noqa: S314 - our own files, read in a test
        except ET.ParseError as error:
            yield f"{name}: is not well-formed ({error})"
            continue
        if "viewBox" not in drawing.attrib and drawing.find("{*}symbol") is None:
            yield f"{name}: has no viewBox, so it cannot be made larger"
        if (largest := LARGEST_BYTES.get(name_of(path.parent, root=root))) and len(text) > largest:
            yield f"{name}: {len(text)} bytes, more than {largest}"


@pytest.mark.parametrize(
    "rule", [changed, unlicensed, missing_pictures, unsafe_drawings], ids=lambda rule: rule.__name__
)
def test_assets_keep_the_rule(rule: object) -> None:
    expect_none(rule(ROOT))  # type: ignore[operator]


def test_a_class_of_thirty_can_be_told_apart() -> None:
    rows = yaml.safe_load((ROOT / "lessons/data/avatars.yaml").read_text(encoding="utf-8"))
    avatars, secrets = rows["avatars"], rows["sign_in_pictures"]
    assert len({row["file"] for row in avatars[:30]}) == 30, "the first thirty pictures are not all different"
    assert len({row["nickname"] for row in avatars}) == len(avatars)
    assert len({row["file"] for row in secrets}) == len(secrets) == SIGN_IN_PICTURES
    assert not {row["file"] for row in avatars} & {row["file"] for row in secrets}, "an animal is part of a secret"


def plant_small_house(root: Path) -> None:
    """One vendored file, one picture, all in order."""
    plant(root, "static/vendor/small/small.js", "1")
    plant(root, "static/vendor/small/LICENSE", "MIT")
    plant(root, "static/vendor/LICENCES.md", "`static/vendor/small`: small 1.0, MIT")
    plant(root, "static/art/cast/wren.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    plant(root, "lessons/data/pictures.yaml", "wren: {file: art/cast/wren.svg, alt: Wren}")
    plant(root, "lessons/data/scenes.yaml", "{}")
    plant(root, "lessons/data/avatars.yaml", "{avatars: [], sign_in_pictures: []}")
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name_of(path, root=root)}\n" for path in carried(root))
    plant(root, MANIFEST, "".join(lines))


def faults(root: Path) -> list[str]:
    found = [*changed(root), *unlicensed(root), *missing_pictures(root), *unsafe_drawings(root)]
    return [line.split(": ", 1)[1] for line in found]


def test_a_house_in_order_has_no_faults(tmp_path: Path) -> None:
    plant_small_house(tmp_path)
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("static/vendor/small/small.js", "2", "is not what"),
        ("static/vendor/small/more.js", "", "is not in"),
        ("static/fonts/letters.woff2", "", "the full licence is not beside it"),
        ("static/vendor/LICENCES.md", "", "does not say what it is"),
        (
            "lessons/data/pictures.yaml",
            "wren: {file: art/cast/gone.svg, alt: Wren}",
            "there is no static/art/cast/gone.svg",
        ),
        ("lessons/data/pictures.yaml", "wren: {file: art/cast/wren.svg, alt: ''}", "has no alt text"),
        ("lessons/data/avatars.yaml", "{avatars: [{id: a, nickname: A}], sign_in_pictures: []}", "there is no static/"),
        ("static/art/cast/wren.svg", '<svg viewBox="0 0 9 9"><script/></svg>', "does not belong in a drawing"),
        (
            "static/art/cast/wren.svg",
            '<svg viewBox="0 0 9 9"><path style="fill:red"/></svg>',
            "does not belong in a drawing",
        ),
        (
            "static/art/cast/wren.svg",
            '<svg viewBox="0 0 9 9"><image href="https://a.example/b"/></svg>',
            "does not belong",
        ),
        (
            "static/art/cast/wren.svg",
            '<svg viewBox="0 0 9 9"><g id="a"/><g id="a"/></svg>',
            "the same id stands there twice",
        ),
        ("static/art/cast/wren.svg", "<svg", "is not well-formed"),
        ("static/art/cast/wren.svg", "<svg/>", "has no viewBox"),
        (
            "static/art/cast/wren.svg",
            f'<svg viewBox="0 0 9 9"><desc>{"x" * 6000}</desc></svg>',
            "bytes, more than 6000",
        ),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, name: str, text: str, said: str) -> None:
    plant_small_house(tmp_path)
    plant(tmp_path, name, text)
    assert any(said in fault for fault in faults(tmp_path)), faults(tmp_path)


def test_a_lost_file_is_found(tmp_path: Path) -> None:
    plant_small_house(tmp_path)
    (tmp_path / "static/vendor/small/small.js").unlink()
    assert faults(tmp_path) == [f"stands in {MANIFEST} but is gone"]
