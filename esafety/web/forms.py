"""Forms that belong to one person: a form shown to one child is not taken from the next one on the device."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import BadData, URLSafeSerializer
from markupsafe import Markup
from werkzeug.exceptions import Conflict, Forbidden

from esafety.db import SAFE_METHODS
from esafety.roles import Actor
from esafety.web.security import signing_keys

csrf = CSRFProtect()
NOBODY = "nobody"


class SomeoneElses(Conflict):
    """A form that was opened by another person than the one signed in now."""


class CrossSite(Forbidden):
    """A form that another site sent."""


def form_fields() -> Markup:
    """Return the hidden fields that every form carries: the token against forgery, and whose form it is."""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="owner" value="{}">'
    ).format(generate_csrf(), _signed(_owner_now(), keys=tuple(signing_keys(current_app))))


def check_sender() -> None:
    """Before each unsafe request: make sure that the form is ours and the signed-in person's own.

    Raises:
        CrossSite: the browser says that another site sent it.
        SomeoneElses: it was shown to another person.
        flask_wtf.csrf.CSRFError: the token is missing or old.
    """
    if request.method in SAFE_METHODS or request.routing_exception is not None:
        return
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} or request.headers.get("Origin") == "null":
        raise CrossSite
    try:
        owner = _serializer(tuple(signing_keys(current_app))).loads(request.form.get("owner", ""))
    except BadData:
        raise CrossSite from None  # each of our forms says whose it is
    # With nobody signed in only the doors take forms, and nothing can be sent in a wrong name.
    if _owner_now() not in {owner, NOBODY}:
        raise SomeoneElses
    csrf.protect()


def field(name: str, *, longest: int = 200) -> str:
    """One field of the form as plain text: the first where several came, without NUL, at most `longest` characters."""
    return _clean(request.form.get(name, ""))[:longest]


def text_field(name: str) -> str:
    """A text that somebody wrote, whole, so that an over-long one can be given back; lone surrogates are replaced."""
    return _clean(request.form.get(name, ""))


def fields(name: str) -> list[str]:
    """All values of a field that may come several times."""
    return [_clean(value)[:200] for value in request.form.getlist(name)[:50]]


def _clean(text: str) -> str:
    # SQLite would keep NUL and then count wrongly, PostgreSQL refuses it; a lone surrogate breaks both.
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")


def _owner_now() -> str:
    actor: Actor | None = g.get("actor")
    return f"{actor.label}:{actor.sign_in_id}" if actor else NOBODY


@lru_cache(maxsize=2048)
def _signed(owner: str, *, keys: tuple[str, ...]) -> str:
    # The same for every form of a stay.
    return str(_serializer(keys).dumps(owner))


@lru_cache(maxsize=8)
def _serializer(keys: tuple[str, ...]) -> URLSafeSerializer:
    return URLSafeSerializer(list(keys), salt="form-owner")


def init_forms(app: Flask) -> None:
    """Check every form that `app` is sent, and let templates make the hidden fields."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # check_sender calls it, after the questions that matter more
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a lesson may stay open on the wall for longer than an hour
    app.config["WTF_CSRF_SECRET_KEY"] = signing_keys(app)  # a form that was open when the key changed is still taken
    csrf.init_app(app)
    app.before_request(check_sender)
    app.jinja_env.globals["form_fields"] = form_fields
