"""Keys as words that can be spoken, written down and typed back, and that tell which word was mistyped.

A word is 16 bits: consonant, vowel, consonant, vowel, consonant (the scheme is Daniel S. Wilkerson's "proquints",
2009). A line has eight words of the key and two that check them, as a Reed-Solomon code over GF(2^16): of one wrong
word they tell the place, of more that there are more. The place of the line in its key is checked with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aiou"
WORD = re.compile(f"[{CONSONANTS}][{VOWELS}][{CONSONANTS}][{VOWELS}][{CONSONANTS}]")
WORDS_OF_KEY = 8
WORDS_OF_LINE = WORDS_OF_KEY + 2
BYTES_OF_LINE = 2 * WORDS_OF_KEY
FIELD = 0x1100B  # x^16 + x^12 + x^3 + x + 1, primitive: x runs through every value but nought
ORDER = 0xFFFF
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Slip(Exception):
    """Words that cannot have stood on the sheet; the sentence says which."""


def lines_of(key: bytes, *, name: str) -> list[str]:
    """`key` as lines of words.

    Args:
        key: a whole number of lines long, 16 bytes each.
        name: what the key is for; lines of one kind are not taken for another's.
    """
    if len(key) % BYTES_OF_LINE:
        raise ValueError("a key on the sheet is a whole number of lines long")
    starts = range(0, len(key), BYTES_OF_LINE)
    return [_line(key[start : start + BYTES_OF_LINE], name=name, row=row) for row, start in enumerate(starts)]


def read_line(typed: str, *, name: str, row: int) -> bytes:
    """The bytes of one typed line, the `row`th of its key counted from nought.

    Raises:
        Slip: naming the word that is not right.
    """
    words = re.split(r"[\s,.-]+", typed.strip().lower())
    line = PLACES[row] if row < len(PLACES) else f"{row + 1}th"
    for place, word in enumerate(words[:WORDS_OF_LINE]):
        if not WORD.fullmatch(word):
            raise Slip(
                f"The {PLACES[place]} word of the {line} line is not right: {word!r} is not a word of the sheet."
            )
    if len(words) != WORDS_OF_LINE:
        raise Slip(f"The {line} line must have {WORDS_OF_LINE} words, but {len(words)} were typed.")
    numbers = [_number(word) for word in words]
    wrong = _wrong_place(numbers, start=_start(name, row=row))
    if wrong is None:
        return b"".join(number.to_bytes(2, "big") for number in numbers[:WORDS_OF_KEY])
    if wrong < 0:
        raise Slip(f"More than one word of the {line} line is not right, or it is another line of the sheet.")
    raise Slip(f"The {PLACES[wrong]} word of the {line} line is not right.")


def short_name(key: bytes) -> str:
    """Two words by which people compare a key on paper with the one in use; they give nothing of it away."""
    digest = hashlib.sha256(b"esafety key name\x1f" + key).digest()
    return "-".join(_word(int.from_bytes(digest[at : at + 2], "big")) for at in (0, 2))


def _line(part: bytes, *, name: str, row: int) -> str:
    numbers = [int.from_bytes(part[at : at + 2], "big") for at in range(0, BYTES_OF_LINE, 2)]
    total, weighted = _sums(numbers, start=_start(name, row=row))
    # Two more words c and d, so that all sums come to nought: c + d = total and c x^8 + d x^9 = weighted.
    eighth, ninth = _power(WORDS_OF_KEY), _power(WORDS_OF_KEY + 1)
    last = _times(weighted ^ _times(total, by=eighth), by=_inverse(eighth ^ ninth))
    return " ".join(map(_word, [*numbers, total ^ last, last]))


def _wrong_place(numbers: Sequence[int], *, start: tuple[int, int]) -> int | None:
    """None where all is right, the place of the one wrong word, or -1 for more."""
    total, weighted = _sums(numbers, start=start)
    if total == weighted == 0:
        return None
    for place in range(len(numbers)):
        if total and _times(total, by=_power(place)) == weighted:
            return place
    return -1


def _sums(numbers: Sequence[int], *, start: tuple[int, int]) -> tuple[int, int]:
    total, weighted = start
    for place, number in enumerate(numbers):
        total ^= number
        weighted ^= _times(number, by=_power(place))
    return total, weighted


def _start(name: str, *, row: int) -> tuple[int, int]:
    digest = hashlib.sha256(f"{name}\x1f{row}".encode()).digest()
    return int.from_bytes(digest[:2], "big"), int.from_bytes(digest[2:4], "big")


def _times(number: int, *, by: int) -> int:
    product = 0
    while by:
        if by & 1:
            product ^= number
        number <<= 1
        if number > ORDER:
            number ^= FIELD
        by >>= 1
    return product


def _power(exponent: int) -> int:
    return 1 << exponent  # small exponents only: x^9 is far below x^16


def _inverse(number: int) -> int:
    result, exponent = 1, ORDER - 1
    while exponent:
        if exponent & 1:
            result = _times(result, by=number)
        number = _times(number, by=number)
        exponent >>= 1
    return result


def _word(number: int) -> str:
    return (
        CONSONANTS[number >> 12]
        + VOWELS[number >> 10 & 3]
        + CONSONANTS[number >> 6 & 15]
        + VOWELS[number >> 4 & 3]
        + CONSONANTS[number & 15]
    )


def _number(word: str) -> int:
    number = 0
    for place, letter in enumerate(word):
        alphabet, bits = (VOWELS, 2) if place % 2 else (CONSONANTS, 4)
        number = number << bits | alphabet.index(letter)
    return number
