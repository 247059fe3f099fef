"""A school's server: https by itself, stopped and started anew without losing a request, alone on its data."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving.program import Running, run, serving

AT_ONCE = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("school")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    """Served by https, with a certificate that was made."""
    data = str(folder / "data")
    made = run("certificate", "make", ESAFETY_DATA=data, ESAFETY_HOSTS="school-server")
    assert made.returncode == 0, made.stderr
    assert f"New, for the devices: {data}/certificates/ca.crt" in made.stdout
    context = ssl.create_default_context(cafile=f"{data}/certificates/ca.crt")
    with serving(folder, context=context, ESAFETY_HTTPS="yes", ESAFETY_HOSTS="school-server") as running:
        yield running


def test_a_device_that_trusts_the_school_s_authority_gets_pages_by_https(server: Running) -> None:
    with contextlib.closing(server.connection()) as connection:
        connection.request("GET", "/staff/sign-in")
        answer = connection.getresponse()
        assert answer.status == http.client.OK
        assert "__Host-esafety" in answer.headers["Set-Cookie"]
        assert "Secure" in answer.headers["Set-Cookie"]


def test_a_device_that_does_not_trust_it_gets_nothing(server: Running) -> None:
    stranger = http.client.HTTPSConnection("localhost", server.port, timeout=10, context=ssl.create_default_context())
    with contextlib.closing(stranger), pytest.raises(ssl.SSLCertVerificationError):
        stranger.request("GET", "/")


def test_plain_http_is_not_answered_on_its_port(server: Running) -> None:
    plain = http.client.HTTPConnection("localhost", server.port, timeout=10)
    with contextlib.closing(plain):
        plain.request("GET", "/")
        with pytest.raises((http.client.HTTPException, OSError)):
            plain.getresponse()


def test_what_it_wrote_is_its_user_s_alone(server: Running, folder: Path) -> None:
    del server
    for path in (folder / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert (folder / "data" / "recovery-sheet.html").is_file()


def test_a_second_server_on_the_same_data_names_the_first(server: Running, folder: Path) -> None:
    """B64."""
    second = run("serve", ESAFETY_DATA=str(folder / "data"), ESAFETY_PORT="18999")
    assert second.returncode != 0
    (line,) = second.stderr.splitlines()
    assert f"(process {server.process.pid})" in line
    assert server.get("/health") == http.client.OK


def test_a_worker_that_dies_is_started_again(server: Running) -> None:
    first, second = server.workers()
    os.kill(first, signal.SIGKILL)
    server.until("Started worker-1", times=2)
    assert len(server.workers()) == 3
    assert server.workers()[:2] == [first, second]
    assert [server.get("/health") for _ask in range(6)] == [http.client.OK] * 6


class Crowd:
    """Thirty devices that ask on and on, each with a new connection, until told to stop."""

    def __init__(self, server: Running) -> None:
        self.server, self.stop, self.answers = server, threading.Event(), 0
        self.failures: list[str] = []
        self.threads = [threading.Thread(target=self._ask) for _device in range(AT_ONCE)]

    def _ask(self) -> None:
        while not self.stop.is_set():
            try:
                self._ask_and_once_more()
                self.answers += 1
            except (OSError, AssertionError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
            self.stop.wait(0.2)

    def _ask_and_once_more(self) -> None:
        # A worker that ends drops a connection that is still greeting; pages then ask again, and so do these devices.
        try:
            assert self.server.get("/health") == http.client.OK
        except OSError:
            assert self.server.get("/health") == http.client.OK

    def __enter__(self) -> Crowd:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def test_started_anew_it_fails_none_of_thirty_who_ask(server: Running) -> None:
    """F15."""
    with Crowd(server) as crowd:
        server.process.send_signal(signal.SIGHUP)
        server.until("Stopped old worker-2")
    assert crowd.answers > AT_ONCE
    assert crowd.failures == []


@pytest.mark.parametrize(
    ("how", "tell"),
    [(signal.SIGTERM, os.kill), (signal.SIGINT, os.kill), (signal.SIGINT, os.killpg), (signal.SIGTERM, os.killpg)],
    ids=["SIGTERM", "SIGINT", "Ctrl-C reaches the workers too", "so may a system's SIGTERM"],
)
def test_told_to_stop_it_finishes_what_was_begun(
    tmp_path: Path, how: signal.Signals, tell: Callable[[int, int], None]
) -> None:
    begun = b"POST /class-code HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 11\r\n"
    begun += b"Expect: 100-continue\r\n"
    begun += b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode="
    with serving(tmp_path) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as device:
            device.settimeout(20)
            device.sendall(begun)
            assert device.recv(100).startswith(b"HTTP/1.1 100 "), "a worker reads what is sent"
            tell(server.process.pid, how)
            server.until("Shutting down granian")
            device.sendall(b"BBBBBB")
            answer = device.recv(100)
        assert answer.startswith(b"HTTP/1.1 4"), answer  # it has no token, but it is answered
        assert server.process.wait(30) == 0
        assert "Traceback" not in server.said()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port))


def test_plain_http_for_others_is_said_loudly(tmp_path: Path) -> None:
    every = "0.0.0.0"  # noqa: S104 - that is the test
    settings = {"ESAFETY_ADDRESS": every, "ESAFETY_HOSTS": "school-server", "ESAFETY_ALLOW_PLAIN_HTTP": "1"}
    with serving(tmp_path, **settings) as server:
        assert "WITHOUT HTTPS" in server.said()
        with contextlib.closing(server.connection()) as connection:
            connection.request("GET", "/staff/sign-in")
            cookie = connection.getresponse().headers["Set-Cookie"]
        assert cookie.startswith("esafety=")
        assert "Secure" not in cookie
        assert server.end() == 0
