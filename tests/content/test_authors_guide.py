"""What docs/lesson-format.md shows a teacher is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from esafety.content.answers import SHAPES
from esafety.content.command import check_paths
from esafety.content.header import EXAMPLES
from esafety.content.model import STRANDS, TOPICS
from tests.content.samples import TODAY

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "lesson-format.md").read_text(encoding="utf-8")


def test_the_lesson_in_the_guide_is_a_good_one(tmp_path: Path) -> None:
    shown = re.search(r"```markdown\n(.*?)```\n", GUIDE, re.DOTALL)
    assert shown
    (tmp_path / "pip.md").write_text(shown[1], encoding="utf-8")
    assert check_paths([tmp_path], strict_dates=False, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


@pytest.mark.parametrize("name", [*EXAMPLES, *TOPICS, *STRANDS])
def test_every_field_topic_and_strand_is_in_the_guide(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("shown", re.findall(r"```markdown\n(## .*?)```\n", GUIDE, re.DOTALL))
def test_each_question_in_the_guide_is_a_good_one(tmp_path: Path, shown: str) -> None:
    whole = re.search(r"```markdown\n(---.*?)```\n", GUIDE, re.DOTALL)
    assert whole
    (tmp_path / "pip.md").write_text(whole[1].replace("## What is fine", f"{shown}\n## What is fine"), encoding="utf-8")
    assert check_paths([tmp_path], strict_dates=False, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


def test_every_kind_of_question_is_in_the_guide() -> None:
    assert all(f"`{kind}`" in GUIDE for kind in SHAPES)
