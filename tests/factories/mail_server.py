"""A mail server of this computer's own, for as long as a test needs it: it keeps what it is given, or refuses."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class MailServer:
    """What stands behind the port. `refuses` is what it answers instead of taking a letter, as `451 not now`."""

    port: int = 0
    refuses: str = ""
    tls: ssl.SSLContext | None = None
    letters: list[Message] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    """One connection, as far as a sending program speaks with a server (RFC 5321)."""

    server: _Listener

    def handle(self) -> None:
        self._is_encrypted = False
        self._say("220 test")
        while line := self.rfile.readline().decode("ascii").strip():
            verb, _, rest = line.partition(" ")
            answer = getattr(self, f"_{verb.lower()}", None)
            if answer is None:
                self._say("502 what?")
            elif answer(rest) is False:
                return

    def finish(self) -> None:
        """Close what is encrypted too: the listener knows only the plain line."""
        super().finish()
        self.connection.close()

    def _say(self, *lines: str) -> None:
        for number, line in enumerate(lines):
            code, words = line.split(" ", 1)
            mark = " " if number == len(lines) - 1 else "-"
            self.wfile.write(f"{code}{mark}{words}\r\n".encode("ascii"))

    def _ehlo(self, _rest: str) -> None:
        can_encrypt = self.server.box.tls is not None and not self._is_encrypted
        self._say("250 test", *(["250 STARTTLS"] if can_encrypt else ["250 AUTH PLAIN"]))

    def _starttls(self, _rest: str) -> None:
        assert self.server.box.tls is not None
        self._say("220 go on")
        # A sender that does not trust the certificate hangs up in the middle of this.
        try:
            self.connection = self.server.box.tls.wrap_socket(self.connection, server_side=True)
        except OSError:
            self.rfile.close()
            self.rfile = _Nothing()  # type: ignore[assignment]
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)  # type: ignore[assignment]
        self._is_encrypted = True

    def _auth(self, rest: str) -> None:
        self.server.box.signed_in.append(base64.b64decode(rest.split()[1]).decode().replace("\0", " ").strip())
        self._say("235 yes")

    def _mail(self, _rest: str) -> None:
        self._say(self.server.box.refuses or "250 yes")

    def _rcpt(self, rest: str) -> None:
        self.server.box.receivers.append(rest.partition("<")[2].partition(">")[0])
        self._say("250 yes")

    def _data(self, _rest: str) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.box.letters.append(message_from_bytes(b"".join(lines), policy=default))
        self.server.box.was_encrypted.append(self._is_encrypted)
        self._say("250 kept")

    def _rset(self, _rest: str) -> None:
        self._say("250 yes")

    def _quit(self, _rest: str) -> bool:
        self._say("221 bye")
        return False


class _Nothing:
    """What is left to read from somebody who hung up."""

    def readline(self) -> bytes:
        return b""

    def close(self) -> None:
        """There is nothing to close."""


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, box: MailServer) -> None:
        self.box = box
        super().__init__(("127.0.0.1", 0), _Conversation)


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """A server on a free port of this computer until the block ends."""
    box = MailServer(tls=tls)
    with _Listener(box) as listener:
        box.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            listener.shutdown()
            thread.join(10)
