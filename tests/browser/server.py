"""The program as a school runs it: a process of its own, on a free port, with the demonstration schools in it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS_TO_START = 90
SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_END = 10


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running program: its address, the sign-ins that its demonstration wrote, and its database."""

    url: str
    world: Any
    database: Path


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def demonstration(folder: Path, *, own_lessons: Path | None = None) -> Iterator[Server]:
    """Start `esafety demo` with its data in `folder`; end that process, by its own id, at the end."""
    if own_lessons is not None:
        shutil.copytree(own_lessons, folder / "data" / "lessons")
    port, sign_ins, said = free_port(), folder / "sign-ins.json", folder / "said.txt"
    command = [sys.executable, "-m", "esafety", "demo", "--data", str(folder / "data")]
    # Each story takes children of its own, and one browser may have to tell all of them.
    command += ["--port", str(port), "--json", str(sign_ins), "--full-classes"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESAFETY_")}
    if own_lessons:
        environment["ESAFETY_OWN_LESSONS"] = str(own_lessons)
    with said.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        try:
            _wait_until_it_answers(process, port=port, sign_ins=sign_ins, said=said)
            yield Server(
                url=f"http://127.0.0.1:{port}",
                world=json.loads(sign_ins.read_text(encoding="utf-8")),
                database=folder / "data" / "esafety.db",
            )
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_it_answers(process: subprocess.Popen[bytes], *, port: int, sign_ins: Path, said: Path) -> None:
    for _look in range(int(SECONDS_TO_START / SECONDS_BETWEEN_LOOKS)):
        if sign_ins.is_file() and answers(port):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            # Waiting for its end is the pause between two looks; it is over at once when the program has given up.
            process.wait(SECONDS_BETWEEN_LOOKS)
            break
    raise AssertionError(f"the demonstration did not start:\n{said.read_text(encoding='utf-8', errors='replace')}")


def answers(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
