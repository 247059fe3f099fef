"""The report on messages, on the screen and as a spreadsheet that says the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, abort, render_template
from flask.wrappers import Response
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from esafety import audit
from esafety.db import db, write_beside
from esafety.exporting import csv_bytes
from esafety.filtering.verdict import Category
from esafety.moderation.filter_views import category_words
from esafety.moderation.reporting import FEWEST_FOR_ALARM, Report, report_of
from esafety.roles import Capability
from esafety.school.calendar import calendar_of
from esafety.web.access import current_actor, require
from esafety.web.days import today

reports = Blueprint("reports", __name__)
MONTHS_BACK = 11
AN_HOUR, A_DAY = 60, 60 * 24
Rows = list[list[str]]


@reports.get("/reports/messages")
@require(Capability.SEE_REPORTS)
def messages() -> str:
    """What was held and why, how often for nothing, and how long children waited."""
    report = _report()
    return render_template(
        "moderation/report.html",
        tables=_tables(report),
        alarms=[line.rule for line in report.rules if line.is_alarm],
        since=format_date(_since(), "MMMM y"),
        fewest=FEWEST_FOR_ALARM,
    )


@reports.get("/reports/messages.csv")
@require(Capability.SEE_REPORTS)
def messages_csv() -> Response:
    """The same tables as a file."""
    tables = [[table["columns"], *table["rows"]] for table in _tables(_report())]
    _record_export()
    response = Response(csv_bytes(*tables), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="messages.csv")
    return response


def _report() -> Report:
    zone = calendar_of(current_actor().school_id).local(datetime.now(UTC)).tzinfo
    found = report_of(current_actor(), since=datetime.combine(_since(), time(), tzinfo=zone).astimezone(UTC))
    if found is None:
        abort(404)
    return found


def _since() -> date:
    """The first day of the month eleven months ago: a year of months, with this one."""
    months = today().year * 12 + today().month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1)


def _tables(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "title": _("By month"),
            "columns": [
                *(_("Month"), _("Sent"), _("Held"), _("Urgent")),
                *(category_words(each) for each in Category),
            ],
            "rows": [
                [
                    str(format_date(each.first, "MMMM y")),
                    *(str(number) for number in (each.sent, each.held, each.urgent)),
                    *(str(each.found.get(category, 0)) for category in Category),
                ]
                for each in report.months
            ],
        },
        {
            "title": _("Held, then shown unchanged, by rule"),
            "columns": [_("Rule"), _("Held and decided"), _("Shown unchanged"), _("Share"), _("To look at")],
            "rows": [
                [
                    *(line.rule, str(line.decided), str(line.shown_unchanged), f"{line.share:.0%}"),
                    _("holds too much") if line.is_alarm else "",
                ]
                for line in report.rules
            ],
        },
        {
            "title": _("From sending to the first decision"),
            "columns": [_("Decided"), _("Half of them within"), _("The longest")],
            "rows": [
                [str(report.decided), _long_words(report.minutes_median), _long_words(report.minutes_longest)],
            ],
        },
    ]


def _long_words(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if minutes < AN_HOUR:
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    if minutes < A_DAY:
        return str(ngettext("%(num)d hour", "%(num)d hours", round(minutes / AN_HOUR)))
    return str(ngettext("%(num)d day", "%(num)d days", round(minutes / A_DAY)))


def _record_export() -> None:
    actor = current_actor()
    subject, verb = f"school:{actor.school_id}", "messages.report-exported"
    db.session.rollback()
    with write_beside() as beside:
        audit.record(beside, school_id=actor.school_id, who=actor.label, verb=verb, subject=subject, state="csv")
