"""What was held and why, how often for nothing, and how long children waited: numbers, no names and no words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from sqlalchemy import select

from esafety.db import db
from esafety.filtering.verdict import Category, Level
from esafety.moderation.findings import from_text
from esafety.moderation.models import Message, MessageMove, MessageVersion
from esafety.moderation.states import Decision
from esafety.roles import Actor, Capability
from esafety.school.calendar import calendar_of

# Above this share of a rule's held messages that were then shown unchanged, somebody should look at the rule.
ALARM_SHARE = 0.2
FEWEST_FOR_ALARM = 5
DECIDES = (Decision.APPROVE, Decision.RETURN, Decision.REJECT, Decision.ESCALATE)


@dataclass(frozen=True, kw_only=True)
class Month:
    """What children sent in a month: how much of it was held or urgent, and how often each category was found."""

    first: date
    sent: int
    held: int
    urgent: int
    found: dict[Category, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """A rule that held messages: how many of them have been decided, and how many were shown as they were."""

    rule: str
    decided: int
    shown_unchanged: int

    @property
    def share(self) -> float:
        """The share that was held for nothing."""
        return self.shown_unchanged / self.decided

    @property
    def is_alarm(self) -> bool:
        """Whether the rule holds too much; from five messages on, for fewer are no rate."""
        return self.decided >= FEWEST_FOR_ALARM and self.share > ALARM_SHARE


@dataclass(frozen=True, kw_only=True)
class Report:
    """All of it. `minutes_*` are None where nothing has been decided."""

    months: tuple[Month, ...]
    rules: tuple[RuleLine, ...]
    decided: int
    minutes_median: int | None
    minutes_longest: int | None


@dataclass(frozen=True, kw_only=True)
class _Edition:
    message_id: int
    number: int
    level: Level
    categories: frozenset[Category]
    rules: frozenset[str]
    sent_at: datetime


def report_of(actor: Actor, *, since: datetime) -> Report | None:
    """The report of the actor's school on what children sent since a moment; None for whoever may not see reports.

    What a child mended counts anew: each text was judged by itself.
    """
    if not actor.may(Capability.SEE_REPORTS):
        return None
    editions = _editions(actor.school_id, since=since)
    first = _first_decisions(actor.school_id, since=since)
    waits = [
        int((first[each.message_id, each.number][1] - each.sent_at).total_seconds()) // 60
        for each in editions
        if (each.message_id, each.number) in first
    ]
    return Report(
        months=_months(editions, school_id=actor.school_id),
        rules=_rules(editions, first=first),
        decided=len(waits),
        minutes_median=int(median(waits)) if waits else None,
        minutes_longest=max(waits) if waits else None,
    )


def _editions(school_id: int, *, since: datetime) -> list[_Edition]:
    of_children = (Message.school_id == school_id) & Message.pupil_id.is_not(None)
    now = select(Message.id, Message.edition, Message.level, Message.findings, Message.submitted_at)
    before = select(
        MessageVersion.message_id,
        MessageVersion.edition,
        MessageVersion.level,
        MessageVersion.findings,
        MessageVersion.submitted_at,
    ).join(Message, Message.id == MessageVersion.message_id)
    rows = [
        *db.session.execute(now.where(of_children, Message.submitted_at >= since)).all(),
        *db.session.execute(before.where(of_children, MessageVersion.submitted_at >= since)).all(),
    ]
    return [
        _Edition(
            message_id=message_id,
            number=number,
            level=Level(level),
            categories=frozenset(one.category for one in from_text(findings)),
            rules=frozenset(one.rule for one in from_text(findings)),
            sent_at=sent_at,
        )
        for message_id, number, level, findings, sent_at in rows
    ]


def _first_decisions(school_id: int, *, since: datetime) -> dict[tuple[int, int], tuple[Decision, datetime]]:
    rows = db.session.execute(
        select(MessageMove.message_id, MessageMove.edition, MessageMove.decision, MessageMove.at)
        .where(
            MessageMove.school_id == school_id,
            MessageMove.at >= since,
            MessageMove.staff_id.is_not(None),
            MessageMove.decision.in_([str(each) for each in DECIDES]),
        )
        .order_by(MessageMove.message_id, MessageMove.number.desc())
    ).all()
    return {(message_id, edition): (Decision(decision), at) for message_id, edition, decision, at in rows}


def _months(editions: list[_Edition], *, school_id: int) -> tuple[Month, ...]:
    calendar = calendar_of(school_id)
    by_month: dict[date, list[_Edition]] = {}
    for each in editions:
        by_month.setdefault(calendar.local(each.sent_at).date().replace(day=1), []).append(each)
    return tuple(
        Month(
            first=first,
            sent=len(them),
            held=sum(each.level is Level.HOLD for each in them),
            urgent=sum(each.level is Level.URGENT for each in them),
            found=dict(Counter(category for each in them for category in each.categories)),
        )
        for first, them in sorted(by_month.items())
    )


def _rules(
    editions: list[_Edition], *, first: dict[tuple[int, int], tuple[Decision, datetime]]
) -> tuple[RuleLine, ...]:
    decided: Counter[str] = Counter()
    unchanged: Counter[str] = Counter()
    for each in editions:
        decision = first.get((each.message_id, each.number))
        if each.level is Level.HOLD and decision is not None:
            decided.update(each.rules)
            unchanged.update(each.rules if decision[0] is Decision.APPROVE else ())
    lines = [RuleLine(rule=rule, decided=number, shown_unchanged=unchanged[rule]) for rule, number in decided.items()]
    return tuple(sorted(lines, key=lambda line: (-line.share, -line.decided, line.rule)))
