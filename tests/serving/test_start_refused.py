"""What cannot be served safely is refused: one sentence, exit status not 0, and nothing has been touched (B58-B64)."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from esafety import clock
from esafety.certificate_making import CERTIFICATE_DAYS, make_authority, make_certificate
from esafety.cli import main
from esafety.config import Settings
from esafety.keys import keys_for
from tests.serving.program import free_port, run

GOOD = "k" * 40
NOBODY = 65534
EVERYWHERE = "0.0.0.0"  # noqa: S104 - refused, that is the test
Prepare = Callable[[Path], None]


def nothing(_folder: Path) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault, made by settings, by `prepare` in the folder (`@` in settings stands for it), or both."""

    why: str
    says: str
    prepare: Prepare = nothing
    settings: dict[str, str] | None = None
    command: tuple[str, ...] = ("serve",)


def certificates_in(folder: Path, *, days_ago: int = 0) -> None:
    from cryptography import x509  # noqa: PLC0415 - only some cases need it
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    made_at = clock.now() - timedelta(days=days_ago)
    for name in ("one", "other"):
        ca, ca_key = make_authority(["localhost"], at=made_at)
        authority = x509.load_pem_x509_certificate(ca.encode())
        key = load_pem_private_key(ca_key.encode(), password=None)
        pems = make_certificate(["localhost"], authority=authority, authority_key=key, at=made_at)
        for ending, pem in zip(("crt", "key"), pems, strict=True):
            path = folder / f"{name}.{ending}"
            path.write_text(pem, encoding="ascii")
            path.chmod(0o600)


def open_key(folder: Path) -> None:
    certificates_in(folder)
    (folder / "one.key").chmod(0o644)


def kept_keys(folder: Path, *, mode: int = 0o600) -> None:
    keys_for(Settings.for_folder(folder / "data"))
    (folder / "data" / "keys" / "sealing.key").chmod(mode)


def newer_database(folder: Path) -> None:
    kept_keys(folder)
    with closing(sqlite3.connect(folder / "data" / "esafety.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999_from_the_future')")
        database.commit()


def lost_key(folder: Path) -> None:
    newer_database(folder)
    (folder / "data" / "keys" / "sealing.key").unlink()


def not_a_database(folder: Path) -> None:
    kept_keys(folder)
    (folder / "data" / "esafety.db").write_bytes(b"this is no database, however long it is" * 100)


TLS = {"ESAFETY_HTTPS": "yes"}
GIVEN = {**TLS, "ESAFETY_CERTIFICATE": "@/one.crt", "ESAFETY_CERTIFICATE_KEY": "@/one.key"}
OUTSIDE = {"ESAFETY_ADDRESS": EVERYWHERE, "ESAFETY_HOSTS": "school-server"}
CASES = (
    Case(why="a key too short", settings={"ESAFETY_SECRET_KEY": "short"}, says="ESAFETY_SECRET_KEY must be 32 bytes"),
    Case(why="a known key", settings={"ESAFETY_PEPPER": "changeme"}, says="ESAFETY_PEPPER must be 32 bytes"),
    Case(why="one key twice", settings={"ESAFETY_SECRET_KEY": GOOD, "ESAFETY_PEPPER": GOOD}, says="must differ"),
    Case(why="a slip in a name", settings={"ESAFETY_PROT": "80"}, says="Did you mean ESAFETY_PORT?"),
    Case(why="neither yes nor no", settings={"ESAFETY_HTTPS": "maybe"}, says="ESAFETY_HTTPS must be yes or no"),
    Case(why="no such port", settings={"ESAFETY_PORT": "99999"}, says="ESAFETY_PORT must be a whole number"),
    Case(why="no such zone", settings={"ESAFETY_TIMEZONE": "Europe/Londn"}, says="did you mean Europe/London?"),
    Case(why="a path", settings={"ESAFETY_BASE_URL": "http://localhost/a"}, says="no path, name or password"),
    Case(why="a name", settings={"ESAFETY_BASE_URL": "http://me@localhost"}, says="no path, name or password"),
    Case(why="http with TLS", settings={"ESAFETY_BASE_URL": "http://localhost", **TLS}, says="make it https://"),
    Case(why="a name for an address", settings={"ESAFETY_ADDRESS": "school"}, says="ESAFETY_ADDRESS must be"),
    Case(
        why="another's address", says="not an address of",
        settings={**OUTSIDE, **TLS, "ESAFETY_ADDRESS": "203.0.113.9"},
    ),
    Case(why="everybody a proxy", settings={"ESAFETY_PROXY_ADDRESSES": "0.0.0.0/0"}, says="must not be everybody"),
    Case(why="nine proxies", settings={"ESAFETY_PROXY_COUNT": "9"}, says="ESAFETY_PROXY_COUNT must be a whole number"),
    Case(why="a proxy in clear", settings={"ESAFETY_PROXY": "yes"}, says="let the proxy speak https"),
    Case(why="plain http for others", settings=OUTSIDE, says="without https"),
    Case(why="no host to type", settings={**TLS, "ESAFETY_ADDRESS": EVERYWHERE}, says="ESAFETY_HOSTS must name"),
    Case(why="no certificate", settings=TLS, says="there is no certificate; run: esafety certificate make"),
    Case(why="half a certificate", settings={**TLS, "ESAFETY_CERTIFICATE": "@/one.crt"}, says="belong together"),
    Case(why="a certificate that is gone", settings=GIVEN, says="one.key is not there"),
    Case(
        why="a certificate that has ended", settings=GIVEN, says="one.crt ended on",
        prepare=lambda folder: certificates_in(folder, days_ago=CERTIFICATE_DAYS + 1),
    ),
    Case(
        why="a certificate of tomorrow", settings=GIVEN, says="is this computer's clock right?",
        prepare=lambda folder: certificates_in(folder, days_ago=-1),
    ),
    Case(
        why="the key of another certificate", prepare=certificates_in, says="other.key is not the key of",
        settings={**GIVEN, "ESAFETY_CERTIFICATE_KEY": "@/other.key"},
    ),
    Case(why="a key that all can read", prepare=open_key, settings=GIVEN, says="run: chmod o= "),
    Case(
        why="a key that is no key", prepare=certificates_in, says="in PEM form",
        settings={**GIVEN, "ESAFETY_CERTIFICATE_KEY": "@/one.crt"},
    ),
    Case(
        why="the database is a folder", says="is a folder, but must be the database file",
        prepare=lambda folder: (folder / "data" / "esafety.db").mkdir(parents=True),
    ),
    Case(
        why="the database's folder is gone", says="gone is not there",
        settings={"ESAFETY_DATABASE_URL": "sqlite:///@/gone/school.db"},
    ),
    Case(why="a file where the folder should be", says="choose another data folder",
         prepare=lambda folder: (folder / "data").touch()),
    Case(why="no database at all", prepare=not_a_database, says="cannot be used as the database"),
    Case(why="a newer database", prepare=newer_database, says="was made by a newer version of this program"),
    Case(why="keys that all can read", prepare=lambda folder: kept_keys(folder, mode=0o644), says="run: chmod 600"),
    Case(
        why="a key missing beside a database", says="sealing.key is missing; put it back",
        prepare=lost_key,
    ),
    Case(
        why="PostgreSQL does not run", says="start PostgreSQL",
        settings={"ESAFETY_DATABASE_URL": "postgresql://esafety:hunter2@127.0.0.1:1/esafety"},
    ),
    Case(
        why="no database's address", settings={"ESAFETY_DATABASE_URL": "postgres://school"},
        says="for example postgresql://",
    ),
    Case(why="nothing to sheet", command=("recovery-sheet",), says="holds no keys"),
    Case(why="nothing to rotate", command=("keys", "rotate"), says="holds no keys"),
    Case(why="nothing typed", command=("keys", "restore"), says="0 of 2 lines came"),
)  # fmt: skip


AS_PROCESSES = {"a slip in a name", "plain http for others", "a newer database", "PostgreSQL does not run"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users of the computer can reach."""
    found = Path(tempfile.mkdtemp())
    found.chmod(0o755)
    yield found
    found.chmod(0o755)
    shutil.rmtree(found)


@pytest.fixture
def here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Run a command in this process, which is ten times as fast; the cases below it start processes of their own."""

    def start(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", io.StringIO())
        status = main(command)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(command, status, said.out, said.err)

    mask = os.umask(0o022)
    os.umask(mask)
    yield start
    os.umask(mask)


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything in `folder`, without the lock, which says nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.suffix != ".lock"
    }


def expect_refusal(done: subprocess.CompletedProcess[str], *, says: str) -> None:
    assert done.returncode != 0, done
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("esafety: ")
    assert says in lines[0]
    assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_the_start_is_refused_in_one_sentence_and_nothing_is_touched(
    case: Case, folder: Path, here: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    case.prepare(folder)
    before = contents(folder)
    settings = {name: value.replace("@", str(folder), 1) if value.startswith(("@", "sqlite")) else value
                for name, value in (case.settings or {}).items()}  # fmt: skip
    given = {"ESAFETY_DATA": str(folder / "data"), "ESAFETY_PORT": str(free_port()), **settings}
    expect_refusal(here(*case.command, **given), says=case.says)
    made = {"data"} if (folder / "data").is_dir() else set()
    assert {name: kept for name, kept in contents(folder).items() if name not in made} == {
        name: kept for name, kept in before.items() if name not in made
    }


@pytest.mark.parametrize("case", [case for case in CASES if case.why in AS_PROCESSES], ids=lambda case: case.why)
def test_so_it_is_for_a_process_of_its_own(case: Case, folder: Path) -> None:
    case.prepare(folder)
    settings = {"ESAFETY_DATA": str(folder / "data"), "ESAFETY_PORT": str(free_port()), **(case.settings or {})}
    expect_refusal(run(*case.command, **settings), says=case.says)


def test_a_taken_port(folder: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", ESAFETY_DATA=str(folder / "data"), ESAFETY_PORT=str(port))
    expect_refusal(done, says=f"Port {port} is taken by another program")
    assert contents(folder) == {}


def test_a_data_folder_of_another_user(
    folder: Path, here: Callable[..., subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    done = here("serve", ESAFETY_DATA=str(folder / "data"), ESAFETY_PORT=str(free_port()))
    expect_refusal(done, says="belongs to another user (")
    assert contents(folder) == {"data": None}
