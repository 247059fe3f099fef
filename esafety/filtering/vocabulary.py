"""The words whose meaning the grammars know, in classes, and children's spellings of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from esafety.filtering.sounding import Neighbours, has_long_run, sound, squeezed
from esafety.filtering.wordfiles import FOLDER, forms_of, lines_of, sections_of

SHORT_FORMS: dict[str, tuple[str, ...]] = {
    short: tuple(long.split())
    for shorts, long in (
        ("im i'm iam ime", "i am"), ("ill i'll", "i will"), ("ive i've", "i have"), ("id i'd", "i would"), ("ima imma", "i will"),
        ("youre you're yer youare", "you are"), ("youll you'll", "you will"), ("youve you've", "you have"),
        ("hes he's", "he is"), ("shes she's", "she is"), ("he'll", "he will"), ("she'll", "she will"), ("he'd", "he would"),
        ("she'd", "she would"), ("theyre they're", "they are"), ("they'll theyll", "they will"), ("they've theyve", "they have"),
        ("we're were", "we are"), ("we'll", "we will"), ("we've weve", "we have"), ("we'd", "we would"), ("thats that's", "that is"),
        ("it's", "it is"), ("it'll", "it will"), ("everyones", "everyone is"), ("wanna", "want to"), ("gimme gimmie", "give me"),
        ("lemme", "let me"), ("gotta", "have to"), ("dunno", "dont know"), ("wheres where's", "where is"), ("whos who's", "who is"),
    )
    for short in shorts.split()
}  # fmt: skip
_NOT_I_WILL = frozenset(
    "is was be am are feel feels felt feeling very so really too mentally got get been seriously fell be".split()
)
_BEFORE_WE_ARE = frozenset({".", "and", "because", "coz", "cos", "but", "so", "no", "sorry", "ok"})


def is_short_form(word: str, before: str, /) -> bool:
    """Whether a word without its apostrophe is two words: "ill" after "feel" is not, "were" within a sentence is not."""
    if word == "ill":
        return before not in _NOT_I_WILL
    return word != "were" or before in _BEFORE_WE_ARE


_SHORTEST_FUZZY = 5
_SHORTEST_SOUND = 5
_MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class Vocabulary:
    """`classes` of each word; `phrases` are words that count as one, by their first; `spellings` lead to a word."""

    classes: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)


def shipped_vocabulary() -> Vocabulary:
    """Read the class files and the spellings."""
    vocabulary = Vocabulary()
    for path in sorted((FOLDER / "classes").glob("*.txt")):
        for heading, lines in sections_of(f"classes/{path.name}").items():
            for line in lines:
                for word in line.split():
                    _add(vocabulary, word, heading)
    for line in lines_of("spellings.txt"):
        right, _, wrongs = line.partition(":")
        for wrong in wrongs.split():
            vocabulary.spellings[wrong] = right.strip()
    return vocabulary


def _add(vocabulary: Vocabulary, word: str, heading: str, /) -> None:
    for form in forms_of(word):
        vocabulary.classes.setdefault(form, set()).add(heading)
        parts = tuple(form.split("_"))
        if len(parts) > 1:
            known = vocabulary.phrases.setdefault(parts[0], [])
            if parts not in known:
                known.append(parts)
                known.sort(key=len, reverse=True)


class Resolver:
    """Finds the listed word that a child meant."""

    def __init__(
        self, *, listed: Iterable[str], spellings: Mapping[str, str], known: frozenset[str] | set[str]
    ) -> None:
        self._listed = frozenset(word for word in listed if "_" not in word)
        self._spellings = spellings
        self._known = known
        long = sorted(word for word in self._listed if len(word) >= _SHORTEST_FUZZY and word.isalpha())
        self._near = Neighbours(long, shortest=_SHORTEST_FUZZY)
        self._sounds: dict[str, str] = {}
        for word in long:
            if len(word) >= _SHORTEST_SOUND:
                self._sounds.setdefault(sound(word), word)
        self._seen: dict[str, str | None] = {}

    def meant(self, word: str, /) -> str | None:
        """The listed word behind a spelling; None for a word that the grammars do not know."""
        if word in self._listed and word not in self._spellings:
            return word
        if word not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                return self._guess(word)
            self._seen[word] = self._guess(word)
        return self._seen[word]

    def _guess(self, word: str, /) -> str | None:  # noqa: PLR0911 - from the surest way of reading to the boldest
        if word in self._spellings:
            return self._spellings[word]
        plain = word.replace("'", "")
        if plain in self._listed:
            return plain
        if plain in self._spellings:
            return self._spellings[plain]
        if plain in self._known:
            return None
        if has_long_run(plain):
            for form in squeezed(plain):
                if form in self._listed or form in self._spellings:
                    return self._spellings.get(form, form)
        if len(plain) < _SHORTEST_FUZZY - 1:
            return None
        heard = self._sounds.get(sound(plain))
        if heard and heard[0] == plain[0]:
            return heard
        near = [one for one in self._near.of(plain) if one[0] == plain[0] or one[:2] == plain[1::-1]]
        return min(near, key=lambda one: (abs(len(one) - len(plain)), one), default=None)
