"""Letters that look like others: Cyrillic, Greek, small capitals, upside-down and boxed letters, and plain digits.

Full-width, bold, circled and similar letters need no list: Unicode's own compatibility forms (NFKC) name the plain
letter. What neither has is read from the character's official name ("LATIN SMALL LETTER O WITH STROKE"). The
pairs below follow Unicode's confusables.txt (Unicode-3.0), kept to what is mistaken for a letter at a glance.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAIRS = (
    ("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u043a\u043c\u043d\u0442\u0432", "aeopcyxijshkmhtb"),
    ("\u0501\u051b\u051d\u0475\u04cf\u0433\u0438\u043f\u044c\u0437\u0447\u0448\u044f\u0491\u04af\u0471", "dqwvlrunbe4wrryi"),
    ("\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b7\u03c9\u03b3\u03c3\u03bc\u03c2\u03b8", "abeikvoptuxnwysuso"),
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03a3\u039b\u0394", "abezhikmnoptyxeva"),
    ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u04ba", "abekmhopctyxijsh"),
    ("\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
     "abcdefghijklmnoprstuvwyz"),
    ("\u0250\u0254\u01dd\u025f\u0183\u0265\u1d09\u027e\u029e\u026f\u0279\u0287\u028c\u028d\u028e", "acefghijkmrtvwy"),
    ("\u0251\u0253\u0255\u0256\u0257\u025b\u0261\u0266\u0268\u026b\u0271\u0272\u0273\u0275\u027d\u0282\u0288\u0289\u028b\u0290\u0131\u0237\u00df\u00e6",
     "abcddeghilmnnorstuvzijba"),
    ("\u0578\u057d\u0585\u0570\u0581\u0561\u0566\u056e\u0584\u0569", "nuohgwqdpp"),
    ("\u13aa\u13d2\u13da\u13bb\u13a5\u13ab\u13de\u13b7\u13d1\u13a2\u13d4\u13e9\u13df\u13d9\u13a1", "arshijlmrtwgcvr"),
    ("\u00a2\u00a3\u20ac\u00a5\u00a7\u20b5\u20bd\u00a1\u00b5\u2020\u01c0\u2223\u2113\u00d7", "cleyscpiutllxx"),
    ("\u2018\u2019\u02bc\u201b\u00b4\uff07", "''''''"),
    ("\u2010\u2011\u2012\u2013\u2014\u2212", "------"),
)  # fmt: skip
_TABLE = {odd: plain for odds, plains in _PAIRS for odd, plain in zip(odds, plains, strict=True)}
_NAMED = re.compile(
    r"(?:MODIFIER LETTER |NEGATIVE |SQUARED |CIRCLED |PARENTHESIZED |REGIONAL INDICATOR SYMBOL |TORTOISE SHELL BRACKETED )*"
    r"(?:LATIN )?(?:SMALL |CAPITAL )?(?:LETTER )?(?:SMALL CAPITAL |TURNED |REVERSED |CAPITAL |SMALL )?(?P<letter>[A-Z])"
    r"(?: WITH .*)?"
)
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cc"})


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """The lower-case plain letters that a character stands for; nothing for one that cannot be seen.

    Emoji and whatever has no plain letter stay as they are.
    """
    known = _TABLE.get(character)
    if known is not None:
        return known
    if character.isspace():
        return "\n" if character in "\n\r\u2028\u2029" else " "
    if unicodedata.category(character) in _DROPPED:
        return ""
    return _spelt_out(character)


def _spelt_out(character: str) -> str:
    seen = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character)).lower()
    letters = "".join(_TABLE.get(one, one) for one in seen if unicodedata.category(one) not in _DROPPED)
    if letters.isascii() and letters.strip():
        return letters.strip("()") or letters
    named = _NAMED.fullmatch(unicodedata.name(character, ""))
    if named:
        return named["letter"].lower()
    return letters if len(letters) == 1 else character
