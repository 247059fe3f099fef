"""What a message means: who does what to whom. Words become signs, rules are tried on the row of signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from esafety.filtering.following import BREAK_SIGN, Places, follow, spans
from esafety.filtering.grammar import Rule, RuleText, Signs, compile_rules, rules_in, words_in
from esafety.filtering.reading import BREAK, Reading
from esafety.filtering.verdict import Category
from esafety.filtering.vocabulary import Resolver, Vocabulary
from esafety.filtering.wordfiles import lines_of

RULE_FILES = {
    "rules/unkind.txt": Category.UNKIND,
    "rules/exclusion.txt": Category.UNKIND,
    "rules/threats.txt": Category.UNKIND,
    "rules/identity.txt": Category.IDENTITY,
    "rules/contact.txt": Category.CONTACT,
    "rules/distress.txt": Category.DISTRESS,
    "rules/personal.txt": Category.PERSONAL,
    "rules/swearing.txt": Category.PROFANITY,
}
_OTHER = frozenset({"OTHER"})
_CAPITAL = frozenset({"CAPITAL", "OTHER"})
_NAME = frozenset({"NAME"})
_NAMES = frozenset({"NAMES"})
_NUMBER = frozenset({"NUMBER"})
_SYMBOL = frozenset({"SYMBOL"})
_COMMON = frozenset(
    "i you the a to and is my in it of we me was he she they on with for have are his her not be at so this that but"
    " your do go said no can what all get will like if up there mum dad im dont when out just want had because one as"
    " or am were from them him us our then some very really who went got has by an now".split()
)
_COMMON_WEIGHT = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched: words[first:after] of the reading."""

    category: Category
    rule: str
    is_urgent: bool
    first: int
    after: int


class Grammar:
    """All rules over one vocabulary; it serves every school."""

    def __init__(self, vocabulary: Vocabulary, /, *, known: frozenset[str] | set[str]) -> None:
        texts = [(category, text) for name, category in RULE_FILES.items() for text in rules_in(lines_of(name))]
        self._vocabulary = vocabulary
        classes = _classes(vocabulary, texts)
        extra = (_OTHER, _CAPITAL, _NAME, _NAMES, _NUMBER, _SYMBOL)
        self.signs = Signs(classes, extra)
        self._other = self.signs.of(_OTHER)
        common = {self.signs.of_word[word] for word in _COMMON if word in classes}
        self._resolver = Resolver(listed=classes, spellings=vocabulary.spellings, known=known)
        rules = compile_rules((text for _, text in texts), signs=self.signs)
        self._rules: list[tuple[Category, Rule]] = [
            (category, rule) for (category, _), rule in zip(texts, rules, strict=True)
        ]
        self._tried_at: dict[int, list[int]] = {}
        self._always: list[int] = []
        for place, rule in enumerate(rules):
            rarest = min(rule.needs, key=lambda signs: sum(_weight(sign, common) for sign in signs), default=None)
            if rarest is None:
                self._always.append(place)
            for sign in rarest or ():
                self._tried_at.setdefault(sign, []).append(place)

    def matches(self, reading: Reading, /, *, names: Mapping[str, str]) -> Iterator[Match]:
        """Each rule that matches, once; `names` are first names as they are written small, each with its kind."""
        row, firsts, afters = self._row(reading, names)
        places = Places(row)
        here = places.where.keys()
        tried: set[int] = set(self._always)
        for sign in here:
            if sign in self._tried_at:
                tried.update(self._tried_at[sign])
        for place in sorted(tried):
            category, rule = self._rules[place]
            if any(signs.isdisjoint(here) for signs in rule.needs) or not follow(rule.pattern, places.all, places):
                continue
            span = _first_span(rule, row, places)
            if span:
                yield Match(category, rule.name, rule.is_urgent, firsts[span[0]], afters[span[1] - 1])

    def _row(self, reading: Reading, names: Mapping[str, str], /) -> tuple[list[int], list[int], list[int]]:
        """The row of signs, and for each sign its words[first:after]."""
        words = reading.words
        of_word, phrases = self.signs.of_word, self._vocabulary.phrases
        row: list[int] = []
        firsts: list[int] = []
        afters: list[int] = []
        meant = [word if word in of_word else (self._resolver.meant(word) or word) for word in words]
        place = 0
        while place < len(words):
            word = meant[place]
            after = place + 1
            if word in phrases:
                for parts in phrases[word]:
                    if tuple(meant[place : place + len(parts)]) == parts:
                        word, after = "_".join(parts), place + len(parts)
                        break
            sign = of_word.get(word)
            if after == place + 1 and (sign is None or words[place] in names):
                sign = self._unlisted(reading, place, names, sign)
            row.append(self._other if sign is None else sign)
            firsts.append(place)
            afters.append(after)
            place = after
        return row, firsts, afters

    def _unlisted(self, reading: Reading, place: int, names: Mapping[str, str], listed: int | None, /) -> int:
        """The sign of a word that is a name, a number, a symbol, or nothing the rules know."""
        word = reading.words[place]
        if word == BREAK:
            return BREAK_SIGN
        kind = names.get(word)
        if kind and (listed is None or _is_written_as_name(reading, place)):
            return self.signs.of(_NAME if kind == "NAME" else _NAMES)
        if listed is not None:
            return listed
        if word[0].isdigit():
            return self.signs.of(_NUMBER)
        if not word[0].isalpha():
            return self.signs.of(_SYMBOL)
        start = reading.span_of_words(place, place + 1)[0]
        return self.signs.of(_CAPITAL if reading.original[start].isupper() else _OTHER)


def _is_written_as_name(reading: Reading, place: int, /) -> bool:
    """Whether a word that is a name and more ("will", "rose") has the capital of a name."""
    start = reading.span_of_words(place, place + 1)[0]
    return reading.original[start].isupper() and (place > 0 and reading.words[place - 1] != BREAK)


def _first_span(rule: Rule, row: list[int], places: Places, /) -> tuple[int, int] | None:
    """Where a rule matches first in a sentence that holds nothing which takes the match back."""
    for start, end in spans(rule.pattern, places):
        if not rule.unless:
            return start, end
        begins = start
        while begins and row[begins - 1] != BREAK_SIGN:
            begins -= 1
        ends = max(end - 1, start)
        while ends < len(row) and row[ends] != BREAK_SIGN:
            ends += 1
        if rule.unless.isdisjoint(row[begins:ends]):
            return start, end
    return None


def _weight(sign: int, common: set[int], /) -> int:
    return _COMMON_WEIGHT if sign in common else 1


def _classes(vocabulary: Vocabulary, texts: Iterable[tuple[Category, RuleText]], /) -> dict[str, frozenset[str]]:
    """The classes of every listed word; a word that a rule names has a class of its own too."""
    classes = {word: set(found) for word, found in vocabulary.classes.items()}
    for word in words_in(text for _, text in texts):
        classes.setdefault(word, set()).add(f"={word}")
        parts = tuple(word.split("_"))
        if len(parts) > 1:
            known = vocabulary.phrases.setdefault(parts[0], [])
            if parts not in known:
                known.append(parts)
                known.sort(key=len, reverse=True)
    for word, found in classes.items():
        if word.isdigit():
            found.add("NUMBER")
    return {word: frozenset(found) for word, found in classes.items()}
