"""Digits however they are said, and what they make: telephone numbers of the UK's numbering plan, cards, codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from esafety.filtering.reading import BREAK, Reading

_ONES = {word: str(digit) for digit, word in enumerate("zero one two three four five six seven eight nine".split())}
_ONES |= {
    "oo": "00",
    "ooo": "000",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "won": "1",
    "fore": "4",
    "ate": "8",
    "niner": "9",
}
_TEENS = {
    word: str(number)
    for number, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), start=10
    )
}
_TENS = {
    word: str(digit) for digit, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_BETWEEN = frozenset("-()_/*#") | {",", BREAK, "dash", "then"}
_LEAST, _MOST = 4, 20
_WORDS_ONLY_WITH_OTHERS = frozenset({"o", "won", "fore", "ate", "to", "for"})
_ASCENDING = "01234567890123456789"
_AREA_SECOND_DIGITS = {"1": "123456789", "2": "03489", "7": "1234579"}
_LOCAL, _NATIONAL, _SHORT_NATIONAL = (6, 8), 11, 10
_LUHN_LENGTHS = (15, 16)


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits said one after the other: words[first:after] of the reading."""

    digits: str
    first: int
    after: int
    has_plus: bool
    has_comma: bool


def digit_runs(reading: Reading, /) -> Iterator[Digits]:
    """Each run of four digits or more, said in figures, words or both."""
    words = reading.words
    place = 0
    while place < len(words):
        run = _run_from(reading, place)
        if run is None:
            place += 1
            continue
        place = max(run.after, place + 1)
        if len(run.digits) >= _LEAST:
            yield run


def _run_from(reading: Reading, first: int, /) -> Digits | None:
    words, starts, ends = reading.words, reading.starts, reading.ends
    if not _value(words, first)[0] or words[first] in _WORDS_ONLY_WITH_OTHERS - {"o"}:
        return None
    digits, place, after = "", first, first
    has_comma = False
    while place < len(words) and len(digits) <= _MOST * 2:
        value, used = _value(words, place)
        if value:
            digits += value
            place = after = place + used
        elif words[place] in _BETWEEN and _is_tight(reading, place):
            has_comma = has_comma or (words[place] == "," and starts[place] == ends[place - 1])
            place += 1
        else:
            break
    if len(digits) < _LEAST:
        return None
    before = reading.plain[starts[first] - 1] if starts[first] else " "
    return Digits(digits, first, after, before == "+", has_comma)


def _value(words: list[str], place: int, /) -> tuple[str, int]:
    """The digits that the words at a place say, and how many words say them; nothing for other words."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else ""
    if word[0].isdigit() and word.isascii():
        return (word + "00", 2) if after == "hundred" and len(word) == 1 else (word, 1)
    if word in _ONES:
        return (_ONES[word] + "00", 2) if after == "hundred" and word not in {"oh", "o"} else (_ONES[word], 1)
    if word in _TIMES and (after in _ONES or (after.isdigit() and len(after) == 1)):
        return _ONES.get(after, after) * _TIMES[word], 2
    if word in _TEENS:
        return _TEENS[word], 1
    if word in _TENS:
        return (
            (_TENS[word] + _ONES[after], 2) if after in _ONES and after not in {"oh", "o"} else (_TENS[word] + "0", 1)
        )
    return "", 1


def _is_tight(reading: Reading, place: int, /) -> bool:
    """Whether a sign between digits joins them: more digits follow it, and it does not end a sentence."""
    if place == 0 or place + 1 >= len(reading.words):
        return False
    value, _used = _value(reading.words, place + 1)
    if not value and reading.words[place + 1] not in _BETWEEN:
        return False
    has_space_after = reading.starts[place + 1] > reading.ends[place]
    has_space_before = reading.starts[place] > reading.ends[place - 1]
    return reading.words[place] != BREAK or has_space_before or not has_space_after


def is_telephone(run: Digits, /) -> bool:
    """Whether digits are a number of a home or a mobile, by the UK's numbering plan.

    Helplines and other numbers of firms (03, 08, 09), 999 and numbers that count up are none.
    """
    if run.has_comma or run.digits in _ASCENDING:
        return False
    national = _national(run)
    if len(national) not in {_SHORT_NATIONAL, _NATIONAL} or not national.startswith("0"):
        return False
    area = national[1]
    if area not in _AREA_SECOND_DIGITS or national[2] not in _AREA_SECOND_DIGITS[area]:
        return False
    return len(national) == _NATIONAL or area == "1"


def _national(run: Digits, /) -> str:
    digits = run.digits
    for prefix in ("0044", "44") if run.has_plus or digits.startswith(("0044", "447", "441", "442")) else ():
        if digits.startswith(prefix):
            rest = digits[len(prefix) :]
            return rest if rest.startswith("0") else "0" + rest
    return digits


def is_foreign_telephone(run: Digits, /) -> bool:
    """Whether digits are written as a telephone number abroad: +33 6 12 34 56 78."""
    return run.has_plus and not run.digits.startswith("44") and _SHORT_NATIONAL - 1 <= len(run.digits) <= _NATIONAL + 4


def may_be_local(run: Digits, /) -> bool:
    """Whether digits could be a number without its area code: only a word such as "ring" makes it one."""
    return _LOCAL[0] <= len(run.digits) <= _NATIONAL + 1 and not run.has_comma and run.digits not in _ASCENDING


def is_card(run: Digits, /) -> bool:
    """Whether digits are a bank card's: 15 or 16, with the right check digit."""
    if len(run.digits) not in _LUHN_LENGTHS:
        return False
    total = 0
    for place, digit in enumerate(reversed(run.digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 - Luhn's way of adding two digits
    return total % 10 == 0
