"""What one screen of the wall holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from esafety.content.model import Speech
from esafety.content.phone import Phone, PhoneLine, Setting

PartKind = Literal["cover", "story", "phone", "look", "prompt", "vote", "set", "answer", "talk", "end"]
How = Literal["once", "each", "first"]


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to raise a hand for. `is_right` is None where nothing is right or wrong, as in the story.

    `who` says a message, `at` is where a thing stands in a picture, `where` the box, the partner or the number that is
    told with an answer.
    """

    id: str
    label: str
    show: str = ""
    is_right: bool | None = None
    reason: str = ""
    who: str = ""
    at: tuple[int, int] | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One screen. `said` is what is told and spoken, in order; who tells has no name.

    `on` are the words of the one way on. `how` says what hands are raised for: one option, which may be where `thing`
    belongs, each that is right, or what comes first. `first` is the number of the first option, from 1: many stand on
    several screens, and `asked` are the ids of all. A vote `is_alone` where its question stood on the screen before,
    and `is_in_columns` where its options are short.
    """

    kind: PartKind
    title: str = ""
    said: tuple[Speech, ...] = ()
    phone: Phone | None = None
    lines: tuple[PhoneLine, ...] = ()
    settings: tuple[Setting, ...] = ()
    scene: str = ""
    prompt: str = ""
    thing: str = ""
    thing_show: str = ""
    options: tuple[Option, ...] = ()
    how: How = "once"
    first: int = 1
    asked: tuple[str, ...] = ()
    is_alone: bool = False
    is_in_columns: bool = False
    on: str = ""

    @property
    def many(self) -> bool:
        """Whether a child may raise a hand more than once."""
        return self.how == "each"
