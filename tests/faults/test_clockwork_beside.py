"""The clockwork beside a server is started again when it dies, and ends with the server."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.browser.server import demonstration

LONGEST_WAIT_S = 60.0
SECONDS_BETWEEN_LOOKS = 0.05
CHILD = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()} '); sys.stdin.read()"
WATCHER = "import sys; from esafety.clockwork.beside import watch; watch([sys.executable, '-c', *sys.argv[1:]])"


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _look in range(int(LONGEST_WAIT_S / SECONDS_BETWEEN_LOOKS)):
        if is_so():
            return
        pause.wait(SECONDS_BETWEEN_LOOKS)
    raise AssertionError("what was waited for did not happen")


class Watched:
    """A watcher and the children that it has started."""

    def __init__(self, process: subprocess.Popen[bytes], *, diary: Path) -> None:
        self.process, self._diary = process, diary

    def children(self) -> list[int]:
        return [int(pid) for pid in self._diary.read_text().split()] if self._diary.exists() else []

    def last_child(self, *, after: int) -> int:
        wait_until(lambda: len(self.children()) > after)
        return self.children()[-1]


@contextmanager
def watcher(folder: Path) -> Iterator[Watched]:
    diary = folder / "children"
    command = [sys.executable, "-c", WATCHER, CHILD, str(diary)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            yield Watched(process, diary=diary)
        finally:
            process.kill()


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_that_dies_is_followed_by_another(tmp_path: Path) -> None:
    with watcher(tmp_path) as watched:
        os.kill(watched.last_child(after=0), signal.SIGKILL)
        second = watched.last_child(after=1)
        assert not has_ended(second)
        watched.process.terminate()
        assert watched.process.wait(LONGEST_WAIT_S) == 0
        wait_until(lambda: has_ended(second))


@pytest.mark.parametrize("how", ["the server was killed", "the watcher was killed"])
def test_nothing_is_left_behind(tmp_path: Path, how: str) -> None:
    with watcher(tmp_path) as watched:
        child = watched.last_child(after=0)
        if how == "the watcher was killed":
            watched.process.kill()
        elif watched.process.stdin:
            watched.process.stdin.close()  # as the system does with what a killed server held
        watched.process.wait(LONGEST_WAIT_S)
        wait_until(lambda: has_ended(child))


def is_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/clockwork") as answer:  # noqa: S310 - our own server
            return bool(answer.read() == b"well\n")
    except urllib.error.HTTPError as answer:
        with answer:
            return False


def rows(folder: Path, sql: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(folder / "data" / "esafety.db")) as connection:
        return connection.execute(sql).fetchall()


def test_a_server_brings_its_clockwork_and_takes_it_away(tmp_path: Path) -> None:
    with demonstration(tmp_path) as server:
        wait_until(lambda: is_well(server.url))
        done = "SELECT kind FROM timed_job WHERE state = 'done'"
        wait_until(lambda: ("database.checkpoint",) in rows(tmp_path, done))
    assert rows(tmp_path, "SELECT holder FROM clockwork_lease") == [("",)]
