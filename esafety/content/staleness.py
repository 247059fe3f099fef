"""Facts that are due for checking, and what they take out of a quiz until somebody has checked them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta

from esafety.content.dates import A_TERM, A_YEAR, last_good_day, what_is_wrong_with
from esafety.content.facts import Facts
from esafety.content.model import Lesson, Problem, Question
from esafety.content.render import names_of_tokens

FEWEST_ANSWERS = 2
_CHOOSING = {"choose-one", "choose-all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A fact as whoever keeps the facts sees it. `token` is how a lesson names it, empty where none can."""

    file: str
    id: str
    name: str
    says: str
    source: str
    checked_on: date
    lasts: timedelta
    token: str = ""
    checked_by: str = ""
    next_check_due: date | None = None
    note: str = ""
    line: int = 0

    @property
    def good_until(self) -> date:
        """The last day on which it is trusted unread."""
        return last_good_day(self.checked_on, lasts=self.lasts, next_check_due=self.next_check_due)

    def what_is_wrong(self, *, today: date) -> str | None:
        """Return why it has to be checked, or None."""
        due = self.next_check_due
        return what_is_wrong_with(self.checked_on, today=today, lasts=self.lasts, next_check_due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A question of a quiz, or one answer to it, that is not shown until the facts in it are checked."""

    question: str
    answer: str | None
    tokens: tuple[str, ...]


def dated_facts(facts: Facts) -> Iterator[DatedFact]:
    """Yield every fact that has a date, in the order of the files."""
    for age in facts.ages.values():
        yield DatedFact(
            file="ages.yaml", id=age.id, name=age.name, says=age.min_age, source=age.source, lasts=A_TERM,
            note=age.note,
            checked_on=age.checked_on, checked_by=age.checked_by, next_check_due=age.next_check_due, line=age.line,
            token=f"age:{age.id}",
        )  # fmt: skip
    for line in facts.helplines.values():
        yield DatedFact(
            file="helplines.yaml", id=line.id, name=line.name, says=line.number, source=line.source, lasts=A_TERM,
            note=line.hours, checked_on=line.checked_on, line=line.line, token=f"helpline:{line.id}",
        )  # fmt: skip
    for day in facts.safer_internet_days.values():
        yield DatedFact(
            file="safer-internet-days.yaml", id=day.id, name=day.id, says=str(day.day), source=day.source,
            lasts=A_YEAR, note=day.theme, checked_on=day.checked_on, line=day.line,
        )  # fmt: skip
    for statement in facts.statements.values():
        yield DatedFact(
            file="statements.yaml", id=statement.id, name=statement.id, says=statement.text, source=statement.source,
            lasts=A_YEAR, checked_on=statement.checked_on, line=statement.line,
        )  # fmt: skip
    for member in facts.cast.values():
        yield DatedFact(
            file="cast.yaml", id=member.id, name=member.name, says=member.about, source=member.source, lasts=A_YEAR,
            checked_on=member.checked_on, line=member.line,
        )  # fmt: skip


def stale_facts(facts: Facts, *, today: date) -> list[DatedFact]:
    """Return the facts that are due for checking; those that have waited longest first."""
    stale = (fact for fact in dated_facts(facts) if fact.what_is_wrong(today=today))
    return sorted(stale, key=lambda fact: fact.good_until)


def check_fact_dates(facts: Facts, *, today: date) -> tuple[Problem, ...]:
    """Return a warning for every fact that is due for checking."""
    return tuple(
        Problem(f"data/{fact.file}", fact.line, f"{fact.id}: {wrong}", "warning")
        for fact in dated_facts(facts)
        if (wrong := fact.what_is_wrong(today=today))
    )


def without_stale_facts(lesson: Lesson, *, stale: Collection[str]) -> tuple[Lesson, tuple[LeftOut, ...]]:
    """Return the lesson without the questions and answers that hold a token of `stale`, and what was left out.

    Done before tokens are filled. The story stays as it is. A question keeps at least two answers, a right one among
    them, or goes as a whole.
    """
    if not any(f"{token.kind}:{token.name}" in stale for token in lesson.tokens):
        return lesson, ()
    kept: list[Question] = []
    left_out: list[LeftOut] = []
    for question in lesson.quiz:
        rest, gone = _without(question, stale=stale)
        kept += [rest] if rest else []
        left_out += gone
    return replace(lesson, quiz=tuple(kept)), tuple(left_out)


def _without(question: Question, *, stale: Collection[str]) -> tuple[Question | None, list[LeftOut]]:
    found = _stale_in(question, stale=stale)
    if not found:
        return question, []
    answers = tuple(answer for answer in question.answers if not _stale_in(answer, stale=stale))
    rest = replace(question, answers=answers)
    has_choice = len(answers) >= FEWEST_ANSWERS and any(answer.is_right for answer in answers)
    # Sorting, ordering and matching hang together: without one part they would ask something else.
    if question.kind in _CHOOSING and has_choice and not _stale_in(rest, stale=stale):
        gone = [answer for answer in question.answers if answer not in answers]
        return rest, [
            LeftOut(question=question.prompt, answer=answer.label, tokens=_stale_in(answer, stale=stale))
            for answer in gone
        ]
    return None, [LeftOut(question=question.prompt, answer=None, tokens=found)]


def _stale_in(value: object, *, stale: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token for text in texts_in(value) for token in names_of_tokens(text) if token in stale))


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a part of a lesson, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name))
