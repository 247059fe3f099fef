"""The device in somebody's hands: a random mark, so that limits need no address, and whether it is a class's own."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from itsdangerous import BadData, URLSafeSerializer

from esafety.accounts.class_devices import KnownDevice, device_with
from esafety.web.security import signing_keys

COOKIE = "esafety-device"
CLASS_COOKIE = "esafety-class-device"
A_YEAR_SECONDS = 365 * 24 * 3600  # browsers keep none for much longer; each sign-in renews the class's
LONGEST_MARK = 64


def this_device() -> str:
    """The mark of the device that asks; a new one, which the answer then sets, where it has none."""
    if "device" not in g:
        g.device = _known_mark() or _new_mark()
    mark: str = g.device
    return mark


def class_device() -> KnownDevice | None:
    """The class device that asks; None for every other one, and for one that was revoked."""
    if "class_device" not in g:
        token = request.cookies.get(_cookie_name(CLASS_COOKIE), "")
        g.class_device = device_with(token) if token else None
    found: KnownDevice | None = g.class_device
    return found


def keep_class_device(token: str | None = None) -> None:
    """Let the answer set the cookie of a class device: a new one with `token`, or again the one that came."""
    g.class_device_token = token or request.cookies.get(_cookie_name(CLASS_COOKIE), "")


def _known_mark() -> str | None:
    try:
        mark = _serializer().loads(request.cookies.get(_cookie_name(COOKIE), ""))
    except BadData:
        return None
    return mark if isinstance(mark, str) and len(mark) <= LONGEST_MARK else None


def _new_mark() -> str:
    g.device_is_new = True
    return secrets.token_urlsafe(16)


def _keep_marks(response: Response) -> Response:
    if g.get("device_is_new"):
        _set_cookie(response, name=COOKIE, value=str(_serializer().dumps(g.device)), same_site="Strict")
    if g.get("class_device_token"):
        # Lax: a link on the school's own start page must open on the tiles, and opening changes nothing.
        _set_cookie(response, name=CLASS_COOKIE, value=g.class_device_token, same_site="Lax")
    return response


def _set_cookie(response: Response, *, name: str, value: str, same_site: str) -> None:
    response.set_cookie(
        _cookie_name(name),
        value,
        max_age=A_YEAR_SECONDS,
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        samesite=same_site,
    )


def _cookie_name(name: str) -> str:
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(current_app), salt="device")


def init_device(app: Flask) -> None:
    """Let `app` know devices again."""
    app.after_request(_keep_marks)
