"""Words, sentences and grades are counted as a teacher would count them."""

from __future__ import annotations

import pytest

from esafety.content.readability import grade, limits_for, sentences, syllables, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("...", 0),
        ("Wren can't fly.", 3),
        ("a grown-up", 2),
        ("Who\u2019s there?", 2),
        ("Dŵr a thân", 3),
        ("0800 1111", 2),
    ],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert len(words(text)) == count


def test_sentences_end_with_a_mark_and_a_space() -> None:
    assert sentences('Stop! "Who is it?" It is 3.5 m... Go on') == ["Stop!", '"Who is it?"', "It is 3.5 m...", "Go on"]
    assert sentences("?!") == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("nest", 1),
        ("parrot", 2),
        ("private", 2),
        ("apple", 2),
        ("tree", 1),
        ("asked", 1),
        ("wanted", 2),
        ("names", 1),
        ("pages", 2),
        ("berries", 2),
        ("information", 4),
        ("12", 1),
        ("the", 1),
    ],
)
def test_syllables_are_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_words_read_easier_than_long_ones() -> None:
    assert grade(["The cat sat on a mat."]) < 1
    assert grade(["Organisational responsibility necessitates documentation."]) > 8
    assert grade([]) == 0.0


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((0, 1), (15, 8, 2.0, 4)),
        ((2, 3), (15, 8, 2.0, 4)),
        ((3,), (35, 12, 4.0, None)),
        ((4, 5), (35, 12, 4.0, None)),
        ((6,), (60, 15, 6.0, None)),
    ],
)
def test_the_youngest_reader_sets_the_limits(
    years: tuple[int, ...], expected: tuple[int, int, float, int | None]
) -> None:
    limits = limits_for(years)
    assert (limits.screen_words, limits.sentence_words, limits.grade, limits.choice_words) == expected
