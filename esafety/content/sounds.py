"""Recorded sounds that a step may name: which files there are, and whether each is what it seems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from esafety.content.model import Lesson, Problem
from esafety.content.report import Report, did_you_mean, shown

SOUNDS_FOLDER = "sounds"
MOST_BYTES = 2_000_000
"""About two minutes of speech as mp3; more is no narration of one step."""

MEDIA_TYPES = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".m4a": "audio/mp4"}

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:mp3|ogg|wav|m4a)")
_LONGEST_NAME = 60
# How the files of each kind begin; an mp3 may begin with its tags or with its first frame.
_BEGINS = {
    ".mp3": re.compile(rb"ID3|\xff[\xe2-\xff]"),
    ".ogg": re.compile(rb"OggS"),
    ".wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    ".m4a": re.compile(rb".{4}ftyp", re.DOTALL),
}
_HEAD_BYTES = 12

Sounds = Mapping[str, Path]


def sound_files(folder: Path) -> Iterator[Path]:
    """Yield the files in the folder of sounds below a folder of lessons, by name; nothing where there is none."""
    sounds = folder / SOUNDS_FOLDER
    try:
        # A link could lead to any file of the computer, and what is here is given to browsers.
        named = (path for path in sounds.iterdir() if not path.name.startswith("."))
        found = sorted(path for path in named if path.is_file() and not path.is_symlink())
    except OSError:  # also of a folder that may be listed but not entered
        return
    yield from found


def sounds_in(folder: Path) -> dict[str, Path]:
    """Return the sounds below a folder of lessons by their names; what has no proper name is left out."""
    return {path.name: path for path in sound_files(folder) if is_sound_name(path.name)}


def is_sound_name(name: str) -> bool:
    """Whether a text is the plain name of a sound file: small letters, digits, hyphens and one of four endings."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def check_sounds(lesson: Lesson, *, sounds: Sounds) -> tuple[Problem, ...]:
    """Return what is wrong with the sounds that a lesson names. Looks into the files."""
    report = Report(lesson.path)
    for step in lesson.steps:
        if step.sound is not None and (wrong := _what_is_wrong_with(step.sound, sounds=sounds)):
            report.problem(step.line, message=wrong)
    return report.in_order()


def _what_is_wrong_with(name: str, *, sounds: Sounds) -> str | None:
    if not is_sound_name(name):
        endings = ", ".join(MEDIA_TYPES)
        return f'"{shown(name)}" is no name of a sound: write small letters, digits and hyphens, and one of {endings}.'
    path = sounds.get(name)
    if path is None:
        ending = did_you_mean(name, known=sounds, otherwise=f"put the file into the folder {SOUNDS_FOLDER}.")
        return f'there is no sound "{name}": {ending}'
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        return f'the sound "{name}" cannot be read ({error.strerror}): check that it may be opened.'
    if size > MOST_BYTES:
        return f'the sound "{name}" is too long ({size:,} bytes): keep it under {MOST_BYTES:,}.'
    if not _BEGINS[path.suffix].match(head):
        return f'the sound "{name}" is no {path.suffix[1:]} file, whatever its name says: save it anew as one.'
    return None
