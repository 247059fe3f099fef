"""The command line: 0 is well, 1 is a problem told in one sentence, 2 is not understood; never a trace."""

from __future__ import annotations

import json
import os
import runpy
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esafety import cli, serving
from esafety.cli import main
from esafety.config import SettingsProblem
from tests.unit.conftest import as_an_ordinary_user

Said = pytest.CaptureFixture[str]


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    """What would have been served; the process's settings are put back afterwards."""
    calls: list[dict[str, object]] = []
    for name in ("ESAFETY_DATA", "ESAFETY_PORT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(serving, "serve", lambda **given: calls.append(given))
    yield calls
    for name in ("ESAFETY_DATA", "ESAFETY_PORT"):
        os.environ.pop(name, None)


def refusal(said: Said) -> str:
    """The one sentence that was said."""
    out, err = said.readouterr()
    assert out == ""
    assert err.startswith("esafety: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err.removeprefix("esafety: ").strip()


def test_without_a_command_it_says_what_there_is(capsys: Said) -> None:
    assert main([]) == 2
    assert "demo" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("why", "arguments", "says"),
    [
        ("a command that does not exist", ["dmeo"], "invalid choice: 'dmeo'"),
        ("half a command", ["lessons"], "the following arguments are required"),
        ("a port that is no number", ["demo", "--port", "http"], "must be a whole number from 1 to 65535"),
        ("a port beyond the last", ["demo", "--port", "99999"], "must be a whole number from 1 to 65535"),
        ("port nought", ["demo", "--port", "0"], "must be a whole number from 1 to 65535"),
        ("a port in digits of another script", ["demo", "--port", "٨٠٠٠"], "must be a whole number"),
    ],
)
def test_what_is_not_understood_is_named(capsys: Said, why: str, arguments: list[str], says: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2, why
    assert says in capsys.readouterr().err


def test_lessons_that_are_well(capsys: Said) -> None:
    assert main(["lessons", "check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_lesson_that_is_not(capsys: Said, tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_text("no header here")
    assert main(["lessons", "check", str(tmp_path)]) == 1
    assert f"{tmp_path}/broken.md:1: " in capsys.readouterr().out


def test_a_port_that_is_taken(capsys: Said, tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert main(["demo", "--data", str(tmp_path / "data"), "--port", str(taken)]) == 1
    assert refusal(capsys) == f"Port {taken} is taken by another program; choose another with --port."
    assert list(tmp_path.iterdir()) == []


class NoEntry(socket.socket):
    def bind(self, _address: object) -> None:
        raise PermissionError


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_a_port_for_administrators(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(cli.socket, "socket", NoEntry)
        elsewhere.setattr(cli.os, "name", system)
        with pytest.raises(SettingsProblem) as refused:
            cli._refuse_taken_port(80)
    assert refused.value.sentences == ["Port 80 is for administrators; choose one above 1023 with --port."]


def test_settings_that_cannot_be_are_told_all_at_once(
    capsys: Said, served: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, port: int
) -> None:
    monkeypatch.setenv("ESAFETY_TIMEZONE", "Europe/Londn")
    monkeypatch.setenv("ESAFETY_HTTPS", "perhaps")
    assert main(["demo", "--data", str(tmp_path / "data"), "--port", str(port)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert served == []
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_cannot_be_used(
    capsys: Said, served: list[dict[str, object]], tmp_path: Path, port: int
) -> None:
    (tmp_path / "esafety.db").mkdir()
    assert main(["demo", "--data", str(tmp_path), "--port", str(port)]) == 1
    assert "is a folder, but must be the database file" in refusal(capsys)
    assert [path.name for path in tmp_path.rglob("*")] == ["esafety.db"]
    assert served == []


def test_the_demonstration_is_made_told_and_served(
    capsys: Said, served: list[dict[str, object]], tmp_path: Path, port: int
) -> None:
    data, file = tmp_path / "data", tmp_path / "sign-ins.json"
    assert main(["demo", "--data", str(data), "--port", str(port), "--json", str(file)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert served == [{"address": "127.0.0.1", "port": port}]
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["address"] == f"http://127.0.0.1:{port}"
    assert all(each.get("passphrase", "") in said.out and each.get("code", "") in said.out for each in told["sign_ins"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Server processes are forked from this one: an open database would be inherited, and with it broken locks.
    descriptors = Path("/proc/self/fd")
    opened = (
        [str(each.readlink()) for each in descriptors.iterdir() if each.is_symlink()] if descriptors.is_dir() else []
    )
    assert [path for path in opened if str(data) in path] == []

    assert main(["demo", "--data", str(data), "--port", str(port), "--json", str(tmp_path)]) == 1
    assert refusal(capsys) == f"{tmp_path} cannot be written; choose another file with --json."


def test_python_dash_m_does_the_same(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["esafety"])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("esafety", run_name="__main__")
    assert stopped.value.code == 2
    assert "COMMAND" in capsys.readouterr().out


def test_an_ordinary_user_without_a_home_is_told_where_the_data_would_go(
    capsys: Said, served: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/proc/nowhere")
    with as_an_ordinary_user():
        assert main(["demo", "--port", str(port)]) == 1
    assert refusal(capsys).startswith("/proc/nowhere/esafety/demo cannot be made")
    assert served == []
