"""What the filter answers: a verdict with its findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What happens to a message before a teacher reads it."""

    ALLOW = "allow"
    HOLD = "hold"
    URGENT = "urgent"


class Category(StrEnum):
    """What was found; the meaning of each is in docs/filter.md."""

    PROFANITY = "profanity"
    UNKIND = "unkind"
    IDENTITY = "identity"
    PERSONAL = "personal"
    CONTACT = "contact"
    DISTRESS = "distress"
    LINKS = "links"
    UNREAD = "unread"  # the filter could not read it, or not all of it


class FourC(StrEnum):
    """The kinds of online risk that schools report by; distress is none of them, for it is no offence."""

    CONTENT = "content"
    CONTACT = "contact"
    CONDUCT = "conduct"
    COMMERCE = "commerce"
    NONE = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing found: `start` and `end` count characters of the text as it was given."""

    category: Category
    level: Level
    start: int
    end: int
    rule: str
    child_words: str
    staff_words: str
    four_c: FourC


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What is to happen, and why: `findings` in the order of the text."""

    level: Level
    findings: tuple[Finding, ...] = ()

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories found, each once."""
        return tuple(sorted({finding.category for finding in self.findings}))
