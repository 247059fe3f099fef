"""`esafety lessons check` says everything at once, and its exit status tells a machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import esafety
from esafety.content.command import check_paths, shipped_lessons
from tests.content.samples import DATA_FILES, GOOD, TODAY, write_shipped


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "lessons")


def check(*paths: Path, strict_dates: bool = False, today: date = TODAY) -> tuple[list[str], int]:
    return check_paths(paths, strict_dates=strict_dates, today=today)


def test_a_good_folder_has_nothing_to_say(lessons: Path) -> None:
    assert check(lessons) == (["1 file checked: 0 problems, 0 warnings."], 0)


def test_problems_are_printed_with_file_and_line(lessons: Path) -> None:
    (lessons / "ks1" / "wren.md").write_text(GOOD.replace("KS1\n", "KS9\n"), encoding="utf-8")
    lines, status = check(lessons)
    assert lines[0].startswith(f'{lessons.as_posix()}/ks1/wren.md:4: key_stage: "KS9" is not known')
    assert lines[-1] == "1 file checked: 1 problem, 0 warnings."
    assert status == 1


def test_warnings_leave_the_status_good(lessons: Path) -> None:
    path = lessons / "ks1" / "wren.md"
    path.write_text(GOOD.replace("Ground", "<b>Ground"), encoding="utf-8")
    lines, status = check(lessons)
    assert f"{path.as_posix()}:65: warning: " in lines[0]
    assert status == 0


def test_stale_dates_fail_only_when_asked_to(lessons: Path) -> None:
    later = date(2028, 1, 1)
    lines, status = check(lessons, today=later)
    assert (len(lines), status) == (6, 0)
    assert any("data/helplines.yaml:1: warning: childline: checked_on" in line for line in lines)
    assert check(lessons, strict_dates=True, today=later)[1] == 1
    assert check(lessons, strict_dates=True)[1] == 0


def test_broken_data_files_are_named_where_they_lie(lessons: Path) -> None:
    (lessons / "data" / "scenes.yaml").write_text(DATA_FILES["scenes.yaml"] + "x: y\n", encoding="utf-8")
    lines, status = check(lessons)
    assert lines[0] == f"{lessons.as_posix()}/data/scenes.yaml:3: x: write its fields as {{file, alt}}."
    assert status == 1


def test_two_files_with_the_same_id_are_named(lessons: Path) -> None:
    (lessons / "ks1" / "zz.md").write_text(GOOD, encoding="utf-8")
    lines, status = check(lessons)
    assert 'zz.md:3: the id "wrens-name-badge" belongs to' in lines[0]
    assert status == 1


def test_a_file_named_twice_is_checked_once(lessons: Path) -> None:
    lines, status = check(lessons, lessons, lessons / "ks1" / "wren.md")
    assert (lines[-1].partition(" ")[0], status) == ("1", 0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.md", "nowhere.md:1: the file cannot be read (No such file or directory): check that it is there"),
        ("nowhere", "nowhere:1: this is no lesson: name a file that ends in .md, or a folder of them."),
        ("notes.txt", "notes.txt:1: this is no lesson"),
        ("x" * 5000 + ".md", "x.md:1: the file cannot be read (File name too long)"),
        ("empty", "empty:1: there is no lesson here: name a folder with files that end in .md."),
        ("linked.md", "linked.md:1: this is a link to a file somewhere else"),
        ("bytes.md", "bytes.md:1: column 1: the byte 0x80 is not UTF-8"),
    ],
)
def test_what_cannot_be_checked_is_said(tmp_path: Path, name: str, said: str) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    (folder / "empty").mkdir()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "bytes.md").write_bytes(b"\x80")
    (tmp_path / "outside.md").write_text(GOOD, encoding="utf-8")
    (folder / "linked.md").symlink_to(tmp_path / "outside.md")
    lines, status = check(folder / name)
    assert said in lines[0]
    assert status == 1


def test_an_unreadable_file_is_said(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "the file cannot be read (Permission denied)" in check(lessons / "ks1" / "wren.md")[0][0]


def test_a_school_folder_uses_the_programs_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package" / "esafety"
    write_shipped(package / "_bundle" / "lessons")
    monkeypatch.setattr(esafety, "__file__", str(package / "__init__.py"))
    own = tmp_path / "own"
    own.mkdir()
    (own / "wren.md").write_text(GOOD, encoding="utf-8")
    assert shipped_lessons() == package / "_bundle" / "lessons"
    assert check(own / "wren.md") == (["1 file checked: 0 problems, 0 warnings."], 0)
    lines, status = check(own)
    assert any("there is no picture" in line for line in lines), "the pictures' files are not there"
    assert status == 1


def test_an_assembly_is_told_of_and_fails_nothing(lessons: Path) -> None:
    (lessons / "ks1" / "deck.md").write_text("---\nkind: assembly\n---\n", encoding="utf-8")
    lines, status = check(lessons)
    assert lines[0].endswith("deck.md:2: warning: this is an assembly: this version cannot read assemblies yet.")
    assert status == 0


def test_a_translation_alone_is_fine_but_in_a_folder_its_english_is_missed(lessons: Path) -> None:
    lone = lessons / "ks1" / "lone.cy.md"
    lone.write_text(GOOD.replace("wrens-name-badge", "lone"), encoding="utf-8")
    assert "there is no English lesson" in check(lessons)[0][0]
    monolingual = lessons / "ks1" / "wren.cy.md"
    monolingual.write_text(GOOD, encoding="utf-8")
    lone.unlink()
    assert check(lessons) == (["2 files checked: 0 problems, 0 warnings."], 0)


def test_the_lessons_that_come_with_the_program_are_good() -> None:
    lines, status = check()
    assert status == 0, "\n".join(lines)
