"""What the model sees of a sentence: its words, their beginnings, letters and classes, and which stand near which.

A trait is a short string, so that the model's file can be read: "w hate" a word, "h <hat" letters of it, "c HATE" a class
it is in, "b i hate" two words side by side, "p WE HATE" two classes near each other. A trait counts once in a stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

EDGE = "^"  # the word before the first and after the last
NEAR = 3  # so many words apart, two classes are a pair
WIDEST = 24  # words that are judged together; a longer sentence is judged in stretches that overlap by half
_LETTERS = (3, 4, 5)
_SHORTEST_SPELT = 4


def token(word: str, classes: frozenset[str], /) -> str:
    """The word as the model knows it: all names are one word to it, and so are all numbers."""
    if "NAME" in classes:
        return "<n>"
    if "NAMES" in classes:
        return "<ns>"
    return "<d>" if word.isdigit() else word


def named(classes: frozenset[str], /) -> tuple[str, ...]:
    """The classes that have a name, in order; a word that a rule merely names is none."""
    return tuple(sorted(one for one in classes if one[0] != "="))


def of_word(word: str, classes: Sequence[str], /) -> Iterator[str]:
    """The traits of one word."""
    yield f"w {word}"
    for one in classes:
        yield f"c {one}"
    if len(word) >= _SHORTEST_SPELT and word[0].isalpha():
        spelt = f"<{word}>"
        for many in _LETTERS:
            for start in range(len(spelt) - many + 1):
                yield f"h {spelt[start : start + many]}"


def of_classes(first: Sequence[str], second: Sequence[str], /) -> Iterator[str]:
    """The traits of two words near each other, by their classes."""
    for one in first:
        for other in second:
            yield f"p {one} {other}"


def of_words(words: Sequence[str], /) -> Iterator[str]:
    """The traits of words beside each other."""
    before = EDGE
    for word in words:
        yield f"b {before} {word}"
        before = word
    yield f"b {before} {EDGE}"


def of_stretch(words: Sequence[str], classes: Sequence[Sequence[str]], /) -> set[str]:
    """Every trait of a stretch of words; the model adds up what it holds of each."""
    found = set(of_words(words))
    for place, (word, first) in enumerate(zip(words, classes, strict=True)):
        found.update(of_word(word, first))
        for second in classes[place + 1 : place + 1 + NEAR]:
            found.update(of_classes(first, second))
    return found


def stretches(length: int, /) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that are judged, each alone: (start, end)."""
    if length <= WIDEST:
        yield 0, length
        return
    step = WIDEST // 2
    for start in range(0, length - step, step):
        yield start, min(start + WIDEST, length)
