"""The filter itself: `check` says what happens to a message, and why. It never raises and never lets through in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from esafety.filtering.detectors import Desk, made
from esafety.filtering.reading import join_letters, read
from esafety.filtering.rolls import NO_ROLL, NO_SCHOOL, Roll, SchoolNames
from esafety.filtering.rules import NO_OWN_RULES, Rules
from esafety.filtering.shipped import shipped, shipped_judge
from esafety.filtering.verdict import Category, Finding, Level, Verdict

LONGEST = 2000  # characters that are read as one; what is longer is held, and read in windows
OVERLAP = 200  # so that nothing hides on the edge of two windows
SECONDS = 2.0  # for one message, whatever it holds


class TooSlow(Exception):
    """The time for one message is up."""


def check(
    text: str,
    *,
    roll: Roll = NO_ROLL,
    school: SchoolNames = NO_SCHOOL,
    rules: Rules = NO_OWN_RULES,
    seconds: float = SECONDS,
) -> Verdict:
    """Say what happens to a message before a teacher reads it.

    Args:
        text: the message as the child wrote it.
        roll: the children whose full names are held, and the staff.
        school: what the school is called.
        rules: the school's own words, and those it allows.
        seconds: how long it may take; after that it is held, with a finding that says so.

    Never raises: a fault, too, is `hold` with a finding of the category `unread`.
    """
    found: list[Finding] = []
    try:
        desk = desk_for(roll, school, rules)
        for one in _findings(text, desk, tick=_clock(seconds)):
            found.append(one)  # noqa: PERF402 - what was found before a fault is kept
    except TooSlow:
        found.append(_unread(text, rule="filter-slow"))
    except Exception:  # noqa: BLE001 - whatever broke, the message is held
        found.append(_unread(text, rule="filter-failed"))
    return _verdict(found)


@lru_cache(maxsize=64)
def desk_for(roll: Roll, school: SchoolNames, rules: Rules, /) -> Desk:
    """The filter made ready for a roll, a school and its rules; kept, for the next message will ask for the same."""
    return Desk(shipped(), judge=shipped_judge(), roll=roll, school=school, rules=rules)


def _clock(seconds: float, /) -> Callable[[], None]:
    ends = time.perf_counter() + seconds

    def tick() -> None:
        if time.perf_counter() > ends:
            raise TooSlow

    return tick


def _findings(text: str, desk: Desk, *, tick: Callable[[], None]) -> Iterator[Finding]:
    if len(text) > LONGEST:
        yield _unread(text, rule="over-long")
    for start in range(0, max(len(text), 1), LONGEST - OVERLAP):
        reading = read(text[start : start + LONGEST])
        join_letters(reading)
        for one in desk.findings(reading, tick=tick):
            yield one if not start else _moved(one, start)
        if start + LONGEST >= len(text):
            break


def _moved(finding: Finding, by: int, /) -> Finding:
    facts = {name: getattr(finding, name) for name in finding.__slots__}
    return Finding(**{**facts, "start": finding.start + by, "end": finding.end + by})


def _unread(text: str, *, rule: str) -> Finding:
    return made(Category.UNREAD, rule=rule, start=0, end=len(text))


def _verdict(found: Iterable[Finding], /) -> Verdict:
    findings = tuple(
        sorted(set(found), key=lambda one: (one.start, one.end, one.category, one.rule, one.level, one.staff_words))
    )
    if not findings:
        return _ALLOWED
    is_urgent = any(one.level is Level.URGENT for one in findings)
    return Verdict(level=Level.URGENT if is_urgent else Level.HOLD, findings=findings)


_ALLOWED = Verdict(level=Level.ALLOW)
