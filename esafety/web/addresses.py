"""What may stand in an address: references and names of lessons, of one shape each; anything else is not found."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter

from esafety.codes import REF_ALPHABET, REF_LENGTH


class RefConverter(BaseConverter):
    """The reference of a class, a pupil or a concern."""

    regex = f"[{REF_ALPHABET}]{{{REF_LENGTH}}}"


class SlugConverter(BaseConverter):
    """The id of a lesson."""

    regex = "[a-z0-9][a-z0-9-]{0,59}"


def init_addresses(app: Flask) -> None:
    """Teach `app` these shapes."""
    app.url_map.converters.update(ref=RefConverter, slug=SlugConverter)
