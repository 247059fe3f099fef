"""Facts with a date: the child's page of ages, the staff's list of what is due for checking, and recorded sounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, g, render_template, send_file, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety import clock
from esafety.content.ages import AgeLimit
from esafety.content.catalogue import Catalogue
from esafety.content.dates import NEVER
from esafety.content.facts import Facts
from esafety.content.sounds import MEDIA_TYPES
from esafety.content.staleness import DatedFact, dated_facts, stale_facts
from esafety.lessons.shelf import lessons_now
from esafety.roles import Capability
from esafety.web.access import require
from esafety.web.security import let_browser_keep

facts = Blueprint("facts", __name__)
SOUND_KEPT_SECONDS = 7 * 24 * 3600
DAY = "d MMM yyyy"


@facts.get("/ages")
@require(Capability.DO_LESSONS)
def ages() -> str:
    """How old one has to be for what; nobody is asked how old they are."""
    known = lessons_now().facts
    stale = {fact.token for fact in stale_facts(known, today=clock.now().date())}
    shown = [age for age in known.ages.values() if g.viewer.key_stage in age.meant_for and age.checked_on != NEVER]
    groups = [
        {"id": kind, "label": label, "ages": [_card(age, is_stale=f"age:{age.id}" in stale) for age in found]}
        for kind, label in _kinds().items()
        if (found := [age for age in shown if age.kind == kind])
    ]
    return render_template("lessons/ages.html", groups=groups)


@facts.get("/desk/facts")
@require(Capability.SEE_LESSONS)
def to_check() -> str:
    """Every fact with its source and its dates; what is due for checking stands first."""
    catalogue, today = lessons_now(), clock.now().date()
    due = stale_facts(catalogue.facts, today=today)
    are_due = {(fact.file, fact.id) for fact in due}
    fresh: dict[str, list[DatedFact]] = {}
    for fact in dated_facts(catalogue.facts):
        if (fact.file, fact.id) not in are_due:
            fresh.setdefault(fact.file, []).append(fact)
    waiting = _waiting_for(catalogue)
    return render_template(
        "lessons/staff_facts.html",
        due=[_row(fact, waiting=waiting) for fact in due],
        fresh=[
            {"name": file, "rows": [_row(fact, waiting={}) for fact in sorted(rows, key=lambda fact: fact.good_until)]}
            for file, rows in fresh.items()
        ],
    )


@facts.get("/sounds/<slug:stem>.<slug:ending>")
@require(Capability.DO_LESSONS, Capability.SEE_LESSONS)
def sound(stem: str, *, ending: str) -> AnyResponse:
    """A recorded sound of a lesson, for whoever is signed in. Its address has a version: a browser may keep it."""
    path = lessons_now().sounds.get(f"{stem}.{ending}")
    if path is None:
        abort(404)
    try:
        response = send_file(path, mimetype=MEDIA_TYPES[path.suffix], conditional=True)
    except OSError:
        abort(404)  # taken away since the folder was looked at
    return let_browser_keep(response, seconds=SOUND_KEPT_SECONDS)


@facts.app_template_global("sound_url")
def sound_url(name: str) -> str:
    """The address of a recorded sound, which changes when the file does."""
    path = lessons_now().sounds.get(name)
    try:
        version = f"{path.stat().st_mtime_ns:x}" if path else ""
    except OSError:
        version = ""
    stem, _dot, ending = name.partition(".")
    return url_for("facts.sound", stem=stem, ending=ending, v=version)


def facts_due(known: Facts) -> int:
    """How many facts are due for checking today."""
    return len(stale_facts(known, today=clock.now().date()))


def _kinds() -> dict[str, str]:
    # The shop's label differs from both, and would only puzzle a child.
    return {
        "terms": _("Apps"),
        "PEGI": _("Games: the number on the box"),
        "BBFC": _("Films"),
        "law": _("What the law says"),
    }


def _card(age: AgeLimit, *, is_stale: bool) -> dict[str, Any]:
    begins = age.in_force_from
    return {
        "name": age.name,
        "picture": age.picture,
        "number": "" if is_stale else age.min_age,
        "is_stale": is_stale,
        "is_announced": age.kind == "law" and (begins is None or begins > clock.now().date()),
        "why": age.why,
        "checked_on": format_date(age.checked_on, DAY),
    }


def _waiting_for(catalogue: Catalogue) -> Mapping[str, list[str]]:
    """For each token, the questions that are left out of a quiz because of it."""
    found: dict[str, list[str]] = defaultdict(list)
    for lesson_id, left_out in catalogue.left_out.items():
        title = catalogue.lessons[lesson_id].title
        for each in left_out:
            for token in each.tokens:
                found[token].append(f"{title}: {each.question}")
    return found


def _row(fact: DatedFact, *, waiting: Mapping[str, list[str]]) -> dict[str, Any]:
    is_checked = fact.checked_on != NEVER
    return {
        "name": fact.name,
        "file": fact.file,
        "says": fact.says or _("no number"),
        "source": fact.source,
        "note": fact.note,
        "checked_on": format_date(fact.checked_on, DAY) if is_checked else _("never"),
        "checked_by": fact.checked_by if is_checked else "",
        "good_until": format_date(fact.good_until, DAY) if is_checked else "",
        "waiting": list(dict.fromkeys(waiting.get(fact.token, []))),
    }
