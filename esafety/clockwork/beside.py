"""The clockwork beside a server: a child that is started again when it dies, and that ends with the server.

Between the two stands a watcher, a small process of its own. A thread of the server could not do it: a server forks
its workers at any moment, and a fork that falls into the start of another process leaves that start hanging.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

WATCHER = (sys.executable, "-m", "esafety.clockwork.beside")  # loads little: it stands beside each server
WATCHED = (sys.executable, "-m", "esafety", "clockwork", "--watched")
SECONDS_TO_END = 10.0
SECONDS_BETWEEN_LOOKS = 0.2
SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
A_GOOD_WHILE_S = 60.0


@contextmanager
def clockwork_beside(command: Sequence[str] = WATCHER) -> Iterator[None]:
    """Keep the clockwork running as long as the block lasts; it reads its settings from the environment.

    Must begin before the server forks its workers.
    """
    # A session of its own: Ctrl-C at the keyboard is for the server, which then ends its child.
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603 - our own program
        try:
            yield
        finally:
            _end(process, within_s=2 * SECONDS_TO_END)


def watch(command: Sequence[str] = WATCHED) -> None:
    """Run `command`, again and again when it ends, until this process is told to stop or its standard input ends."""
    stop = stop_when_told()
    stop_with_input(stop)
    pause = SHORTEST_PAUSE_S
    while not stop.is_set():
        began = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own program
            while process.poll() is None and not stop.wait(SECONDS_BETWEEN_LOOKS):
                pass
            _end(process, within_s=SECONDS_TO_END)
        stop.wait(pause)
        # One that dies at once, time after time, must not use up the computer.
        has_lasted = time.monotonic() - began > A_GOOD_WHILE_S
        pause = SHORTEST_PAUSE_S if has_lasted else min(pause * 2, LONGEST_PAUSE_S)


def stop_when_told() -> threading.Event:
    """What is set when this process is asked to end."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop


def stop_with_input(stop: threading.Event) -> None:
    """Set `stop` when the standard input ends: so ends a child whose parent was killed."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    threading.Thread(target=wait, daemon=True).start()


def _end(process: subprocess.Popen[bytes], *, within_s: float) -> None:
    process.terminate()
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    watch()
