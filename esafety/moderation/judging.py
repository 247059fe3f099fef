"""Asking the filter about a message of a school. Whatever breaks on the way, the message is held."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from esafety.db import db
from esafety.filtering import pipeline
from esafety.filtering.detectors import made
from esafety.filtering.rolls import Roll, SchoolNames
from esafety.filtering.verdict import Category, Level, Verdict
from esafety.moderation.service import rules_of
from esafety.school.models import Pupil, School, Staff

log = logging.getLogger(__name__)


def judge(text: str, *, school_id: int) -> Verdict:
    """What the filter makes of `text`, with the roll, the names and the own words of the school as they are now.

    Whatever is wrong with the filter or with what it is given: then it is held, with a finding that says so. Only a
    database that does not answer is raised, for then nothing can be kept either.
    """
    try:
        roll, school = roll_of_school(school_id)
        return pipeline.check(text, roll=roll, school=school, rules=rules_of(school_id))
    except SQLAlchemyError:
        raise
    except Exception as fault:  # noqa: BLE001 - a broken filter holds, it never lets through
        log.error("the filter failed: %s", type(fault).__name__)  # noqa: TRY400 - a traceback could quote the child
        finding = made(Category.UNREAD, rule="filter-failed", start=0, end=len(text))
        return Verdict(level=Level.HOLD, findings=(finding,))


def roll_of_school(school_id: int, /) -> tuple[Roll, SchoolNames]:
    """The roll as the filter takes it: children and staff who have not left, and what the school is called.

    No family names of children are stored yet; the filter looks for full names only where there are any.
    """
    on_roll = (Pupil.school_id == school_id) & Pupil.left_on.is_(None)
    names = db.session.scalars(select(Pupil.first_name).where(on_roll).distinct().order_by(Pupil.first_name)).all()
    at_work = (Staff.school_id == school_id) & Staff.left_on.is_(None)
    staff = db.session.scalars(select(Staff.name).where(at_work).order_by(Staff.name)).all()
    called = db.session.execute(select(School.name).where(School.id == school_id)).scalar_one()
    return Roll(tuple((name, "") for name in names), tuple(staff)), SchoolNames(called)
