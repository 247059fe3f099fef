"""The program's server as processes that can be looked at, told to stop, and killed, each by its own id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import answers, free_port
from tests.faults.houses import House
from tests.faults.waiting import until

WORKERS = 2
SECONDS_TO_END = 20


@dataclass(frozen=True, kw_only=True)
class Server:
    """Granian's main process, and what it has said."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def workers(self) -> list[int]:
        """The ids of the processes that answer requests, oldest first: forks of the main one, with its command."""
        main = self.process.pid
        with contextlib.suppress(FileNotFoundError):
            children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
            return [int(child) for child in children if _command(child) == _command(main)]
        return []

    def has_started(self) -> bool:
        """Whether every worker takes requests."""
        return self.said().count("Started worker-") >= WORKERS

    def kill(self, worker: int) -> None:
        """Kill one worker and wait until another has taken its place."""
        os.kill(worker, signal.SIGKILL)
        until(lambda: worker not in self.workers() and len(self.workers()) == WORKERS, what="a worker in its place")

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    def has_read_all(self, *, connections: int) -> bool:
        """Whether the program holds so many connections, and nothing of what they sent still waits in the kernel."""
        waiting = []
        for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
            _number, here, _there, state, queues = line.split()[:5]
            if here == f"0100007F:{self.port:04X}" and state == "01":
                waiting.append(int(queues.split(":")[1], 16))
        return len(waiting) == connections and not any(waiting)


def _command(process: int | str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b"gone"


@contextmanager
def started(house: House, *, respawns: bool = True) -> Iterator[Server]:
    """Start the server of `house`, and end it, if it still runs, at the end of the block."""
    house.let_go()
    port, log = free_port(), house.settings.data.parent / f"{house.settings.data.name}.said.txt"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESAFETY_")}
    environment |= {
        "ESAFETY_DATA": str(house.settings.data), "ESAFETY_DATABASE_URL": house.address, "ESAFETY_PORT": str(port)
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.faults.serve_here", str(port), *([] if respawns else ["respawn=no"])]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process:
        server = Server(port=port, process=process, log=log)
        try:
            yield server
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                for each in [*server.workers(), process.pid]:
                    os.kill(each, signal.SIGKILL)


@contextmanager
def served(house: House, *, respawns: bool = True) -> Iterator[Server]:
    """Serve `house` until the end of the block; every worker takes requests."""
    with started(house, respawns=respawns) as server:
        ended = server.process.poll
        until(lambda: ended() is not None or answers(server.port), what="the server's first answer", seconds=90)
        until(lambda: ended() is not None or server.has_started(), what="every worker", seconds=90)
        assert ended() is None, server.said()
        yield server
