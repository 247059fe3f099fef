"""A practice phone: an invented app's screen, what stands on it, and the settings that a child puts right on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

PhoneScreen = Literal["thread", "request", "popup", "prize", "comments", "settings", "permissions"]
Does = Literal["reply", "ignore", "block", "report", "show", "accept", "close", "allow", "deny", "save", "again"]
OffOrOn = Literal["off", "on"]

PHONE_SCREENS: tuple[PhoneScreen, ...] = get_args(PhoneScreen)
DOES: tuple[Does, ...] = get_args(Does)
PUT_RIGHT: frozenset[PhoneScreen] = frozenset({"settings", "permissions"})
"""The screens on which a child puts something right; the others have only buttons."""

BY_SETTINGS: frozenset[Does] = frozenset({"save", "again"})
"""What is not chosen but follows from what was set: right leads to "save", not yet right to "again"."""


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One line on a phone. `who` is empty where the app itself speaks; `is_own` is the story's child's own side."""

    who: str
    text: str
    is_own: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """What a setting may stand at."""

    id: str
    label: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing to put right. `now` is the id of the option at which it stands first, or None where at none."""

    id: str
    label: str
    options: tuple[Option, ...]
    now: str | None
    line: int = field(default=0, compare=False)

    @property
    def is_switch(self) -> bool:
        """Whether it is a plain switch, on or off."""
        return {option.id for option in self.options} == {"off", "on"}


@dataclass(frozen=True, slots=True)
class Phone:
    """A practice phone.

    `app` is the app's name as the author wrote it (`Catalogue.app` finds it), `sender` who writes, asks or posted,
    `face` the picture of the sender and `show` the picture on the screen (names in pictures.yaml), `note` a small line
    below the sender. `settings` are there on `settings` and `permissions` screens, `lines` on all others, and above the
    settings what the app says.
    """

    app: str
    screen: PhoneScreen
    sender: str = ""
    face: str | None = None
    show: str | None = None
    note: str = ""
    lines: tuple[PhoneLine, ...] = ()
    settings: tuple[Setting, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def is_put_right(self) -> bool:
        """Whether a child puts something right on it."""
        return self.screen in PUT_RIGHT

    @property
    def texts(self) -> tuple[str, ...]:
        """All words of the author on it that a child reads, in their order; not the names of app and senders."""
        said = tuple(line.text for line in self.lines)
        set_ = tuple(text for one in self.settings for text in (one.label, *(option.label for option in one.options)))
        return (*((self.note,) if self.note else ()), *said, *set_)


def read_settings(phone: Phone, *, sent: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    """Return the option sent for each setting, or None for what no form of ours sends.

    `sent` has the values for each setting's id. A setting for which nothing came is left out, but for a switch: an
    unticked box is not sent, so it is off. Ids are compared as they stand, never read as numbers.
    """
    chosen: dict[str, str] = {}
    for setting in phone.settings:
        values = sent.get(setting.id, ())
        if not values and setting.is_switch:
            values = ("off",)
        if len(values) > 1 or any(value not in {option.id for option in setting.options} for value in values):
            return None
        if values:
            chosen[setting.id] = values[0]
    return chosen


def is_all_set(phone: Phone, *, chosen: Mapping[str, str]) -> bool:
    """Whether something was chosen for each setting."""
    return all(setting.id in chosen for setting in phone.settings)


def is_all_right(phone: Phone, *, chosen: Mapping[str, str]) -> bool:
    """Whether each setting stands at a right option."""
    return all(
        any(option.is_right and option.id == chosen.get(setting.id) for option in setting.options)
        for setting in phone.settings
    )
