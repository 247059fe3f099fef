"""One markup, two ways in: the whole page, or for htmx the part that the page itself includes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import make_response, render_template, request
from flask.wrappers import Response


def asks_for_part() -> bool:
    """Whether htmx asked, and so wants a part; a header that grants no right and only picks a template."""
    return request.headers.get("HX-Request") == "true"


def page_or_part(page: str, *, part: str, facts: Mapping[str, object], status: int = 200) -> Response:
    """`page` for a browser, `part` for htmx, from the same facts."""
    response = make_response(render_template(part if asks_for_part() else page, **facts), status)
    response.vary.add("HX-Request")
    return response
