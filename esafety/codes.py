"""Codes that people type, and references that stand in addresses: no vowels, no look-alikes, from `secrets`."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"  # 20 letters: 6 of them make 64 million codes and no word
CODE_LENGTH = 6
REF_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
REF_LENGTH = 12
LONGEST_TYPED = 64


def new_code() -> str:
    """A fresh class code of six letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_ref() -> str:
    """A fresh reference for an address: 57 bits that tell nothing of order or number."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(REF_LENGTH))


def tidy_code(typed: str) -> str | None:
    """The code a child meant by `typed`: case, spaces, dashes and full-width letters do not matter.

    Returns None for what cannot be a code, so that it is never looked up.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    letters = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(letter for letter in letters if not letter.isspace() and letter not in "-._")
    return letters if len(letters) == CODE_LENGTH and all(letter in ALPHABET for letter in letters) else None
