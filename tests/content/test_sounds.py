"""A recorded sound that a step names is there, is what its name says, and is short."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esafety.content.catalogue import load_catalogue, stamp
from esafety.content.command import check_paths
from esafety.content.sounds import MOST_BYTES, is_sound_name, sounds_in
from tests.content.samples import GOOD, TODAY, silence, write_shipped

NAMED = GOOD.replace('scene="garden" show="wren tablet parrot"', 'scene="garden" show="wren" sound="hello.wav"')


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    folder = write_shipped(tmp_path / "lessons")
    (folder / "ks1" / "wren.md").write_text(NAMED, encoding="utf-8")
    (folder / "sounds").mkdir()
    return folder


def said(*paths: Path, today: date = TODAY) -> str:
    return "\n".join(check_paths(paths, strict_dates=False, today=today)[0])


def test_a_sound_that_is_there_is_known(lessons: Path) -> None:
    (lessons / "sounds" / "hello.wav").write_bytes(silence())
    assert "0 problems, 0 warnings" in said(lessons)
    assert "hello.wav" not in said(lessons / "ks1" / "wren.md")
    catalogue = load_catalogue(shipped=lessons, own=None, today=TODAY)
    assert catalogue.lessons["wrens-name-badge"].steps[0].sound == "hello.wav"
    assert catalogue.sounds == {"hello.wav": lessons / "sounds" / "hello.wav"}


def test_a_sound_that_is_not_there_switches_the_lesson_off(lessons: Path) -> None:
    assert 'wren.md:17: there is no sound "hello.wav": put the file into the folder sounds.' in said(lessons)
    assert load_catalogue(shipped=lessons, own=None, today=TODAY).lessons == {}


@pytest.mark.parametrize(
    ("name", "begins", "is_good"),
    [
        ("a.mp3", b"ID3\x04", True),
        ("a.mp3", b"\xff\xfb\x90\x00", True),
        ("a.ogg", b"OggS", True),
        ("a.m4a", b"\x00\x00\x00\x20ftypM4A ", True),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVE", True),
        ("a.mp3", b"RIFF\x00\x00\x00\x00WAVE", False),
        ("a.wav", b"<html>", False),
        ("a.ogg", b"", False),
    ],
)
def test_what_is_in_the_file_counts(lessons: Path, name: str, begins: bytes, is_good: bool) -> None:
    (lessons / "ks1" / "wren.md").write_text(NAMED.replace("hello.wav", name), encoding="utf-8")
    (lessons / "sounds" / name).write_bytes(begins)
    assert ("whatever its name says" in said(lessons)) is not is_good


def test_a_sound_that_is_too_long_is_named(lessons: Path) -> None:
    (lessons / "sounds" / "hello.wav").write_bytes(silence() + bytes(MOST_BYTES))
    assert "is too long (2,000,4" in said(lessons)


@pytest.mark.parametrize(
    "name", ["Hello.wav", "../hello.wav", "hello.exe", "hello", "a b.mp3", "é.mp3", "a" * 70 + ".mp3"]
)
def test_an_odd_name_is_no_name(lessons: Path, name: str) -> None:
    assert not is_sound_name(name)
    (lessons / "ks1" / "wren.md").write_text(NAMED.replace("hello.wav", name), encoding="utf-8")
    assert "is no name of a sound" in said(lessons)


def test_a_link_and_a_hidden_file_are_no_sounds(lessons: Path) -> None:
    (lessons / "sounds" / "hello.wav").symlink_to("/etc/passwd")
    (lessons / "sounds" / ".hidden.wav").write_bytes(silence())
    (lessons / "sounds" / "Odd Name.wav").write_bytes(silence())
    assert sounds_in(lessons) == {}
    assert sounds_in(lessons / "nowhere") == {}


def test_the_schools_own_sound_wins_and_a_new_one_is_noticed(lessons: Path, tmp_path: Path) -> None:
    (lessons / "sounds" / "hello.wav").write_bytes(silence())
    own = tmp_path / "own"
    (own / "sounds").mkdir(parents=True)
    before = stamp([lessons, own])
    (own / "sounds" / "hello.wav").write_bytes(silence())
    assert stamp([lessons, own]) != before
    assert load_catalogue(shipped=lessons, own=own, today=TODAY).sounds["hello.wav"].parent.parent == own


def test_a_locked_sound_is_named(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lessons / "sounds" / "hello.wav").write_bytes(silence())

    usual = Path.open

    def locked(path: Path, *how: Any, **more: Any) -> Any:
        if path.suffix == ".wav":
            raise PermissionError(13, "Permission denied")
        return usual(path, *how, **more)

    monkeypatch.setattr(Path, "open", locked)
    catalogue = load_catalogue(shipped=lessons, own=None, today=TODAY)
    assert 'the sound "hello.wav" cannot be read (Permission denied)' in str(catalogue.broken[0].problems[0])
