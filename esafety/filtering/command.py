"""What `esafety filter` reads and prints: one JSON object a line; and, for people, one message explained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from esafety.filtering.pipeline import check
from esafety.filtering.rolls import Roll, SchoolNames
from esafety.filtering.rules import NO_OWN_RULES, Rules
from esafety.filtering.verdict import Level, Verdict

_MEANING = {
    Level.ALLOW: "goes to the teacher's ordinary queue",
    Level.HOLD: "is held for the teacher",
    Level.URGENT: "is held, and teacher and safeguarding lead are told now",
}


def answers(lines: Iterable[str], *, roll: Roll, school: SchoolNames, rules: Rules = NO_OWN_RULES) -> Iterator[str]:
    """An answer for each line {"id", "text"}; a line that is no such thing is answered as held, with an error."""
    for line in lines:
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            name, text = asked["id"], _string(asked["text"])
        except (KeyError, TypeError, ValueError) as error:
            yield json.dumps({"id": None, "verdict": "hold", "categories": [], "findings": [], "error": str(error)})
            continue
        yield _as_line(name, check(text, roll=roll, school=school, rules=rules))


def _string(text: object, /) -> str:
    if not isinstance(text, str):
        raise TypeError("text is no string")
    return text


def _as_line(name: object, verdict: Verdict, /) -> str:
    findings = [
        {
            "category": one.category,
            "level": one.level,
            "start": one.start,
            "end": one.end,
            "rule": one.rule,
            "child": one.child_words,
            "staff": one.staff_words,
            "four_c": one.four_c,
        }
        for one in verdict.findings
    ]
    return json.dumps(
        {"id": name, "verdict": verdict.level, "categories": verdict.categories, "findings": findings},
        ensure_ascii=True,
    )


def explained(text: str, *, roll: Roll, school: SchoolNames, rules: Rules = NO_OWN_RULES) -> list[str]:
    """Lines for people: what happens to a message, and each thing found in it."""
    verdict = check(text, roll=roll, school=school, rules=rules)
    lines = [f"{verdict.level}: the message {_MEANING[verdict.level]}."]
    for one in verdict.findings:
        shown = text[one.start : one.end][:60]
        lines.append(f"  {one.rule} at {one.start}-{one.end} {shown!r}")
        lines.append(f"    staff: {one.staff_words}. Child: {one.child_words}")
    return lines
