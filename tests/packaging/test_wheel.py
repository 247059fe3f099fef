"""The wheel holds what it needs and no more, and runs from an empty folder without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.children import Child, lesson_of
from tests.bench.servers import Server, running
from tests.bench.wire import Wire, request_bytes
from tests.bench.world import pupils_of
from tests.browser.server import free_port
from tests.house_rules.tree import ROOT

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
SECONDS_TO_BUILD = 60
ROOMS = ("templates", "static", "lessons")


def pip(*arguments: str | Path) -> None:
    done = subprocess.run(
        [*PIP, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_TO_BUILD, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout by what is installed already: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", ".", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder)
    (built,) = folder.glob("esafety-*.whl")
    return built


@dataclass(frozen=True, kw_only=True)
class Installed:
    """The program as installed: where it lies, the empty folder it was started in, the running server."""

    place: Path
    started_in: Path
    facts: dict[str, str]
    server: Server


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """`esafety demo` from the wheel, beside the libraries of these tests but out of sight of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    place, empty = folder / "place", folder / "empty"
    empty.mkdir()
    pip("install", wheel, "--no-deps", "--no-index", "--target", place)
    port = free_port()
    # -S: the libraries' folder is only searched, and its link to the checkout is not followed.
    command = ["-S", str(place / "bin" / "esafety"), "demo", "--port", str(port)]
    command += ["--data", str(folder / "data"), "--json", str(folder / "sign-ins.json")]
    facts = {"PYTHONPATH": os.pathsep.join([str(place), sysconfig.get_paths()["purelib"]])}
    with running(command, port=port, log=folder / "said.txt", facts=facts, started_in=empty) as server:
        yield Installed(place=place, started_in=empty, facts=facts, server=server)


def unwanted(names: list[str]) -> list[str]:
    """What no school should get: tests, drafts, dot files, leavings of Python."""
    return [
        name
        for name in names
        if any(part.startswith(".") or part in {"tests", "__pycache__"} for part in name.split("/"))
        or ("draft" in name.lower() and name.endswith(".md"))
        or name.endswith((".pyc", ".orig", "~"))
    ]


def test_the_wheel_holds_every_file_of_the_programs_rooms_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert unwanted(names) == []
    ours = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    assert len(ours) > 100
    assert [name for name in ours if not unwanted([name]) and f"esafety/_bundle/{name}" not in names] == []


@pytest.mark.parametrize(
    "name", ["esafety/_bundle/static/.gitattributes", "tests/house.py", "esafety/_bundle/lessons/a-draft.md", "a.pyc"]
)
def test_what_does_not_belong_is_seen(name: str) -> None:
    assert unwanted(["esafety/app.py", name]) == [name]


def test_it_runs_from_an_empty_folder_without_the_checkout(installed: Installed) -> None:
    asked = [sys.executable, "-S", "-c", "import esafety; print(esafety.__file__)"]
    found = subprocess.run(
        asked, env=installed.facts, cwd=installed.started_in, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).parent == installed.place / "esafety"
    wire = Wire(installed.server.port)
    page = wire.ask(request_bytes("GET", "/", cookies={}))
    assert "<h1" in page.text
    for name in ("fonts/andika-latin-400.woff2", "vendor/htmx/htmx.min.js"):
        answer = wire.ask(request_bytes("GET", f"/static/{name}", cookies={}))
        assert answer.status == 200
        shipped = (installed.place / "esafety" / "_bundle" / "static" / name).read_bytes()
        assert answer.unpacked() == shipped
    wire.close()
    lesson = lesson_of("KS2")
    (who,) = pupils_of(installed.started_in.parent / "sign-ins.json", key_stage="KS2", wanted=1)
    child = Child(wire=Wire(installed.server.port), who=who, lesson=lesson)
    assert child.sign_in()
    assert child.get(f"/lesson/{lesson.id}").status == 200
    assert 'id="screen"' in child.page
    child.wire.close()
    assert list(installed.started_in.iterdir()) == []


def test_a_lesson_can_be_begun_and_checked_with_it(installed: Installed, tmp_path: Path) -> None:
    for asked in (
        ["new", "Otto asks twice", "--ks2", "--folder", tmp_path],
        ["check", tmp_path / "otto-asks-twice.md"],
    ):
        done = subprocess.run(
            [sys.executable, "-S", "-m", "esafety", "lessons", *asked],
            env=installed.facts,
            cwd=installed.started_in,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
    assert list(installed.started_in.iterdir()) == []
