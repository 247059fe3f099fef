"""What a class page says of signing in: the window, the class's devices, and tiles that somebody guesses at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from esafety import clock
from esafety.accounts.class_devices import devices_of
from esafety.accounts.rules import Gate
from esafety.accounts.standing import TileStanding, standing_of
from esafety.accounts.window import Window, window_of_class
from esafety.school.models import SchoolClass
from esafety.school.service import PupilOnRoll


@dataclass(frozen=True, kw_only=True)
class SigningIn:
    """The facts of the part, their version, which changes when they do, and whom strange devices do not let in."""

    facts: dict[str, Any]
    version: str
    shut_out: frozenset[int]


def signing_in_of(class_: SchoolClass, *, roll: Sequence[PupilOnRoll]) -> SigningIn:
    """How signing in stands for a class, in words for its teacher."""
    window, standing = window_of_class(class_), standing_of(class_, at=clock.now())
    facts = {
        "window": {
            "is_open": window.is_open,
            "words": window_words(window),
            "may_open": (window.until is not None and not window.is_lesson) or not window.is_open,
            "may_close": window.is_lesson,
        },
        "devices": len(devices_of(class_.id)),
        "devices_url": url_for("desk.class_devices_page", class_id=class_.ref),
        "strangers": _stranger_words(standing.strangers),
        "alerts": [
            _alert(each, standing=standing.tiles[each.id])
            for each in roll
            if each.id in standing.tiles and standing.tiles[each.id].is_alarming
        ],
    }
    version = hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
    return SigningIn(facts=facts, version=version, shut_out=standing.shut_out)


def window_words(window: Window) -> str:
    """Whether the class may sign in now and until when, in one sentence."""
    if not window.is_open:
        return str(_("Closed now, outside school hours. The class's tablets are asleep."))
    if window.until is None:
        return str(_("Open at any time."))
    until = window.until.strftime("%H:%M")
    if window.is_lesson:
        return str(_("Open until %(time)s: a teacher opened it.", time=until))
    return str(_("Open until %(time)s, the end of school.", time=until))


def _stranger_words(gate: Gate) -> str | None:
    if gate is Gate.OPEN:
        return None
    return str(
        _(
            "Devices that are not the class's made too many wrong tries, so they have to wait. The class's own devices "
            "go on. Was it your class, on tablets that are new? Make them class devices, or let them try again."
        )
    )


def _alert(pupil: PupilOnRoll, *, standing: TileStanding) -> dict[str, Any]:
    words = ngettext(
        "Somebody tried %(num)d wrong set of pictures on %(whose)s's tile today.",
        "Somebody tried %(num)d wrong sets of pictures on %(whose)s's tile today.",
        standing.wrong,
        whose=pupil.name,
    )
    return {
        "ref": pupil.ref,
        "nickname": pupil.nickname,
        "avatar": pupil.avatar,
        "words": words,
        "where": _where_words(standing),
        "paused": standing.is_paused,
    }


def _where_words(standing: TileStanding) -> str:
    if not standing.by_strangers:
        return str(_("All on devices of the class, or where the child signs in."))
    if standing.by_strangers == standing.wrong:
        return str(_("All on devices that the class does not know."))
    return str(_("%(number)d of them on devices that the class does not know.", number=standing.by_strangers))
