"""What comes with the program for the class board: letters, staged messages, posts to judge, sentence starters."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from esafety import places
from esafety.content.boardfacts import BoardFacts
from esafety.content.judging import DECISIONS, JUDGING_REASONS
from esafety.content.mending import REASONS
from esafety.content.model import KEY_STAGE_YEARS, KeyStage
from esafety.content.practice import STAGED_KINDS
from esafety.content.starters import USES
from esafety.filtering.pipeline import check
from esafety.filtering.verdict import Level
from tests.authors.test_shipped_lessons import facts

KEY_STAGES = [*KEY_STAGE_YEARS]
BLAME = re.compile(r"\b(?:you should have|silly you|how could you|bad|naughty|wrong of you|never do)\b", re.IGNORECASE)


def board() -> BoardFacts:
    return facts().board


def test_nothing_is_to_be_mended_and_nothing_to_be_looked_at() -> None:
    assert [str(one) for one in board().problems] == []


@pytest.mark.parametrize("key_stage", KEY_STAGES)
def test_six_characters_write_back_at_least_five_letters_each(key_stage: KeyStage) -> None:
    assert len(board().characters) >= 6
    for one in board().characters.values():
        letters = one.letters_for(key_stage)
        assert len(letters) >= 5, one.id
        assert {letter.fits for letter in letters} == {"any", "question", "goodbye"}, one.id
        assert re.search(r"made-up|invented", one.who[key_stage]), one.id


def test_characters_are_seen_and_are_nobody_of_the_stories() -> None:
    cast = {member.name for member in facts().cast.values()}
    for one in board().characters.values():
        file = facts().pictures[one.picture].file
        assert (places.shipped("static") / file).is_file()
        assert one.name not in cast


@pytest.mark.parametrize("key_stage", KEY_STAGES)
def test_what_a_character_writes_passes_our_own_filter(key_stage: KeyStage) -> None:
    held = [
        text
        for one in board().characters.values()
        for text in (one.hello[key_stage], *(letter.text for letter in one.letters_for(key_stage)))
        if check(text).level is not Level.ALLOW
    ]
    assert held == []


@pytest.mark.parametrize("key_stage", KEY_STAGES)
def test_staged_messages_are_of_six_kinds_and_are_owned_up_to(key_stage: KeyStage) -> None:
    staged = board().staged_for(key_stage)
    assert len({one.kind for one in staged}) >= 6
    assert {one.kind for one in staged} <= set(STAGED_KINDS)
    for one in staged:
        assert "practice" in one.reported, one.id
        assert "practice" in one.replied, one.id
        assert re.search(r"nobody is cross|not in trouble", one.replied, re.IGNORECASE), one.id
        assert not BLAME.search(f"{one.reported} {one.replied} {one.notice}"), one.id
        assert one.sender not in {avatar.nickname for avatar in facts().avatars.values()}


def test_an_address_in_practice_leads_nowhere() -> None:
    texts = [one.text for one in board().staged.values()] + [one.text for one in board().judging.values()]
    addresses = [found for text in texts for found in re.findall(r"\b[\w-]+(?:\.[\w-]+)+\b", text)]
    assert addresses
    assert [address for address in addresses if not address.endswith(".example")] == []
    numbers = [found for text in texts for found in re.findall(r"\b0\d{4} ?\d{5,6}\b", text)]
    # Ofcom keeps 07700 900000 to 900999 free for stories.
    assert numbers
    assert all(number.startswith("07700 900") for number in numbers)


def test_posts_to_judge_are_of_every_decision_and_reason_and_many_are_tricky() -> None:
    posts = board().judging.values()
    assert len(posts) >= 16
    assert {post.decision for post in posts} == set(DECISIONS)
    assert {post.reason for post in posts if post.reason} == set(JUDGING_REASONS) >= set(REASONS)
    assert sum(post.is_tricky for post in posts) >= 5
    shown = Counter(post.decision for post in posts)["show"]
    assert len(posts) / 3 < shown < len(posts) / 2


def test_the_filter_agrees_with_the_school_on_what_is_not_to_be_shown_at_once() -> None:
    slips = [
        post.id
        for post in board().judging.values()
        if post.reason in ("personal", "links", "profanity")
        # .example is nobody's, so the filter does not know it.
        and check(post.text.replace(".example", ".com")).level is Level.ALLOW
    ]
    assert slips == []


@pytest.mark.parametrize("key_stage", KEY_STAGES)
def test_there_are_starters_for_every_use_that_a_key_stage_has(key_stage: KeyStage) -> None:
    starters = board().starters.for_key_stage(key_stage)
    assert len(starters) >= 12
    assert {one.use for one in starters} == set(USES)


def test_what_is_tapped_together_passes_the_filter_but_a_feeling_that_a_grown_up_should_read() -> None:
    starters = board().starters
    assert len(starters.words) >= 20
    said = [
        one.text.replace("...", word.word) for one in starters.for_key_stage("KS1") for word in starters.endings_of(one)
    ] + [one.text for one in starters.for_key_stage("KS1") if one.ends_with == "nothing"]
    held = [text for text in said if check(text).level is not Level.ALLOW]
    assert all(text.startswith("I feel ") for text in held), held
