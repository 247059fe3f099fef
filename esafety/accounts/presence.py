"""Who is signed in: read from the database at each request, so that what was taken away is gone at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, g, request, session
from sqlalchemy import select, update

from esafety import clock
from esafety.accounts import rules
from esafety.accounts.models import SignIn
from esafety.accounts.secrets import token_digest
from esafety.db import db, write_beside
from esafety.roles import Actor, Capability, Role
from esafety.school.models import Pupil, School, SchoolClass, Staff
from esafety.school.service import classes_taught, roles_held

NOTE_PRESENCE_AFTER = timedelta(seconds=60)
# The tiles stay open on the classroom's device, and "finished", pressed late, still gets a polite answer.
KEPT_AFTER_A_STAY = frozenset({"door", "csrf_token"})


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
    found = _signed_in_pupil(token) or _signed_in_staff(token)
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
    db.session.rollback()  # a writing request holds the lock already: let go before writing beside it
    with write_beside() as beside:
        beside.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def _signed_in_pupil(token: str) -> tuple[Actor, Viewer, datetime, datetime] | None:
    row = db.session.execute(
        select(
            SignIn.id,
            SignIn.started_at,
            SignIn.seen_at,
            Pupil.id.label("pupil_id"),
            Pupil.school_id,
            Pupil.class_id,
            Pupil.nickname,
            Pupil.avatar,
            Pupil.year_group,
            SchoolClass.key_stage,
            SchoolClass.name.label("class_name"),
            School.name.label("school_name"),
        )
        .join(Pupil, Pupil.id == SignIn.pupil_id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .join(School, School.id == Pupil.school_id)
        .where(SignIn.token_digest == token_digest(token), SignIn.ended_at.is_(None), Pupil.left_on.is_(None))
    ).first()
    if row is None:
        return None
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


def _signed_in_staff(token: str) -> tuple[Actor, Viewer, datetime, datetime] | None:
    row = db.session.execute(
        select(
            SignIn.id,
            SignIn.started_at,
            SignIn.seen_at,
            Staff.id.label("staff_id"),
            Staff.school_id,
            Staff.name,
            School.name.label("school_name"),
        )
        .join(Staff, Staff.id == SignIn.staff_id)
        .join(School, School.id == Staff.school_id)
        .where(SignIn.token_digest == token_digest(token), SignIn.ended_at.is_(None), Staff.left_on.is_(None))
    ).first()
    if row is None:
        return None
    today = clock.now().date()
    classes = classes_taught(row.staff_id, on=today)
    roles = roles_held(row.staff_id, on=today) | (frozenset({Role.TEACHER}) if classes else frozenset())
    actor = Actor(
        role_names=roles,
        person_id=row.staff_id,
        school_id=row.school_id,
        class_ids=classes,
        sign_in_id=row.id,
    )
    return actor, Viewer(kind="staff", school_name=row.school_name, name=row.name), row.started_at, row.seen_at


def init_presence(app: Flask) -> None:
    """Know in every request of `app` who is signed in."""
    app.before_request(load)
