"""Collecting what is wrong in a file, so that the author hears of everything at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from esafety.content.model import Problem

MOST_PROBLEMS = 200
"""More than this in one file helps nobody and would fill the screen."""


LONGEST_QUOTE = 60
"""Of an author's text, in characters, where a message shows it."""


class Report:
    """The problems found in one file so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []

    def problem(self, line: int, *, message: str) -> None:
        """Note something that must be mended before the file can be used."""
        self._found.append(Problem(self.path, line, message, "problem"))

    def warning(self, line: int, *, message: str) -> None:
        """Note something to look at; the file can be used as it is."""
        self._found.append(Problem(self.path, line, message, "warning"))

    def take(self, problems: Iterable[Problem]) -> None:
        """Add problems found elsewhere."""
        self._found.extend(problems)

    @property
    def stops(self) -> bool:
        """Whether anything found must be mended first."""
        return any(found.severity == "problem" for found in self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """Return what was found, each thing once, by line."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda one: one.line))

    def in_short(self) -> tuple[Problem, ...]:
        """Return what was found, by line; where that is too much, problems go first and the rest is counted."""
        found = self.in_order()
        left_out = len(found) - MOST_PROBLEMS
        if left_out <= 0:
            return found
        first = sorted(found, key=lambda one: one.severity)[:MOST_PROBLEMS]
        note = f"and {left_out} more: mend these first, then check again."
        return (*sorted(first, key=lambda one: one.line), Problem(self.path, found[-1].line, note, first[0].severity))


def shown(text: str) -> str:
    """Return an author's text as it is quoted in a message: short, and on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 3] + "..."


def nearest(name: str, *, known: Iterable[str]) -> str | None:
    """Return the known name that is most like this one, or None. Case does not count."""
    by_folded = {one.casefold(): one for one in known}
    # difflib's cost grows with both lengths; no real name is longer than this.
    close = difflib.get_close_matches(name[:LONGEST_QUOTE].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str, *, known: Iterable[str], otherwise: str) -> str:
    """Return the end of a message about an unknown name: the nearest known one, or what to do when none is near."""
    near = nearest(name, known=known)
    return f'did you mean "{near}"?' if near else otherwise
