"""A filter that breaks holds: whatever goes wrong, no message gets through, and the finding says so."""

from __future__ import annotations

import pytest

from esafety.filtering import pipeline
from esafety.filtering.pipeline import check
from esafety.filtering.reading import Reading
from esafety.filtering.rolls import Roll, SchoolNames
from esafety.filtering.rules import OwnWord, Rules
from esafety.filtering.verdict import Category, FourC, Level


def test_an_error_holds_the_message_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str) -> Reading:
        raise RuntimeError

    monkeypatch.setattr(pipeline, "read", broken)
    verdict = check("we had pasta")
    assert verdict.level is Level.HOLD
    (finding,) = verdict.findings
    assert (finding.category, finding.rule, finding.start, finding.end) == (
        Category.UNREAD, "unread.filter-failed", 0, 12,
    )  # fmt: skip


def test_an_error_after_something_urgent_keeps_it_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "I want to die. " + "we had pasta and then we went home. " * 80
    reads = pipeline.read
    calls: list[str] = []

    def broken_later(part: str) -> Reading:
        calls.append(part)
        if len(calls) > 1:
            raise RuntimeError
        return reads(part)

    monkeypatch.setattr(pipeline, "read", broken_later)
    verdict = check(text)
    assert verdict.level is Level.URGENT
    assert {"unread.filter-failed", "distress.not-alive"} <= {finding.rule for finding in verdict.findings}


def test_a_message_that_takes_too_long_is_held() -> None:
    verdict = check("we had pasta", seconds=-1)
    assert verdict.level is Level.HOLD
    assert {finding.rule for finding in verdict.findings} == {"unread.filter-slow"}


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "\u200b", "🏳️‍🌈", "a\x00b"])
def test_next_to_nothing_is_judged(text: str) -> None:
    assert check(text).level is Level.ALLOW


def test_odd_rolls_and_words_break_nothing() -> None:
    roll = Roll((("", ""), ("Ü", "-"), ("Zoë", "O'Brien"), ("李", "王")), ("", "Mr"))
    school = SchoolNames("", ("School", "of"), "")
    rules = Rules(
        held=(OwnWord(text="  "), OwnWord(text="(("), OwnWord(text="🙃")), allowed=frozenset({"", "((", "CRAP"})
    )
    assert check("we had pasta", roll=roll, school=school, rules=rules).level is Level.ALLOW
    assert check("zoe o'brien", roll=roll, school=school, rules=rules).level is Level.HOLD
    assert check("oh crap", rules=rules).level is Level.ALLOW


def test_a_schools_word_is_found_in_disguise_and_keeps_its_own_four_c() -> None:
    rules = Rules(held=(OwnWord(text="flumpwit", category=Category.CONTACT, four_c=FourC.COMMERCE),))
    for text in ("you flumpwit", "FLUMPWIT", "fl-ump-wit", "f l u m p w i t", "flümpwit", "flumpw1t", "flumpwittt"):
        verdict = check(text, rules=rules)
        assert [one.four_c for one in verdict.findings if one.rule == "contact.own-word"][:1] == [FourC.COMMERCE], text
