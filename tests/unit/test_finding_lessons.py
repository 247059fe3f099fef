"""Lessons are found by year, topic, strand, statement and words; what was not asked for fits all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from esafety.content.model import Lesson
from esafety.lessons.finding import Wanted, found, offered, wanted_from
from tests.content.samples import FACTS, good_lesson

WREN = good_lesson()
KIT = replace(
    WREN, id="kit", title="Kit\N{RIGHT SINGLE QUOTATION MARK}s café", objective="I can ask about a number.",
    years=(3, 4), key_stage="KS2",
    topic="age-limits", strand="health-wellbeing-and-lifestyle", statements=(), cast=(),
)  # fmt: skip
OTTO = replace(KIT, id="otto", title="Otto waits", years=(0, 1), key_stage="KS1", topic="privacy")
ALL: list[Lesson] = [OTTO, KIT, WREN]


def ids(**wanted: object) -> list[str]:
    return [each.id for each in found(ALL, wanted=Wanted(**wanted), facts=FACTS)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("wanted", "expected"), [
    ({}, ["otto", "wrens-name-badge", "kit"]),                       # all, by year and title
    ({"year": 1}, ["otto", "wrens-name-badge"]),
    ({"year": 0}, ["otto"]),                                         # Reception is a year like any other
    ({"topic": "privacy"}, ["otto", "wrens-name-badge"]),
    ({"strand": "privacy-and-security"}, ["wrens-name-badge"]),
    ({"statement": "nc-ks1-private"}, ["wrens-name-badge"]),
    ({"year": 1, "topic": "privacy", "strand": "health-wellbeing-and-lifestyle"}, ["otto"]),
    ({"words": "WAITS otto"}, ["otto"]),                             # in any order, in any letters
    ({"words": "cafe"}, ["kit"]),                                    # accents need not be typed
    ({"words": "kit's"}, ["kit"]),                                   # nor a curly apostrophe
    ({"words": "keeping things private"}, ["otto", "wrens-name-badge"]),  # a topic's name
    ({"words": "ks2"}, ["kit"]),
    ({"words": "pip"}, ["wrens-name-badge"]),                        # who is in it
    ({"words": "number", "year": 1}, ["otto"]),
    ({"words": "zebra"}, []),
])  # fmt: skip
def test_what_fits(wanted: dict[str, object], expected: list[str]) -> None:
    assert ids(**wanted) == expected


def test_what_is_offered_is_what_lessons_have() -> None:
    offers = offered(ALL, facts=FACTS)
    assert offers.years == (0, 1, 3, 4)
    assert list(offers.topics) == ["privacy", "age-limits"]
    assert list(offers.strands) == ["health-wellbeing-and-lifestyle", "privacy-and-security"]
    assert list(offers.statements) == ["nc-ks1-private"]


@pytest.mark.parametrize("year", ["", "-1", "7", "1000000000", "nan", "1.0", "one", "1;drop", "²"])
def test_a_year_that_nobody_could_mean_is_as_if_it_had_not_been_asked_for(year: str) -> None:
    offers = offered(ALL, facts=FACTS)
    asked = {"year": year, "topic": "id;drop", "strand": "' or 1", "statement": "x" * 100}
    assert wanted_from(asked, offers=offers) == Wanted()
    assert wanted_from(asked, offers=offers).asks_nothing


def test_what_was_asked_for_is_kept() -> None:
    offers = offered(ALL, facts=FACTS)
    asked = {"words": "  two   words ", "year": "0", "topic": "privacy", "strand": "", "statement": "nc-ks1-private"}
    wanted = wanted_from(asked, offers=offers)
    assert wanted == Wanted(words="two words", year=0, topic="privacy", statement="nc-ks1-private")
    assert not wanted.asks_nothing
