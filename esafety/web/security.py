"""Headers, cookies and the limits of what is taken in at all."""

from __future__ import annotations

from flask import Flask, abort, g, request
from flask.sessions import SecureCookieSessionInterface
from flask.wrappers import Response
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import RequestURITooLarge, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from esafety.config import Settings
from esafety.db import SAFE_METHODS

LARGEST_BODY_BYTES = 256 * 1024  # 20,000 emoji, 12 bytes each in a form: an over-long text comes back, not an error
MOST_FIELDS = 200
LONGEST_ADDRESS = 2_000
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(
            f"{kind}-src 'self'"
            for kind in ("script", "style", "img", "font", "media", "connect", "manifest", "worker")
        ),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
KEPT_STATUSES = frozenset({200, 206, 304})  # a 304 renews the headers of what the browser has kept
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no-referrer would break the check of forms sent over https
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What they forbid, only a page can do; a style or a font cannot.
OF_PAGES_ONLY = frozenset({"Permissions-Policy", "Cross-Origin-Opener-Policy"})


class OneSerializer(SecureCookieSessionInterface):
    """Flask's own sessions, with one serializer for all requests instead of a new one for each."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer that signs the session's cookie."""
        kept: URLSafeTimedSerializer | None = app.extensions.get("esafety.session")
        if kept is None:
            kept = app.extensions["esafety.session"] = super().get_signing_serializer(app)
        return kept


def init_security(app: Flask, *, settings: Settings) -> None:
    """Limits and cookie rules of `app`; its headers on every answer."""
    app.config.update(
        TRUSTED_HOSTS=list(settings.hosts),
        MAX_CONTENT_LENGTH=LARGEST_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.is_https,
        # A browser takes a __Host- cookie only over https; on loopback plain http has a name of its own.
        SESSION_COOKIE_NAME="__Host-esafety" if settings.is_https else "esafety",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None,
    )
    app.session_interface = OneSerializer()
    app.before_request(refuse_what_is_too_much)
    app.after_request(add_headers)
    if settings.is_https:
        app.after_request(_add_hsts)


def signing_keys(app: Flask) -> list[str]:
    """What signs and reads marks of our own beside the session's cookie: the key that signs now stands last."""
    older: list[str] = app.config.get("SECRET_KEY_FALLBACKS") or []
    return [*reversed(older), app.config["SECRET_KEY"]]


def refuse_what_is_too_much() -> None:
    """Before each request: addresses, bodies and kinds of body that no page of ours sends."""
    if len(request.full_path) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    if "\x00" in request.path:
        abort(404)
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType
    if request.mimetype not in FORM_TYPES:
        raise UnsupportedMediaType
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)


def add_headers(response: Response) -> Response:
    """What every answer says; pages are kept nowhere, versioned static files for ever."""
    is_file = request.endpoint == "static" and response.status_code in KEPT_STATUSES
    for name, value in HEADERS.items():
        if not (is_file and name in OF_PAGES_ONLY):
            response.headers.setdefault(name, value)
    if is_file:
        # A page names twenty files, and their names are in their addresses already.
        response.headers.pop("Content-Disposition", None)
        versioned = "v" in request.args
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if versioned else "public, max-age=300"
        )
    else:
        seconds = g.get("kept_seconds") if response.status_code in KEPT_STATUSES else None
        response.headers["Cache-Control"] = f"private, max-age={seconds}" if seconds else "no-store"
        response.vary.add("Cookie")
    return response


def let_browser_keep(response: AnyResponse, *, seconds: int) -> AnyResponse:
    """Let the browser of whoever asked keep an answer that is the same for everybody and says nothing of anybody."""
    g.kept_seconds = seconds
    return response


def _add_hsts(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
