"""What a form with the settings of a practice phone sends."""

from __future__ import annotations

from flask import request

from esafety.web.forms import fields

PREFIX = "setting-"


def settings_sent() -> dict[str, list[str]]:
    """The values that came for each setting, by its id; whatever else came is left out."""
    names = [name for name in request.form if name.startswith(PREFIX)]
    return {name.removeprefix(PREFIX): fields(name) for name in names}
