"""Be the moderator: invented posts for KS2 to judge, each with what the school decided, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, cast

from esafety.content.factfiles import FactFile, Row
from esafety.content.mending import REASONS
from esafety.content.report import shown
from esafety.content.rowchecks import RowChecks, all_well

Decision = Literal["show", "give-back", "dont-show", "officer"]
DECISIONS: dict[Decision, str] = {
    "show": "Show it",
    "give-back": "Give it back to mend",
    "dont-show": "Don't show it",
    "officer": "To the E-Safety Officer",
}
WORRY = "worry"
JUDGING_REASONS: dict[str, str] = {**REASONS, WORRY: "Somebody may need help"}
"""The reasons of the board, and one more that no child is told about a message of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPost:
    """One post; `by` is the id of a character of the KS2 stories.

    `reason` is None where it is shown; `mark` are the words of the text that the decision rests on;
    `is_tricky` where it looks like one thing and is another.
    """

    id: str
    by: str
    text: str
    decision: Decision
    reason: str | None
    why: str
    mark: str = ""
    is_tricky: bool = False
    line: int = field(default=0, compare=False)


def read_judging(file: FactFile, *, writers: Collection[str], nicknames: Collection[str] = ()) -> dict[str, JudgedPost]:
    """Return the posts that can be used; the other rows are reported.

    `writers` are the ids of who may have written one; `nicknames` are those of pupils' tiles, which no post may name.
    """
    if file.value is None:
        return {}
    checks = RowChecks(file, pictures=())
    fields, optional = ("by", "text", "decision", "why"), ("reason", "mark", "tricky")
    rows = file.listed_rows("posts", fields=fields, optional=optional)
    posts = {
        row.id: _post(row)
        for row in rows
        if all_well(
            [
                _is_well(row, checks=checks),
                checks.is_one_of(row, field="by", known=writers),
                _names_no_tile(row, nicknames=nicknames, checks=checks),
            ]
        )
    }
    checks.look_at_grades()
    return posts


def _is_well(row: Row, *, checks: RowChecks) -> bool:
    return all_well(
        [
            checks.is_one_of(row, field="decision", known=DECISIONS),
            _reason_fits(row, checks=checks),
            not row.get("tricky") or checks.is_one_of(row, field="tricky", known=("yes", "no")),
            _mark_is_there(row, checks=checks),
            checks.can_be_read(row, field="text", key_stage="KS2"),
            checks.can_be_read(row, field="why", key_stage="KS2"),
        ]
    )


def _reason_fits(row: Row, *, checks: RowChecks) -> bool:
    decision, reason = row.fields["decision"], row.get("reason")
    if decision == "show":
        return not reason or checks.problem(row, message="reason: what is shown has none: take it out.")
    if not checks.is_one_of(row, field="reason", known=JUDGING_REASONS):
        return False
    if reason == WORRY and decision != "officer":
        said = "reason: where somebody may need help, the decision is officer, and no child is told it as a reason."
        return checks.problem(row, message=said)
    return True


def _names_no_tile(row: Row, *, nicknames: Collection[str], checks: RowChecks) -> bool:
    # A child of the class may sit behind any tile, and would be judged by all.
    for name in (name for name in nicknames if name.casefold() in row.fields["text"].casefold()):
        return checks.problem(row, message=f'text: "{name}" is the name of a pupil\'s tile: name a character instead.')
    return True


def _mark_is_there(row: Row, *, checks: RowChecks) -> bool:
    mark = row.get("mark")
    if mark in row.fields["text"]:
        return True
    return checks.problem(row, message=f'mark: "{shown(mark)}" does not stand in the text: copy the words from it.')


def _post(row: Row) -> JudgedPost:
    return JudgedPost(
        id=row.id,
        by=row.fields["by"],
        text=row.fields["text"],
        decision=cast("Decision", row.fields["decision"]),
        reason=row.get("reason") or None,
        why=row.fields["why"],
        mark=row.get("mark"),
        is_tricky=row.get("tricky") == "yes",
        line=row.line,
    )
