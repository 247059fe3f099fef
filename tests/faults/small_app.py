"""An application that is nothing but a database and a clockwork: it starts in an instant, over and over."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from esafety import clock
from esafety.accounts import models as _accounts  # noqa: F401 - their tables
from esafety.clockwork import service
from esafety.clockwork.kinds import Kind, register
from esafety.clockwork.models import TimedJob
from esafety.db import atomic, db
from esafety.school.models import School

# What a job did, in our database; nothing unique about it, so that doing it twice shows.
EFFECT = Table(
    "effect", MetaData(), Column("id", Integer, primary_key=True), Column("subject", String), Column("who", String)
)


def small_app(url: str, *kinds: Kind) -> Flask:
    app = Flask("small")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    register(app, *kinds)
    return app


def make_tables(app: Flask) -> None:
    """Every table of the program, that of effects, and two schools."""
    with app.app_context():
        db.create_all()
        EFFECT.create(db.engine)
        db.session.add_all([School(name="Elm"), School(name="Ash")])
        db.session.commit()
        db.engine.dispose()


def note_effect(subject: str, *, who: str) -> None:
    """Do the work of a job, in the present transaction."""
    db.session.execute(insert(EFFECT).values(subject=subject, who=who))


@atomic
def put_on_list(kind: str, *subjects: str, due_at: datetime | None = None, school_id: int | None = None) -> None:
    at = due_at or clock.now()
    for subject in subjects:
        service.schedule(kind, due_at=at, subject=subject, school_id=school_id)


def effects(app: Flask) -> Counter[str]:
    """How often each job's effect is in the database."""
    with app.app_context():
        found = Counter(db.session.scalars(select(EFFECT.c.subject)))
        db.session.remove()
    return found


def workers(app: Flask, *subjects: str) -> set[str]:
    """Who did the jobs of `subjects`."""
    with app.app_context():
        found = set(db.session.scalars(select(EFFECT.c.who).where(EFFECT.c.subject.in_(subjects))))
        db.session.remove()
    return found


def jobs(app: Flask, *, state: str) -> list[TimedJob]:
    """The jobs in a state, detached."""
    with app.app_context():
        found = list(db.session.scalars(select(TimedJob).where(TimedJob.state == state).order_by(TimedJob.id)))
        db.session.expunge_all()
        db.session.remove()
    return found
