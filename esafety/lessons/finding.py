"""Finding lessons: by year, topic, strand, statement and words; all that is asked for must fit. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from esafety.content.facts import Facts
from esafety.content.model import STRANDS, TOPICS, Lesson


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is empty, and a year of None, fits every lesson."""

    words: str = ""
    year: int | None = None
    topic: str = ""
    strand: str = ""
    statement: str = ""

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wanted()


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What can be asked for: whatever at least one lesson has, by id, with its name."""

    years: tuple[int, ...]
    topics: Mapping[str, str]
    strands: Mapping[str, str]
    statements: Mapping[str, str]


def offered(lessons: Iterable[Lesson], *, facts: Facts) -> Offered:
    """What these lessons can be picked by."""
    lessons = list(lessons)
    topics, strands = {each.topic for each in lessons}, {each.strand for each in lessons}
    covered = {statement for each in lessons for statement in each.statements}
    return Offered(
        years=tuple(sorted({year for each in lessons for year in each.years})),
        topics={topic: name for topic, name in TOPICS.items() if topic in topics},
        strands={strand: name for strand, name in STRANDS.items() if strand in strands},
        statements={name: one.text for name, one in facts.statements.items() if name in covered},
    )


def wanted_from(asked: Mapping[str, str], *, offers: Offered) -> Wanted:
    """What was asked for; what no lesson has, or nobody could mean, is as if it had not been asked for."""
    year = next((year for year in offers.years if str(year) == asked.get("year")), None)
    return Wanted(
        words=" ".join(asked.get("words", "").split()),
        year=year,
        topic=_if_known(asked.get("topic", ""), known=offers.topics),
        strand=_if_known(asked.get("strand", ""), known=offers.strands),
        statement=_if_known(asked.get("statement", ""), known=offers.statements),
    )


def found(lessons: Iterable[Lesson], *, wanted: Wanted, facts: Facts) -> list[Lesson]:
    """The lessons that fit everything wanted, by year and title."""
    words = _plain(wanted.words).split()
    fitting = [
        lesson
        for lesson in lessons
        if wanted.year in {None, *lesson.years}
        and wanted.topic in {"", lesson.topic}
        and wanted.strand in {"", lesson.strand}
        and wanted.statement in {"", *lesson.statements}
        and all(word in _all_words(lesson, facts=facts) for word in words)
    ]
    return sorted(fitting, key=lambda lesson: (lesson.years, lesson.title))


def _if_known(asked: str, *, known: Mapping[str, str]) -> str:
    return asked if asked in known else ""


def _all_words(lesson: Lesson, *, facts: Facts) -> str:
    parts = [
        lesson.title,
        lesson.objective,
        TOPICS.get(lesson.topic, ""),
        STRANDS.get(lesson.strand, ""),
        lesson.key_stage,
        *(facts.cast[member].name for member in lesson.cast if member in facts.cast),
        *(facts.statements[each].text for each in lesson.statements if each in facts.statements),
    ]
    return _plain(" ".join(parts))


def _plain(text: str) -> str:
    """Small letters without their accents, so that "Nia" is found as "nia" and a typed apostrophe as a curly one."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))
