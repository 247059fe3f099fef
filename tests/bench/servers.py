"""Starting the product and its rivals on loopback, and what their processes take. Each is ended by its own id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.wire import Wire, request_bytes
from tests.browser.server import free_port

SECONDS_TO_START = 90
SECONDS_TO_END = 10


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: its port, its first process, and the seconds from its start to its first page."""

    port: int
    pid: int
    started_in: float

    def pids(self) -> list[int]:
        """The first process and all that it started."""
        found = [self.pid]
        for pid in found:
            with contextlib.suppress(OSError):
                found += [int(word) for task in Path(f"/proc/{pid}/task").iterdir()
                          for word in (task / "children").read_text().split()]  # fmt: skip
        return found

    def cpu_seconds(self) -> float:
        """Processor time that all its threads have used so far; 0 where the system does not say."""
        nanoseconds = 0
        for pid in self.pids():
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError):
                    nanoseconds += int(thread.read_text().split()[0])
        return nanoseconds / 1e9

    def megabytes(self) -> float:
        """Memory of all its processes, each shared page counted once (PSS); 0 where the system does not say."""
        kilobytes = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    kilobytes += int(line.split()[1]) if line.startswith("Pss:") else 0
        return kilobytes / 1024


@contextmanager
def product(folder: Path) -> Iterator[Server]:
    """`esafety demo` with its data in `folder`."""
    port = free_port()
    command = ["-m", "esafety", "demo", "--data", str(folder / "data"), "--port", str(port)]
    with running([*command, "--json", str(folder / "sign-ins.json")], port=port, log=folder / "product.log") as server:
        yield server


@contextmanager
def rival(name: str, *, folder: Path, database: Path | None = None, copies: Path | None = None) -> Iterator[Server]:
    """One of tests.bench.rivals in the server that the product uses, set up alike."""
    port = free_port()
    facts = {"BENCH_DATABASE": str(database)} if database else {}
    facts |= {"BENCH_COPIES": str(copies)} if copies else {}
    command = ["-m", "tests.bench.rivals", name, str(port)]
    with running(command, port=port, log=folder / f"{name}.log", facts=facts) as server:
        yield server


@contextmanager
def running(
    arguments: list[str],
    *,
    port: int,
    log: Path,
    facts: Mapping[str, str] | None = None,
    started_in: Path | None = None,
) -> Iterator[Server]:
    """Python with `arguments`, which serves on `port`; `facts` are added to its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ESAFETY_")}
    with log.open("wb") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=said,
            stderr=said,
            env={**environment, **(facts or {})},
            cwd=started_in,
        )
        try:
            _wait_for_a_page(process, port=port, log=log)
            yield Server(port=port, pid=process.pid, started_in=time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_a_page(process: subprocess.Popen[bytes], *, port: int, log: Path) -> None:
    until = time.perf_counter() + SECONDS_TO_START
    while time.perf_counter() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            wire = Wire(port)
            try:
                if wire.ask(request_bytes("GET", "/", cookies={})).status == 200:
                    return
            finally:
                wire.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    raise AssertionError(f"it did not start:\n{log.read_text(errors='replace')}")
