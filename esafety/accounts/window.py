"""The sign-in window: when a class's tiles are shown, in school hours or in a lesson that a teacher opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select, update

from esafety import audit, clock
from esafety.accounts.rules import ALWAYS, LESSON
from esafety.clock import SchoolCalendar
from esafety.db import atomic, db
from esafety.school.models import ClosedDay, School, SchoolClass, Term

NO_SCHOOL = 0


@dataclass(frozen=True, kw_only=True)
class Hours:
    """What a school, and a class of it, say about signing in; the defaults are nobody's and never open."""

    school_id: int = NO_SCHOOL
    opens: time = time.max
    closes: time = time.min
    timezone: str = "UTC"
    sign_in_window: str = ""
    open_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Window:
    """The window of a class at a moment; `until` is on the school's own clock, None where it never closes."""

    is_open: bool
    is_lesson: bool = False
    until: datetime | None = None


def window_of(hours: Hours, *, at: datetime) -> Window:
    """Whether tiles are shown at `at`, and until when.

    It asks the database the same, whatever the school and whether there is one: an unknown class code must not be told
    from a closed one by the clock.
    """
    local = at.astimezone(ZoneInfo(hours.timezone))
    is_day = _is_school_day(hours, at=at)
    if hours.sign_in_window == ALWAYS:
        return Window(is_open=True)
    by_lesson = hours.open_until if hours.open_until is not None and hours.open_until > at else None
    closes = datetime.combine(local.date(), hours.closes, tzinfo=local.tzinfo) if is_day else None
    if by_lesson is not None and (closes is None or by_lesson > closes):
        return Window(is_open=True, is_lesson=True, until=by_lesson.astimezone(local.tzinfo))
    return Window(is_open=closes is not None, until=closes)


def _is_school_day(hours: Hours, *, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo(hours.timezone)).date()
    in_term, is_closed = db.session.execute(
        select(
            exists().where(Term.school_id == hours.school_id, Term.starts_on <= day, Term.ends_on >= day),
            exists().where(ClosedDay.school_id == hours.school_id, ClosedDay.day == day),
        )
    ).one()
    calendar = SchoolCalendar(
        terms=[(day, day)] if in_term else [],
        closed=frozenset({day}) if is_closed else frozenset(),
        opens=hours.opens,
        closes=hours.closes,
        timezone=hours.timezone,
    )
    return calendar.is_open(at)


def window_of_class(class_: SchoolClass) -> Window:
    """The window of a class now."""
    row = db.session.execute(
        select(School.opens, School.closes, School.timezone, School.sign_in_window).where(School.id == class_.school_id)
    ).one()
    hours = Hours(
        school_id=class_.school_id,
        opens=row.opens,
        closes=row.closes,
        timezone=row.timezone,
        sign_in_window=row.sign_in_window,
        open_until=class_.open_until,
    )
    return window_of(hours, at=clock.now())


@atomic
def open_for_a_lesson(class_id: int, *, school_id: int, by: str) -> None:
    """Show the class's tiles for an hour from now, whatever the time."""
    _set(class_id, open_until=clock.now() + LESSON)
    audit.record(db.session(), school_id=school_id, who=by, verb="window.opened", subject=f"class:{class_id}")


@atomic
def close_lesson(class_id: int, *, school_id: int, by: str) -> None:
    """End what `open_for_a_lesson` opened; school hours stay as they are."""
    _set(class_id, open_until=None)
    audit.record(db.session(), school_id=school_id, who=by, verb="window.closed", subject=f"class:{class_id}")


def _set(class_id: int, *, open_until: datetime | None) -> None:
    db.session.execute(update(SchoolClass).where(SchoolClass.id == class_id).values(open_until=open_until))
