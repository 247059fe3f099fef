"""Seeing a listed word through its disguise."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from esafety.filtering.lexicon import Entry, Lexicon
from esafety.filtering.sounding import Neighbours, has_long_run, sound, squeezed, without_vowels

_DIGITS = str.maketrans("0134578962@$!|+(<{#^€£", "oieastbgbza" + "siitccchael")
_AS_L = str.maketrans("1!|", "lll")
_AS_G = str.maketrans("6", "g")
_MASKS = "*#%&^~_-.·•?"
_MASKED = re.compile(r"[*#%&^~_\-.·•?]+|[^\x00-\x7f]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_TAIL = re.compile(r"[0-9]+$|(?<=[a-z])[xzs]+$")
_SHORTEST = 3
_SHORTEST_FUZZY = 5
_SHORTEST_SOUND = 4
_LONGEST = 60
_LOUD = frozenset({"shit", "fuk", "kunt", "damn"})
_VOWELS = frozenset("aeiou")
_SHORT_STEMS = ("shit", "fuck", "cunt", "twat", "wank", "bitch")
_INNOCENT_BACKWARDS = frozenset({"tihs", "tih", "tis"})


class Disguises:
    """What a word that is no English may be, against one list of words."""

    def __init__(self, lexicon: Lexicon, /, *, known: Container[str]) -> None:
        self._lexicon = lexicon
        self._known = known
        self._stems = lexicon.stems_pattern()
        bold = {word: entry for word, entry in lexicon.exact.items() if not entry.is_shy}
        self._sounds = {
            sound(word): entry for word, entry in bold.items() if len(word) >= _SHORTEST_SOUND and word.isalpha()
        }
        self._bare = {
            without_vowels(word): entry
            for word, entry in bold.items()
            if word.isalpha() and len(without_vowels(word)) >= _SHORTEST and "_" not in entry.word
        }
        self._near = Neighbours((word for word in bold if word.isalpha()), shortest=_SHORTEST_FUZZY)
        self._masked_list = "\n".join(word for word in lexicon.exact if word.isalpha() and len(word) >= _SHORTEST)
        self._parts = re.compile("|".join(sorted(filter(str.isalpha, bold), key=len, reverse=True)))
        self._seen: dict[str, Entry | None] = {}

    def of_word(self, word: str, /) -> Entry | None:
        """The listed word behind a word of letters that is neither listed nor English; None when there is none."""
        if word in self._seen:
            return self._seen[word]
        found = None if len(word) > _LONGEST and not word.isascii() else self._unmask(word[:_LONGEST])
        if len(self._seen) < 50_000:  # noqa: PLR2004 - enough for a school's misspellings, little memory
            self._seen[word] = found
        return found

    def of_chunk(self, chunk: str, /) -> Entry | None:
        """The listed word behind letters mixed with digits, signs or pictures; None when there is none."""
        if len(chunk) > _LONGEST:
            return None
        key = "\x00" + chunk
        if key not in self._seen:
            found = next(filter(None, self._from_chunk(chunk)), None)
            if len(self._seen) >= 50_000:  # noqa: PLR2004 - as above
                return found
            self._seen[key] = found
        return self._seen[key]

    def _from_chunk(self, chunk: str, /) -> Iterator[Entry | None]:
        exact = self._lexicon.exact
        joined = _NOT_LETTERS.sub("", chunk)
        pieces = [piece for piece in _NOT_LETTERS.split(chunk) if piece]
        if len(pieces) > 1 and not (
            chunk.isascii() and all(len(piece) >= _SHORTEST and piece in self._known for piece in pieces)
        ):
            yield exact.get(joined) or (None if joined in self._known else self.of_word(joined))
        for plain in self.plain_letters(chunk):
            if len(plain) >= _SHORTEST and plain not in self._known:
                yield exact.get(plain) or exact.get(_TAIL.sub("", plain)) or self._leet(plain)
            elif plain in exact and plain != joined:
                yield exact[plain]
        yield self._masked(chunk)

    @staticmethod
    def plain_letters(chunk: str, /) -> Iterator[str]:
        """The letters that digits and signs may stand for, each reading of them."""
        core = re.sub(r"^[^a-z0-9@$!|+*(]+|[^a-z0-9@$!|+*]+$", "", chunk)
        for tail in (core, re.sub(r"[0-9!]+$", "", core)):
            for text in (tail, tail.translate(_AS_L), tail.translate(_AS_G)):
                letters = _NOT_LETTERS.sub("", text.translate(_DIGITS))
                if letters:
                    yield letters

    def _leet(self, plain: str, /) -> Entry | None:
        for form in squeezed(plain):
            if form in self._lexicon.exact and (len(form) > _SHORTEST or has_long_run(plain)):
                return self._lexicon.exact[form]
        found = self._sounds.get(sound(plain)) if len(plain) >= _SHORTEST_SOUND else None
        return found or self._stem(plain) or self._glued(plain)

    def _unmask(self, word: str, /) -> Entry | None:
        if len(word) < _SHORTEST:
            return None
        exact = self._lexicon.exact
        if has_long_run(word):
            if sound(word) in _LOUD:
                return self._sounds.get(sound(word))
            forms = list(squeezed(word))
            for form in forms:
                if form in exact and not exact[form].is_shy:
                    return exact[form]
            if any(form in self._known for form in forms):
                return None
            for form in forms:
                if form in exact:
                    return exact[form]
        return (
            self._respelt(word)
            or self._stem(word)
            or self._glued(word)
            or (None if word in _INNOCENT_BACKWARDS else self._bold(word[::-1]))
        )

    def _bold(self, word: str, /) -> Entry | None:
        entry = self._lexicon.exact.get(word)
        return entry if entry and not entry.is_shy and len(word) > _SHORTEST else None

    def _respelt(self, word: str, /) -> Entry | None:  # noqa: C901, PLR0911 - one way of respelling after the other
        for form in squeezed(word):
            if form != word and (entry := self._bold(form)):
                return entry
        if len(word) >= _SHORTEST and (word == without_vowels(word)):
            return self._bare.get(word)
        key = sound(word)
        if len(key) >= _SHORTEST and (entry := self._sounds.get(key)) and entry.word[0] in (word[0], *"pk"):
            return entry
        if len(word) >= _SHORTEST_FUZZY:
            for near in self._near.of(word):
                if _is_slip_of_the_hand(word, near):
                    return self._lexicon.exact[near]
            for place in range(1, len(word) - 1):
                shorter = word[:place] + word[place + 1 :]
                if word[place] in _VOWELS and shorter in _SHORT_STEMS:
                    return self._lexicon.exact[shorter]
        if "x" in word[1:-1]:
            return next(
                (self._bold(word.replace("x", vowel)) for vowel in "aeiou" if self._bold(word.replace("x", vowel))),
                None,
            )
        return None

    def _stem(self, word: str, /) -> Entry | None:
        found = self._stems.search(word) or self._stems.search(next(squeezed(word)))
        return self._lexicon.stems[found.group()] if found else None

    def _glued(self, word: str, /) -> Entry | None:
        for match in self._parts.finditer(word):
            before, after = word[: match.start()], word[match.end() :]
            if (len(before) != 1 or before in "ai") and self._is_glue(before) and self._is_glue(after):
                return self._lexicon.exact[match.group()]
        return None

    def _is_glue(self, text: str, /) -> bool:
        """Whether a text is made of words that children stick on; split greedily from either side, never deeply."""
        glue = self._lexicon.glue
        while text and text not in glue:
            cut = next((size for size in range(min(8, len(text) - 1), 0, -1) if text[:size] in glue), 0)
            if not cut:
                return False
            text = text[cut:]
        return True

    def _masked(self, chunk: str, /) -> Entry | None:
        core = chunk.strip(".,!?;:()\"'")
        if core[:1] in "*_~" and core[-1:] == core[:1] and core[1:-1].isalpha():
            return None
        pieces = _MASKED.split(core)
        letters = "".join(pieces)
        if len(pieces) < 2 or not letters.isalpha() or not letters.isascii() or len(core) < _SHORTEST:  # noqa: PLR2004 - nothing is masked
            return None
        masks = _MASKED.findall(core)
        if len(letters) == 1 and (core[0] != letters or len(masks[0]) < _SHORTEST or letters not in "fscbwtd"):
            return None
        if len(letters) <= len(core) - len(letters) and len(letters) > 1 and re.search("[aeiou]", letters):
            return None
        return self._looked_up(pieces, masks)

    def _looked_up(self, pieces: list[str], masks: list[str], /) -> Entry | None:
        pattern = re.escape(pieces[0])
        for mask, piece in zip(masks, pieces[1:], strict=True):
            if mask[0] in "-._" and len(mask) == 1 and len(pieces[0]) > 1 and pieces[0] in self._known:
                return None
            pattern += ("[a-z]" if len(mask) == 1 else f"[a-z]{{1,{len(mask) + 1}}}") + re.escape(piece)
        found = re.search(f"^{pattern}$", self._masked_list, re.MULTILINE)
        return self._lexicon.exact[found.group()] if found else None


def _is_slip_of_the_hand(word: str, listed: str, /) -> bool:
    """Whether a word is a rude one mistyped, and not another word mistyped: its consonants are the same, in any order.

    "Warked" is walked, "creps" creeps; "wanekr" and "bollcks" are what they seem.
    """
    if listed[0] != word[0] or listed[-1] not in word[-2:] or not set(listed) - _VOWELS <= set(word):
        return False
    if sorted(word) == sorted(listed):
        return True
    return len(listed) > _SHORTEST_FUZZY and (len(word) < len(listed) or set(word) - _VOWELS <= set(listed))
