"""A child at a device, as the server sees it: plain HTTP, one connection a request, sending again until answered."""

from __future__ import annotations

import http.client
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.houses import Pass

SERVER_FAULT = 500
MOST_TRIES = 400
SECONDS_BETWEEN_TRIES = 0.02


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    html: str


@dataclass
class Device:
    """A signed-in device that talks to `port`; `tries` counts every request it sent."""

    port: int
    holds: Pass
    tries: int = 0
    gives_up: threading.Event = field(default_factory=threading.Event)

    def get(self, path: str) -> Answer:
        with self._asked("GET", path, None) as response:
            return _answer(response)

    def post(self, path: str, **fields: str | list[str]) -> Answer:
        """Send a form once.

        Raises:
            OSError, http.client.HTTPException: no answer came.
        """
        with self._asked("POST", path, fields) as response:
            return _answer(response)

    def insist(self, path: str, **fields: str | list[str]) -> Answer:
        """Send a form until it is answered, always the same one, as sending.js does."""
        for _try in range(MOST_TRIES):
            try:
                answer = self.post(path, **fields)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status < SERVER_FAULT:
                return answer
            self.gives_up.wait(SECONDS_BETWEEN_TRIES)
        raise AssertionError(f"{path} was not answered in {MOST_TRIES} tries")

    @contextmanager
    def _asked(
        self, method: str, path: str, fields: dict[str, str | list[str]] | None
    ) -> Iterator[http.client.HTTPResponse]:
        self.tries += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=self.body(fields), headers=self.headers(fields))
            yield connection.getresponse()
        finally:
            connection.close()

    def body(self, fields: dict[str, str | list[str]] | None) -> str | None:
        return None if fields is None else urllib.parse.urlencode({**self.holds.fields, **fields}, doseq=True)

    def headers(self, fields: dict[str, str | list[str]] | None) -> dict[str, str]:
        form = {} if fields is None else {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return {"Cookie": self.holds.cookie, "Connection": "close", **form}


def _answer(response: http.client.HTTPResponse) -> Answer:
    html = response.read().decode("utf-8")
    return Answer(response.status, response.headers.get("Location", ""), html)
