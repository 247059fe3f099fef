"""A shelf with one lesson on it, for templates that look up pictures and scenes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from markupsafe import Markup

from esafety.content.catalogue import Catalogue
from esafety.preview.draft import Draft


class HasDraft(Protocol):
    """Whatever knows the draft as it is now."""

    def draft(self) -> Draft:
        """The draft as it is now."""


class OneLesson:
    """What `esafety.lessons.shelf.Shelf` is to a school."""

    def __init__(self, where: Callable[[], HasDraft]) -> None:
        self._where = where

    def catalogue(self) -> Catalogue:
        """The draft, and the facts."""
        return self._where().draft().catalogue

    def drawn(self, *_key: str, draw: Callable[[], Markup]) -> Markup:
        """What `draw` makes; never kept, for the next look may be at another text."""
        return draw()
