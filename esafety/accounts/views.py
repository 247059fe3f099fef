"""The doors: class code, tiles, pictures; e-mail and passphrase; and the way out."""

from __future__ import annotations

import time

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.accounts import service
from esafety.accounts.device import class_device, keep_class_device, this_device
from esafety.accounts.doors import Door, door_by_ref
from esafety.accounts.rules import PICTURES_NEEDED, PICTURES_SHOWN, Gate
from esafety.accounts.service import NotSignedIn, Tile
from esafety.roles import Capability
from esafety.web.access import actor_or_none, anyone, require
from esafety.web.addresses import page_of
from esafety.web.assets import static_url
from esafety.web.forms import field, fields
from esafety.web.htmx import asks_for_part, page_or_part

accounts = Blueprint("accounts", __name__)
DOOR_STAYS_OPEN_SECONDS = 4 * 3600
START_AGAIN = "start-again"


@accounts.get("/")
@anyone
def doors() -> AnyResponse | str:
    """The first page: the pupils' door, and a small one for grown-ups."""
    actor = actor_or_none()
    if actor is not None:
        return redirect(url_for("lessons.shelf" if actor.is_pupil else "desk.home"))
    problem = _lost_words() if request.args.get("lost") == "yes" else None
    here = class_device()
    if here is not None and request.args.get("code") != "yes":
        session.pop("door", None)  # a code typed for another class opened its tiles once; here begins the device's own
        door = _open_door()
        if door is None:
            return render_template("accounts/asleep.html", problem=problem)
        return _tiles_page(door, problem=problem)
    return render_template("accounts/doors.html", problem=problem, typed="")


@accounts.post("/class-code")
@anyone
def class_code() -> AnyResponse | tuple[str, int]:
    """Open the tiles of the class whose code was typed."""
    typed = field("code", longest=64)
    here = class_device()
    found = service.open_door(typed, device=this_device(), school_id=here.school_id if here else None)
    if isinstance(found, Door):
        session["door"] = {"class": found.class_ref, "opened": int(time.time())}
        return redirect(url_for("accounts.tiles"), code=303)
    if found is Gate.PAUSED:
        problem, status = _("Too many codes. Wait five minutes, or ask your teacher."), 422
    else:
        problem, status = _("We can't find that code, or it is asleep now. Look again, or ask your teacher."), 422
    return render_template("accounts/doors.html", problem=problem, typed=typed[:12]), status


@accounts.get("/tiles")
@anyone
def tiles() -> AnyResponse | str:
    """The tiles of the class: avatar and nickname, never a name."""
    door = _open_door()
    if door is None:
        return redirect(url_for("accounts.doors"))
    return _tiles_page(door)


@accounts.get("/tiles/<ref:ref>")
@anyone
def tile(ref: str) -> AnyResponse:
    """The pictures of one tile."""
    door = _open_door()
    if door is None:
        return redirect(url_for("accounts.doors"))
    gate = service.gate_of_tile(door, ref=ref, device=_device_at(door))
    return _pictures_page(door, tile_=_tile(door, ref=ref), picked=[], problem=_gate_words(gate), gate=gate)


@accounts.post("/tiles/<ref:ref>/pictures")
@anyone
def pick_picture(ref: str) -> AnyResponse:
    """Take one more picture; with the last one, sign in."""
    door = _open_door()
    if door is None:
        return _go("accounts.doors")
    tile_ = _tile(door, ref=ref)
    needed, names = PICTURES_NEEDED[door.key_stage], _picture_names(door)
    picked = [name for name in fields("picked") if name in names][:needed]
    pick = field("pick")
    if pick == START_AGAIN:
        return _pictures_page(door, tile_=tile_, picked=[], problem=None, gate=Gate.OPEN)
    if pick not in names or pick in picked:
        return _pictures_page(door, tile_=tile_, picked=picked, problem=None, gate=Gate.OPEN)
    picked = [*picked, pick]
    if len(picked) < needed:
        return _pictures_page(door, tile_=tile_, picked=picked, problem=None, gate=Gate.OPEN)
    outcome = service.sign_in_pupil(
        door, ref=ref, pictures=picked, device=_device_at(door), pepper=current_app.extensions["esafety.keys"].pepper
    )
    if isinstance(outcome, NotSignedIn):
        return _pictures_page(door, tile_=tile_, picked=[], problem=_refusal_words(outcome.gate), gate=outcome.gate)
    _keep_token(outcome.token)
    if door.is_class_device:
        keep_class_device()
    return _go("lessons.shelf")


@accounts.get("/not-me")
@require(Capability.DO_LESSONS)
def not_me() -> str:
    """Asks whether the child on the screen is the child in front of it."""
    back = page_of(request.args.get("back", ""))
    return render_template("accounts/not_me.html", back=back or url_for("lessons.shelf"))


@accounts.post("/sign-out")
@anyone
def sign_out() -> AnyResponse:
    """End the stay; the next child finds the tiles and nothing of the last one."""
    actor = actor_or_none()
    if actor is not None:
        service.finish(actor.sign_in_id, school_id=actor.school_id, who=actor.label)
    was_pupil = actor is None or actor.is_pupil
    door = session.get("door")
    session.clear()
    if door and was_pupil:
        session["door"] = door
    response = _go("accounts.tiles" if door and was_pupil else "accounts.doors")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@accounts.get("/staff/sign-in")
@anyone
def staff_sign_in() -> AnyResponse | str:
    """The grown-ups' door."""
    if actor_or_none() is not None:
        return redirect(url_for("accounts.doors"))
    problem = _lost_words() if request.args.get("lost") == "yes" else None
    return render_template("accounts/staff_sign_in.html", problem=problem, typed_email="")


@accounts.post("/staff/sign-in")
@anyone
def staff_signs_in() -> AnyResponse | tuple[str, int]:
    """Take an e-mail and a passphrase."""
    email = field("email", longest=254)
    outcome = service.sign_in_staff(
        email,
        passphrase=request.form.get("passphrase", ""),
        device=this_device(),
        pepper=current_app.extensions["esafety.keys"].pepper,
    )
    if isinstance(outcome, NotSignedIn):
        problem = (
            _("Too many tries. Wait five minutes, then try again.")
            if outcome.gate is Gate.PAUSED
            else _("That e-mail and passphrase do not go together. Check both and try again.")
        )
        return render_template("accounts/staff_sign_in.html", problem=problem, typed_email=email), 422
    _keep_token(outcome.token)
    return redirect(url_for("desk.home"), code=303)


def _keep_token(token: str) -> None:
    before = actor_or_none()
    if before is not None:  # the last one on this device never pressed "finished": that stay must open nothing more
        service.sign_out(before.sign_in_id, school_id=before.school_id, who=before.label)
    door = session.get("door")
    session.clear()  # a new cookie for a new stay: nothing set before signing in goes on
    session["token"] = token
    if door:
        session["door"] = door


def _open_door() -> Door | None:
    """The class whose code was typed on this device, while it takes codes; else the one whose device this is."""
    kept, here = session.get("door"), class_device()
    if isinstance(kept, dict) and time.time() - int(kept.get("opened", 0)) <= DOOR_STAYS_OPEN_SECONDS:
        door = door_by_ref(str(kept.get("class", "")))
        if door is not None and door.takes_code:
            return door.on(here)
    own = door_by_ref(here.class_ref) if here else None
    return own.on(here) if own is not None and own.is_open else None


def _device_at(door: Door) -> str:
    here = class_device()
    return here.mark if here is not None and door.is_class_device else this_device()


def _tiles_page(door: Door, *, problem: str | None = None) -> str:
    here = class_device()
    return render_template(
        "accounts/tiles.html",
        class_name=door.class_name,
        tiles=service.tiles_of(door),
        tablet=here.number if here is not None and door.is_class_device else None,
        not_my_class=url_for("accounts.doors", code="yes") if door.is_class_device else url_for("accounts.doors"),
        problem=problem,
    )


def _tile(door: Door, *, ref: str) -> Tile:
    found = service.tile_behind(door, ref=ref)
    if found is None:
        abort(404)
    return found


def _picture_names(door: Door) -> list[str]:
    pictures = current_app.extensions["esafety.facts"].sign_in_pictures
    return [picture.id for picture in pictures][: PICTURES_SHOWN[door.key_stage]]


def _pictures_page(door: Door, *, tile_: Tile, picked: list[str], problem: str | None, gate: Gate) -> Response:
    pictures = current_app.extensions["esafety.facts"].sign_in_pictures[: PICTURES_SHOWN[door.key_stage]]
    facts = {
        "tile": tile_,
        "pictures": [{"id": each.id, "alt": each.alt, "url": static_url(each.file)} for each in pictures],
        "picked": picked,
        "needed": PICTURES_NEEDED[door.key_stage],
        "problem": problem,
        "locked": gate is not Gate.OPEN,
    }
    status = 422 if problem and request.method == "POST" else 200
    return page_or_part("accounts/pictures.html", part="accounts/_pictures.html", facts=facts, status=status)


def _go(endpoint: str) -> AnyResponse:
    if asks_for_part():
        return Response(status=204, headers={"HX-Redirect": url_for(endpoint)})
    return redirect(url_for(endpoint), code=303)


def _gate_words(gate: Gate) -> str | None:
    return None if gate is Gate.OPEN else _refusal_words(gate)


def _refusal_words(gate: Gate) -> str:
    if gate is Gate.ASK_TEACHER:
        return str(_("Ask your teacher to let you in."))
    if gate is Gate.PAUSED:
        return str(_("Let's wait five minutes. Your teacher can help."))
    return str(_("Not those pictures. Have another go."))


def _lost_words() -> str:
    return str(
        _("You were away for a while. What you sent did not arrive. Sign in and send it again, or tell a grown-up now.")
    )
