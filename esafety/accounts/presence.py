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
from esafety.db import db, looking_only, table_of, write_beside
from esafety.reading.models import ReaderChoice
from esafety.reading.rules import OFFERED, classes_of
from esafety.roles import Actor, Capability, Role
from esafety.school.models import Pupil, School, SchoolClass, Staff
from esafety.school.service import duties_of

NOTE_PRESENCE_AFTER = timedelta(seconds=60)
# The tiles stay open on the classroom's device, and "finished", pressed late, still gets a polite answer.
KEPT_AFTER_A_STAY = frozenset({"door", "csrf_token"})
Found = tuple[Actor, "Viewer", datetime, datetime]

# Built once, for every request asks this first; of tables, for it wants columns and no objects.
_S, _P, _C, _O, _M, _R = (table_of(model).c for model in (SignIn, Pupil, SchoolClass, School, Staff, ReaderChoice))
_WHO = (
    select(
        _S.id,
        _S.started_at,
        _S.seen_at,
        _O.id.label("school_id"),
        _O.name.label("school_name"),
        _P.id.label("pupil_id"),
        _P.class_id,
        _P.nickname,
        _P.avatar,
        _P.year_group,
        _C.key_stage,
        _C.name.label("class_name"),
        _M.id.label("staff_id"),
        _M.name.label("staff_name"),
        *(_R[what] for what in OFFERED),
    )
    .select_from(table_of(SignIn))
    .outerjoin(table_of(Pupil), (_P.id == _S.pupil_id) & _P.left_on.is_(None))
    .outerjoin(table_of(SchoolClass), _C.id == _P.class_id)
    .outerjoin(table_of(ReaderChoice), _R.pupil_id == _P.id)
    .outerjoin(table_of(Staff), (_M.id == _S.staff_id) & _M.left_on.is_(None))
    .join(table_of(School), _O.id == func.coalesce(_P.school_id, _M.school_id))
    .where(_S.token_digest == bindparam("digest"), _S.ended_at.is_(None))
)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """What a page's frame shows of the signed-in person. `reading` are the style classes of what a child chose."""

    kind: str
    school_name: str
    nickname: str = ""
    avatar: str = ""
    key_stage: str = ""
    year: int = 0
    class_name: str = ""
    reading: str = ""
    name: str = ""

    def facts(self) -> dict[str, str | int]:
        """The same as pages read it."""
        return dict(vars(self))


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
        reading=classes_of({what: getattr(row, what) for what in OFFERED}),
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
