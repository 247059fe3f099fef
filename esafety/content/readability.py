"""How hard a text is to read: words, sentences and the Flesch-Kincaid grade, by our own counting.

The limits are proposals to be tried with teachers. The grade is a hint and never a truth: on a handful of words one
long name moves it by a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”\u2019)]*(?:\s+|$)")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child is asked to read: at most so many words a screen, a sentence and a choice, and a reading grade."""

    last_year: int
    screen_words: int
    sentence_words: int
    grade: float
    choice_words: int | None
    readers: str


_LIMITS = (
    Limits(2, 15, 8, 2.0, 4, "Years 1 and 2"),
    Limits(4, 35, 12, 4.0, None, "Years 3 and 4"),
    Limits(6, 60, 15, 6.0, None, "Years 5 and 6"),
)


def limits_for(years: Sequence[int]) -> Limits:
    """Return the limits for the youngest of these school years."""
    return next(limits for limits in _LIMITS if min(years) <= limits.last_year)


def words(text: str) -> list[str]:
    """Return the words of a text; "don't" and "grown-up" are one word each."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that have words in them."""
    return [one.strip() for one in _SENTENCE_END.sub("\\g<0>\n", text).split("\n") if words(one)]


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    count = len(_VOWELS.findall(plain))
    silent_e = plain.endswith("e") and not re.search(r"[^aeiouy]le$|[aeiouy]e$", plain)
    silent_ed = re.search(r"[^aeiouydt]ed$", plain) is not None
    silent_es = re.search(r"[^aeiouysxzgch]es$", plain) is not None
    return max(1, count - (silent_e or silent_ed or silent_es))


def grade(texts: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of some texts taken together; 0.0 where there are no words."""
    all_sentences = [one for text in texts for one in sentences(text)]
    all_words = [word for one in all_sentences for word in words(one)]
    if not all_words:
        return 0.0
    spoken = sum(syllables(word) for word in all_words)
    return 0.39 * len(all_words) / len(all_sentences) + 11.8 * spoken / len(all_words) - 15.59
