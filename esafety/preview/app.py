"""The preview's own small application: no database, no settings, no school, and nobody but this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, request
from flask.wrappers import Response
from markupsafe import Markup

from esafety import frame, places
from esafety.preview.shelf import OneLesson
from esafety.preview.views import Desk, desk, lessons, preview
from esafety.web import addresses, assets, words
from esafety.web.security import CONTENT_SECURITY_POLICY, HEADERS

ONLY_HERE = ["127.0.0.1", "localhost"]
# The lesson stands in a frame of this preview's own page, at the size of a tablet or a phone.
FRAMED_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'")


def create_preview(file: Path) -> Flask:
    """The application that shows `file`."""
    app = Flask("esafety.preview", template_folder=places.shipped("templates"), static_folder=places.shipped("static"))
    # Another name than this computer's own would be another site's page asking by a trick of names.
    app.config["TRUSTED_HOSTS"] = ONLY_HERE
    app.extensions["esafety.preview"] = Desk(file, shipped=places.shipped("lessons"))
    words.init_words(app)
    addresses.init_addresses(app)
    assets.init_assets(app)
    app.extensions["esafety.shelf"] = OneLesson(desk)
    frame.init_frame(app)
    # In place of the frame's own: here nobody signs in.
    app.jinja_env.globals.update(avatar=_tile, form_fields=_form_fields)
    app.context_processor(_viewer)
    # The pages of the school, such as the one for help, are not here; the buttons that lead there are.
    app.url_build_error_handlers.append(_leads_nowhere)
    app.after_request(_add_headers)
    app.register_blueprint(preview)
    app.register_blueprint(lessons)
    return app


def _viewer() -> dict[str, Any]:
    lesson = desk().draft().lesson
    year = min(lesson.years) if lesson and lesson.years else 3
    facts = {"nickname": "Preview", "avatar": "", "key_stage": lesson.key_stage if lesson else "KS2", "year": year}
    return {"viewer": {**facts, "links": []}}


def _tile(name: str) -> dict[str, str]:
    del name
    return {"url": assets.static_url("favicon.svg"), "nickname": "Preview"}


def _form_fields() -> Markup:
    # What every form carries. Here nothing is kept, so there is nothing to guard.
    return Markup('<input type="hidden" name="csrf_token" value="-"><input type="hidden" name="owner" value="-">')


def _leads_nowhere(error: Exception, endpoint: str, values: dict[str, Any]) -> str:  # noqa: PLR0917 - Flask calls it so
    del error, endpoint, values
    return "#main"


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
