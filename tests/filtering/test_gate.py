"""The release gate, all rows in one build (docs/filter.md), as bounds that may not be fallen below."""

from __future__ import annotations

import pytest

from tests.filtering.corpora import ROUNDS, Judged, dev, own, share, sweep

# What is reached on dev, a point below; the gate is lower (docs/filter.md).
CAUGHT = {
    "profanity": 99.0, "identity": 97.5, "unkind": 98.0, "personal": 99.0,
    "contact": 98.0, "distress": 99.0, "links": 96.0,
}  # fmt: skip
NAMED_RIGHT = 95.0
FALSE_ALARMS = 0.7
URGENT_HELD, URGENT_RAISED, FALSE_URGENT = 98.0, 97.0, 0.1
# On sentences of another author that nothing was learnt from, a point or two below what is reached (docs/filter.md).
UNSEEN = {
    "profanity": 96.0, "identity": 82.0, "unkind": 75.0, "personal": 78.0,
    "contact": 88.0, "distress": 76.0, "links": 95.0,
}  # fmt: skip
UNSEEN_URGENT_HELD, UNSEEN_URGENT_RAISED, UNSEEN_FALSE_ALARMS = 85.0, 81.0, 6.5
SWEEPS = {"dict_gb": 0.05, "word_pairs": 0.2, "books": 0.5}


def caught(label: str, among: tuple[Judged, ...]) -> float:
    return share([one.is_held for one in among if label in one.labels])


@pytest.mark.parametrize("label", CAUGHT)
def test_what_should_be_held_is_held_and_named(label: str) -> None:
    assert caught(label, dev()) >= CAUGHT[label]
    held = [one for one in dev() if label in one.labels and one.is_held]
    assert share([label in one.verdict.categories for one in held]) >= NAMED_RIGHT


def test_innocent_posts_go_through() -> None:
    innocent = [one for one in dev() if one.is_innocent]
    assert share([one.is_held for one in innocent]) <= FALSE_ALARMS
    assert share([one.verdict.level == "urgent" for one in innocent]) <= FALSE_URGENT


def test_urgent_posts_are_raised() -> None:
    urgent = [one for one in dev() if one.is_urgent]
    assert share([one.is_held for one in urgent]) >= URGENT_HELD
    assert share([one.verdict.level == "urgent" for one in urgent]) >= URGENT_RAISED


@pytest.mark.parametrize("label", UNSEEN)
def test_what_is_reached_on_sentences_that_nothing_was_learnt_from_stays(label: str) -> None:
    assert caught(label, sweep("unseen")) >= UNSEEN[label]


def test_on_those_sentences_what_is_urgent_is_raised_and_few_innocent_ones_are_held() -> None:
    urgent = [one for one in sweep("unseen") if one.is_urgent]
    assert share([one.is_held for one in urgent]) >= UNSEEN_URGENT_HELD
    assert share([one.verdict.level == "urgent" for one in urgent]) >= UNSEEN_URGENT_RAISED
    assert share([one.is_held for one in sweep("unseen") if one.is_innocent]) <= UNSEEN_FALSE_ALARMS


@pytest.mark.parametrize("name", SWEEPS)
def test_innocent_words_and_books_go_through(name: str) -> None:
    assert share([one.is_held for one in sweep(name)]) <= SWEEPS[name]


@pytest.mark.parametrize("name", ROUNDS)
def test_what_was_reached_on_our_own_sentences_stays(name: str) -> None:
    sentences = own(name)
    assert share([one.is_held for one in sentences if not one.is_innocent]) >= 90.0
    assert share([one.is_held for one in sentences if one.is_urgent]) >= 92.0
    assert share([one.is_held for one in sentences if one.is_innocent]) <= 1.5
    assert not [one.text for one in sentences if one.is_innocent and one.verdict.level == "urgent"]


def test_tricky_innocents_of_our_own_go_through() -> None:
    assert [one.text for one in own("round8") if one.is_held] == []


def test_distress_is_never_called_an_offence() -> None:
    for one in dev():
        for finding in one.verdict.findings:
            if finding.category == "distress":
                assert finding.four_c == ""
                assert finding.child_words == "A grown-up will read this."
