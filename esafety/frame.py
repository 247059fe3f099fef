"""What the frame of every page shows: who is signed in, the ways to go, pictures by name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from esafety.board.rules import MODERATORS, ON_BOARDS
from esafety.content.catalogue import Catalogue
from esafety.content.facts import Facts, Picture
from esafety.lessons.shelf import lessons_now
from esafety.roles import Capability
from esafety.web.access import actor_or_none
from esafety.web.assets import static_url

log = logging.getLogger(__name__)
_PLACES = {
    "queue": "queue.page",
    "pauses": "queue.page",
    "boards": "boards.all",
    "topics": "boards.all",
    "filter": "filter.page",
}


def viewer() -> dict[str, Any] | None:
    """The signed-in person as pages show them; None at the doors."""
    found = g.get("viewer")
    return {**found.facts(), "links": _links()} if found else None


def _links() -> list[dict[str, Any]]:
    actor = actor_or_none()
    if actor is None or actor.is_pupil:
        return []
    links = [("desk.home", _("My desk"))]
    if actor.may(Capability.SEE_LESSONS):
        links.append(("lessons.staff_shelf", _("Lessons")))
    if any(actor.may(each) for each in MODERATORS):
        links.append(("queue.page", _("Messages to read")))
    if any(actor.may(each) for each in ON_BOARDS):
        links.append(("boards.all", _("Class boards")))
    elif actor.may(Capability.KEEP_SETTINGS):
        links.append(("boards.settings", _("Class boards")))
    if actor.may(Capability.CHANGE_FILTER) or actor.may(Capability.MODERATE_CLASS_BOARD):
        links.append(("filter.page", _("The filter")))
    if actor.may(Capability.SEE_REPORTS):
        links.append(("reports.messages", _("Report on messages")))
    if actor.may(Capability.READ_CONCERNS) or actor.may(Capability.READ_CONCERNS_AS_STAND_IN):
        links.append(("concerns.all", _("Calls for help")))
    return [{"url": url_for(endpoint), "label": label, "current": _is_current(endpoint)} for endpoint, label in links]


def _is_current(endpoint: str) -> bool:
    # The queue's pages are one place, whichever message is open; so are those of the boards.
    return request.endpoint == endpoint or _PLACES.get(request.blueprint or "") == endpoint


def picture(name: str) -> dict[str, str] | None:
    """Address and description of a picture by its name, or a character's; None where there is none."""
    return _shown(lambda catalogue: catalogue.picture(name))


def scene(name: str) -> dict[str, str] | None:
    """Address and description of a scene by its name."""
    return _shown(lambda catalogue: catalogue.scene(name))


def phone_app(name: str) -> dict[str, str]:
    """Name, colour and sign of an invented app on a practice phone; a plain one where the app was taken away since."""
    found = lessons_now().app(name)
    if found is None:
        return {"name": name, "colour": "ink", "sign_url": ""}
    sign = picture(found.sign)
    return {"name": found.name, "colour": found.colour, "sign_url": sign["url"] if sign else ""}


def _shown(find: Callable[[Catalogue], Picture | None]) -> dict[str, str] | None:
    try:
        found = find(lessons_now())
    except Exception as error:  # noqa: BLE001 - the page for help stands when everything else has fallen
        log.warning("pictures cannot be looked up: %s", type(error).__name__)
        return None
    return {"url": static_url(found.file), "alt": found.alt} if found else None


def reason_lesson(about: str) -> dict[str, str] | None:
    """The short lesson for what a message was held or given back for, of the reader's key stage; None for none."""
    viewer_now = g.get("viewer")
    found = lessons_now().lesson_for_reason(about, key_stage=viewer_now.key_stage) if viewer_now and about else None
    return {"title": found.title, "url": url_for("lessons.play", lesson_id=found.id)} if found else None


def avatar(name: str) -> dict[str, str]:
    """Address of a pupil's avatar and the nickname that goes with it; a plain one where the file is gone."""
    facts: Facts = current_app.extensions.get("esafety.facts") or Facts()
    found = facts.avatars.get(name)
    if found is None:
        return {"url": static_url("favicon.svg"), "nickname": ""}
    return {"url": static_url(found.file), "nickname": found.nickname}


def init_frame(app: Flask) -> None:
    """Let every template of `app` use these."""
    app.jinja_env.globals.update(
        picture=picture, scene=scene, avatar=avatar, phone_app=phone_app, reason_lesson=reason_lesson
    )
    app.context_processor(lambda: {"viewer": viewer()})
