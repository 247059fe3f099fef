"""What may stand in an address: references and names of lessons, of one shape each; and the way back to a page."""

from __future__ import annotations

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter

from esafety.codes import REF_ALPHABET, REF_LENGTH


class RefConverter(BaseConverter):
    """The reference of a class, a pupil or a concern."""

    regex = f"[{REF_ALPHABET}]{{{REF_LENGTH}}}"


class SlugConverter(BaseConverter):
    """The id of a lesson."""

    regex = "[a-z0-9][a-z0-9-]{0,59}"


class EnrolmentConverter(BaseConverter):
    """The last part of an address that makes a device a class's own: a reference and its seal."""

    regex = f"[{REF_ALPHABET}]{{{REF_LENGTH}}}[A-Za-z0-9_-]{{32}}"


def page_of(address: str) -> str:
    """The page of ours that `address` names, to lead back to; nothing for any other.

    Of an address that only takes a form it is the page on which the form stands: what was refused is shown there.
    """
    path = address.partition("?")[0]
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return ""
    while path:
        try:
            adapter.match(path, method="GET")
        except MethodNotAllowed:
            path = path.rpartition("/")[0]
        except HTTPException:
            return ""
        else:
            return path
    return "/"


def init_addresses(app: Flask) -> None:
    """Teach `app` these shapes."""
    app.url_map.converters.update(ref=RefConverter, slug=SlugConverter, enrolment=EnrolmentConverter)
