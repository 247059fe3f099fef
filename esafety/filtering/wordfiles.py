"""Reading the filter's data files: words and rules, one a line, with comments that give reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "wordlists"
_VOWELS = frozenset("aeiou")
_SHORT_WORD = 3


def lines_of(name: str) -> Iterator[str]:
    """The lines of a data file without comments and without empty ones."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        kept = line.split("#", 1)[0].strip()
        if kept:
            yield kept


def words_of(name: str) -> frozenset[str]:
    """The words of a plain list, with all their forms."""
    return frozenset(form for line in lines_of(name) for word in line.split() for form in forms_of(word))


def plain_list(name: str) -> frozenset[str]:
    """A long list without comments: the dictionary that tells words from disguises."""
    return frozenset((FOLDER / name).read_text(encoding="ascii").split())


def sections_of(name: str) -> dict[str, list[str]]:
    """The lines of a data file under their [HEADINGS]."""
    found: dict[str, list[str]] = {}
    under: list[str] = []
    for line in lines_of(name):
        if line.startswith("[") and line.endswith("]"):
            under = found.setdefault(line[1:-1], [])
        else:
            under.append(line)
    return found


def forms_of(entry: str) -> tuple[str, ...]:
    """The forms of an entry: `hit+v` gives hits, hitting ..., `idiot+n` idiots, `ugly+a` uglier ...; else itself."""
    word, _, kind = entry.partition("+")
    if kind == "v":
        return (word, *_verb_forms(word))
    if kind == "n":
        return (word, _with_s(word))
    if kind == "a":
        stem = _stem_before_vowel(word)
        return (word, *(f"{stem}{ending}" for ending in ("er", "est")), _doubled(word) + "er", _doubled(word) + "est")
    return (word,)


def _verb_forms(word: str) -> tuple[str, ...]:
    stem = word.removesuffix("e")
    past = word[:-1] + "ied" if word.endswith("y") and word[-2] not in _VOWELS else stem + "ed"
    forms = [_with_s(word), past, stem + "ing", stem + "in"]
    twice = _doubled(word)
    if twice != word:
        forms += [twice + "ed", twice + "ing", twice + "in"]
    return tuple(forms)


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _stem_before_vowel(word: str) -> str:
    if word.endswith("y"):
        return word[:-1] + "i"
    return word.removesuffix("e")


def _doubled(word: str) -> str:
    is_short = len(word) >= _SHORT_WORD and word[-1] not in "aeiouwxyl" and word[-2] in _VOWELS
    return word + word[-1] if is_short and word[-3] not in _VOWELS else word
