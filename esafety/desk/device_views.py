"""A teacher's pages about the class's devices and its sign-in window."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import segno
from flask import current_app, redirect, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import format_time
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from esafety.accounts import class_devices, service, window
from esafety.accounts.class_devices import Enrolment
from esafety.accounts.rules import MOST_DEVICES
from esafety.config import Settings
from esafety.desk.signing_in import signing_in_of
from esafety.desk.views import desk
from esafety.lessons.asked_for import class_or_404
from esafety.roles import Capability
from esafety.school.models import SchoolClass
from esafety.school.service import roll_of
from esafety.web.access import current_actor, require
from esafety.web.days import day_words
from esafety.web.forms import field

__all__ = ["desk"]
THIS_COMPUTER = frozenset({"127.0.0.1", "localhost", "::1"})


@desk.get("/desk/class/<ref:class_id>/signing-in")
@require(Capability.TEACH_CLASS)
def signing_in(class_id: str) -> Response | AnyResponse:
    """The part of the class page that asks again by itself; whoever opens it as a page is led to the whole one."""
    class_ = class_or_404(class_id)
    if request.headers.get("HX-Request") != "true":
        return redirect(url_for("desk.class_page", class_id=class_.ref))
    found = signing_in_of(class_, roll=roll_of(current_actor(), class_id=class_.id))
    if request.args.get("v") == found.version:
        return Response(status=204)
    facts = {"class_": {"id": class_.ref}, "signing_in": found.facts, "version": found.version}
    return Response(render_template("desk/_signing_in.html", **facts))


@desk.post("/desk/class/<ref:class_id>/window")
@require(Capability.TEACH_CLASS)
def set_window(class_id: str) -> AnyResponse:
    """Open signing in for an hour, or end that before its time."""
    actor, class_ = current_actor(), class_or_404(class_id)
    change = window.close_lesson if field("move") == "close" else window.open_for_a_lesson
    change(class_.id, school_id=actor.school_id, by=actor.label)
    return redirect(url_for("desk.class_page", class_id=class_.ref), code=303)


@desk.post("/desk/class/<ref:class_id>/let-class-in")
@require(Capability.TEACH_CLASS)
def let_class_in(class_id: str) -> AnyResponse:
    """Let devices that are not the class's try again."""
    actor, class_ = current_actor(), class_or_404(class_id)
    service.let_class_in(class_.id, school_id=actor.school_id, by=actor.label)
    return redirect(url_for("desk.class_page", class_id=class_.ref), code=303)


@desk.get("/desk/class/<ref:class_id>/devices")
@require(Capability.TEACH_CLASS)
def class_devices_page(class_id: str) -> str:
    """The class's devices, and the QR code while a leave to enrol is open."""
    class_ = class_or_404(class_id)
    return render_template(
        "desk/class_devices.html",
        class_={"id": class_.ref, "name": class_.name},
        devices=[
            {
                "ref": each.ref,
                "number": each.number,
                "enrolled": day_words(each.enrolled_at),
                "enrolled_by": each.enrolled_by,
                "used": day_words(each.used_at) if each.used_at else None,
            }
            for each in class_devices.devices_of(class_.id)
        ],
        enrolment=_open_enrolment(class_),
        most=MOST_DEVICES,
    )


@desk.get("/desk/class/<ref:class_id>/devices/sheet")
@require(Capability.TEACH_CLASS)
def devices_sheet(class_id: str) -> AnyResponse | str:
    """The QR code on paper, with what to do."""
    class_ = class_or_404(class_id)
    enrolment = _open_enrolment(class_)
    if enrolment is None:
        return redirect(url_for("desk.class_devices_page", class_id=class_.ref))
    return render_template(
        "desk/devices_sheet.html", class_={"id": class_.ref, "name": class_.name}, enrolment=enrolment
    )


@desk.post("/desk/class/<ref:class_id>/devices/enrolment")
@require(Capability.TEACH_CLASS)
def set_enrolment(class_id: str) -> AnyResponse:
    """Give leave for as many devices as the teacher says, or take it back."""
    actor, class_ = current_actor(), class_or_404(class_id)
    if field("move") == "close":
        class_devices.close_enrolment(class_, by=actor.label)
    else:
        class_devices.open_enrolment(class_, staff_id=actor.person_id, most=_number(field("devices")), by=actor.label)
    return redirect(url_for("desk.class_devices_page", class_id=class_.ref), code=303)


@desk.post("/desk/class/<ref:class_id>/devices/revoke")
@require(Capability.TEACH_CLASS)
def revoke_devices(class_id: str) -> AnyResponse:
    """Make one device, or all of the class's, unknown at once."""
    actor, class_ = current_actor(), class_or_404(class_id)
    which = field("device")
    class_devices.revoke(class_, ref=None if which == "all" else which, by=actor.label)
    return redirect(url_for("desk.class_devices_page", class_id=class_.ref), code=303)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else 1  # noqa: PLR2004 - far above 40


def _open_enrolment(class_: SchoolClass) -> dict[str, Any] | None:
    pepper: bytes = current_app.extensions["esafety.keys"].pepper
    found = class_devices.enrolment_of_class(class_.id, pepper=pepper)
    return _shown(found) if found else None


def _shown(enrolment: Enrolment) -> dict[str, Any]:
    settings: Settings = current_app.extensions["esafety.settings"]
    # The host of a request is one of ESAFETY_HOSTS; where the school set its address, that one is printed.
    base = settings.base_url or request.host_url.rstrip("/")
    address = base + url_for("accounts.join_class", address=enrolment.address)
    half = len(enrolment.code) // 2
    return {
        "left": enrolment.left,
        "until": format_time(enrolment.ends_at, "HH:mm"),
        "code": f"{enrolment.code[:half]} {enrolment.code[half:]}",
        "code_address": base + url_for("accounts.device_code"),
        "only_here": urlsplit(base).hostname in THIS_COMPUTER,
        "qr": qr_code(address),
    }


def qr_code(address: str) -> Markup:
    """Return `address` as a drawing of black squares with its quiet edge; a scalable one, for screen and paper."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        border=4, omitsize=True, svgclass="qr", lineclass="qr__squares"
    )
    return Markup(drawing)  # noqa: S704 - segno writes squares, none of the address's letters
