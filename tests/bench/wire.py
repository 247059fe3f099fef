"""A small HTTP client over plain sockets: one connection, or many at once, timed. Written to cost little itself."""

from __future__ import annotations

import selectors
import socket
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

LONGEST_WAIT_SECONDS = 30
HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: `body` as it was sent, perhaps packed."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes
    seconds: float = 0.0

    @property
    def text(self) -> str:
        return self.unpacked().decode()

    def unpacked(self) -> bytes:
        """The body as it is read."""
        packed = self.headers.get("content-encoding") == "gzip"
        return zlib.decompress(self.body, wbits=31) if packed else self.body


def request_bytes(
    method: str,
    path: str,
    *,
    cookies: Mapping[str, str],
    fields: Mapping[str, object] | None = None,
    htmx: bool = False,
) -> bytes:
    """A request as a browser on this network would send it."""
    body = urlencode(fields, doseq=True).encode() if fields is not None else b""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Accept-Encoding: gzip", "Accept-Language: en-GB"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if htmx:
        lines.append("HX-Request: true")
    if fields is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Wire:
    """One kept-open connection."""

    port: int
    socket: socket.socket = field(init=False)
    buffer: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Connect; the server ends a connection that was idle for long."""
        self.socket = socket.create_connection((HOST, self.port), timeout=LONGEST_WAIT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.buffer.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> Answer | None:
        """Take what has come; the answer once it is whole."""
        some = self.socket.recv(262_144)
        if not some:
            raise ConnectionError("the server closed the connection")
        self.buffer += some
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.buffer[:end])
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.buffer) < end + 4 + length:
            return None
        return _answer(head, body=bytes(self.buffer[end + 4 :]), seconds=time.perf_counter() - self.sent_at)

    def ask(self, request: bytes) -> Answer:
        """Send and wait; once more over a new connection where the old one had ended."""
        try:
            return self._asked(request)
        except ConnectionError:
            self.reopen()
            return self._asked(request)

    def _asked(self, request: bytes) -> Answer:
        self.send(request)
        while (answer := self.receive()) is None:
            pass
        return answer

    def reopen(self) -> None:
        self.close()
        self.open()

    def close(self) -> None:
        self.socket.close()


def _answer(head: bytes, *, body: bytes, seconds: float) -> Answer:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            cookie, _, rest = value.partition("=")
            cookies[cookie] = rest.split(";", 1)[0]
        else:
            headers[name.lower()] = value
    return Answer(status=int(first.split(" ", 2)[1]), headers=headers, cookies=cookies, body=body, seconds=seconds)


Feed = Callable[[int, "Answer | None"], "bytes | None"]


def all_at_once(wires: Sequence[Wire], feed: Feed) -> float:
    """Keep every wire busy until `feed` has nothing more for it; return the seconds from first to last.

    `feed(number, answer)` gets the number of a wire and its last answer (None at first) and returns what to send.
    """
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for number, wire in enumerate(wires):
            request = feed(number, None)
            if request is not None:
                selector.register(wire.socket, selectors.EVENT_READ, (number, wire))
                wire.send(request)
        while selector.get_map():
            ready = selector.select(LONGEST_WAIT_SECONDS)
            if not ready:
                raise TimeoutError(f"no answer within {LONGEST_WAIT_SECONDS} s")
            for key, _events in ready:
                number, wire = key.data
                answer = wire.receive()
                if answer is None:
                    continue
                request = feed(number, answer)
                if request is None:
                    selector.unregister(wire.socket)
                else:
                    wire.send(request)
    return time.perf_counter() - began
