"""What one screen of the wall holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from esafety.content.model import Speech

PartKind = Literal["cover", "story", "prompt", "vote", "answer", "talk", "end"]


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to raise a hand for. `is_right` is None where nothing is right or wrong, as in the story."""

    id: str
    label: str
    show: str = ""
    is_right: bool | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One screen. `said` is what is told and spoken, in order; who tells has no name.

    `on` are the words of the one way on; with `many` a child may raise a hand more than once. A vote `is_alone` where
    its question stood on the screen before, and `is_in_columns` where its options are short.
    """

    kind: PartKind
    title: str = ""
    said: tuple[Speech, ...] = ()
    prompt: str = ""
    options: tuple[Option, ...] = ()
    many: bool = False
    is_alone: bool = False
    is_in_columns: bool = False
    on: str = ""
