"""The clockwork beside a server: a child process that is started again when it dies and ends with the server."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "esafety", "clockwork", "--beside-server")
SECONDS_TO_END = 10.0
SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
A_GOOD_WHILE_S = 60.0


@contextmanager
def clockwork_beside(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep `esafety clockwork` running as long as the block lasts; it reads its settings from the environment.

    The child is told of the end by a signal, and where this process is killed, by its standard input closing.
    """
    stop = threading.Event()
    watching = threading.Thread(target=_keep_running, kwargs={"command": command, "stop": stop}, name="clockwork")
    watching.daemon = True
    watching.start()
    try:
        yield
    finally:
        stop.set()
        watching.join(SECONDS_TO_END * 2)


def _keep_running(*, command: Sequence[str], stop: threading.Event) -> None:
    pause = SHORTEST_PAUSE_S
    while not stop.is_set():
        began = time.monotonic()
        _run_once(command, stop=stop)
        # One that dies at once, time after time, must not use up the computer.
        pause = SHORTEST_PAUSE_S if time.monotonic() - began > A_GOOD_WHILE_S else min(pause * 2, LONGEST_PAUSE_S)
        stop.wait(pause)


def _run_once(command: Sequence[str], *, stop: threading.Event) -> None:
    # A session of its own: Ctrl-C at the keyboard is for the server, which then ends its child.
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603 - our own program
        while process.poll() is None and not stop.wait(0.2):
            pass
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
