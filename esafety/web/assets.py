"""Addresses of static files that change when the file does, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, url_for


@lru_cache(maxsize=2048)
def _version(path: Path, *, changed_ns: int) -> str:
    del changed_ns  # part of the key: a file that changed gets another version
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of static file `name` (a path below static/), with its version; without one where it is missing."""
    path = Path(current_app.static_folder or "") / name
    try:
        version = _version(path, changed_ns=path.stat().st_mtime_ns)
    except OSError:
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=version)


def init_assets(app: Flask) -> None:
    """Let the templates of `app` name static files."""
    app.jinja_env.globals["static_url"] = static_url
