"""Waiting for what must come: bounded, and on the thing itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS_BETWEEN_LOOKS = 0.02


def until(there: Callable[[], T], *, what: str, seconds: float = 60) -> T:
    """Look until `there()` is true, and return it; fail after `seconds`, naming `what` did not come."""
    begun, pause = time.monotonic(), threading.Event()
    while not (found := there()):
        assert time.monotonic() - begun < seconds, f"{what}: not within {seconds} s"
        pause.wait(SECONDS_BETWEEN_LOOKS)
    return found
