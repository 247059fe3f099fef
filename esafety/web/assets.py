"""Addresses of static files that change when the file does, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, current_app


@lru_cache(maxsize=4096)
def _address(folder: str, route: str, name: str) -> str:  # noqa: PLR0917 - all three are the key of the cache
    # Kept for the life of the process, as templates are: one page names twenty files.
    try:
        version = hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]
    except OSError:
        return f"{route}/{quote(name)}"
    return f"{route}/{quote(name)}?v={version}"


def static_url(name: str) -> str:
    """The address of static file `name` (a path below static/), with its version; without one where it is missing."""
    return _address(current_app.static_folder or "", current_app.static_url_path or "", name)


def init_assets(app: Flask) -> None:
    """Let the templates of `app` name static files."""
    app.jinja_env.globals["static_url"] = static_url
