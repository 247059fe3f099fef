"""A bad line: between child and server, some requests never arrive and some answers never come back."""

from __future__ import annotations

import contextlib
import random
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LOSES_REQUESTS = 0.15
LOSES_ANSWERS = 0.40
PIECE = 65_536
SECONDS_AT_MOST = 30


@dataclass
class BadLine:
    """Takes connections on `port` and hands each on to `to`, one request a connection, or drops it."""

    to: int
    listening: socket.socket
    dropped: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(2))  # noqa: S311 - the same losses each time

    @property
    def port(self) -> int:
        found: int = self.listening.getsockname()[1]
        return found

    def serve(self) -> None:
        """Take connections until the listening socket is closed."""
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self.listening.accept()
                threading.Thread(target=self._hand_on, args=(connection,), daemon=True).start()

    def _hand_on(self, near: socket.socket) -> None:
        near.settimeout(SECONDS_AT_MOST)
        with contextlib.suppress(OSError), near:
            asked = _request(near)
            if self.chance.random() < LOSES_REQUESTS:
                self.dropped["requests"] += 1
                return
            with socket.create_connection(("127.0.0.1", self.to), timeout=SECONDS_AT_MOST) as far:
                far.sendall(asked)
                answer = b"".join(iter(lambda: far.recv(PIECE), b""))
            if self.chance.random() < LOSES_ANSWERS:
                self.dropped["answers"] += 1
                return
            near.sendall(answer)


def _request(near: socket.socket) -> bytes:
    """One whole request: head, and as much body as the head says."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += near.recv(PIECE) or _gone()
    head, _, body = asked.partition(b"\r\n\r\n")
    said = re.search(rb"(?i)content-length: (\d+)", head)
    while said and len(body) < int(said[1]):
        body += near.recv(PIECE) or _gone()
    return head + b"\r\n\r\n" + body


def _gone() -> bytes:
    raise ConnectionResetError


@contextmanager
def bad_line(to: int) -> Iterator[BadLine]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = BadLine(to=to, listening=listening)
        threading.Thread(target=line.serve, daemon=True).start()
        try:
            yield line
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the one who waits in accept
