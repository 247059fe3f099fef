"""How old somebody has to be is a number with a source and a date, and says whose number it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from esafety.content.ages import KINDS
from esafety.content.command import shipped_lessons
from esafety.content.dates import NEVER
from esafety.content.facts import Facts, load_facts
from tests.content.samples import FACTS, GOOD, HOOT, everything_about, write_shipped


def with_ages(folder: Path, text: str) -> Facts:
    data = write_shipped(folder / "lessons") / "data"
    (data / "ages.yaml").write_text(text, encoding="utf-8")
    return load_facts(data)


def test_a_row_says_all_that_is_known(tmp_path: Path) -> None:
    more = "in_force_from: 2027-03-01, next_check_due: 2027-02-01, note: announced"
    hoot = with_ages(tmp_path, HOOT.replace("checked_by: us", f"checked_by: us, {more}")).ages["hoot"]
    assert (hoot.min_age, hoot.kind, hoot.nation, hoot.why, hoot.picture) == ("13", "terms", "UK", "Big.", "wren")
    assert (hoot.meant_for, hoot.checked_by, hoot.note) == (("KS1", "KS2"), "us", "announced")
    assert (hoot.in_force_from, hoot.next_check_due) == (date(2027, 3, 1), date(2027, 2, 1))


def test_what_nobody_has_checked_says_so_and_what_has_no_lowest_age_too(tmp_path: Path) -> None:
    facts = with_ages(tmp_path, HOOT.replace("2026-11-21", "never").replace('"13"', "none"))
    assert facts.problems == ()
    assert facts.ages["hoot"].checked_on == NEVER
    assert facts.ages["hoot"].min_age == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"13"', "13 or so", 'hoot: min_age: write a number of years such as "13", or none.'),
        ('"13"', '"99"', "hoot: min_age: write a number"),
        ("kind: terms", "kind: term", 'hoot: there is no kind "term": did you mean "terms"?'),
        ("picture: wren", "picture: wron", 'hoot: there is no picture "wron": did you mean "wren"?'),
        ("KS1 KS2", "KS1 KS3", "hoot: for: write KS1, KS2 or both."),
        (", checked_by: us", "", "hoot: checked_by is missing or empty."),
        ("checked_by: us", "checked_by: us, next_check_due: soon", "hoot: next_check_due: write a real date"),
        ("checked_by: us", 'checked_by: us, note: ""', "hoot: note is empty: fill it in, or take it out."),
        ("2026-11-21", "yesterday", "hoot: checked_on: write a real date"),
        ("nation:", "nations:", 'hoot: unknown field "nations": did you mean "nation"?'),
    ],
)
def test_a_broken_row_is_named_and_left_out(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in HOOT
    facts = with_ages(tmp_path, HOOT.replace(old, new) + HOOT.replace("hoot:", "tweet:"))
    assert any(message in one.message for one in facts.problems), "\n".join(map(str, facts.problems))
    assert list(facts.ages) == ["tweet"]


def test_only_an_age_may_be_unchecked(tmp_path: Path) -> None:
    data = write_shipped(tmp_path / "lessons") / "data"
    path = data / "helplines.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-21", "never"), encoding="utf-8")
    assert any("checked_on: write a real date" in one.message for one in load_facts(data).problems)


def test_a_token_needs_a_number(tmp_path: Path) -> None:
    facts = with_ages(tmp_path, HOOT.replace('"13"', "none"))
    found = everything_about(GOOD.replace("Wren finds a", "{{age:hoot}} finds"), facts=facts)
    assert [one.message for one in found if "lowest age" in one.message] == [
        "Hoot has no lowest age in ages.yaml: say so in words, without a token."
    ]
    assert not everything_about(GOOD.replace("Wren finds a", "{{age:hoot}} finds"), facts=FACTS)


def test_the_shipped_rows_are_whole() -> None:
    facts = load_facts(shipped_lessons() / "data", static_folder=shipped_lessons().parent / "static")
    assert facts.problems == ()
    assert {age.kind for age in facts.ages.values()} <= KINDS.keys()
    announced = facts.ages["uk-under-16"]
    assert (announced.kind, announced.in_force_from) == ("law", None)
    assert "announced, not law when checked" in announced.note
    unchecked = [age for age in facts.ages.values() if age.checked_on == NEVER]
    assert unchecked
    assert all(age.source == "not verified" and age.checked_by == "nobody" for age in unchecked)
    # Law and what a company asks are never one row.
    assert facts.ages["tiktok"].kind == "terms"
    assert all(facts.safer_internet_days[f"sid-{year}"].day.year == year for year in range(2024, 2029))


def test_the_row_that_the_guide_shows_is_a_good_one(tmp_path: Path) -> None:
    guide = (shipped_lessons().parent / "docs" / "facts.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"```yaml\n(hoot: .*?)```\n", guide, re.DOTALL)
    facts = with_ages(tmp_path, row.replace("picture: speech-bubble", "picture: wren"))
    assert facts.problems == ()
    assert (facts.ages["hoot"].min_age, facts.ages["hoot"].meant_for) == ("13", ("KS2",))
