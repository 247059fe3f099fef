"""The school's calendar, read from its tables."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from esafety.clock import SchoolCalendar, now
from esafety.db import db
from esafety.school.models import ClosedDay, School, Term


def calendar_of(school_id: int) -> SchoolCalendar:
    """When school `school_id` is open."""
    school = db.session.execute(
        select(School.opens, School.closes, School.timezone).where(School.id == school_id)
    ).one()
    terms = db.session.execute(select(Term.starts_on, Term.ends_on).where(Term.school_id == school_id)).all()
    closed = db.session.scalars(select(ClosedDay.day).where(ClosedDay.school_id == school_id)).all()
    return SchoolCalendar(
        terms=[(term.starts_on, term.ends_on) for term in terms],
        closed=frozenset(closed),
        opens=school.opens,
        closes=school.closes,
        timezone=school.timezone,
    )


def today_at(school_id: int) -> date:
    """Today's date on the school's own clock."""
    return calendar_of(school_id).local(now()).date()
