"""How a story is told: who is in it, on which devices, and what is looked at after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from esafety.demo.use import USE

SCHOOL = "Bramblewood Primary School"
Person = dict[str, Any]


@dataclass(kw_only=True)
class Story:
    """Steps of a story. After each one every device in it is searched for barriers, pupils' pages more strictly.

    So a step that leads to another page waits for it before it ends: a page cannot be searched while it is being left.
    """

    switch_on: Callable[..., Page]
    find_barriers: Callable[..., None]
    pages: list[Page] = field(default_factory=list)
    seen: dict[Page, str] = field(default_factory=dict)

    def device(self, screen: str = "laptop", **more: Any) -> Page:
        """One more device on the table."""
        page = self.switch_on(screen, **more)
        self.pages.append(page)
        return page

    def given(self, sentence: str) -> AbstractContextManager[None]:
        return self._step(f"Given {sentence}")

    def when(self, sentence: str) -> AbstractContextManager[None]:
        return self._step(f"When {sentence}")

    def then(self, sentence: str) -> AbstractContextManager[None]:
        return self._step(f"Then {sentence}")

    def look(self) -> None:
        """Search every device whose page has changed since it was last searched."""
        for page in self.pages:
            if page.is_closed() or not page.url.startswith("http"):
                continue
            html = page.content()
            if self.seen.get(page) != html:
                self.find_barriers(page, for_pupils=page.locator("body.staff").count() == 0)
                self.seen[page] = html

    @contextmanager
    def _step(self, sentence: str) -> Iterator[None]:
        try:
            yield
            self.look()
        except BaseException as error:
            error.add_note(f"The story broke at: {sentence}")
            raise


@dataclass(kw_only=True)
class People:
    """The people of the demonstration; each child is given out once, so that stories do not meet."""

    everybody: list[Person]
    taken: set[tuple[str, str]] = field(default_factory=set)

    def child(self, class_name: str) -> Person:
        """A child of the class who has not begun a lesson, and is in no other story."""
        roll = [each for each in self.everybody if each["role"] == "pupil" and each["class"] == class_name]
        for child in roll[len(USE.get(class_name, ())) :]:
            name = class_name, child["nickname"]
            if name not in self.taken:
                self.taken.add(name)
                return child
        raise AssertionError(f"every child of {class_name} is in a story already")

    def staff(self, role: str, *, class_name: str = "") -> Person:
        """Somebody of the first school with this role, and this class where one is named."""
        return next(
            each
            for each in self.everybody
            if each["role"] == role and each["school"] == SCHOOL and (not class_name or class_name in each["classes"])
        )
