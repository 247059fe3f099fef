"""The preview as a teacher starts it: on this computer alone, without a data folder, until Ctrl-C."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from esafety.cli import main
from esafety.content.skeleton import begin_lesson
from tests.authors.test_new_lesson import TODAY
from tests.serving.program import Running, environment, free_port

Said = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return begin_lesson(tmp_path, title="Otto asks twice", key_stage="KS1", today=TODAY)


@pytest.fixture
def shown(file: Path, tmp_path: Path) -> Iterator[Running]:
    port, log = free_port(), tmp_path / "said.txt"
    # No data folder can be made there: the preview needs none.
    given = environment(ESAFETY_DATA="/proc/nowhere", PYTHONUNBUFFERED="1")
    command = [sys.executable, "-m", "esafety", "lessons", "preview", str(file), "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=given, start_new_session=True)
    running = Running(process=process, port=port, log=log)
    try:
        running.until("is shown at")
        yield running
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def body(running: Running, path: str) -> str:
    with contextlib.closing(running.connection()) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == http.client.OK
        return answer.read().decode()


def test_it_shows_the_file_as_it_is_saved_and_ends_with_ctrl_c(shown: Running, file: Path) -> None:
    assert "How it begins" in body(shown, "/")
    file.write_text(file.read_text(encoding="utf-8").replace("How it begins", "A new beginning"), encoding="utf-8")
    assert "A new beginning" in body(shown, "/screen/step:begins")
    assert shown.end(signal.SIGINT) == 0
    assert "Traceback" not in shown.said()


def test_other_computers_cannot_reach_it(shown: Running) -> None:
    with contextlib.closing(socket.socket()) as other:
        # Another address of this computer, as another computer would ask for it.
        other.settimeout(5)
        with pytest.raises(OSError, match=r".*"):
            other.connect(("127.0.0.2", shown.port))
    with contextlib.closing(socket.socket()) as wide:
        # Were it listening on all addresses, this one would be taken.
        wide.bind(("127.0.0.2", shown.port))


def test_a_port_that_is_taken_is_said(file: Path, capsys: Said) -> None:
    with contextlib.closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["lessons", "preview", str(file), "--port", str(other.getsockname()[1])]) == 1
    assert "choose another with --port" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nowhere.md", "notes.txt", ""])
def test_what_is_no_lesson_is_said(tmp_path: Path, capsys: Said, name: str) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert main(["lessons", "preview", str(tmp_path / name)]) == 1
    assert "is no lesson file" in capsys.readouterr().err
