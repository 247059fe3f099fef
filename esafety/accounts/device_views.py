"""Making the device at hand a class's own: by the address that a teacher's page shows as a QR code, or by its code."""

from __future__ import annotations

from flask import current_app, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.accounts import class_devices, service
from esafety.accounts.device import class_device, keep_class_device, this_device
from esafety.accounts.rules import Gate
from esafety.accounts.views import accounts
from esafety.codes import REF_LENGTH
from esafety.web.access import actor_or_none, anyone
from esafety.web.forms import field

__all__ = ["accounts"]


@accounts.get("/class-device")
@anyone
def device_code() -> str:
    """Ask for the code of a teacher's page, on a device that cannot scan it."""
    return render_template("accounts/device_code.html", problem=None)


@accounts.post("/class-device")
@anyone
def device_code_typed() -> AnyResponse | tuple[str, int]:
    """Lead from the code to the same page as the address."""
    found = service.take_device_code(field("code", longest=64), device=this_device(), pepper=_pepper())
    if isinstance(found, Gate):
        problem = (
            _("Too many codes. Wait five minutes, then try again.")
            if found is Gate.PAUSED
            else _("That code is not open. Look again, or make a new one on the class page.")
        )
        return render_template("accounts/device_code.html", problem=problem), 422
    return redirect(url_for("accounts.join_class", address=found.address), code=303)


@accounts.get("/class-device/<enrolment:address>")
@anyone
def join_class(address: str) -> str | tuple[str, int]:
    """One big button; looking at it changes nothing."""
    found = class_devices.enrolment_by_address(address, pepper=_pepper())
    if found is None:
        return render_template("accounts/device_late.html"), 404
    return render_template("accounts/join_class.html", class_name=found.class_name, address=address)


@accounts.post("/class-device/<enrolment:address>")
@anyone
def joins_class(address: str) -> AnyResponse | tuple[str, int]:
    """Make the device the class's own; whoever is signed in on it is not any more."""
    before = class_device()
    if before is not None and before.enrolment_ref == address[:REF_LENGTH]:
        return redirect(url_for("accounts.doors"), code=303)  # pressed twice: one tablet is one tablet
    token = class_devices.enrol(address, pepper=_pepper())
    if token is None:
        return render_template("accounts/device_late.html"), 404
    if before is not None:
        class_devices.leave_class(before)
    actor = actor_or_none()
    if actor is not None:
        service.sign_out(actor.sign_in_id, school_id=actor.school_id, who=actor.label)
    for name in set(session) - {"csrf_token"}:  # who goes back and presses again is led on, not turned away
        session.pop(name)
    keep_class_device(token)
    return redirect(url_for("accounts.doors"), code=303)


def _pepper() -> bytes:
    pepper: bytes = current_app.extensions["esafety.keys"].pepper
    return pepper
