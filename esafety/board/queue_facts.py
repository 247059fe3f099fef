"""What staff pages show of a message, and of what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from esafety import clock
from esafety.concerns.words import kind_words
from esafety.filtering.verdict import Finding, Level
from esafety.moderation.history import Move
from esafety.moderation.marks import numbered, pieces_of
from esafety.moderation.queue import Opened, ToStaff
from esafety.moderation.reason_words import child_words, staff_words
from esafety.moderation.reasons import Reason, is_worry, reason_for
from esafety.moderation.staff_words import move_words, state_words
from esafety.moderation.states import TO_DECIDE, Decision, Kind, State
from esafety.web.days import moment_words

MINUTES_OF_AN_HOUR, MINUTES_OF_A_DAY = 60, 60 * 24
# Colour is never alone: the words stand in the same tag.
TAGS = {State.URGENT: "berry", State.HELD: "sun", State.HIDDEN: "plum", State.APPROVED: "leaf"}


def list_facts(waiting: Sequence[ToStaff], *, opened: str) -> list[dict[str, Any]]:
    """The work list: a line a message, without its words."""
    return [
        {
            "ref": one.ref,
            "url": url_for("queue.message", message_id=one.ref, _anchor="message"),
            "name": one.by,
            "nickname": one.nickname,
            "class_name": one.class_name,
            "state": state_words(one.state),
            "tag": TAGS.get(one.state, ""),
            "ago": ago_words(one),
            "is_late": one.is_late,
            "is_open": one.ref == opened,
        }
        for one in waiting
    ]


def message_facts(one: ToStaff, *, places: Mapping[str, str], person_id: int) -> dict[str, Any]:
    """One message with its words, what the filter found marked in them."""
    decisions = {decision.name.lower() for decision in one.decisions}
    return {
        "ref": one.ref,
        "url": url_for("queue.message", message_id=one.ref),
        "version": one.version,
        "name": one.by,
        "nickname": one.nickname,
        "avatar": one.avatar,
        "by_ref": one.by_ref,
        "class_name": one.class_name,
        "kind": kind_words(str(one.kind)),
        "where": places.get(one.place, ""),
        "state": state_words(one.state),
        "tag": TAGS.get(one.state, ""),
        "pieces": [{"text": each.text, "numbers": each.numbers} for each in pieces_of(one.text, findings=one.findings)],
        "pictures": one.pictures,
        "edition": one.edition,
        "findings": finding_facts(one.findings),
        "sent": moment_words(one.submitted_at),
        "due": moment_words(one.due_at) if one.state in TO_DECIDE else "",
        "is_late": one.is_late,
        "is_worry": is_worry(one.findings),
        "is_to_decide": one.state in TO_DECIDE,
        "is_hidden": one.state is State.HIDDEN,
        "is_note": one.kind is Kind.NOTE,
        "decisions": decisions,
        "passed_to": _("you") if one.passed_to_id == person_id else one.passed_to,
        "reason": staff_words(one.reason) if one.reason else "",
        "reason_words": one.reason_words,
    }


def finding_facts(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What the filter found, in staff's words: a line a rule, with the number that its marks have in the text."""
    by_rule = {each.rule: each for each in reversed(findings)}
    return [
        {
            "number": number,
            "words": each.staff_words,
            "rule": each.rule,
            "is_urgent": any(one.rule == each.rule and one.level is Level.URGENT for one in findings),
        }
        for each, number in ((by_rule[rule], number) for rule, number in numbered(findings).items())
    ]


def opened_facts(opened: Opened, *, places: Mapping[str, str], person_id: int) -> dict[str, Any]:
    """A message with the thread before it, its earlier words and its history."""
    one = opened.message
    return {
        **message_facts(one, places=places, person_id=person_id),
        "before": [
            {
                "name": each.by,
                "nickname": each.nickname,
                "text": each.text,
                "pictures": each.pictures,
                "state": state_words(each.state),
                "tag": TAGS.get(each.state, ""),
                "is_answered": each.ref == one.answers,
            }
            for each in opened.before
        ],
        "earlier": [
            {
                "pieces": [
                    {"text": piece.text, "numbers": piece.numbers}
                    for piece in pieces_of(each.text, findings=each.findings)
                ],
                "pictures": each.pictures,
                "sent": moment_words(each.submitted_at),
            }
            for each in opened.earlier
        ],
        "moves": [_move_facts(each) for each in opened.moves],
    }


def reason_choices(findings: Sequence[Finding], *, chosen: str = "") -> list[dict[str, Any]]:
    """The short list of reasons, each with its key and the words that the child will read.

    What the filter found is chosen beforehand, unless somebody has chosen.
    """
    suggested = next((found for each in findings if (found := reason_for(each.category))), None)
    return [
        {
            "id": str(each),
            "key": str(number),
            "words": staff_words(each),
            "child_words": child_words(each),
            "is_chosen": str(each) == (chosen or str(suggested or "")),
        }
        for number, each in enumerate(Reason, start=1)
    ]


def why_for_officer(findings: Sequence[Finding]) -> str:
    """What the officer is told where the teacher adds nothing: what the filter found, if anything."""
    found = "; ".join(dict.fromkeys(each.staff_words for each in findings))
    return str(_("The filter found: %(found)s", found=found)) if found else ""


def ago_words(one: ToStaff) -> str:
    """For how long it has waited."""
    minutes = max(int((clock.now() - one.submitted_at).total_seconds()) // 60, 0)
    if minutes < MINUTES_OF_AN_HOUR:
        return str(_("%(number)d min ago", number=minutes))
    if minutes < MINUTES_OF_A_DAY:
        return str(_("%(number)d h ago", number=minutes // MINUTES_OF_AN_HOUR))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", minutes // MINUTES_OF_A_DAY))


def count_words(counts: dict[State, int]) -> list[dict[str, str]]:
    """How many wait, by state, as short words; nothing for none."""
    words = [
        (State.URGENT, "berry", ngettext("%(num)d urgent", "%(num)d urgent", counts.get(State.URGENT, 0))),
        (State.HELD, "sun", ngettext("%(num)d held", "%(num)d held", counts.get(State.HELD, 0))),
        (State.HIDDEN, "plum", ngettext("%(num)d hidden", "%(num)d hidden", counts.get(State.HIDDEN, 0))),
        (State.WAITING, "", ngettext("%(num)d waiting", "%(num)d waiting", counts.get(State.WAITING, 0))),
    ]
    return [{"words": each, "tag": tag} for state, tag, each in words if counts.get(state)]


def _move_facts(each: Move) -> dict[str, Any]:
    return {
        "what": move_words(each.decision),
        "by": each.by,
        "when": moment_words(each.at),
        "reason": staff_words(each.reason) if each.reason else "",
        # Why something went to the officer is the officer's to read.
        "words": "" if each.decision is Decision.ESCALATE else each.words,
    }
