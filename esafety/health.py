"""Whether the program runs: for a technician's monitor, and for whoever waits for it to start."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from esafety import clock
from esafety.clockwork.lease import last_beat
from esafety.clockwork.rules import words_of_silence
from esafety.db import db
from esafety.web.access import anyone

health = Blueprint("health", __name__)

NO_DATABASE = "the database does not answer"


@health.get("/health")
@anyone
def running() -> Response:
    """200 when pages and database answer, 503 when the database does not."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return _answer(NO_DATABASE)
    return _answer(None)


@health.get("/health/clockwork")
@anyone
def ticking() -> Response:
    """200 when timed jobs are looked after, 503 when the clock has stopped."""
    return _answer(fault_of_clockwork(db.session()))


def fault_of_clockwork(session: Session) -> str | None:
    """What is wrong with the process that does the timed jobs, in one sentence; None when all is well."""
    try:
        return words_of_silence(last_beat(session), at=clock.now())
    except SQLAlchemyError:
        return NO_DATABASE


def fault_of_installation(database_url: str) -> str | None:
    """The same for a database that no application of this process uses; makes nothing that is not there."""
    address = make_url(database_url)
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).is_file():
        return f"there is no database at {address.database}"
    engine = create_engine(address, hide_parameters=True, execution_options={"writes": False})
    try:
        with Session(engine) as session:
            return fault_of_clockwork(session)
    finally:
        engine.dispose()


def _answer(fault: str | None) -> Response:
    return Response(f"{fault or 'well'}\n", status=503 if fault else 200, mimetype="text/plain")
