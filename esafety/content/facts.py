"""The facts that lessons draw on, from the data folder: cast, pictures, statements, helplines and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from esafety.content.model import KeyStage, Problem


@dataclass(frozen=True, slots=True)
class Picture:
    """A named picture or scene; `file` is relative to static/, `alt` is what a screen reader says."""

    name: str
    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class CastMember:
    """A character; `picture` is a picture name."""

    id: str
    name: str
    picture: str
    key_stage: KeyStage
    about: str


@dataclass(frozen=True, slots=True)
class Avatar:
    """A pupil's tile picture and the nickname that goes with it."""

    id: str
    nickname: str
    file: str


@dataclass(frozen=True, slots=True)
class SignInPicture:
    """One of the pictures that make a pupil's secret."""

    id: str
    alt: str
    file: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A curriculum statement, in our own words."""

    id: str
    text: str
    source: str
    nation: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody to ring; `meant_for` is "children" or "adults"."""

    id: str
    name: str
    number: str
    hours: str
    source: str
    checked_on: date
    meant_for: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea with a name, and the question to put to the class about it."""

    id: str
    name: str
    talk: str


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """The youngest age that a service allows; `age` is as it is to be read, in years."""

    id: str
    name: str
    age: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything in the data folder, by id, with what was wrong there. Broken rows are left out."""

    cast: Mapping[str, CastMember] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    scenes: Mapping[str, Picture] = field(default_factory=dict)
    avatars: Mapping[str, Avatar] = field(default_factory=dict)
    sign_in_pictures: tuple[SignInPicture, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    helplines: Mapping[str, Helpline] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    ages: Mapping[str, AgeLimit] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def load_facts(data_folder: Path) -> Facts:
    """Read the data files; never raises: what is missing or wrong is in `Facts.problems`."""
    raise NotImplementedError(data_folder)
