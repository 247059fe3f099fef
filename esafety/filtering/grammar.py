"""Rules over classes of words: "YOU BE DEGREE{0,4} INSULTN". How a line of a rules file becomes something that matches.

Each word of a message is turned into one number, its sign, that stands for all the classes it is in; a rule is a
pattern over signs (patterns.py), tried only where the rarest words it needs occur.

    name!: PATTERN unless CLASS/word/...    # why

`!` makes it urgent. In a pattern CAPITALS name a class, small letters a word, A/B one or the other, `_` any word of
the sentence, `!A` any word but these, `@name` a pattern defined above by `@name = PATTERN`; ( | ) ? {0,3} and
look-around are as in regular expressions, ^ and $ are the ends of a sentence. `unless` takes a match back where its
sentence holds such a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from esafety.filtering.following import BREAK_SIGN
from esafety.filtering.patterns import Part, PatternReader, RuleFault, atoms_of, needed

_DEFINED = re.compile(r"@([a-z_]+)")
_MOST_NESTED = 12


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it is written."""

    name: str
    is_urgent: bool
    pattern: str
    unless: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to match; every match holds a word of each of the sets `needs`."""

    name: str
    is_urgent: bool
    pattern: Part
    unless: frozenset[int]
    needs: tuple[frozenset[int], ...]


def rules_in(lines: Iterable[str], /) -> list[RuleText]:
    """Read the lines of a rules file, with what they define put in its place."""
    defined: dict[str, str] = {}
    rules: list[RuleText] = []
    for line in lines:
        if line.startswith("@"):
            name, _, pattern = line[1:].partition("=")
            defined[name.strip()] = f"(?:{_filled(pattern.strip(), defined)})"
            continue
        name, colon, rest = line.partition(":")
        if not colon:
            raise RuleFault(f"{line!r} has no name: write name: PATTERN")
        pattern, _, unless = rest.partition(" unless ")
        rules.append(RuleText(name.rstrip("! "), name.endswith("!"), _filled(pattern.strip(), defined), unless.strip()))
    return rules


def _filled(pattern: str, defined: Mapping[str, str], /) -> str:
    def put(match: re.Match[str]) -> str:
        if match[1] not in defined:
            raise RuleFault(f"@{match[1]} is not defined above {pattern!r}")
        return defined[match[1]]

    for _ in range(_MOST_NESTED):
        if "@" not in pattern:
            return pattern
        pattern = _DEFINED.sub(put, pattern)
    raise RuleFault(f"{pattern!r} defines itself")


def words_in(rules: Iterable[RuleText], /) -> set[str]:
    """The single words that rules name."""
    named = (one for rule in rules for one in (*atoms_of(rule.pattern), *atoms_of(rule.unless or "_")))
    return {one for one in named if not one.isupper()}


class Signs:
    """One number for each set of classes that a word can have. A word that rules name is a class of its own."""

    def __init__(self, classes_of_words: Mapping[str, frozenset[str]], extra: Iterable[frozenset[str]], /) -> None:
        self._of_set: dict[frozenset[str], int] = {frozenset({"BREAK"}): BREAK_SIGN}
        for classes in (*extra, *classes_of_words.values()):
            self._of_set.setdefault(classes, len(self._of_set))
        self.of_word = {word: self._of_set[classes] for word, classes in classes_of_words.items()}
        self._of_class: dict[str, set[int]] = {}
        for classes, sign in self._of_set.items():
            for one in classes:
                self._of_class.setdefault(one, set()).add(sign)

    def of(self, classes: frozenset[str], /) -> int:
        """The sign of a set that was named at the start."""
        return self._of_set[classes]

    def classes(self) -> dict[int, frozenset[str]]:
        """The classes behind each sign."""
        return {sign: classes for classes, sign in self._of_set.items()}

    def named(self, atom: str, /) -> frozenset[int]:
        """The signs of all words that an atom of a pattern names.

        Raises RuleFault when there is no such class.
        """
        found: set[int] = set()
        for name in atom.split("/"):
            signs = self._of_class.get(name if name.isupper() else f"={name}")
            if not signs:
                raise RuleFault(f"nothing is a {name}")
            found |= signs
        return frozenset(found)


def compile_rules(rules: Iterable[RuleText], /, *, signs: Signs) -> list[Rule]:
    """Make rules of their texts."""
    reader = PatternReader(signs.named)
    made = []
    for rule in rules:
        pattern = reader.read(rule.pattern)
        unless = signs.named(rule.unless) if rule.unless else frozenset[int]()
        made.append(Rule(rule.name, rule.is_urgent, pattern, unless, needed(pattern)))
    return made
