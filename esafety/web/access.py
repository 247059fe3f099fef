"""Closed until opened: a page answers 403 unless it is marked with who may enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from esafety.roles import Actor, Capability
from esafety.web.htmx import asks_for_part

View = TypeVar("View", bound=Callable[..., object])
Marking = frozenset[Capability] | Literal["anyone"] | None

PUPIL_DOOR = "accounts.doors"
STAFF_DOOR = "accounts.staff_sign_in"
PUPILS_OWN = frozenset({Capability.DO_LESSONS, Capability.ASK_FOR_HELP, Capability.WRITE_ON_BOARD})


def require(*capabilities: Capability) -> Callable[[View], View]:
    """Open a page to whoever has any one of `capabilities`."""

    def mark(view: View) -> View:
        view.__dict__["may_enter"] = frozenset(capabilities)
        return view

    return mark


def anyone(view: View) -> View:
    """Open a page to everybody, signed in or not."""
    view.__dict__["may_enter"] = "anyone"
    return view


def marking(view: Callable[..., object]) -> Marking:
    """Who may enter `view`; None where nobody said, which keeps it closed."""
    found: Marking = getattr(view, "may_enter", None)
    return found


def current_actor() -> Actor:
    """The signed-in person; only for pages that are marked with a capability."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        abort(403)
    return actor


def actor_or_none() -> Actor | None:
    """The signed-in person, or None at the doors."""
    actor: Actor | None = g.get("actor")
    return actor


def guard() -> AnyResponse | None:
    """Before each request: turn away whoever may not enter.

    403 for a page that nobody opened, the right door for somebody not signed in, and for whoever may not enter the
    same 404 as for what does not exist.
    """
    if request.endpoint is None:
        return None  # routing answers 404 or 405
    allowed = marking(current_app.view_functions[request.endpoint])
    if allowed is None:
        abort(403)
    if allowed == "anyone":
        return None
    actor = actor_or_none()
    if actor is None:
        return _to_the_door(allowed)
    if not allowed & actor.capabilities:
        abort(404)
    return None


def _to_the_door(allowed: frozenset[Capability]) -> AnyResponse:
    door = PUPIL_DOOR if allowed & PUPILS_OWN else STAFF_DOOR
    # Whoever sent something must be told that it did not arrive; whoever only looked is simply asked to sign in.
    address = url_for(door, lost="yes") if request.method == "POST" else url_for(door)
    if asks_for_part():
        # A redirect would put the whole door inside a part of the old page.
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def init_access(app: Flask) -> None:
    """Guard every page of `app`."""
    app.before_request(guard)
    app.view_functions["static"] = anyone(app.view_functions["static"])
