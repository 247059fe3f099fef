"""`esafety lessons new`: a teacher begins with a whole lesson that is well, and nothing of theirs is written over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from esafety.cli import main
from esafety.content.command import check_paths
from esafety.content.model import KeyStage
from esafety.content.parse import parse_lesson
from esafety.content.skeleton import CannotBegin, begin_lesson, skeleton
from tests.unit.conftest import as_an_ordinary_user

TODAY = date(2026, 11, 26)
Said = pytest.CaptureFixture[str]
KEY_STAGES: list[KeyStage] = ["KS1", "KS2"]


@pytest.mark.parametrize("key_stage", KEY_STAGES)
@pytest.mark.parametrize(
    "title",
    [
        "Otto asks twice",
        'Otto says: "Twice!"',
        "Back\\slash \\n twice",
        "Gŵyl y Dewin",
        "Kit's #1 idea {show}",
        "Moss, [Wren] & <Pip>: * # - yes",
        "x" * 80,
    ],
)
def test_what_it_writes_passes_the_check_as_it_stands(tmp_path: Path, key_stage: KeyStage, title: str) -> None:
    file = begin_lesson(tmp_path, title=title, key_stage=key_stage, today=TODAY)
    lines, status = check_paths([file], strict_dates=True, today=TODAY)
    told = [line for line in lines if "is shown as it stands" not in line]
    assert (told[-1].partition(",")[0], status) == ("1 file checked: 0 problems", 0), lines
    assert len(told) == 1
    lesson = parse_lesson(file.read_bytes(), path=file.name).lesson
    assert lesson
    assert (lesson.title, lesson.id, lesson.key_stage, lesson.checked_on) == (title, file.stem, key_stage, TODAY)


@pytest.mark.parametrize("key_stage", KEY_STAGES)
def test_it_shows_what_a_good_lesson_has(key_stage: KeyStage) -> None:
    lesson = parse_lesson(skeleton("New", key_stage=key_stage, today=TODAY), path="new.md").lesson
    assert lesson
    assert {step.outcome for step in lesson.steps} == {None, "oops", "safe"}
    assert sum(question.ask == "before-after" for question in lesson.quiz) == 3
    assert ("sort" if key_stage == "KS1" else "order") in {question.kind for question in lesson.quiz}
    assert any(step.phone for step in lesson.steps) == (key_stage == "KS2")
    for words in ("Ground rules", "Timings", "by hands", "might tell you", "Safeguarding Lead", "Without devices"):
        assert words in lesson.teacher
    assert "Ask tonight" in lesson.take_home


def test_a_lesson_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "otto-asks.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotBegin, match="is there already"):
        begin_lesson(tmp_path, title="Otto asks!", key_stage="KS1", today=TODAY)
    assert (tmp_path / "otto-asks.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("?!", "needs a title with letters"),
        ("   ", "needs a title with letters"),
        ("Otto\x00asks", "needs a title with letters"),
        ("x" * 81, "has 81 characters: keep it under 80"),
    ],
)
def test_a_title_that_will_not_do(tmp_path: Path, title: str, says: str) -> None:
    with pytest.raises(CannotBegin, match=says):
        begin_lesson(tmp_path, title=title, key_stage="KS2", today=TODAY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    file = begin_lesson(tmp_path / "my-lessons", title="Otto", key_stage="KS1", today=TODAY)
    assert file == tmp_path / "my-lessons" / "otto.md"
    assert file.is_file()


def test_a_folder_is_not_made_far_from_any_other(tmp_path: Path) -> None:
    with pytest.raises(CannotBegin, match=r"there is no folder .*nowhere: make it"):
        begin_lesson(tmp_path / "nowhere" / "lessons", title="Otto", key_stage="KS1", today=TODAY)


def test_a_file_that_is_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("", encoding="utf-8")
    with pytest.raises(CannotBegin, match="is a file and no folder: name another"):
        begin_lesson(tmp_path / "notes", title="Otto", key_stage="KS1", today=TODAY)


def test_a_folder_that_is_locked(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with as_an_ordinary_user(), pytest.raises(CannotBegin, match="cannot be written \\(Permission denied\\)"):
        begin_lesson(tmp_path, title="Otto", key_stage="KS1", today=TODAY)


def test_a_title_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    assert begin_lesson(inner, title="../../etc/Otto", key_stage="KS1", today=TODAY) == inner / "etc-otto.md"


def test_the_command_says_what_to_do_next(tmp_path: Path, capsys: Said) -> None:
    assert main(["lessons", "new", "Otto asks twice", "--ks1", "--folder", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert f'lessons preview "{tmp_path / "otto-asks-twice.md"}"' in out
    assert f'lessons check "{tmp_path / "otto-asks-twice.md"}"' in out
    assert main(["lessons", "new", "Otto asks twice", "--ks1", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("esafety: ")


@pytest.mark.parametrize("given", [[], ["--ks1", "--ks2"]])
def test_it_wants_to_know_for_whom(tmp_path: Path, capsys: Said, given: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["lessons", "new", "Otto", *given, "--folder", str(tmp_path)])
    assert stopped.value.code == 2
    assert "--ks1" in capsys.readouterr().err
