"""What staff decide about a message. Of two who decide at once, one does, and the other is told who did."""

from __future__ import annotations

from collections.abc import Mapping

from esafety import clock
from esafety.concerns.service import readers_of
from esafety.db import atomic
from esafety.filtering.verdict import Level
from esafety.moderation.due import due_at
from esafety.moderation.findings import from_text
from esafety.moderation.kept_from import kept_from
from esafety.moderation.models import Message
from esafety.moderation.moving import last_move, move, raise_concern_about
from esafety.moderation.notices import NoticeKind, class_staff, mark_seen, notify
from esafety.moderation.outcomes import AlreadyDecided, Decided, NotDecided, Outcome
from esafety.moderation.reasons import Reason, is_worry
from esafety.moderation.states import NEED_A_REASON, STAFF_DECISIONS, Decision, State, may_move
from esafety.moderation.visible import find_message, may_judge_report, may_moderate
from esafety.roles import Actor, Capability
from esafety.school.calendar import calendar_of
from esafety.school.service import NamedAdult, adults_of_class

LONGEST_WORDS = 500


@atomic
def decide(
    actor: Actor,
    *,
    ref: str,
    decision: Decision,
    seen_version: int,
    reason: Reason | None = None,
    words: str = "",
    to_staff: str = "",
) -> Outcome:
    """Decide about a message as it was seen; when this returns Decided, it is committed.

    Args:
        actor: staff of the class, officer or deputy; the head may escalate what is shown.
        ref: the message.
        decision: one of STAFF_DECISIONS.
        seen_version: the version that was on the screen. Where the message has moved since, nothing is done.
        reason: why, as the child is told; needed for giving back, not showing and taking down, but for a worry.
        words: the teacher's own words to the child; for escalating, why, to the officer, and needed.
        to_staff: the ref of the colleague who is asked, for handing over.
    """
    message = find_message(actor, ref=ref)
    if message is None:
        return NotDecided.NOT_THERE
    refused = _refusal(message, actor=actor, decision=decision, seen_version=seen_version, reason=reason, words=words)
    if refused is not None:
        return refused
    changes = _changes(message, actor=actor, decision=decision, reason=reason, words=words, to_staff=to_staff)
    if changes is None:
        return NotDecided.NO_COLLEAGUE
    made = move(message, decision=decision, actor=actor, reason=reason, words=words.strip(), changes=changes)
    if made is None:
        return last_move(message)
    concern = ""
    if decision is Decision.ESCALATE:
        concern = raise_concern_about(message, cause=made, why=words.strip())
    _tell(message, actor=actor, decision=decision)
    return Decided(ref=ref, decision=decision, state=State(message.state), version=message.version, concern_ref=concern)


@atomic
def approve_together(actor: Actor, *, seen: Mapping[str, int]) -> dict[str, Outcome]:
    """Approve several messages, each as it was seen (ref to version); only those in which the filter found nothing."""
    outcomes: dict[str, Outcome] = {}
    for ref, version in seen.items():
        message = find_message(actor, ref=ref)
        if message is not None and (from_text(message.findings) or message.state != str(State.WAITING)):
            is_stale = message.version != version
            outcomes[ref] = last_move(message) if is_stale else NotDecided.NOT_ALLOWED
        else:
            outcomes[ref] = decide(actor, ref=ref, decision=Decision.APPROVE, seen_version=version)
    return outcomes


def may_decide(actor: Actor, *, message: Message, decision: Decision) -> bool:
    """Whether `actor` may decide so about a message that `actor` sees, whatever state it is in."""
    if actor.is_pupil or decision not in STAFF_DECISIONS:
        return False
    if decision is Decision.ESCALATE and message.pupil_id is None:
        return False
    if message.state == str(State.HIDDEN) and not may_judge_report(actor, by_staff=message.staff_id):
        return False
    if may_moderate(actor, class_id=message.class_id):
        return True
    return decision is Decision.ESCALATE and actor.may(Capability.HIDE_AND_ESCALATE)


def colleagues_for(actor: Actor, *, message: Message) -> list[NamedAdult]:
    """Who can be asked for a second opinion: the class's staff, officer and deputies; not oneself."""
    everyone = [*adults_of_class(message.class_id, on=clock.now().date()), *readers_of(message.school_id)]
    not_asked = kept_from(message) | {actor.person_id}
    return [one for one in {each.id: each for each in everyone}.values() if one.id not in not_asked]


def _refusal(
    message: Message, *, actor: Actor, decision: Decision, seen_version: int, reason: Reason | None, words: str
) -> AlreadyDecided | NotDecided | None:
    if not may_decide(actor, message=message, decision=decision):
        return NotDecided.NOT_ALLOWED
    if message.version != seen_version:
        return last_move(message)
    if not may_move(State(message.state), decision=decision):
        return NotDecided.NO_SUCH_MOVE
    if len(words) > LONGEST_WORDS:
        return NotDecided.TOO_LONG
    is_worry_told = is_worry(from_text(message.findings))
    needs_reason = decision in NEED_A_REASON and reason is None and not is_worry_told
    needs_words = decision is Decision.ESCALATE and not words.strip()
    return NotDecided.NO_REASON if needs_reason or needs_words else None


def _changes(
    message: Message, *, actor: Actor, decision: Decision, reason: Reason | None, words: str, to_staff: str
) -> dict[str, object] | None:
    if decision is Decision.HAND_OVER:
        colleagues = {each.ref: each.id for each in colleagues_for(actor, message=message)}
        return {"passed_to": colleagues[to_staff]} if to_staff in colleagues else None
    if decision is Decision.ESCALATE:
        # The officer has just been told: what was late for the class is not late for them.
        return {"due_at": due_at(calendar_of(message.school_id), level=Level.ALLOW, at=clock.now())}
    told = decision in NEED_A_REASON
    return {
        "decided_at": clock.now(),
        "decided_by": actor.person_id,
        "passed_to": None,
        "reason": str(reason or "") if told else "",
        "reason_words": words.strip() if told else "",
    }


def _tell(message: Message, *, actor: Actor, decision: Decision) -> None:
    subject = f"message:{message.id}"
    mark_seen(actor, subject=subject)
    if decision is Decision.HAND_OVER and message.passed_to is not None:
        told = {message.passed_to}
        notify(school_id=message.school_id, staff_ids=told, kind=NoticeKind.HANDED_OVER, subject=subject)
    if decision is Decision.ESCALATE:
        # The class's own adults learn that something of their class went to the officer, whoever sent it there.
        told = class_staff(message.class_id) - {actor.person_id} - kept_from(message)
        notify(school_id=message.school_id, staff_ids=told, kind=NoticeKind.ESCALATED, subject=subject)
