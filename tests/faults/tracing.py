"""strace: whether it is here and may look, and what it saw of a program's writes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WHAT_TO_DO = "F02 power cut: not run, strace cannot be used here (apt-get install strace, and ptrace must be allowed)."
CALLS = "pwrite64,write,ftruncate,fsync,fdatasync,unlink"
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((?:(\d+)<([^>]*)>|\"([^\"]*)\")(?:, (.*))?\) += (-?\d+)")


def can_trace() -> bool:
    """Whether strace runs here; an administrator's machine gets it from Debian, as the browser is got."""
    if not shutil.which("strace") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "strace"]):
            subprocess.run(command, env=environment, capture_output=True, check=False)
    if not shutil.which("strace"):
        return False
    tried = ["strace", "-f", "-o", os.devnull, "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Call:
    """One system call that worked: its name, the file, what was written, and where."""

    name: str
    path: str
    data: bytes = b""
    offset: int = 0


def traced(command: Sequence[str], *, into: Path, env: dict[str, str]) -> bytes:
    """Run `command` under strace; return what it printed."""
    tracer = ["strace", "-f", "-y", "-xx", "-s", "70000", "-e", f"trace={CALLS}", "-o", str(into)]
    done = subprocess.run([*tracer, *command], capture_output=True, check=False, env=env, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def calls(trace: Path) -> Iterator[Call]:
    """What strace wrote down, in order."""
    for line in trace.read_text(encoding="ascii", errors="replace").splitlines():
        assert "<unfinished" not in line, "two threads wrote at once: the order is not known"
        if found := LINE.match(line):
            name, _number, path, named, rest, result = found.groups()
            if int(result) >= 0:
                yield _call(name, path=_bytes(path or named or "").decode(), rest=rest or "")


def _call(name: str, *, path: str, rest: str) -> Call:
    if name in {"pwrite64", "write"}:
        text, _, numbers = rest.partition('", ')
        offset = int(numbers.split(", ")[1]) if name == "pwrite64" else 0
        return Call(name, path, _bytes(text.lstrip('"')), offset)
    return Call(name, path, offset=int(rest) if name == "ftruncate" else 0)


def _bytes(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))
