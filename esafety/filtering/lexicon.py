"""The list of rude words, in all their forms, and the words that are stuck to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from esafety.filtering.verdict import Category, FourC, Level
from esafety.filtering.wordfiles import forms_of, sections_of

FILES = {Category.PROFANITY: "swearing/swearing.txt", Category.IDENTITY: "swearing/slurs.txt"}


_ENGLISH_TOGETHER = frozenset({"sword"})  # rude as two words ("the s word"), not as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A listed word. A shy one is an ordinary word too, and is held in a disguise only."""

    word: str
    category: Category
    is_shy: bool = False
    is_stem: bool = False
    level: Level = Level.HOLD
    four_c: FourC | None = None
    rule: str = ""


@dataclass(slots=True)
class Lexicon:
    """`exact` are words as they are written; `phrases` several words, by the first; both hold every form."""

    exact: dict[str, Entry] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=dict)
    stems: dict[str, Entry] = field(default_factory=dict)
    glue: set[str] = field(default_factory=set)

    def add(self, entry: Entry, /) -> None:
        """Add one form; words joined by _ are a phrase, and one word too where they are written together."""
        parts = tuple(entry.word.split("_"))
        joined = "".join(parts)
        if len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append((parts[1:], entry))
        if joined not in _ENGLISH_TOGETHER:
            self.exact.setdefault(joined, entry)

    def stems_pattern(self) -> re.Pattern[str]:
        """What is searched in words that are no English."""
        return re.compile("|".join(sorted(map(re.escape, self.stems), key=len, reverse=True)) or r"(?!)")


def shipped_lexicon() -> Lexicon:
    """The words that come with the program."""
    lexicon = Lexicon()
    for category, name in FILES.items():
        _read(lexicon, category=category, sections=sections_of(name))
    return lexicon


def with_own_words(shipped: Lexicon, own: Iterable[Entry], /) -> Lexicon:
    """The same list with a school's own words added; the shipped one stays as it is."""
    lexicon = Lexicon(
        dict(shipped.exact), {key: list(rest) for key, rest in shipped.phrases.items()}, shipped.stems, shipped.glue
    )
    for entry in own:
        lexicon.exact.pop(entry.word.replace("_", ""), None)
        lexicon.add(entry)
    return lexicon


def _read(lexicon: Lexicon, *, category: Category, sections: Mapping[str, list[str]]) -> None:
    for line in sections["STEM"]:
        lexicon.stems[line] = Entry(word=line, category=category, is_stem=True)
    for heading in ("WORD", "SHY"):
        for line in sections[heading]:
            for form in forms_of(line):
                lexicon.add(Entry(word=form, category=category, is_shy=heading == "SHY"))
    lexicon.glue.update(sections["GLUE"])
