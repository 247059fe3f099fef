"""Be the moderator: invented posts that a child judges with the staff's own reasons. Nothing is kept or counted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from esafety.content.facts import Facts
from esafety.content.judging import WORRY, Decision, JudgedPost
from esafety.moderation.reason_words import short_child_words
from esafety.moderation.reasons import REASON_FOR


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A child's judgement beside the school's. `reason` is empty where the post is shown."""

    decision: Decision
    reason: str
    is_same_decision: bool
    is_same_reason: bool


def posts_for(child: str, /) -> list[JudgedPost]:
    """Every post to judge, in an order of the child's own that stays, so that neighbours judge different ones."""
    facts: Facts = current_app.extensions.get("esafety.facts") or Facts()
    return sorted(facts.board.judging.values(), key=lambda post: _lot(child, post_id=post.id))


def judge(post: JudgedPost, *, decision: str, reason: str) -> Judged | None:
    """The judgement as far as it is whole: what is not shown needs a reason of the list."""
    chosen = next((each for each in decision_words() if each == decision), None)
    if chosen is None or (chosen != "show" and reason not in reason_words()):
        return None
    given = "" if chosen == "show" else reason
    return Judged(
        decision=chosen,
        reason=given,
        is_same_decision=chosen == post.decision,
        is_same_reason=given == (post.reason or ""),
    )


def decision_words() -> dict[Decision, str]:
    """What can be done with a post, as a child presses it."""
    return {
        "show": _("Show it"),
        "give-back": _("Give it back"),
        "dont-show": _("Don't show it"),
        "officer": _("Fetch a grown-up"),
    }


def reason_words() -> dict[str, str]:
    """Why, in the same reasons that staff use, as a child presses them."""
    words = {str(category): short_child_words(reason) for category, reason in REASON_FOR.items()}
    return {**words, WORRY: _("Someone may need help")}


def parts_of(post: JudgedPost, /) -> tuple[str, str, str]:
    """The text before the words that the decision rests on, those words, and what is after them."""
    before, mark, after = post.text.partition(post.mark) if post.mark else (post.text, "", "")
    return before, mark, after


def _lot(child: str, *, post_id: str) -> bytes:
    return hashlib.blake2b(f"{child}\0{post_id}".encode(), digest_size=8).digest()
