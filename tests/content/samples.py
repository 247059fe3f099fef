"""A good lesson, the facts that it needs, and ways of spoiling them."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from datetime import date
from pathlib import Path

from esafety.content.ages import AgeLimit
from esafety.content.apps import App
from esafety.content.catalogue import read_lesson
from esafety.content.facts import CastMember, Facts, Helpline, Misconception, Picture, Statement
from esafety.content.model import Lesson, Problem
from esafety.content.parse import parse_lesson

TODAY = date(2026, 11, 21)

GOOD = """\
---
title: Wren's name badge
id: wrens-name-badge            # never changes; records point to it
key_stage: KS1
years: [1]
topic: privacy
strand: privacy-and-security
objective: I can say what is private.
statements: [nc-ks1-private]
minutes: 15
cast: [wren, pip]
checked_on: 2026-11-21
---

# Story

## The parrot app {#parrot scene="garden" show="wren tablet parrot"}
Wren finds a parrot app.

> Parrot: Hi! Where is your nest?

What can Wren do?

- [Tell the parrot](#told) {show="parrot"}
- [Ask Pip first](#asked)

## Oh dear {#told outcome="oops" scene="wood" show="wren parrot"}
The parrot tells every bird.

- [Choose again](#parrot)

## Good thinking {#asked outcome="safe" scene="garden" show="wren pip"}
> Pip: Let's ask a grown-up.

# Talk
- Who would you ask?

# Quiz

## What is private? {#keep-private kind="choose-all" ask="before-after"}

- [x] Where she lives {show="nest"}

    > Yes. It tells who can find her.

- [x] Her name {show="nest"}

    > Yes. Keep it safe.

- [ ] Her best berries {show="berries" misconception="all-private"}

    > Lots of birds like them. That is fine.

## Who can help? {#help kind="choose-one"}

- [x] A grown-up {show="pip"}

    > Yes. They can help.

- [ ] The parrot {show="parrot"}

    > We do not know it.

# Teacher
Ground rules first. Ring {{helpline:childline}}.

# Take home
Today we met **Wren**.
"""

_NAMES = ("wren", "pip", "tablet", "parrot", "nest", "berries")

FACTS = Facts(
    cast={
        "wren": CastMember("wren", "Wren", "wren", "KS1", "a brown bird"),
        "pip": CastMember("pip", "Pip", "pip", "KS1", "a hedgehog"),
        "mr-okafor": CastMember("mr-okafor", "Mr Okafor", "parrot", "KS2", "a teacher"),
    },
    pictures={name: Picture(name, f"art/{name}.svg", name) for name in _NAMES},
    scenes={name: Picture(name, f"art/scenes/{name}.svg", name) for name in ("garden", "wood")},
    statements={"nc-ks1-private": Statement("nc-ks1-private", "Keep things private.", "NC", "england", TODAY)},
    helplines={"childline": Helpline("childline", "Childline", "0800 1111", "always", "NSPCC", TODAY, "children")},
    misconceptions={"all-private": Misconception("all-private", "All is private", "Is it?")},
    ages={"hoot": AgeLimit(id="hoot", name="Hoot", min_age="13", source="Hoot", checked_on=TODAY)},
    apps={name.casefold(): App(name.casefold(), name, "sea", "parrot", "invented") for name in ("Hoot", "Chattle")},
)


def spoilt(old: str, new: str) -> str:
    """The good lesson with one part of it changed."""
    assert old in GOOD, f"the sample has no {old!r}"
    return GOOD.replace(old, new, 1)


def everything_about(text: str | bytes, *, facts: Facts = FACTS, today: date = TODAY) -> tuple[Problem, ...]:
    """What the school hears about a file."""
    raw = text.encode() if isinstance(text, str) else text
    return read_lesson(raw, path="wren.md", facts=facts, today=today)[1]


def good_lesson() -> Lesson:
    lesson = parse_lesson(GOOD, path="wren.md").lesson
    assert lesson is not None
    return replace(lesson)


DATA_FILES = {
    "pictures.yaml": "".join(f'{name}: {{file: art/{name}.svg, alt: "{name}"}}\n' for name in _NAMES),
    "scenes.yaml": 'garden: {file: art/garden.svg, alt: "a garden"}\nwood: {file: art/wood.svg, alt: "a wood"}\n',
    "avatars.yaml": (
        "avatars:\n  - {id: red-fox, nickname: Red Fox, file: art/fox.svg}\n"
        "sign_in_pictures:\n  - {id: apple, alt: apple, file: art/apple.svg}\n"
    ),
    "cast.yaml": (
        "wren: {name: Wren, picture: wren, key_stage: KS1, about: a bird, source: us, checked_on: 2026-11-21}\n"
        "pip: {name: Pip, picture: pip, key_stage: KS1, about: a hedgehog, source: us, checked_on: 2026-11-21}\n"
    ),
    "statements.yaml": "nc-ks1-private: {text: Keep it., source: NC, nation: england, checked_on: 2026-11-21}\n",
    "helplines.yaml": (
        'childline: {name: Childline, number: "0800 1111", hours: always, source: NSPCC, '
        "checked_on: 2026-11-21, for: children}\n"
    ),
    "misconceptions.yaml": 'all-private: {name: All is private, talk: "Is it?"}\n',
}


HOOT = (
    'hoot: {name: Hoot, min_age: "13", kind: terms, nation: UK, why: Big., picture: wren, for: KS1 KS2, source: Hoot, '
    "checked_on: 2026-11-21, checked_by: us}\n"
)


def write_shipped(folder: Path) -> Path:
    """A folder of lessons as the program ships it, with one good lesson."""
    (folder / "data").mkdir(parents=True)
    (folder / "ks1").mkdir()
    for name, text in DATA_FILES.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    (folder / "ks1" / "wren.md").write_text(GOOD, encoding="utf-8")
    return folder


def silence() -> bytes:
    """A twentieth of a second of nothing, as a real WAV file."""
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * 400)
    return held.getvalue()
