"""Addresses of static files that change when the file does, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from flask import Flask, current_app


def static_url(name: str) -> str:
    """The address of static file `name` (a path below static/), with its version; without one where it is missing."""
    address: str = current_app.extensions["esafety.static_url"](name)
    return address


def _address(name: str, *, folder: Path, route: str) -> str:
    try:
        version = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
    except OSError:
        return f"{route}/{quote(name)}"
    return f"{route}/{quote(name)}?v={version}"


def init_assets(app: Flask) -> None:
    """Let the templates of `app` name static files."""
    work_out = partial(_address, folder=Path(app.static_folder or ""), route=app.static_url_path or "")
    # Kept for the life of the process, as templates are: one page names thirty files.
    address = lru_cache(maxsize=4096)(work_out)
    app.extensions["esafety.static_url"] = app.jinja_env.globals["static_url"] = address
