"""Whether the program runs: for a technician's monitor, and for whoever waits for it to start."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from esafety.db import db
from esafety.web.access import anyone

health = Blueprint("health", __name__)


@health.get("/health")
@anyone
def running() -> Response:
    """200 when pages and database answer, 503 when the database does not."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("the database does not answer\n", status=503, mimetype="text/plain")
    return Response("well\n", mimetype="text/plain")
