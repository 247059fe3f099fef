"""What the forms of the board send: words, or a beginning and a word picked by their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from esafety.board.beginnings import begun_with, sentence_of, starter_of
from esafety.content.model import KeyStage
from esafety.web.forms import field, text_field


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a child says: `start` and `word` are set where it was picked by pictures, and then `text` follows them."""

    text: str = ""
    pictures: tuple[str, ...] = ()
    start: str = ""
    word: str = ""

    @property
    def is_picked(self) -> bool:
        """Whether it was said with pictures."""
        return bool(self.pictures)


def said(key_stage: KeyStage, /) -> Said:
    """What the form says; a beginning or a word that was never offered says nothing."""
    if "start" not in request.form:
        return Said(text=text_field("words"))
    return picked(key_stage, start=field("start"), word=field("word"))


def picked(key_stage: KeyStage, *, start: str, word: str) -> Said:
    """What is said by a beginning and a word; nothing until both are there."""
    starter = starter_of(key_stage, starter_id=start)
    sentence = sentence_of(starter, word_id=word) if starter else None
    if sentence is None:
        return Said(start=start if starter else "")
    return Said(text=sentence.text, pictures=sentence.pictures, start=start, word=word)


def asks_to_begin() -> bool:
    """Whether a beginning was picked to write on with: nothing is sent then."""
    return bool(field("begin"))


def begun(key_stage: KeyStage, /) -> str:
    """The words of the form with the picked beginning after them."""
    starter, words = starter_of(key_stage, starter_id=field("begin")), text_field("words")
    return begun_with(starter, words=words) if starter else words
