"""The child's page "How I like to read"."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.reading import service
from esafety.reading.rules import OFFERED, classes_of
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.addresses import page_of
from esafety.web.forms import field
from esafety.web.htmx import asks_for_part, page_or_part

reading = Blueprint("reading", __name__)
AS_USUAL = "as-usual"


@reading.get("/reading")
@require(Capability.DO_LESSONS)
def choices() -> AnyResponse:
    """What there is to choose, and what is chosen."""
    return _page(back=request.args.get("back", ""))


@reading.post("/reading")
@require(Capability.DO_LESSONS)
def choose() -> AnyResponse:
    """Keep one choice: a field `choice` such as `paper:blue`, or `as-usual`."""
    what, _colon, value = field("choice").partition(":")
    back = field("back")
    if what == AS_USUAL:
        service.back_to_usual(current_actor())
    elif not service.choose(current_actor(), what=what, value=value):
        return _page(back=back, status=400 if what else 422)
    if asks_for_part():
        return _page(back=back)
    # Without JavaScript the page comes back where the child was.
    address = url_for("reading.choices", back=page_of(back) or None, _anchor=what if what in OFFERED else None)
    return redirect(address, code=303)


def _page(*, back: str, status: int = 200) -> AnyResponse:
    chosen = service.chosen_by(current_actor())
    facts = {
        "groups": [_group(what, chosen=chosen[what]) for what in OFFERED],
        "back": page_of(back),
        "page_classes": f"{g.viewer.key_stage.lower()} year-{g.viewer.year}{classes_of(chosen)}",
        "is_usual": not classes_of(chosen),
    }
    return page_or_part("reading/choices.html", part="reading/_choices.html", facts=facts, status=status)


def _group(what: str, *, chosen: str) -> dict[str, Any]:
    names = _names()
    offered = [{"id": value, "label": names[what, value], "is_chosen": value == chosen} for value in OFFERED[what]]
    return {"id": what, "label": names[what, ""], "offered": offered}


def _names() -> dict[tuple[str, str], str]:
    return {
        ("letters", ""): _("Letters"),
        ("letters", "usual"): _("Round"),
        ("letters", "atkinson"): _("Clear"),
        ("letters", "open"): _("Heavy"),
        ("size", ""): _("Size"),
        ("size", "usual"): _("Usual"),
        ("size", "big"): _("Bigger"),
        ("size", "biggest"): _("Biggest"),
        ("lines", ""): _("Lines"),
        ("lines", "usual"): _("Usual"),
        ("lines", "wide"): _("Wider"),
        ("lines", "widest"): _("Widest"),
        ("paper", ""): _("Paper"),
        ("paper", "usual"): _("Cream"),
        ("paper", "white"): _("White"),
        ("paper", "blue"): _("Blue"),
        ("paper", "dark"): _("Dark"),
        ("motion", ""): _("Moving"),
        ("motion", "usual"): _("May move"),
        ("motion", "still"): _("Keep still"),
    }
