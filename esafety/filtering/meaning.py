"""What a message means: who does what to whom. Words become signs, rules are tried on the row of signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from esafety.filtering.disguises import Disguises
from esafety.filtering.following import BREAK_SIGN, Places, follow, spans
from esafety.filtering.grammar import Rule, RuleText, Signs, compile_rules, rules_in, words_in
from esafety.filtering.reading import BREAK, Reading
from esafety.filtering.verdict import Category
from esafety.filtering.vocabulary import SHORT_FORMS, Resolver, Vocabulary, is_short_form
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
TAUGHT_FILE, TEACHING = "rules/contact.txt", "TEACHING"
_OTHER = frozenset({"OTHER"})
_CAPITAL = frozenset({"CAPITAL", "OTHER"})
_NAME = frozenset({"NAME"})
_NAMES = frozenset({"NAMES"})
_NUMBER = frozenset({"NUMBER"})
_SYMBOL = frozenset({"SYMBOL"})
_FREQUENT = frozenset(
    "i you the a to and is my in it of we me was he she they on with for have are his her not be at so this that but"
    " your do go said no can what all get will like if up there mum dad im dont when out just want had because one as"
    " or am were from them him us our then some very really who went got has by an now".split()
)
_FREQUENT_WEIGHT = 60
_BEFORE_WANT = frozenset({"dont", "don't", "didnt", "really", "doesnt", "do"})
_OWNED = frozenset({"BODY", "THING", "DETAIL", "APPNAME", "PARENT", "CAMERA"})
_LEET = frozenset("0134578@$!|")
_SHORT = 3
_MOST_REMEMBERED = 20_000
_RISKY_NAMES = frozenset(
    "will may mark can hope chase rob drew sue pat bill art dean guy dawn rich max grace joy page".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched: words[first:after] of the reading."""

    category: Category
    rule: str
    is_urgent: bool
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Meant:
    """A message as meaning: the row of signs, and for each the word that was meant and the place of the one written."""

    row: list[int]
    words: list[tuple[str, int]]


class Grammar:
    """All rules over one vocabulary; it serves every school."""

    def __init__(self, vocabulary: Vocabulary, /, *, known: frozenset[str] | set[str]) -> None:
        texts = [(category, text) for name, category in RULE_FILES.items() for text in _guarded(name)]
        self._vocabulary = vocabulary
        classes = _classes(vocabulary, texts)
        extra = (_OTHER, _CAPITAL, _NAME, _NAMES, _NUMBER, _SYMBOL)
        self.signs = Signs(classes, extra)
        self._other = self.signs.of(_OTHER)
        frequent = {self.signs.of_word[word] for word in _FREQUENT if word in classes}
        self._resolver = Resolver(listed=classes, spellings=vocabulary.spellings, known=known)
        rules = compile_rules((text for _, text in texts), signs=self.signs)
        self._rules: list[tuple[Category, Rule]] = [
            (category, rule) for (category, _), rule in zip(texts, rules, strict=True)
        ]
        self._tried_at: dict[int, list[int]] = {}
        self._always: list[int] = []
        self._behind: dict[str, str] = {}
        for place, rule in enumerate(rules):
            rarest = min(rule.needs, key=lambda signs: sum(_weight(sign, frequent) for sign in signs), default=None)
            if rarest is None:
                self._always.append(place)
            for sign in rarest or ():
                self._tried_at.setdefault(sign, []).append(place)

    def meant(self, reading: Reading, /, *, names: Mapping[str, str]) -> Meant:
        """What the words mean; `names` are first names as they are written small, each with its kind."""
        return Meant(*self._row(reading, names))

    def matches(self, meant: Meant, /) -> Iterator[Match]:
        """Each rule that matches, once."""
        row, words = meant.row, meant.words
        start = 0
        found: set[int] = set()
        while start < len(row):
            end = next((place + 1 for place in range(start, len(row)) if row[place] == BREAK_SIGN), len(row))
            yield from self._in_sentence(row[start:end], words[start:end], found)
            start = end

    def _in_sentence(self, row: list[int], words: list[tuple[str, int]], found: set[int], /) -> Iterator[Match]:
        """The matches in one sentence, of rules that are not `found` yet."""
        places = Places(row, self._phrases(words))
        here = places.here
        tried: set[int] = set(self._always)
        for sign in here:
            if sign in self._tried_at:
                tried.update(self._tried_at[sign])
        for place in sorted(tried - found):
            category, rule = self._rules[place]
            if any(map(here.isdisjoint, rule.needs)) or not follow(rule.pattern, places.all, places):
                continue
            span = _first_span(rule, row, places)
            if span:
                found.add(place)
                yield Match(category, rule.name, rule.is_urgent, words[span[0]][1], words[span[1] - 1][1] + 1)

    def _row(self, reading: Reading, names: Mapping[str, str], /) -> tuple[list[int], list[tuple[str, int]]]:
        """The row of signs, and for each the word that was meant and the place of the word that was written."""
        of_word = self.signs.of_word
        row: list[int] = []
        meant: list[tuple[str, int]] = []
        before = BREAK
        hidden = self._behind_digits(reading) if reading.odd else {}
        skipped = 0
        for place, word in enumerate(reading.words):
            if place < skipped or (
                word == "-" and before != BREAK and reading.plain[reading.starts[place] - 1].isalnum()
            ):
                continue
            if place in hidden:
                word, skipped = hidden[place]  # noqa: PLW2901 - from here on it is the word that was meant
            if word in SHORT_FORMS and is_short_form(word, before):
                forms = SHORT_FORMS[word]
                if forms[1] == "are" and self._is_owned(reading, place + 1):
                    forms = ("your",)
                for one in forms:
                    row.append(of_word[one])
                    meant.append((one, place))
            else:
                one = self._one_word(reading, place, word, before)
                sign = of_word.get(one)
                if sign is None or word in names:
                    sign = self._unlisted(reading, place, names, sign)
                row.append(sign)
                meant.append((one, max(place, skipped - 1)))
            before = word
        return row, meant

    def _one_word(self, reading: Reading, place: int, word: str, before: str, /) -> str:
        """The listed word that one word means, or the word itself."""
        if word in {"wont", "won't"}:
            after = reading.words[place + 1] if place + 1 < len(reading.words) else BREAK
            return "want" if after == "to" or before in _BEFORE_WANT else "wont"
        if word in self.signs.of_word and not (
            word in self._vocabulary.spellings and word not in self._vocabulary.classes
        ):
            return word
        found = self._resolver.meant(word)
        if found is None and word.endswith("'s"):
            found = self._resolver.meant(word[:-2])
        return found or word

    def _is_owned(self, reading: Reading, place: int, /) -> bool:
        """Whether the word at a place is something that one has: then "youre" before it is "your"."""
        if place >= len(reading.words):
            return False
        word = self._resolver.meant(reading.words[place]) or reading.words[place]
        return not _OWNED.isdisjoint(self._vocabulary.classes.get(word, ())) or word in {"own", "mums", "dads"}

    def _behind_digits(self, reading: Reading, /) -> dict[int, tuple[str, int]]:
        """Listed words written with digits and signs ("stup1d"): by the first piece, the word and the place after."""
        found: dict[int, tuple[str, int]] = {}
        for start, _, first, after in reading.odd:
            while after > first and reading.words[after - 1] == BREAK:
                after -= 1  # noqa: PLW2901 - the stop behind it still ends the sentence
            chunk = reading.plain[start : reading.ends[after - 1]] if after > first else ""
            if after - first > 1 and not _LEET.isdisjoint(chunk):
                if chunk not in self._behind and len(self._behind) < _MOST_REMEMBERED:
                    self._behind[chunk] = self._behind_one(chunk)
                word = self._behind[chunk] if chunk in self._behind else self._behind_one(chunk)
                if word:
                    found[first] = (word, after)
        return found

    def _behind_one(self, chunk: str, /) -> str:
        for letters in Disguises.plain_letters(chunk):
            word = letters if letters in self.signs.of_word else self._resolver.meant(letters)
            if word and len(word) > _SHORT:
                return word
        return ""

    def _phrases(self, words: list[tuple[str, int]], /) -> list[tuple[int, int, int]]:
        """Words that count as one where they stand together: (place as a bit, how many, sign)."""
        phrases = self._vocabulary.phrases
        found: list[tuple[int, int, int]] = []
        for place, (word, _) in enumerate(words[:-1]):
            for parts in phrases.get(word, ()):
                after = place + len(parts)
                if (
                    parts[1] == words[place + 1][0]
                    and after <= len(words)
                    and all(one[0] == part for one, part in zip(words[place:after], parts, strict=True))
                ):
                    found.append((1 << place, len(parts), self.signs.of_word["_".join(parts)]))
        return found

    def _unlisted(self, reading: Reading, place: int, names: Mapping[str, str], listed: int | None, /) -> int:
        """The sign of a word that is a name, a number, a symbol, or nothing the rules know."""
        word = reading.words[place]
        if word == BREAK:
            return BREAK_SIGN
        kind = names.get(word)
        if kind and (listed is None or word not in _RISKY_NAMES or _is_written_as_name(reading, place)):
            return self.signs.of(_NAME if kind == "NAME" else _NAMES)
        if listed is not None:
            return listed
        if word[0].isdigit():
            return self.signs.of(_NUMBER)
        if not word[0].isalpha():
            return self.signs.of(_SYMBOL)
        start = reading.span_of_words(place, place + 1)[0]
        return self.signs.of(_CAPITAL if reading.original[start].isupper() else _OTHER)


def _guarded(file: str, /) -> Iterator[RuleText]:
    """The rules of a file; those about contact let go of a sentence that teaches how to stay safe."""
    for text in rules_in(lines_of(file)):
        if file != TAUGHT_FILE:
            yield text
            continue
        yield replace(text, unless=f"{text.unless}/{TEACHING}" if text.unless else TEACHING)


def _is_written_as_name(reading: Reading, place: int, /) -> bool:
    """Whether a word that is a name and more ("will", "rose") has the capital of a name."""
    start = reading.span_of_words(place, place + 1)[0]
    if not reading.original[start].isupper():
        return False
    after = reading.words[place + 1] if place + 1 < len(reading.words) else ""
    return (place > 0 and reading.words[place - 1] != BREAK) or after in {
        "is",
        "was",
        "has",
        "cant",
        "can't",
        "smells",
        "and",
    }


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
        inside = ((1 << ends) - 1) & ~((1 << begins) - 1)
        if rule.unless.isdisjoint(row[begins:ends]) and not any(
            bit & inside and sign in rule.unless for bit, _, sign in places.phrases
        ):
            return start, end
    return None


def _weight(sign: int, frequent: set[int], /) -> int:
    return _FREQUENT_WEIGHT if sign in frequent else 1


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
