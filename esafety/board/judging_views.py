"""Be the moderator, on the screen: a post, what to do with it, why, and then what the school did."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from esafety.board import judging
from esafety.board.views import board, board_page, is_young
from esafety.content.facts import Facts
from esafety.content.judging import JudgedPost
from esafety.roles import Capability
from esafety.web.access import current_actor, require


@board.get("/board/judge")
@require(Capability.WRITE_ON_BOARD)
def judge() -> AnyResponse:
    """To the first post of the child's own order; for older children."""
    posts = _posts_or_404()
    return redirect(url_for("board.judge_one", judged_id=posts[0].id))


@board.get("/board/judge/<slug:judged_id>")
@require(Capability.WRITE_ON_BOARD)
def judge_one(judged_id: str) -> AnyResponse:
    """One post: first what to do with it, then why, then the school's decision beside the child's. Nothing is kept."""
    posts = _posts_or_404()
    number = next((number for number, each in enumerate(posts) if each.id == judged_id), None)
    if number is None:
        abort(404)
    post, decisions, reasons = posts[number], judging.decision_words(), judging.reason_words()
    decision, reason = request.args.get("decision", ""), request.args.get("reason", "")
    judged = judging.judge(post, decision=decision, reason=reason)
    following = posts[number + 1].id if number + 1 < len(posts) else ""
    return board_page(
        "board/judge.html",
        post=_post_facts(post, is_judged=judged is not None),
        address=url_for("board.judge_one", judged_id=post.id),
        decisions=[{"id": each, "words": words} for each, words in decisions.items()],
        reasons=[{"id": each, "words": words} for each, words in reasons.items()],
        decision=decision if decision in decisions else "",
        judged=_judged_facts(judged, post=post) if judged else None,
        next_url=url_for("board.judge_one", judged_id=following) if following else "",
    )


def _posts_or_404() -> list[JudgedPost]:
    posts = judging.posts_for(current_actor().label)
    if is_young() or not posts:
        abort(404)
    return posts


def _post_facts(post: JudgedPost, *, is_judged: bool) -> dict[str, Any]:
    facts: Facts = current_app.extensions.get("esafety.facts") or Facts()
    writer = facts.cast.get(post.by)
    before, mark, after = judging.parts_of(post) if is_judged else (post.text, "", "")
    name, face = (writer.name, writer.picture) if writer else (post.by, "")
    return {"by": name, "picture": face, "before": before, "mark": mark, "after": after}


def _judged_facts(judged: judging.Judged, *, post: JudgedPost) -> dict[str, Any]:
    decisions, reasons = judging.decision_words(), judging.reason_words()
    return {
        "mine": decisions[judged.decision],
        "my_reason": reasons.get(judged.reason, ""),
        "schools": decisions[post.decision],
        "schools_reason": reasons.get(post.reason or "", ""),
        "why": post.why,
        "is_same": judged.is_same_decision and judged.is_same_reason,
        "is_same_decision": judged.is_same_decision,
    }
