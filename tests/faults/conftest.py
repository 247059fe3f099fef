"""Faults are done to real processes, files and connections; at the end a table says what came of it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories import databases, postgres
from tests.faults.houses import House, house_in
from tests.faults.report import REPORT, Report
from tests.faults.running import Server, served
from tests.faults.tracing import WHAT_TO_DO, can_trace

collect_ignore_glob = []
if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]
    REPORT.not_run.append("The faults are done to Linux processes: not run on this system.")
elif not can_trace():
    collect_ignore_glob = ["test_power_cut.py"]
    REPORT.not_run.append(WHAT_TO_DO)

KINDS = ["SQLite"]
if postgres.find_binaries() or postgres.is_required():
    KINDS.append("PostgreSQL")
else:
    REPORT.not_run.append("PostgreSQL's server programs are not installed: its half of the faults was not run.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", databases.kinds_here(), scope="session")


@pytest.fixture(scope="session")
def database_server(database_kind: str) -> Iterator[str]:
    """The address of a PostgreSQL server; empty where the test is not about it."""
    if database_kind != databases.POSTGRESQL:
        yield ""
        return
    with databases.postgres_server() as address:
        yield address


@pytest.fixture
def database_url(database_kind: str, database_server: str, tmp_path: Path) -> str:
    """The address of an empty database of each kind in turn."""
    return databases.new_database(database_kind, folder=tmp_path, server=database_server)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("faults")
    for line in REPORT.lines():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def report() -> Report:
    return REPORT


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    # Not in pytest's own folders: every other run of pytest closes those to the server's own user again.
    with tempfile.TemporaryDirectory(prefix="esafety-faults-") as folder:
        Path(folder).chmod(0o755)
        with postgres.server(Path(folder) / "postgres") as address:
            yield address


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


Maker = Callable[[str], House]


@pytest.fixture
def new_house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Maker]:
    """`new_house(kind)` founds a school that nothing else uses."""
    made: list[object] = []

    def make(kind: str) -> House:
        server = request.getfixturevalue("postgres_server") if kind == "PostgreSQL" else None
        context = house_in(tmp_path / f"{request.node.originalname}_{len(made)}", server=server)
        made.append(context)
        return context.__enter__()

    yield make
    for context in made:
        context.__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.fixture
def house(kind: str, new_house: Maker) -> House:
    return new_house(kind)


@pytest.fixture(scope="session")
def shared_house(
    kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[House]:
    """A school with a server, for faults that leave the server whole."""
    server = request.getfixturevalue("postgres_server") if kind == "PostgreSQL" else None
    with house_in(tmp_path_factory.mktemp("shared") / f"shared_{kind}", server=server) as found:
        yield found


@pytest.fixture(scope="session")
def server(shared_house: House) -> Iterator[Server]:
    with served(shared_house) as running:
        yield running
