"""A PostgreSQL server of the tests' own: on loopback, in a folder of its own, ended by its own id."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "esafety"
SECONDS_TO_START = 60


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, newest first; None where no server is installed."""
    beside = shutil.which("initdb")
    if beside:
        return Path(beside).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def is_required() -> bool:
    """Whether a machine without PostgreSQL is a fault, as on the build machine."""
    return os.environ.get("REQUIRE_POSTGRES") == "1"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server with its data in `folder` and yield its address without a database name."""
    binaries = find_binaries()
    assert binaries, "PostgreSQL's server programs are not installed: apt-get install postgresql"
    data, port = folder / "pg", _free_port()
    who = _other_user()
    folder.mkdir(parents=True, exist_ok=True)
    if who:
        shutil.chown(folder, who)
    where = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    options = f"{where} -c max_connections=40 -c fsync=off"
    _run(who, binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale")
    _run(
        who, binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", SECONDS_TO_START, "-o", options, "start"
    )
    try:
        yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}"
    finally:
        _run(who, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(who: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=who,
        group=pwd.getpwnam(who).pw_gid if who else None,
        extra_groups=[] if who else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # pg_ctl hands its output on to the server: a pipe would never end
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}"


def _other_user() -> str | None:
    # PostgreSQL refuses to run as root: Debian's package has made a user for it.
    return "postgres" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
