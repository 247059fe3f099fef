"""Who is signed in: read from the database at each request, so that what was taken away is gone at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g, request, session
from sqlalchemy import Row, bindparam, func, select, update

from esafety import clock
from esafety.accounts import rules
from esafety.accounts.models import SignIn
from esafety.accounts.secrets import token_digest
from esafety.db import db, looking_only, write_beside
from esafety.roles import Actor, Capability, Role
from esafety.school.models import Pupil, School, SchoolClass, Staff
from esafety.school.service import duties_of

NOTE_PRESENCE_AFTER = timedelta(seconds=60)
# The tiles stay open on the classroom's device, and "finished", pressed late, still gets a polite answer.
KEPT_AFTER_A_STAY = frozenset({"door", "csrf_token"})
Found = tuple[Actor, "Viewer", datetime, datetime]

# Built once: every request asks this first.
_WHO = (
    select(
        SignIn.id,
        SignIn.started_at,
        SignIn.seen_at,
        School.id.label("school_id"),
        School.name.label("school_name"),
        Pupil.id.label("pupil_id"),
        Pupil.class_id,
        Pupil.nickname,
        Pupil.avatar,
        Pupil.year_group,
        SchoolClass.key_stage,
        SchoolClass.name.label("class_name"),
        Staff.id.label("staff_id"),
        Staff.name.label("staff_name"),
    )
    .outerjoin(Pupil, (Pupil.id == SignIn.pupil_id) & Pupil.left_on.is_(None))
    .outerjoin(SchoolClass, SchoolClass.id == Pupil.class_id)
    .outerjoin(Staff, (Staff.id == SignIn.staff_id) & Staff.left_on.is_(None))
    .join(School, School.id == func.coalesce(Pupil.school_id, Staff.school_id))
    .where(SignIn.token_digest == bindparam("digest"), SignIn.ended_at.is_(None))
)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """What a page's frame shows of the signed-in person."""

    kind: str
    school_name: str
    nickname: str = ""
    avatar: str = ""
    key_stage: str = ""
    year: int = 0
    class_name: str = ""
    name: str = ""


def load() -> None:
    """Before each request: set `g.actor` and `g.viewer` from the cookie's token, or to None."""
    g.actor = g.viewer = None
    token = session.get("token")
    if request.endpoint == "static" or not isinstance(token, str):
        return
    with looking_only():
        found = _signed_in(token)
    if found is None:
        _forget_stay()
        return
    actor, viewer, started_at, seen_at = found
    at = clock.now()
    is_reader = actor.may(Capability.READ_CONCERNS)
    has_ended = rules.has_ended(
        started_at=started_at, seen_at=seen_at, at=at, is_pupil=actor.is_pupil, is_reader=is_reader
    )
    if has_ended:
        _forget_stay()
        return
    g.actor, g.viewer = actor, viewer
    if at - seen_at > NOTE_PRESENCE_AFTER and not _is_poll():
        _note_presence(actor.sign_in_id, at=at)


def _forget_stay() -> None:
    # The cookie is signed, not sealed: what was kept in it for one child must not lie on the device for the next.
    for name in set(session) - KEPT_AFTER_A_STAY:
        session.pop(name)


def _is_poll() -> bool:
    # A page that asks again by itself is no sign that somebody is there: an unattended screen must run out.
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _note_presence(sign_in_id: int, *, at: datetime) -> None:
    db.session.rollback()  # a read under way would keep the write beside it from being seen
    with write_beside() as beside:
        beside.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def _signed_in(token: str) -> Found | None:
    row = db.session.execute(_WHO, {"digest": token_digest(token)}).first()
    if row is None:
        return None
    return _pupil(row) if row.pupil_id else _staff(row)


def _pupil(row: Row[*tuple[Any, ...]]) -> Found:
    actor = Actor(
        role_names=frozenset({Role.PUPIL}),
        person_id=row.pupil_id,
        school_id=row.school_id,
        class_ids=frozenset({row.class_id}),
        sign_in_id=row.id,
    )
    viewer = Viewer(
        kind="pupil",
        school_name=row.school_name,
        nickname=row.nickname,
        avatar=row.avatar,
        key_stage=row.key_stage,
        year=row.year_group,
        class_name=row.class_name,
    )
    return actor, viewer, row.started_at, row.seen_at


def _staff(row: Row[*tuple[Any, ...]]) -> Found:
    classes, roles = duties_of(row.staff_id, on=clock.now().date())
    actor = Actor(
        role_names=roles | (frozenset({Role.TEACHER}) if classes else frozenset()),
        person_id=row.staff_id,
        school_id=row.school_id,
        class_ids=classes,
        sign_in_id=row.id,
    )
    return actor, Viewer(kind="staff", school_name=row.school_name, name=row.staff_name), row.started_at, row.seen_at


def init_presence(app: Flask) -> None:
    """Know in every request of `app` who is signed in."""
    app.before_request(load)
