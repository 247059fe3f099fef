"""What no page may do while a story runs: report a fault, reach out of the school, miss a file of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# The browser reports each refused form as an error of its own, although a refusal (409, 422) is an answer of ours.
REFUSALS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass(kw_only=True)
class Watchdog:
    """Listens to each device of a story; `expected` holds patterns of what the story itself brings about."""

    home: str
    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        context.on("request", self._follow)
        context.on("response", self._judge)

    def expect(self, pattern: str) -> None:
        """Let pass what matches `pattern`, such as the fetches that fail while a story is offline."""
        self.expected.append(pattern)

    def faults(self) -> list[str]:
        return [fault for fault in self.seen if not any(re.search(pattern, fault) for pattern in self.expected)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSALS.match(message.text):
            self.seen.append(f"console: {message.text}")

    def _hear_error(self, error: WebError) -> None:
        self.seen.append(f"script: {error.error}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "about:blank")):
            self.seen.append(f"off-site: {request.url}")

    def _judge(self, response: Response) -> None:
        is_asset = response.url.startswith(f"{self.home}/static/")
        if response.status >= 500 or (is_asset and response.status >= 400):
            self.seen.append(f"{response.status}: {response.url}")
