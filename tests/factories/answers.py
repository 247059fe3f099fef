"""What the form of a question sends, for a right answer or a wrong one, whatever its kind."""

from __future__ import annotations

from collections.abc import Sequence

from esafety.content.marking import as_sent
from esafety.content.model import Question


def answer_fields(question: Question, *, rightly: bool) -> dict[str, str | list[str]]:
    """The fields of the form that a browser fills in."""
    return as_fields(as_sent(question, rightly=rightly))


def as_fields(raw: Sequence[str]) -> dict[str, str | list[str]]:
    """What was chosen comes in one field, what was put somewhere in a field for each thing."""
    put = [one.split("=", 1) for one in raw if "=" in one]
    chosen = [one for one in raw if "=" not in one]
    fields: dict[str, str | list[str]] = {"answer": chosen} if chosen else {}
    return fields | {f"answer.{name}": place for name, place in put}
