"""The second opinion: a small model that may add a finding where no rule did, and never takes one away.

A sentence's score is the sum over its traits (traits.py), of which the model's file holds a number each. Each sentence is
judged alone and the highest score counts: what stands beside it takes nothing away. How the file is made:
tests/filtering/training.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from esafety.filtering import traits
from esafety.filtering.following import BREAK_SIGN
from esafety.filtering.second_model import CATEGORIES, QUESTIONS, Model, unpacked
from esafety.filtering.verdict import Category

_URGENT = QUESTIONS.index("urgent")
FEWEST_WORDS = 3  # one or two words say too little; the rules know those that say enough
SHORT = 12  # words; the more there are beyond, the more chance adds up
LENGTH_COSTS = 30  # thousandths a word
DOUBT = 1000  # thousandths: so far below its limit a rough score settles it
_MOST_REMEMBERED = 50_000


NOTHING_SAID: Mapping[Category, bool] = {}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model says of words[first:after]."""

    category: Category
    is_urgent: bool
    first: int
    after: int
    over: int


class Judge:
    """The model at work over the signs of one grammar; what it worked out for a word or a pair it remembers."""

    def __init__(self, model: Model, /, *, classes_of: Mapping[int, frozenset[str]]) -> None:
        self._model = model
        self._classes_of = classes_of
        self._named = {sign: traits.named(classes) for sign, classes in classes_of.items()}
        self._words: dict[tuple[str, int], tuple[str, tuple[str, ...], int]] = {}
        self._pairs: dict[tuple[int, int], tuple[tuple[str, ...], int]] = {}

    def opinions(
        self, row: Sequence[int], words: Sequence[str], /, *, said: Mapping[Category, bool] = NOTHING_SAID
    ) -> Iterator[Opinion]:
        """What the model adds to a message: for each category it sees in it, the words that it sees it in most.

        `said` are the categories that rules have found, and whether they found it urgent: to that nothing is added but
        that it is urgent.
        """
        best: dict[Category, Opinion] = {}
        seen: set[tuple[str, ...]] = set()  # the same words again say nothing new
        for start, end in _sentences(row):
            if end - start < FEWEST_WORDS:
                continue
            for first, after in traits.stretches(end - start):
                stretch = tuple(words[start + first : start + after])
                if stretch in seen:
                    continue
                seen.add(stretch)
                for one in self._of_stretch(row, words, start + first, start + after, said):
                    known = best.get(one.category)
                    if known is None or (one.is_urgent, one.over) > (known.is_urgent, known.over):
                        best[one.category] = one
        yield from best.values()

    def scores(self, row: Sequence[int], words: Sequence[str], /) -> list[int]:
        """The scores of one stretch of words, by question."""
        weights = self._model.weights
        return unpacked(sum(map(weights.__getitem__, self._traits(row, words)), self._model.start))

    def _of_stretch(
        self, row: Sequence[int], words: Sequence[str], start: int, end: int, said: Mapping[Category, bool], /
    ) -> Iterator[Opinion]:
        row, words = row[start:end], words[start:end]
        limits = self._model.limits
        rough = unpacked(self._rough(row, words))
        may_be = [score >= limit - DOUBT for score, limit in zip(rough, limits, strict=True)]
        asked = [
            place
            for place, category in enumerate(CATEGORIES)
            if may_be[place] and (category not in said or (may_be[_URGENT] and not said[category]))
        ]
        if not asked:
            return
        length = LENGTH_COSTS * max(0, len(row) - SHORT)
        over = [score - limit - length for score, limit in zip(self.scores(row, words), limits, strict=True)]
        is_urgent = over[_URGENT] >= 0
        for place in asked:
            if over[place] >= 0 and (is_urgent or CATEGORIES[place] not in said):
                first, after = self._weightiest(row, words, place)
                yield Opinion(CATEGORIES[place], is_urgent, start + first, start + after, over[place])

    def _rough(self, row: Sequence[int], words: Sequence[str], /) -> int:
        """The scores, in lanes, with a trait counted as often as it occurs: what most sentences need no more than."""
        known_words, known_pairs = self._words, self._pairs
        total = self._model.start
        tokens = []
        for one in zip(words, row, strict=True):
            known = known_words.get(one) or self._of_word(*one)
            tokens.append(known[0])
            total += known[2]
        weights = self._model.weights
        total += sum([weights[trait] for trait in traits.of_words(tokens) if trait in weights])
        for gap in range(1, traits.NEAR + 1):
            for pair in zip(row, row[gap:], strict=False):
                known_pair = known_pairs.get(pair) or self._of_pair(pair)
                if known_pair[1]:
                    total += known_pair[1]
        return total

    def _traits(self, row: Sequence[int], words: Sequence[str], /) -> set[str]:
        """The traits of a stretch that the model knows."""
        known = [self._of_word(*one) for one in zip(words, row, strict=True)]
        found = self._model.weights.keys() & traits.of_words([one[0] for one in known])
        found.update(*(one[1] for one in known))
        for gap in range(1, traits.NEAR + 1):
            found.update(*(self._of_pair(pair)[0] for pair in zip(row, row[gap:], strict=False)))
        return found

    def _of_word(self, word: str, sign: int, /) -> tuple[str, tuple[str, ...], int]:
        """The word as the model knows it, its traits, and what they weigh."""
        if (word, sign) in self._words:
            return self._words[word, sign]
        token = traits.token(word, self._classes_of[sign])
        its = self._known(traits.of_word(token, self._named[sign]))
        found = (token, its, self._weighed(its))
        if len(self._words) < _MOST_REMEMBERED:
            self._words[word, sign] = found
        return found

    def _of_pair(self, pair: tuple[int, int], /) -> tuple[tuple[str, ...], int]:
        if pair in self._pairs:
            return self._pairs[pair]
        its = self._known(traits.of_classes(self._named[pair[0]], self._named[pair[1]]))
        found = (its, self._weighed(its))
        if len(self._pairs) < _MOST_REMEMBERED:
            self._pairs[pair] = found
        return found

    def _weighed(self, its: Iterable[str], /) -> int:
        return sum(map(self._model.weights.__getitem__, its))

    def _known(self, found: Iterable[str], /) -> tuple[str, ...]:
        return tuple(one for one in found if one in self._model.weights)

    def _weightiest(self, row: Sequence[int], words: Sequence[str], place: int, /) -> tuple[int, int]:
        """The run of words whose share of a score is the greatest: each word's own, and half of each pair's."""
        weights = self._model.weights
        shares = [0] * len(row)
        for first, sign in enumerate(row):
            token, _, weight = self._of_word(words[first], sign)
            shares[first] += 2 * unpacked(weight)[place]
            for second in range(first + 1, min(first + 1 + traits.NEAR, len(row))):
                both = self._of_pair((sign, row[second]))[1]
                if second == first + 1:
                    both += weights.get(f"b {token} {self._of_word(words[second], row[second])[0]}", 0)
                shares[first] += unpacked(both)[place]
                shares[second] += unpacked(both)[place]
        return _heaviest_run(shares)


def _sentences(row: Sequence[int], /) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(len(row) + 1):
        if place == len(row) or row[place] == BREAK_SIGN:
            if place > start:
                yield start, place
            start = place + 1


def _heaviest_run(shares: Sequence[int], /) -> tuple[int, int]:
    """Where the numbers that stand together add up to most."""
    best, found, start, total = shares[0], (0, 1), 0, 0
    for place, share in enumerate(shares):
        if total <= 0:
            start, total = place, 0
        total += share
        if total > best:
            best, found = total, (start, place + 1)
    return found
