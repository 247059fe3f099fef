"""A school's lessons are found and loaded; a broken one is off and named, and the others are there."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from esafety.content.catalogue import Catalogue, load_catalogue, stamp
from tests.content.samples import FACTS, GOOD, TODAY, write_shipped


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "lessons")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def load(shipped: Path, *, own: Path | None = None, today: date = TODAY) -> Catalogue:
    return load_catalogue(shipped=shipped, own=own, today=today)


def test_shipped_lessons_are_there(shipped: Path) -> None:
    catalogue = load(shipped)
    lesson = catalogue.lesson("wrens-name-badge")
    assert lesson is not None
    assert lesson.path == "lessons/ks1/wren.md"
    assert catalogue.lesson("nothing") is None
    assert (catalogue.broken, catalogue.warnings) == ((), ())


def test_lessons_are_listed_by_year_and_title(shipped: Path) -> None:
    write(shipped / "ks1" / "a.md", GOOD.replace("wrens-name-badge", "ask").replace("Wren's name badge", "Ask first"))
    assert [lesson.title for lesson in load(shipped).for_year(1)] == ["Ask first", "Wren's name badge"]
    assert load(shipped).for_year(6) == []


def test_pictures_and_scenes_are_known_by_name() -> None:
    catalogue = Catalogue(facts=FACTS)
    assert catalogue.picture("nest") == FACTS.pictures["nest"]
    assert catalogue.picture("Parrot") == FACTS.pictures["parrot"]
    assert catalogue.picture("Mr Okafor") == FACTS.pictures["parrot"]
    assert catalogue.picture("Nobody") is None
    assert catalogue.scene("wood") == FACTS.scenes["wood"]
    assert catalogue.scene("moon") is None


def test_a_broken_lesson_is_off_and_takes_no_other_down(shipped: Path, own: Path) -> None:
    write(shipped / "ks1" / "bad.md", GOOD.replace("wrens-name-badge", "bad").replace("[x]", "[ ]"))
    write(own / "worse.md", "nothing")
    catalogue = load(shipped, own=own)
    assert [one.path for one in catalogue.broken] == ["lessons/ks1/bad.md", "own/worse.md"]
    assert all(one.problems for one in catalogue.broken)
    assert list(catalogue.lessons) == ["wrens-name-badge"]


def test_a_schools_own_lesson_wins_by_id(shipped: Path, own: Path) -> None:
    write(own / "mine.md", GOOD.replace("Wren's name badge", "Our badge"))
    lesson = load(shipped, own=own).lesson("wrens-name-badge")
    assert lesson is not None
    assert lesson.title == "Our badge"


def test_a_broken_own_lesson_leaves_the_shipped_one(shipped: Path, own: Path) -> None:
    write(own / "mine.md", GOOD.replace("[x]", "[ ]"))
    lesson = load(shipped, own=own).lesson("wrens-name-badge")
    assert lesson is not None
    assert lesson.path == "lessons/ks1/wren.md"


def test_of_two_with_the_same_id_the_first_counts(shipped: Path) -> None:
    write(shipped / "ks1" / "zz.md", GOOD)
    catalogue = load(shipped)
    assert catalogue.lessons["wrens-name-badge"].path == "lessons/ks1/wren.md"
    assert [str(one.problems[0]) for one in catalogue.broken] == [
        'lessons/ks1/zz.md:3: the id "wrens-name-badge" belongs to lessons/ks1/wren.md: give this lesson another.'
    ]


def test_translations_stand_beside_the_english(shipped: Path, own: Path) -> None:
    write(shipped / "ks1" / "wren.cy.md", GOOD)
    assert load(shipped).translations["wrens-name-badge"].language == "cy"
    write(own / "mine.md", GOOD)
    assert load(shipped, own=own).translations == {}
    write(own / "mine.cy.md", GOOD)
    assert load(shipped, own=own).translations["wrens-name-badge"].path == "own/mine.cy.md"


def test_a_translation_without_its_english_is_named(shipped: Path) -> None:
    write(shipped / "ks1" / "lone.cy.md", GOOD.replace("wrens-name-badge", "lone"))
    assert 'there is no English lesson with the id "lone"' in load(shipped).warnings[0].message


def test_assemblies_readmes_data_and_hidden_files_are_let_be(shipped: Path) -> None:
    write(shipped / "ks1" / "deck.md", "---\nkind: assembly\n---\n")
    write(shipped / "README.md", "read me")
    write(shipped / ".draft.md", "draft")
    write(shipped / "data" / "notes.md", "notes")
    write(shipped / "ks1" / "notes.txt", "notes")
    (shipped / ".git").mkdir()
    write(shipped / ".git" / "x.md", "x")
    catalogue = load(shipped)
    assert (catalogue.broken, catalogue.warnings, len(catalogue.lessons)) == ((), (), 1)


def test_an_old_lesson_is_still_on(shipped: Path) -> None:
    catalogue = load(shipped, today=date(2028, 1, 1))
    assert "wrens-name-badge" in catalogue.lessons
    assert "more than a year old" in catalogue.warnings[0].message


def test_a_link_that_leads_out_of_the_folder_is_refused(shipped: Path, own: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.md", GOOD)
    (own / "linked.md").symlink_to(outside)
    (own / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (own / "round.md").symlink_to(own / "round.md")
    (own / "folder").symlink_to(tmp_path)
    catalogue = load(shipped, own=own)
    said = {one.path: one.problems[0].message for one in catalogue.broken}
    assert set(said) == {"own/linked.md", "own/gone.md", "own/round.md"}
    assert said["own/linked.md"].startswith("this is a link to a file somewhere else")
    assert said["own/gone.md"].startswith("the file cannot be read")
    assert said["own/round.md"].startswith("the file cannot be read")


def test_a_link_within_the_folder_is_followed(shipped: Path, own: Path) -> None:
    (own / "a").mkdir()
    write(own / "a" / "real.txt", GOOD)
    (own / "linked.md").symlink_to(own / "a" / "real.txt")
    assert load(shipped, own=own).lessons["wrens-name-badge"].path == "own/linked.md"


def test_what_is_no_plain_file_is_not_opened(shipped: Path, own: Path) -> None:
    os.mkfifo(own / "pipe.md")
    (own / "long.md").write_bytes(b"x" * 200_001)
    said = {one.path: one.problems[0].message for one in load(shipped, own=own).broken}
    assert said["own/pipe.md"] == "this is no plain file: put a lesson file here."
    assert said["own/long.md"].startswith("the file is too long (200,001 bytes)")


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    catalogue = load(tmp_path / "nowhere", own=tmp_path / "nowhere-else")
    assert catalogue.lessons == {}
    assert catalogue.warnings


def test_the_stamp_changes_with_every_change(shipped: Path, own: Path) -> None:
    stamps = [stamp([shipped, own])]
    assert stamp([shipped, own]) == stamps[0]
    lesson = write(own / "mine.md", GOOD)
    stamps.append(stamp([shipped, own]))
    os.utime(lesson, (1, 1))
    stamps.append(stamp([shipped, own]))
    write(shipped / "data" / "ages.yaml", "")
    stamps.append(stamp([shipped, own]))
    (own / "gone.md").symlink_to(own / "nowhere")
    stamps.append(stamp([shipped, own]))
    lesson.unlink()
    stamps.append(stamp([shipped, own]))
    assert len(set(stamps)) == len(stamps)


def test_a_name_that_is_no_text_is_shown_all_the_same(shipped: Path, own: Path) -> None:
    write(own / os.fsdecode(b"caf\xe9.md"), "nothing")
    catalogue = load(shipped, own=own)
    assert catalogue.broken[0].path.encode() == "own/caf\ufffd.md".encode()
    assert stamp([own])
