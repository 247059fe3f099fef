"""Plain names made from words."""

from __future__ import annotations

import re
import unicodedata

from esafety.content.attributes import LONGEST_SLUG


def slug_of(words: str) -> str:
    """Return words as a plain name ("Mr Okafor" is "mr-okafor"); accents go; empty where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", words[:200]).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.casefold().replace("'", "")))[:LONGEST_SLUG].strip("-")
