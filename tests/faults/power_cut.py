"""The files as a disk holds them when the power goes: only what was synced, in the order of the system calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.tracing import Call

SYNCS = frozenset({"fsync", "fdatasync"})
IS_MEMORY = "-shm"  # the shared index is never read from a disk after a cut


def disk_at_each_line(
    before: dict[str, bytes], *, calls: Iterable[Call], said_to: str
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Replay `calls` upon the files `before`; at each line that is written to `said_to`, yield it and the disk then.

    What was written and not yet synced is dropped, as in the worst of cuts. Names of files are kept at once: what may
    be lost here is what they hold.
    """
    disk = {path: bytearray(data) for path, data in before.items()}
    waiting: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if call.name == "write" and call.path == said_to:
            yield call.data.decode().strip(), {path: bytes(data) for path, data in disk.items()}
        elif call.path not in disk or call.path.endswith(IS_MEMORY):
            continue
        elif call.name in SYNCS:
            for each in waiting.pop(call.path, []):
                _apply(disk[call.path], each)
        elif call.name == "unlink":
            disk[call.path] = bytearray()
        else:
            waiting[call.path].append(call)


def _apply(data: bytearray, call: Call) -> None:
    if call.name == "ftruncate":
        data[:] = data[: call.offset].ljust(call.offset, b"\0")
        return
    if len(data) < call.offset:
        data.extend(b"\0" * (call.offset - len(data)))
    data[call.offset : call.offset + len(call.data)] = call.data


def put_down(disk: dict[str, bytes], *, folder: Path) -> Path:
    """Write the files of `disk` into `folder`, beside one another, and return the database."""
    folder.mkdir()
    for path, data in disk.items():
        if data or path.endswith(".db"):
            (folder / Path(path).name).write_bytes(data)
    return next(folder.glob("*.db"))
