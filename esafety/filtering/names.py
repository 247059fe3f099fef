"""Full names from the roll, and the school's name, however they are written."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from esafety.filtering.disguises import Disguises
from esafety.filtering.lookalikes import plain
from esafety.filtering.reading import BREAK, Reading
from esafety.filtering.rolls import Roll, SchoolNames
from esafety.filtering.sounding import is_one_slip

_NOT_LETTERS = re.compile(r"[^a-z]+")
_LONG = 6
_LONG_GIVEN = 4
_BEFORE_PERSON = frozenset(
    "by is im am with and to friend called name named partner like hi hello bye dear from for miss happy birthday let tell told ask asked love know saw said thanks called see me sit sits".split()
)
_AFTER_PERSON = frozenset(
    "is was did lives has had said won sits and goes came can will cant are does got likes made scored went told says loves wants helped lost plays gave in from who birthday called always drew wrote read".split()
)
_NO_PERSON = frozenset("a the some this that our my your two three his her their an of in any".split())
_TITLES = frozenset(
    "mr mrs miss ms dr sir lady lord king queen prince princess saint st doctor captain professor uncle auntie aunt".split()
)
_GENERIC = frozenset(
    "primary school academy infant infants junior juniors church of england c e ce cofe catholic rc roman nursery prep preparatory community voluntary"
    " aided controlled the first middle and high grammar ysgol gynradd college federation trust".split()
)
_SCHOOLISH = frozenset("primary school academy infant infants junior juniors schools skool scool ce rc college".split())
_GOES = frozenset("go goes at attend attends from school im going in went to pupil class our my uniform".split())


def letters_of(name: str, /) -> str:
    """A name in plain small letters, without spaces, hyphens and apostrophes."""
    return _NOT_LETTERS.sub("", "".join(plain(letter) for letter in name).lower())


class RollNames:
    """Finds full names of one roll. A name whose parts are words too ("Rose Green") needs a sign that it is a person."""

    def __init__(self, roll: Roll, /, *, ordinary: Container[str]) -> None:
        self._ordinary = ordinary
        self._givens: dict[str, set[str]] = {}
        self._glued: dict[str, tuple[str, str]] = {}
        self.first_names: dict[str, str] = {}
        for given, family in roll.pupils:
            one, other = letters_of(given), letters_of(family)
            if not one or not other:
                continue
            self._givens.setdefault(other, set()).add(one)
            self._glued[one + other] = self._glued[other + one] = (one, other)
            for name in {one, *map(letters_of, re.split(r"[ -]", given))} - {""}:
                self.first_names[name] = "NAME"
                self.first_names[name + "s"] = self.first_names[name + "'s"] = "NAMES"
        self._families = frozenset(self._givens)
        self._long_families = tuple(name for name in self._families if len(name) >= _LONG)
        self._staff = frozenset(letters_of(name.split()[-1]) for name in roll.staff if name.split())
        self.known = frozenset(self.first_names) | self._families | self._staff

    def full_names(self, reading: Reading, /) -> Iterator[tuple[int, int]]:
        """Where a full name stands, in the original."""
        if not self._families:
            return
        parts = list(self._parts(reading))
        for place, (letters, first, after) in enumerate(parts):
            if letters in self._glued and len(letters) > _LONG and letters not in self._ordinary:
                yield reading.span_of_words(first, after)
            for family, last in self._family_at(parts, place):
                begin = self._given_near(parts, place, last, family)
                if begin is None:
                    continue
                start, end = min(begin[1], first), max(begin[2], parts[last][2])
                if self._is_person(reading, start, end, parts[begin[0]][0], family):
                    yield reading.span_of_words(start, end)

    @staticmethod
    def _parts(reading: Reading, /) -> Iterator[tuple[str, int, int]]:
        """Each word as (letters, first word, after), a chunk with digits as one word, hyphens and apostrophes away."""
        odd = {first: (start, end, after) for start, end, first, after in reading.odd}
        place = 0
        while place < len(reading.words):
            if place in odd:
                start, end, after = odd[place]
                chunk = reading.plain[start:end]
                if after > place and re.search(r"[0-9@$!|]", chunk):
                    letters = next(Disguises.plain_letters(chunk), "")
                    if letters:
                        yield letters, place, after
                        place = after
                        continue
            word = reading.words[place]
            letters = word.removesuffix("'s") if "'" in word else word
            letters = letters.replace("'", "")
            if letters.isalpha():
                yield letters, place, place + 1
            elif word == BREAK:
                yield BREAK, place, place + 1
            place += 1

    def _family_at(self, parts: list[tuple[str, int, int]], place: int, /) -> Iterator[tuple[str, int]]:
        """Family names that begin at a part, each with its last part: "frost dyer" is one in two."""
        word = parts[place][0]
        if word in self._families:
            yield word, place
        elif word.endswith("s") and word[:-1] in self._families:
            yield word[:-1], place
        elif len(word) >= _LONG - 1 and word not in self._ordinary:
            for family in self._long_families:
                if family[0] == word[0] and is_one_slip(word, family):
                    yield family, place
        if place + 1 < len(parts) and word + parts[place + 1][0] in self._families:
            yield word + parts[place + 1][0], place + 1

    def _given_near(
        self, parts: list[tuple[str, int, int]], place: int, last: int, family: str, /
    ) -> tuple[int, int, int] | None:
        """The given name that belongs to a family name, before or after it: (part, first word, after)."""
        givens = self._givens[family]
        for near in (place - 1, last + 1, place - 2, last + 2):
            if not 0 <= near < len(parts):
                continue
            word, first, after = parts[near]
            if abs(near - place) > 1 and (
                parts[place - 1][0] == BREAK if near < place else parts[last + 1][0] == BREAK
            ):
                continue
            if near in {place - 2, last + 2} and family in self._ordinary:
                if near == last + 2 or word + parts[place - 1][0] not in givens:
                    continue
                return near, first, after
            if word in givens or (word not in self._ordinary and any(self._is_same(word, given) for given in givens)):
                return near, first, after
            if near + 1 < len(parts) and word + parts[near + 1][0] in givens:
                return near, first, parts[near + 1][2]
            if near > 0 and parts[near - 1][0] + word in givens:
                return near - 1, parts[near - 1][1], after
            if (
                near == place - 1
                and len(word) == 1
                and family not in self._ordinary
                and any(given[0] == word for given in givens)
            ):
                return near, first, after
        return None

    @staticmethod
    def _is_same(word: str, given: str, /) -> bool:
        return (
            len(given) > _LONG_GIVEN and len(word) >= _LONG_GIVEN and word[0] == given[0] and is_one_slip(word, given)
        )

    def _is_person(self, reading: Reading, start: int, end: int, given: str, family: str, /) -> bool:
        if given not in self._ordinary or family not in self._ordinary:
            return True
        words = reading.words
        before = words[start - 1] if start else ""
        after = words[end] if end < len(words) else ""
        if before in _NO_PERSON or (start and before.isdigit()):
            return False
        bigs = [reading.original[reading.span_of_words(place, place + 1)[0]].isupper() for place in (start, end - 1)]
        if all(bigs):
            return True
        return before in _BEFORE_PERSON or after in _AFTER_PERSON or (not before and not after)

    def relatives(self, reading: Reading, /, *, given: Container[str]) -> Iterator[tuple[int, int]]:
        """Where somebody else of a child's family stands with full name: "Rachel Hartnell"."""
        for place in range(1, len(reading.words)):
            family = reading.words[place].replace("'", "")
            if family not in self._families or family in self._ordinary or family in self._staff:
                continue
            before = reading.words[place - 1]
            begin = reading.span_of_words(place - 1, place)[0]
            if (
                before.isalpha()
                and before not in _TITLES
                and reading.original[begin].isupper()
                and (before in given or before not in self._ordinary)
            ):
                yield reading.span_of_words(place - 1, place + 1)


class SchoolName:
    """Finds the school's name: in full, an alias, or its own word beside "school" or "I go to"."""

    def __init__(self, school: SchoolNames, /, *, ordinary: Container[str]) -> None:
        self._ordinary = ordinary
        self._cores: set[tuple[str, ...]] = set()
        for name in (school.name, *school.aliases):
            words = [letters for letters in map(letters_of, name.split()) if letters]
            core = tuple(word for word in words if word not in _GENERIC)
            if core:
                self._cores.add(core)

    def found(self, reading: Reading, /) -> Iterator[tuple[int, int]]:
        """Where the school's name stands, in the original."""
        words = [word.replace("'", "") for word in reading.words]
        for core in self._cores:
            size = len(core)
            for place in range(len(words) - size + 1):
                if all(self._is_same(word, own) for word, own in zip(words[place : place + size], core, strict=True)):
                    after = words[place + size : place + size + 6]
                    before = words[max(0, place - 4) : place]
                    is_word = all(word in self._ordinary for word in core) and size == 1
                    is_named = bool(after[:1]) and after[0] in _SCHOOLISH | {"church", "c", "ce", "cofe", "first", "rc"}
                    if is_named or not _SCHOOLISH.isdisjoint(before) or (not is_word and not _GOES.isdisjoint(before)):
                        yield reading.span_of_words(place, place + size)
        if self._cores:
            glued = {
                "".join(core) + kind
                for core in self._cores
                for kind in ("primary", "school", "primaryschool", "academy")
            }
            for place, word in enumerate(words):
                if word in glued:
                    yield reading.span_of_words(place, place + 1)

    def _is_same(self, word: str, own: str, /) -> bool:
        return word == own or (
            len(own) >= _LONG and word not in self._ordinary and word[:1] == own[:1] and is_one_slip(word, own)
        )
