"""Kind beginnings of sentences: picked and ended with pictures by who does not write yet, written on by others."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from esafety.content.facts import Facts
from esafety.content.model import KeyStage
from esafety.content.starters import GOES_ON, PictureWord, Starter, Starters

ENDS_A_SENTENCE = (".", "!", "?")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What was said with pictures alone: its words, and the pictures that stand for them."""

    text: str
    pictures: tuple[str, ...]


def starters_for(key_stage: KeyStage, /) -> tuple[Starter, ...]:
    """The beginnings for a key stage; none where the data file is gone."""
    return _all().for_key_stage(key_stage)


def starter_of(key_stage: KeyStage, *, starter_id: str) -> Starter | None:
    """The beginning with that id, if it is one for the key stage."""
    return next((each for each in starters_for(key_stage) if each.id == starter_id), None)


def endings_of(starter: Starter, /) -> tuple[PictureWord, ...]:
    """The pictured words that can end it; none where it is whole."""
    return _all().endings_of(starter)


def sentence_of(starter: Starter, *, word_id: str) -> Sentence | None:
    """What somebody says who picks `starter` and that word; None for a word that does not end it."""
    endings = endings_of(starter)
    if not endings:
        return Sentence(text=starter.text, pictures=_pictures(starter)) if not word_id else None
    word = next((each for each in endings if each.id == word_id), None)
    if word is None:
        return None
    text = starter.text.replace(GOES_ON, word.word).replace(" ?", "?")
    is_whole = text.endswith(ENDS_A_SENTENCE)
    return Sentence(text=text if is_whole else f"{text}.", pictures=(*_pictures(starter), word.picture))


def begun_with(starter: Starter, *, words: str) -> str:
    """`words` with the beginning of `starter` after them, ready to be written on."""
    beginning = starter.text.partition(GOES_ON)[0].rstrip() + " "
    return f"{words.rstrip()} {beginning}" if words.strip() else beginning


def _pictures(starter: Starter) -> tuple[str, ...]:
    return (starter.picture,) if starter.picture else ()


def _all() -> Starters:
    facts: Facts = current_app.extensions.get("esafety.facts") or Facts()
    return facts.board.starters
