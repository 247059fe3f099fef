"""The filter of one school, made ready: every detector is asked, and each finding says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from esafety.filtering.accounts import birth_dates, emails, handles, number_plates, passwords
from esafety.filtering.disguises import Disguises
from esafety.filtering.lexicon import Entry, Lexicon, with_own_words
from esafety.filtering.links import links
from esafety.filtering.meaning import Match, Meant
from esafety.filtering.names import RollNames, SchoolName, letters_of
from esafety.filtering.numbers import digit_runs, is_card, is_foreign_telephone, is_telephone, may_be_local
from esafety.filtering.opinion import Judge
from esafety.filtering.places import addresses, postcodes
from esafety.filtering.reading import Reading
from esafety.filtering.rolls import Roll, SchoolNames
from esafety.filtering.rules import Rules
from esafety.filtering.shipped import Shipped
from esafety.filtering.verdict import Category, Finding, Level
from esafety.filtering.wording import FOUR_C, child_words, staff_words

_RING = frozenset("ring call text phone mobile number fone whatsapp dial tel message".split())
_SHORTEST_JOINED = 4
_MOST_JOINED = 6
_SHORT_PIECE = 3


class Desk:
    """The filter made ready for one roll, one school and its own rules."""

    def __init__(self, shipped: Shipped, *, judge: Judge, roll: Roll, school: SchoolNames, rules: Rules) -> None:
        self._grammar = shipped.grammar
        self._judge = judge
        self._names = RollNames(roll, ordinary=shipped.ordinary)
        self._school = SchoolName(school, ordinary=shipped.ordinary)
        own_known = self._names.known | frozenset(map(letters_of, rules.allowed))
        self._known = _Known(shipped.known, own_known)
        self._allowed = frozenset(word.lower() for word in rules.allowed)
        if rules.held or rules.allowed:
            self._lexicon = _with_rules(shipped.lexicon, rules)
            self._disguises = Disguises(self._lexicon, known=self._known)
        else:
            self._lexicon = shipped.lexicon
            self._disguises = shipped.disguises
        self._first_names = {**shipped.first_names, **self._names.first_names}

    def findings(self, reading: Reading, /, *, tick: Callable[[], None]) -> Iterator[Finding]:
        """Everything found; `tick` is called between detectors and may raise when time is up."""
        said: dict[Category, bool] = {}
        for detector in (self._rude, self._private):
            for one in detector(reading):
                said.setdefault(one.category, False)
                yield one
            tick()
        meant = self._grammar.meant(reading, names=self._first_names)
        for match in self._grammar.matches(meant):
            said[match.category] = match.is_urgent or said.get(match.category, False)
            yield _in_words(reading, match)
        tick()
        yield from self._opinions(reading, meant, said)
        tick()

    def _opinions(self, reading: Reading, meant: Meant, said: Mapping[Category, bool], /) -> Iterator[Finding]:
        """What the model adds to what the rules `said`: a category, or that it is urgent."""
        for one in self._judge.opinions(meant.row, [word for word, _ in meant.words], said=said):
            first, after = meant.words[one.first][1], meant.words[one.after - 1][1] + 1
            yield _in_words(reading, Match(one.category, "model", one.is_urgent, first, after))

    def _rude(self, reading: Reading, /) -> Iterator[Finding]:
        exact, known = self._lexicon.exact, self._known
        words = reading.words
        unknown: list[int] = []
        for place, word in enumerate(words):
            entry = exact.get(word)
            if entry is not None and not entry.is_shy:
                yield _rude_finding(reading, place, place + 1, entry, "rude-word")
            elif word not in known and entry is None:
                plain = word.replace("'", "")
                if plain.isalpha() and plain not in known and plain not in self._names.known:
                    unknown.append(place)
                    found = self._disguises.of_word(plain) or self._with_mark(reading, place)
                    if found is not None:
                        yield _rude_finding(reading, place, place + 1, found, "disguised-word")
        for start, end, first, after in reading.odd:
            found = (
                None
                if reading.plain[start:end] in self._allowed
                else self._disguises.of_chunk(reading.plain[start:end])
            )
            if found is not None and after > first:
                span = reading.span(start, end)
                yield _of_entry(found, rule="disguised-word", start=span[0], end=span[1])
        yield from self._listed_phrases(reading)
        if unknown or reading.odd:
            yield from self._apart(reading, unknown)

    def _with_mark(self, reading: Reading, place: int, /) -> Entry | None:
        """The listed word whose last "i" is the exclamation mark after a word."""
        end = reading.ends[place]
        return self._lexicon.exact.get(reading.words[place] + "i") if reading.plain[end : end + 1] == "!" else None

    def _listed_phrases(self, reading: Reading, /) -> Iterator[Finding]:
        phrases, words = self._lexicon.phrases, reading.words
        for place, word in enumerate(words):
            for rest, listed in phrases.get(word, ()):
                after = place + 1 + len(rest)
                if not listed.is_shy and tuple(words[place + 1 : after]) == rest:
                    yield _rude_finding(reading, place, after, listed, "rude-phrase")

    def _apart(self, reading: Reading, unknown: list[int], /) -> Iterator[Finding]:
        """Listed words in two or more pieces, of which one at least is no word: "f uck", "fu ck ing"."""
        words, exact = reading.words, self._lexicon.exact
        for place in unknown:
            for first in range(max(0, place - 2), place + 1):
                joined = ""
                for after in range(first, min(len(words), first + _MOST_JOINED)):
                    word = words[after]
                    if not word.isalpha() or (len(word) > _SHORT_PIECE and word in self._known):
                        break
                    joined += word
                    entry = exact.get(joined) if after > first and after >= place else None
                    if (
                        entry
                        and len(joined) >= _SHORTEST_JOINED
                        and not entry.is_shy
                        and joined not in self._known.words
                    ):
                        yield _rude_finding(reading, first, after + 1, entry, "disguised-word")

    def _private(self, reading: Reading, /) -> Iterator[Finding]:
        mails = list(emails(reading))
        spans: list[tuple[str, tuple[int, int]]] = [("email", reading.span(start, end)) for start, end in mails]
        taken = [span for _, span in spans]
        if any(letter.isdigit() for letter in reading.plain) or len(reading.words) > _SHORT_PIECE:
            spans += [(rule, span) for rule, span in _numbers(reading)]
        spans += [("postcode", span) for span in postcodes(reading)]
        spans += [("street-address", span) for span in addresses(reading)]
        if not mails:
            spans += [("handle", span) for span in handles(reading, known=self._known)]
        spans += [("password", span) for span in passwords(reading)]
        spans += [("number-plate", span) for span in number_plates(reading)]
        spans += [("birth-date", span) for span in birth_dates(reading)]
        spans += [("full-name", span) for span in self._names.full_names(reading)]
        spans += [("relative", span) for span in self._names.relatives(reading, given=self._first_names)]
        spans += [("school-name", span) for span in self._school.found(reading)]
        for rule, (start, end) in spans:
            yield made(Category.PERSONAL, rule=rule, start=start, end=end)
        for start, end in links(reading, known=self._known, taken=taken):
            yield made(Category.LINKS, rule="link", start=start, end=end)


class _Known:
    """English words and names, and those that one school adds."""

    def __init__(self, words: frozenset[str], own: frozenset[str], /) -> None:
        self.words = words
        self._own = own

    def __contains__(self, word: object) -> bool:
        return word in self.words or word in self._own


def _numbers(reading: Reading, /) -> Iterator[tuple[str, tuple[int, int]]]:
    for run in digit_runs(reading):
        near = reading.words[max(0, run.first - 4) : run.first] + reading.words[run.after : run.after + 3]
        span = reading.span_of_words(run.first, run.after)
        if is_telephone(run) or is_foreign_telephone(run):
            yield "telephone", span
        elif is_card(run) or ("card" in near and len(run.digits) in range(12, 20)):
            yield "card-number", span
        elif may_be_local(run) and not _RING.isdisjoint(near) and {"my", "me", "our", "mums", "dads"} & set(near):
            yield "telephone", span


def _in_words(reading: Reading, match: Match, /) -> Finding:
    start, end = reading.span_of_words(match.first, match.after)
    level = Level.URGENT if match.is_urgent else Level.HOLD
    return made(match.category, rule=match.rule, start=start, end=end, level=level)


def _rude_finding(reading: Reading, first: int, after: int, entry: Entry, rule: str, /) -> Finding:
    start, end = reading.span_of_words(first, after)
    return _of_entry(entry, rule=rule, start=start, end=end)


def _of_entry(entry: Entry, *, rule: str, start: int, end: int) -> Finding:
    finding = made(
        entry.category,
        rule=entry.rule or rule,
        start=start,
        end=end,
        level=entry.level,
        found=entry.word.replace("_", " "),
    )
    if entry.four_c is None:
        return finding
    return Finding(**{**{name: getattr(finding, name) for name in finding.__slots__}, "four_c": entry.four_c})


def made(category: Category, *, rule: str, start: int, end: int, level: Level = Level.HOLD, found: str = "") -> Finding:
    """A finding with its words."""
    is_urgent = level is Level.URGENT
    return Finding(
        category=category,
        level=level,
        start=start,
        end=end,
        rule=f"{category}.{rule}",
        child_words=child_words(category, is_urgent=is_urgent),
        staff_words=staff_words(category, rule=rule, found=found),
        four_c=FOUR_C[category],
    )


def _with_rules(shipped: Lexicon, rules: Rules, /) -> Lexicon:
    own = [
        Entry(
            word="_".join(word.text.lower().split()),
            category=word.category,
            level=word.level,
            four_c=word.four_c,
            rule="own-word",
        )
        for word in rules.held
        if word.text.strip()
    ]
    lexicon = with_own_words(shipped, own)
    for word in rules.allowed:
        lexicon.exact.pop(word.lower(), None)
    return lexicon
