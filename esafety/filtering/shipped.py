"""What comes with the program, read once and shared by all schools."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from esafety.filtering.disguises import Disguises
from esafety.filtering.lexicon import Lexicon, shipped_lexicon
from esafety.filtering.meaning import Grammar
from esafety.filtering.opinion import Judge
from esafety.filtering.second_model import shipped_model
from esafety.filtering.vocabulary import SHORT_FORMS, shipped_vocabulary
from esafety.filtering.wordfiles import plain_list, words_of


@dataclass(frozen=True, slots=True)
class Shipped:
    """The words, rules and names that every school has. `ordinary` are words that are no names; `known` all of them."""

    ordinary: frozenset[str]
    known: frozenset[str]
    lexicon: Lexicon
    disguises: Disguises
    grammar: Grammar
    first_names: dict[str, str]


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """Read everything; about a fifth of a second, once in a process."""
    with _uncollected():
        return _read()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: nothing that is read here is any, and looking costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read() -> Shipped:
    ordinary = plain_list("english.txt")
    names = words_of("innocent/first_names.txt")
    vocabulary = shipped_vocabulary()
    innocent = words_of("innocent/known.txt")
    lexicon = shipped_lexicon()
    listed = ordinary | plain_list("proper.txt") | names | vocabulary.classes.keys() | vocabulary.spellings.keys()
    known = listed | innocent | SHORT_FORMS.keys()
    first_names = {name: "NAME" for name in names if name not in ordinary}
    first_names |= {
        f"{name}{ending}": "NAMES" for name in first_names for ending in ("s", "'s") if f"{name}s" not in known
    }
    return Shipped(
        ordinary=ordinary,
        known=known,
        lexicon=lexicon,
        disguises=Disguises(lexicon, known=known),
        grammar=Grammar(vocabulary, known=known),
        first_names=first_names,
    )


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """The model at work over the shipped grammar; read once in a process."""
    with _uncollected():
        return Judge(shipped_model(), classes_of=shipped().grammar.signs.classes())
