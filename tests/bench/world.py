"""Who is in the demonstration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def pupils_of(sign_ins: Path, *, key_stage: str, wanted: int) -> list[dict[str, Any]]:
    """The first `wanted` children of a key stage, in whichever classes."""
    written = json.loads(sign_ins.read_text(encoding="utf-8"))
    everyone = written if isinstance(written, list) else written["sign_ins"]
    return [each for each in everyone if each.get("key_stage") == key_stage][:wanted]
