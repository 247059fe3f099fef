"""What holds for every message: nothing hides by disguise, spans are inside, the same in is the same out, no error."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.filtering.pipeline import LONGEST, check
from esafety.filtering.verdict import Level
from esafety.filtering.wordfiles import sections_of
from tests.filtering.corpora import dev, hostile, own

MANY = settings(max_examples=150, deadline=None)
LISTED = sorted(
    line.partition("+")[0]
    for name in ("swearing/swearing.txt", "swearing/slurs.txt")
    for line in sections_of(name)["WORD"]
    if line.partition("+")[0].isascii() and line.partition("+")[0].isalpha() and len(line.partition("+")[0]) >= 4
)
ALIKE = {
    "a": "@4\u0430", "e": "3\u0435", "i": "1!\u0456", "o": "0\u043e", "s": "$5\u0455", "t": "7+",
    "c": "\u0441", "p": "\u0440",
}  # fmt: skip
ODD_LETTERS = [*string.ascii_letters, *string.digits, *"@$!*._- \n'😂🖕\u200b\u0430\u0455"]
INNOCENT = [one.text for one in own("round1") if one.is_innocent and one.text.isascii()]
HELD = [one.text for one in dev() if one.is_held and "\n" not in one.text]


def looking_alike(word: str, *, picks: list[int]) -> str:
    return "".join(
        ALIKE[letter][pick % len(ALIKE[letter])] if letter in ALIKE and pick else letter
        for letter, pick in zip(word, picks, strict=False)
    )


DISGUISES = {
    "capitals": lambda word, number: "".join(
        letter.upper() if (number >> place) & 1 else letter for place, letter in enumerate(word)
    ),
    "full width": lambda word, _: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
    "apart": lambda word, number: (" ", ".", "-", "_", " . ", "*")[number % 6].join(word),
    "hidden marks": lambda word, number: (
        word[: 1 + number % 2] + ("\u200b", "\u00ad", "\u0336")[number % 3] + word[1 + number % 2 :]
    ),
    "long": lambda word, number: word[:2] + word[2] * (4 + number % 5) + word[3:],
    "emoji inside": lambda word, number: word[: 2 + number % 2] + "😂" + word[2 + number % 2 :],
    "look-alikes": lambda word, number: looking_alike(
        word, picks=[(number >> place) & 3 for place in range(len(word))]
    ),
    "bold": lambda word, _: "".join(chr(0x1D41A + ord(letter) - ord("a")) for letter in word),
    "circled": lambda word, _: "".join(chr(0x24D0 + ord(letter) - ord("a")) for letter in word),
}


@MANY
@given(word=st.sampled_from(LISTED), how=st.sampled_from(sorted(DISGUISES)), number=st.integers(0, 4095))
def test_a_listed_word_is_held_in_any_disguise(word: str, how: str, number: int) -> None:
    text = f"he said {DISGUISES[how](word, number)} to them"
    assert check(text).level is not Level.ALLOW, (how, text)


@MANY
@given(st.text(max_size=300))
def test_nothing_raises_and_spans_are_inside(text: str) -> None:
    for finding in check(text).findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.rule != "unread.filter-failed", text


@MANY
@given(
    st.lists(
        st.sampled_from([*string.ascii_letters, *string.digits, *"@$!*._- \n'😂🖕\u200b\u0430\u0455"]), max_size=80
    )
)
def test_odd_letters_break_nothing(letters: list[str]) -> None:
    text = "".join(letters)
    verdict = check(text)
    assert verdict == check(text)
    assert all(finding.rule != "unread.filter-failed" for finding in verdict.findings), text


@MANY
@given(first=st.sampled_from(HELD), innocent=st.sampled_from(INNOCENT), is_before=st.booleans())
def test_an_innocent_sentence_beside_it_takes_no_finding_away(first: str, innocent: str, is_before: bool) -> None:
    alone = {finding.rule for finding in check(first).findings}
    both = f"{innocent}. {first}" if is_before else f"{first}. {innocent}"
    assert alone <= {finding.rule for finding in check(both).findings}


def test_hostile_strings_are_judged() -> None:
    for text in hostile():
        assert not any(one.rule == "unread.filter-failed" for one in check(text).findings), text


@pytest.mark.parametrize("word", ["fuck", "you are an idiot", "I want to die", "my number is 07700 900123"])
def test_what_is_over_long_is_held_and_read_to_its_end(word: str) -> None:
    padding = "we went to the park and it was sunny. " * (3 * LONGEST // 38)
    verdict = check(padding + word)
    found = {finding.rule for finding in verdict.findings}
    assert "unread.over-long" in found
    assert len(found) > 1
    assert any(padding.__len__() <= finding.start for finding in verdict.findings)
