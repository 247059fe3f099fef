"""The program's own server, for tests that kill it: `python -m tests.faults.serve_here PORT [respawn=no]`."""

from __future__ import annotations

import sys
from typing import Any

import granian

from esafety import serving


def without_respawn(*given: Any, **named: Any) -> Any:
    """The broken variant: who is killed is not replaced."""
    return granian.Granian(*given, **{**named, "respawn_failed_workers": False})


if __name__ == "__main__":
    if "respawn=no" in sys.argv:
        serving.Granian = without_respawn  # type: ignore[attr-defined,misc,assignment]
    serving.serve(address="127.0.0.1", port=int(sys.argv[1]))
