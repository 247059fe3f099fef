"""The program as a technician starts it: a process with settings, what it says, and how it ends."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_START = 90
SECONDS_TO_END = 40


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ESAFETY_")}
    return {**kept, **settings}


def run(*arguments: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "esafety", *arguments],
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_START,
        check=False,
    )


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    context: ssl.SSLContext | None = None

    def connection(self) -> http.client.HTTPConnection:
        if self.context:
            return http.client.HTTPSConnection("localhost", self.port, timeout=20, context=self.context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def get(self, path: str) -> int:
        with contextlib.closing(self.connection()) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def workers(self) -> list[int]:
        """The processes of all workers so far, oldest first."""
        return [int(number) for number in re.findall(r"Spawning worker-\d with PID: (\d+)", self.said())]

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def pause(self) -> None:
        """A tenth of a second, or until it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.1)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(SECONDS_TO_END)

    def until(self, what: str, *, times: int = 1) -> None:
        """Wait until it has said `what` so many times."""
        for _look in range(SECONDS_TO_START * 10):
            if self.said().count(what) >= times:
                return
            self.pause()
        raise AssertionError(f"it never said {what!r}:\n{self.said()}")


@contextmanager
def serving(folder: Path, *, context: ssl.SSLContext | None = None, **settings: str) -> Iterator[Running]:
    """`esafety serve` with its data in `folder`/data; ended, by its own id, at the end."""
    port, log = free_port(), folder / "said.txt"
    given = {"ESAFETY_DATA": str(folder / "data"), "ESAFETY_PORT": str(port), **settings}
    command = [sys.executable, "-m", "esafety", "serve"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment(**given), start_new_session=True)
    running = Running(process=process, port=port, log=log, context=context)
    try:
        _wait_until_it_answers(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(running: Running) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            # A worker that is told to stop before it has said this does not hear it.
            all_started = all(f"Started worker-{number}" in running.said() for number in (1, 2))
            if all_started and running.get("/health") == http.client.OK:
                return
        running.pause()
    raise AssertionError(f"it did not start:\n{running.said()}")
