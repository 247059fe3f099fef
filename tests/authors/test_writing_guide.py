"""What docs/writing-lessons.md shows and promises is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from esafety import places
from esafety.cli import main
from esafety.content.catalogue import load_catalogue, read_lesson
from esafety.content.command import check_paths
from esafety.content.facts import load_facts
from esafety.content.readability import limits_for
from tests.authors.test_new_lesson import TODAY
from tests.content.test_sounds import silence

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "writing-lessons.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "examples" / "everything-once.md"
FACTS = load_facts(places.shipped("lessons") / "data")
SHOWN = re.findall(r"^(`{3,})markdown\n(.*?)^\1$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_example_is_a_good_lesson() -> None:
    assert check_paths([EXAMPLE], strict_dates=True, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


@pytest.mark.parametrize("shown", [shown for _fence, shown in SHOWN], ids=lambda shown: shown.split("\n")[0][:40])
def test_what_the_guide_shows_stands_in_the_example(shown: str) -> None:
    assert shown.strip() in EXAMPLE.read_text(encoding="utf-8")


NEWCOMER = ROOT / "tests" / "lessons" / "the-sneeze-that-came-round-again.md"


def test_a_lesson_written_by_someone_new_from_the_docs_alone_passes_the_check() -> None:
    assert check_paths([NEWCOMER], strict_dates=True, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


def test_that_lesson_uses_most_of_what_the_guide_shows() -> None:
    lesson = read_lesson(NEWCOMER.read_bytes(), path=NEWCOMER.name, facts=FACTS, today=TODAY)[0]
    assert lesson
    assert {question.kind for question in lesson.quiz} == {"choose-one", "sort", "order", "match", "spot"}
    assert sum(question.ask == "before-after" for question in lesson.quiz) == 3
    assert [step.phone.screen for step in lesson.steps if step.phone] == ["thread", "thread", "settings"]
    assert {step.outcome for step in lesson.steps} == {None, "oops", "safe"}


@pytest.mark.parametrize("name", [*FACTS.cast, *FACTS.scenes])
def test_every_character_and_scene_is_named_in_it(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("file", re.findall(r"`lessons/data/([a-z-]+\.yaml)`", GUIDE))
def test_the_lists_that_it_names_are_there(file: str) -> None:
    assert (places.shipped("lessons") / "data" / file).is_file()


def test_there_is_something_to_show() -> None:
    assert len(SHOWN) >= 15


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", GUIDE))
def test_its_pictures_and_pages_are_there(name: str) -> None:
    assert (ROOT / "docs" / name).is_file(), name


@pytest.mark.parametrize(("row", "years"), [("Reception, 1, 2", (1,)), ("3, 4", (3,)), ("5, 6", (6,))])
def test_its_table_of_limits_is_what_the_check_knows(row: str, years: tuple[int, ...]) -> None:
    limits = limits_for(years)
    most = limits.choice_words or "any"
    assert f"| {row} | {limits.screen_words} | {limits.sentence_words} | {limits.grade:.0f} | {most} |" in GUIDE


@pytest.mark.parametrize("command", re.findall(r"^esafety lessons (\w+)", GUIDE, re.MULTILINE))
def test_its_commands_exist(command: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["lessons", command, "--help"])
    assert stopped.value.code == 0


def test_a_lesson_in_the_schools_own_folder_may_use_everything(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "year-5").mkdir(parents=True)
    text = EXAMPLE.read_text(encoding="utf-8").replace('show="kit:happy tablet gran"}', 'show="kit" sound="hello.wav"}')
    (own / "year-5" / "everything.md").write_text(text, encoding="utf-8")
    (own / "sounds").mkdir()
    (own / "sounds" / "hello.wav").write_bytes(silence())
    catalogue = load_catalogue(shipped=places.shipped("lessons"), own=own, today=TODAY)
    assert catalogue.broken == ()
    assert len(catalogue.lessons["everything-once"].quiz) == 7
    assert catalogue.sounds["hello.wav"] == own / "sounds" / "hello.wav"
    assert check_paths([own], strict_dates=True, today=TODAY)[1] == 0


def test_pictures_come_from_the_program_alone(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = EXAMPLE.read_text(encoding="utf-8").replace('show="gift"', 'show="our-cup"')
    (own / "everything.md").write_text(text, encoding="utf-8")
    shutil.copytree(places.shipped("lessons") / "data", own / "data")
    with (own / "data" / "pictures.yaml").open("a", encoding="utf-8") as pictures:
        pictures.write('our-cup: {file: art/things/our-cup.svg, alt: "our cup"}\n')
    catalogue = load_catalogue(shipped=places.shipped("lessons"), own=own, today=TODAY)
    assert "everything-once" not in catalogue.lessons
    assert any('there is no picture "our-cup"' in one.message for one in catalogue.broken[0].problems)


def test_a_broken_lesson_in_it_takes_no_other_down(tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_text("no header", encoding="utf-8")
    shutil.copy(EXAMPLE, tmp_path / "everything.md")
    catalogue = load_catalogue(shipped=places.shipped("lessons"), own=tmp_path, today=TODAY)
    assert [Path(one.path).name for one in catalogue.broken] == ["broken.md"]
    assert {"everything-once", "keep-stop-tell", "pips-telling-tree"} <= set(catalogue.lessons)
