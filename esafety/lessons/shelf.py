"""The lessons that may be used, read again when a file changes; never a reason for a page to fail."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from flask import Flask, current_app
from markupsafe import Markup

from esafety import clock
from esafety.content import catalogue as content_catalogue
from esafety.content.catalogue import Catalogue
from esafety.content.model import Lesson
from esafety.lessons.wall_deck import Deck, deck_of

LOOK_AGAIN_AFTER_SECONDS = 2.0


class Shelf:
    """Keeps the catalogue of one installation."""

    def __init__(self, *, shipped: Path, own: Path) -> None:
        self._shipped, self._own = shipped, own
        self._lock = Lock()
        self._stamp = ""
        self._looked_at = 0.0
        self._catalogue = Catalogue()
        self._drawn: dict[tuple[str, ...], Markup] = {}
        self._decks: dict[str, tuple[Lesson, Deck]] = {}

    def catalogue(self) -> Catalogue:
        """The catalogue as the files are now (at most two seconds ago)."""
        with self._lock:
            if not self._stamp or time.monotonic() - self._looked_at > LOOK_AGAIN_AFTER_SECONDS:
                self._looked_at = time.monotonic()
                self._read_where_changed()
            return self._catalogue

    def _read_where_changed(self) -> None:
        # A new day may make a fact too old to be asked for in a quiz.
        today = clock.now().date()
        stamp = f"{content_catalogue.stamp([self._shipped, self._own])} {today}"
        if stamp != self._stamp:
            self._catalogue = content_catalogue.load_catalogue(shipped=self._shipped, own=self._own, today=today)
            self._stamp = stamp
            self._drawn = {}

    def drawn(self, *key: str, draw: Callable[[], Markup]) -> Markup:
        """What `draw` makes of the lessons, made once for each `key` and anew when a file changes.

        For what every reader sees alike, and only that: `key` names everything that it depends on.
        """
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = draw()
        return found

    def deck(self, lesson: Lesson) -> Deck:
        """A lesson of the catalogue as it comes to the wall, worked out once until its file changes."""
        known = self._decks.get(lesson.id)
        if known is None or known[0] is not lesson:
            known = self._decks[lesson.id] = (lesson, deck_of(lesson))
        return known[1]


def deck_now(lesson: Lesson) -> Deck:
    """A lesson of the running installation as it comes to the wall; see `Shelf.deck`."""
    shelf: Shelf = current_app.extensions["esafety.shelf"]
    return shelf.deck(lesson)


def lessons_now() -> Catalogue:
    """The catalogue of the running installation."""
    shelf: Shelf = current_app.extensions["esafety.shelf"]
    return shelf.catalogue()


def drawn(*key: str, draw: Callable[[], Markup]) -> Markup:
    """What `draw` makes of the running installation's lessons; see `Shelf.drawn`."""
    shelf: Shelf = current_app.extensions["esafety.shelf"]
    return shelf.drawn(*key, draw=draw)


def init_shelf(app: Flask, *, shipped: Path, own: Path) -> None:
    """Give `app` its lessons, and the facts that other pages draw on."""
    shelf = Shelf(shipped=shipped, own=own)
    app.extensions["esafety.shelf"] = shelf
    app.extensions["esafety.facts"] = shelf.catalogue().facts
