"""A lesson for the whole class: the teacher's view, the wall, and what the two send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.wrappers import Response
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from esafety.content.model import Lesson
from esafety.content.render import prose
from esafety.lessons import wall_sitting
from esafety.lessons.asked_for import class_and_lesson
from esafety.lessons.screens import lesson_facts
from esafety.lessons.shelf import deck_now, lessons_now
from esafety.lessons.views import lessons
from esafety.lessons.wall_deck import Deck, Stop
from esafety.lessons.wall_sitting import OnWall
from esafety.lessons.wall_state import Hands, Position, Sent, read_sent, tally, vote_name
from esafety.lessons.wall_tallies import tallies_of
from esafety.roles import Capability
from esafety.school.models import SchoolClass
from esafety.web.access import current_actor, require
from esafety.web.days import day_words
from esafety.web.forms import field, text_field
from esafety.web.htmx import page_or_part

ADDRESS = "/desk/class/<ref:class_id>/lesson/<slug:lesson_id>/wall"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A class with a lesson before it."""

    class_: SchoolClass
    lesson: Lesson
    deck: Deck

    def url(self, view: str, **more: str | int) -> str:
        """The address of one of the views here."""
        facts: dict[str, Any] = {"class_id": self.class_.ref, "lesson_id": self.lesson.id, **more}
        return url_for(f"lessons.{view}", **facts)

    def on_wall(self) -> OnWall:
        """How the wall of this class stands."""
        return wall_sitting.on_wall(self.class_, lesson=self.lesson, deck=self.deck)


@lessons.get(ADDRESS)
@require(Capability.TEACH_CLASS)
def wall(class_id: str, *, lesson_id: str) -> str:
    """The teacher's view: what stands on the wall, hands to count, notes. First where to begin, where that is open."""
    room = _room(class_id, lesson_id=lesson_id)
    now = room.on_wall()
    here = _asked_for(room) or now.position
    if now.moved_at and now.position.version and not (request.args.get("carry") or request.args.get("at")):
        return _where_to_begin(room, now=now)
    facts = lessons_now().facts
    ideas = {each.id: each for each in facts.misconceptions.values()}
    return render_template(
        "lessons/wall_teacher.html",
        **_facts(room, now=now, here=here),
        notes=Markup(prose(room.lesson.teacher, facts=facts)),  # noqa: S704 - prose() cleans it
        ideas=ideas,
    )


@lessons.get(f"{ADDRESS}/screen")
@require(Capability.TEACH_CLASS)
def wall_screen(class_id: str, *, lesson_id: str) -> str:
    """What the projector shows: the whole lesson in one page, one part of it in sight; no name is in it."""
    room = _room(class_id, lesson_id=lesson_id)
    now = room.on_wall()
    return render_template("lessons/wall_screen.html", **_facts(room, now=now, here=_asked_for(room) or now.position))


@lessons.get(f"{ADDRESS}/chosen")
@require(Capability.TEACH_CLASS)
def wall_chosen(class_id: str, *, lesson_id: str) -> Response:
    """What the class chose on the wall, before and after: a part of the class's page, or a page of its own."""
    room = _room(class_id, lesson_id=lesson_id)
    facts = {
        "class_": {"id": room.class_.ref, "name": room.class_.name},
        "lesson": lesson_facts(room.lesson),
        "on_wall": tallies_of(room.class_, lesson=room.lesson),
    }
    return page_or_part("lessons/wall_chosen.html", part="lessons/_wall_tallies.html", facts=facts)


@lessons.get(f"{ADDRESS}/position")
@require(Capability.TEACH_CLASS)
def wall_position(class_id: str, *, lesson_id: str) -> Response:
    """Where the class is and its hands, for a window that asks by itself; nothing where there is no news."""
    now = _room(class_id, lesson_id=lesson_id).on_wall()
    return Response(status=204) if request.args.get("v") == now.version else jsonify(now.facts())


@lessons.post(f"{ADDRESS}/position")
@require(Capability.TEACH_CLASS)
def wall_keep(class_id: str, *, lesson_id: str) -> Response:
    """Keep what a window sends, and answer with how the wall stands then."""
    room = _room(class_id, lesson_id=lesson_id)
    sent = read_sent(text_field("state"), deck=room.deck)
    if sent is None:
        abort(400)
    return jsonify(_keep(room, sent=sent).facts())


@lessons.post(f"{ADDRESS}/hands")
@require(Capability.TEACH_CLASS)
def wall_hands(class_id: str, *, lesson_id: str) -> AnyResponse:
    """Keep the hands of one vote from the plain form, and come back to it."""
    room = _room(class_id, lesson_id=lesson_id)
    stop = room.deck.stop(field("place"))
    if stop is None:
        abort(400)
    now = room.on_wall()
    votes = [(number, part) for number, part in enumerate(stop.parts) if part.kind == "vote"]
    typed = [
        (number, option.id)
        for number, part in votes
        for option in part.options
        if _is_count(field(f"hands-{option.id}"))
    ]
    counted = tuple(
        Hands(
            place=stop.place,
            option=option,
            hands=int(field(f"hands-{option}")),
            version=now.counts.get(stop.place, {}).get(option, (0, 0))[1] + 1,
        )
        for _number, option in typed
    )
    # Each vote of a place has a form of its own, and the class stays at that vote.
    at = next((number for number, _part in [*typed, *votes]), 0)
    here = Position(place=stop.place, part=at, shown=now.position.shown, version=now.position.version + 1)
    _keep(room, sent=Sent(position=here, counts=counted))
    return redirect(room.url("wall", at=stop.place, part=at), code=303)


@lessons.post(f"{ADDRESS}/again")
@require(Capability.TEACH_CLASS)
def wall_again(class_id: str, *, lesson_id: str) -> AnyResponse:
    """Begin the lesson anew for the class."""
    room = _room(class_id, lesson_id=lesson_id)
    wall_sitting.begin_again(current_actor(), class_=room.class_, lesson=room.lesson, number=_number(field("number")))
    return redirect(room.url("wall", carry="on"), code=303)


def _keep(room: Room, *, sent: Sent) -> OnWall:
    return wall_sitting.keep(
        current_actor(),
        class_=room.class_,
        lesson=room.lesson,
        deck=room.deck,
        number=_number(field("number")),
        sent=sent,
    )


def _room(class_ref: str, *, lesson_id: str) -> Room:
    class_, lesson = class_and_lesson(class_ref, lesson_id=lesson_id)
    return Room(class_=class_, lesson=lesson, deck=deck_now(lesson))


def _asked_for(room: Room) -> Position | None:
    """The place that the address names: so the wall goes on by links where there is no JavaScript."""
    stop = room.deck.stop(request.args.get("at", ""))
    if stop is None:
        return None
    part = min(_number(request.args.get("part", "")), len(stop.parts) - 1)
    shown = (vote_name(stop.place, part=part),) if request.args.get("shown") else ()
    return Position(place=stop.place, part=part, shown=shown)


def _where_to_begin(room: Room, *, now: OnWall) -> str:
    stop = room.deck.stop(now.position.place)
    return render_template(
        "lessons/wall_begin.html",
        lesson=lesson_facts(room.lesson),
        class_={"id": room.class_.ref, "name": room.class_.name},
        where=stop_words(stop) if stop else "",
        day=day_words(now.moved_at) if now.moved_at else "",
        number=now.number,
        carry_on_url=room.url("wall", carry="on"),
        again_url=room.url("wall_again"),
    )


def stop_words(stop: Stop) -> str:
    """What a place is called in a sentence for the teacher."""
    words = {
        "cover": _("The cover"),
        "before": _("Before: %(name)s", name=stop.name),
        "step": _("Story: %(name)s", name=stop.name),
        "talk": _("Talk: %(name)s", name=stop.name),
        "question": _("Quiz: %(name)s", name=stop.name),
        "end": _("The end"),
    }
    return str(words[stop.kind])


def _facts(room: Room, *, now: OnWall, here: Position) -> dict[str, Any]:
    return {
        "lesson": lesson_facts(room.lesson),
        "talk": room.lesson.talk,
        "class_": {"id": room.class_.ref, "name": room.class_.name},
        "stops": [_stop_facts(room, stop=stop, now=now, here=here) for stop in room.deck.stops],
        "here": here,
        "number": now.number,
        "way": json.dumps(room.deck.way()),
        # A window with the script goes by what is kept; by its address only before anything is.
        "state": json.dumps({**now.facts(), "position": (now.position if now.position.version else here).facts()}),
        "urls": {
            "keep": room.url("wall_position"),
            "hands": room.url("wall_hands"),
            "screen": room.url("wall_screen"),
            "screen_here": room.url("wall_screen", at=here.place, part=here.part),
            "progress": room.url("class_progress"),
        },
    }


def _stop_facts(room: Room, *, stop: Stop, now: OnWall, here: Position) -> dict[str, Any]:
    view = "wall_screen" if request.endpoint == "lessons.wall_screen" else "wall"
    parts = []
    for number, part in enumerate(stop.parts):
        votes = tally(part, counts=now.hands(stop.place))
        is_shown = vote_name(stop.place, part=number) in here.shown and votes.may_be_shown
        is_last = number + 1 == len(stop.parts)
        on = {"at": stop.place, "part": number + 1} if not is_last else {"at": stop.goes_on}
        parts.append(
            {
                "part": part,
                "number": number,
                "is_here": here.place == stop.place and here.part == number,
                "tally": votes,
                "is_shown": is_shown,
                "on_url": room.url(view, **on) if not is_last or stop.goes_on else "",
                "shown_url": room.url(view, at=stop.place, part=number, shown="yes"),
            }
        )
    return {
        "stop": stop,
        "words": stop_words(stop),
        "is_here": here.place == stop.place,
        "parts": parts,
        "url": room.url(view, at=stop.place),
        "then": stop_words(then) if (then := room.deck.stop(stop.goes_on)) else "",
        "ways": {way.option: room.url(view, at=way.to) for way in stop.ways},
    }


def _is_count(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 3  # noqa: PLR2004 - up to 999


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0  # noqa: PLR2004 - far above any
