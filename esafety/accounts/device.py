"""The device in somebody's hands: a random mark in a cookie of its own, so that limits need no address."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from itsdangerous import BadData, URLSafeSerializer

from esafety.web.security import signing_keys

COOKIE = "esafety-device"
A_YEAR_SECONDS = 365 * 24 * 3600
LONGEST_MARK = 64


def this_device() -> str:
    """The mark of the device that asks; a new one, which the answer then sets, where it has none."""
    if "device" not in g:
        g.device = _known_mark() or _new_mark()
    mark: str = g.device
    return mark


def _known_mark() -> str | None:
    try:
        mark = _serializer().loads(request.cookies.get(_cookie_name(), ""))
    except BadData:
        return None
    return mark if isinstance(mark, str) and len(mark) <= LONGEST_MARK else None


def _new_mark() -> str:
    g.device_is_new = True
    return secrets.token_urlsafe(16)


def _keep_mark(response: Response) -> Response:
    if g.get("device_is_new"):
        response.set_cookie(
            _cookie_name(),
            _serializer().dumps(g.device),
            max_age=A_YEAR_SECONDS,
            httponly=True,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            samesite="Strict",
        )
    return response


def _cookie_name() -> str:
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(current_app), salt="device")


def init_device(app: Flask) -> None:
    """Let `app` know devices again."""
    app.after_request(_keep_mark)
