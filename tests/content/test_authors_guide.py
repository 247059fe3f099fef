"""What docs/lesson-format.md shows a teacher is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from esafety.content.answers import SHAPES
from esafety.content.command import check_paths
from esafety.content.facts import load_facts
from esafety.content.header import EXAMPLES, MAY_HAVE
from esafety.content.mending import REASONS
from esafety.content.model import STRANDS, TOPICS, Mood
from esafety.content.naming import check_app
from esafety.content.outline import Line, Section
from esafety.content.phone import DOES, PHONE_SCREENS
from esafety.content.report import Report
from esafety.content.story import read_story
from tests.content.samples import TODAY

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "lesson-format.md").read_text(encoding="utf-8")


def test_the_lesson_in_the_guide_is_a_good_one(tmp_path: Path) -> None:
    shown = re.search(r"```markdown\n(.*?)```\n", GUIDE, re.DOTALL)
    assert shown
    (tmp_path / "pip.md").write_text(shown[1], encoding="utf-8")
    assert check_paths([tmp_path], strict_dates=False, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


def phones_in_the_guide() -> list[str]:
    return [fence for _marks, fence in re.findall(r"(````)markdown\n(.*?)````\n", GUIDE, re.DOTALL)]


@pytest.mark.parametrize("shown", phones_in_the_guide())
def test_each_phone_in_the_guide_is_read_without_a_problem(shown: str) -> None:
    cover = '## The cover {#cover scene="garden" outcome="safe"}\n'
    title = "" if shown.startswith("##") else "## A phone {#phone}\n"
    buttons = "" if "- [" in shown else '\n- [Save](#a) {does="save"}\n- [Look](#b) {does="again"}\n'
    report = Report("guide.md")
    lines = tuple(Line(number, text) for number, text in enumerate((cover + title + shown + buttons).split("\n"), 2))
    _cover, step = read_story(Section("Story", 1, lines), report=report)
    assert [one.message for one in report.in_order() if "there is no step" not in one.message] == []
    assert step.phone
    facts = load_facts(ROOT / "lessons" / "data")
    check_app(step.phone.app, facts=facts, line=1, report=report)
    assert step.phone.app.casefold() in facts.apps


@pytest.mark.parametrize("name", [*PHONE_SCREENS, *DOES, *get_args(Mood)])
def test_every_screen_button_and_mood_is_in_the_guide(name: str) -> None:
    assert f"`{name}`" in GUIDE


def test_every_invented_app_is_in_the_guide() -> None:
    apps = load_facts(ROOT / "lessons" / "data", static_folder=ROOT / "static").apps.values()
    assert len(apps) >= 4
    assert [app.name for app in apps if app.name not in GUIDE] == []


@pytest.mark.parametrize("name", [*EXAMPLES, *MAY_HAVE, *REASONS, *TOPICS, *STRANDS])
def test_every_field_topic_and_strand_is_in_the_guide(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("shown", re.findall(r"```markdown\n(## [^\n]* kind=.*?)```\n", GUIDE, re.DOTALL))
def test_each_question_in_the_guide_is_a_good_one(tmp_path: Path, shown: str) -> None:
    whole = re.search(r"```markdown\n(---.*?)```\n", GUIDE, re.DOTALL)
    assert whole
    (tmp_path / "pip.md").write_text(whole[1].replace("## What is fine", f"{shown}\n## What is fine"), encoding="utf-8")
    assert check_paths([tmp_path], strict_dates=False, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


def test_every_kind_of_question_is_in_the_guide() -> None:
    assert all(f"`{kind}`" in GUIDE for kind in SHAPES)
