"""Codes that people type, and references that stand in addresses: no vowels, no look-alikes, from `secrets`."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # 20 letters: 6 of them make 64 million codes and no word
CODE_LENGTH = 6
REF_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
REF_LENGTH = 12
LONGEST_TYPED = 64
# What a code never holds, but a child may see in it: the letter that was meant.
LOOK_ALIKES = str.maketrans("0O1I2568", "QQLLZSGB")
# Unicode's spaces, dashes and other punctuation, and characters without a shape.
BETWEEN_LETTERS = ("Z", "P", "C")


def new_code() -> str:
    """A fresh class code of six letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_ref() -> str:
    """A fresh reference for an address: 57 bits that tell nothing of order or number."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(REF_LENGTH))


def tidy_code(typed: str, *, length: int = CODE_LENGTH) -> str | None:
    """The code of `length` letters meant by `typed`: case, spaces, dashes, full-width letters and look-alikes are one.

    Returns None for what cannot be a code, so that it is never looked up.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    letters = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(each for each in letters if not unicodedata.category(each).startswith(BETWEEN_LETTERS))
    letters = letters.translate(LOOK_ALIKES)
    return letters if len(letters) == length and all(letter in ALPHABET for letter in letters) else None
