"""How a word sounds, how it is respelt, and how far it is from another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|kk|qu?|c(?![ehiy])|x(?=$)"), "k"),
    (re.compile(r"(?<=[bcdfgkpst])v(?=[bcdfgkpst])"), "u"),
    (re.compile(r"vv"), "w"),
    (re.compile(r"z"), "s"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee|ea|ie"), "i"),
    (re.compile(r"y"), "i"),
    (re.compile(r"er$|ar$|ah$|a$|uh$|or$"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_RUN = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")
_MOST_FORMS = 16
_LONG = 3


def sound(word: str) -> str:
    """A rough key: words that sound alike have the same."""
    for pattern, key in _SOUNDS:
        word = pattern.sub(key, word)
    return word


def without_vowels(word: str) -> str:
    """The word's consonants."""
    return _VOWELS.sub("", word)


def squeezed(word: str) -> Iterator[str]:
    """The word with its repeated letters written once or twice: "daaaamn" is damn, "boooobs" bobs or boobs."""
    runs = [match.span() for match in _RUN.finditer(word)]
    forms = [""]
    last = 0
    for start, end in runs[:4]:
        keep = word[last:start]
        forms = [form + keep + word[start] * times for form in forms for times in (1, 2)]
        last = end
    rest = _RUN.sub(r"\1", word[last:])
    for form in forms[:_MOST_FORMS]:
        yield form + rest


def has_long_run(word: str) -> bool:
    """Whether a letter is repeated as no English word repeats it."""
    return any(match.end() - match.start() >= _LONG for match in _RUN.finditer(word))


def shortened(word: str) -> Iterator[str]:
    """The word with any one letter left out."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def is_one_slip(a: str, b: str, /) -> bool:
    """Whether one letter more, less, other, or two swapped make `a` of `b`."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) > len(b):
        return a[start + 1 :] == b[start:]
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    if a[start + 1 :] == b[start + 1 :]:
        return True
    return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]


class Neighbours:
    """Finds listed words that are one slip of the finger away."""

    def __init__(self, words: Iterable[str], /, *, shortest: int) -> None:
        self._near: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= shortest:
                for key in (word, *shortened(word)):
                    self._near.setdefault(key, []).append(word)

    def of(self, word: str, /) -> Iterator[str]:
        """The listed words at most one slip from `word`."""
        tried: set[str] = set()
        for key in (word, *shortened(word)):
            for listed in self._near.get(key, ()):
                if listed not in tried:
                    tried.add(listed)
                    if is_one_slip(word, listed):
                        yield listed
