"""A fact that is due for checking warns the staff, and is not asked for in a quiz until somebody has checked it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from esafety.content.ages import AgeLimit
from esafety.content.catalogue import Catalogue, load_catalogue
from esafety.content.dates import A_TERM, A_YEAR, NEVER, last_good_day, what_is_wrong_with
from esafety.content.facts import Facts, load_facts
from esafety.content.staleness import LeftOut, check_fact_dates, dated_facts, stale_facts
from tests.content.samples import GOOD, HOOT, TODAY, write_shipped

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("checked_on", "lasts", "due", "message"),
    [
        (TODAY - A_TERM, A_TERM, None, None),
        (TODAY - A_TERM - DAY, A_TERM, None, "checked_on 2026-07-23 is more than 120 days old: read it again"),
        (TODAY - A_YEAR, A_YEAR, None, None),
        (TODAY - A_YEAR - DAY, A_YEAR, None, "checked_on 2025-11-20 is more than a year old: read it again"),
        (TODAY, A_TERM, TODAY, None),
        (TODAY - DAY, A_TERM, TODAY - DAY, "its next check was due on 2026-11-20: read it again"),
        # A later day named does not make a fact last longer.
        (TODAY - A_TERM - DAY, A_TERM, TODAY + A_YEAR, "is more than 120 days old"),
        (TODAY + DAY, A_TERM, None, "checked_on 2026-11-22 lies in the future"),
        (NEVER, A_TERM, None, "nobody has checked this yet"),
    ],
)
def test_what_is_told_of_a_date(checked_on: date, lasts: timedelta, due: date | None, message: str | None) -> None:
    said = what_is_wrong_with(checked_on, today=TODAY, lasts=lasts, next_check_due=due)
    assert said == message if message is None else message in (said or "")


def test_the_last_good_day_is_the_sooner_one() -> None:
    assert last_good_day(TODAY, lasts=A_TERM) == date(2027, 3, 21)
    assert last_good_day(TODAY, lasts=A_TERM, next_check_due=date(2027, 2, 1)) == date(2027, 2, 1)


def hoot(**changed: object) -> AgeLimit:
    return replace(AgeLimit(id="hoot", name="Hoot", min_age="13", source="x", checked_on=TODAY), **changed)  # type: ignore[arg-type]


def test_numbers_told_to_children_last_a_term_and_the_rest_a_year(tmp_path: Path) -> None:
    folder = write_shipped(tmp_path / "lessons")
    (folder / "data" / "ages.yaml").write_text(HOOT, encoding="utf-8")
    day = "sid-2026: {date: 2026-02-10, source: x, checked_on: 2026-11-21}\n"
    (folder / "data" / "safer-internet-days.yaml").write_text(day, encoding="utf-8")
    facts = load_facts(folder / "data")
    assert check_fact_dates(facts, today=TODAY + A_TERM) == ()
    after_a_term = check_fact_dates(facts, today=TODAY + A_TERM + DAY)
    assert [(one.path, one.line, one.severity) for one in after_a_term] == [
        ("data/ages.yaml", 1, "warning"),
        ("data/helplines.yaml", 1, "warning"),
    ]
    after_a_year = {one.path for one in check_fact_dates(facts, today=TODAY + A_YEAR + DAY)}
    assert after_a_year == {f"data/{fact.file}" for fact in dated_facts(facts)}
    assert "data/safer-internet-days.yaml" in after_a_year


def test_what_has_waited_longest_comes_first() -> None:
    ages = {
        "a": hoot(id="a", checked_on=date(2026, 1, 1)),
        "b": hoot(id="b"),
        "c": hoot(id="c", checked_on=NEVER),
        "d": hoot(id="d", next_check_due=TODAY - DAY),
    }
    assert [fact.id for fact in stale_facts(Facts(ages=ages), today=TODAY)] == ["c", "a", "d"]


QUIZ = GOOD[GOOD.index("## What is private?") : GOOD.index("# Teacher")]


def loaded(folder: Path, quiz: str, *, today: date = TODAY, checked_on: str = "2026-01-01") -> Catalogue:
    shipped = write_shipped(folder / "lessons")
    ages = HOOT.replace("2026-11-21", checked_on) + HOOT.replace("hoot:", "tweet:").replace('"13"', '"16"')
    (shipped / "data" / "ages.yaml").write_text(ages, encoding="utf-8")
    (shipped / "ks1" / "wren.md").write_text(GOOD.replace(QUIZ, quiz), encoding="utf-8")
    catalogue = load_catalogue(shipped=shipped, own=None, today=today)
    assert catalogue.broken == ()
    return catalogue


def asked(catalogue: Catalogue) -> dict[str, list[str]]:
    questions = catalogue.lessons["wrens-name-badge"].quiz
    return {question.id: [answer.label for answer in question.answers] for question in questions}


def left_out(catalogue: Catalogue) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found: tuple[LeftOut, ...] = catalogue.left_out.get("wrens-name-badge", ())
    return [(one.question, one.answer, one.tokens) for one in found]


HOOT_FIRST = """## How old for it? {#how-old kind="choose-one"}

- [x] {{age:hoot}} {show="nest"}

    > Yes. That is it.

- [ ] {{age:tweet}} {show="nest"}

    > No. That is another.

- [ ] Any age {show="nest"}

    > No. There is a number.
"""
ALSO_FRESH = """## Who can help? {#help kind="choose-one"}

- [x] A grown-up {show="pip"}

    > Yes. They can help.

- [ ] The parrot {show="parrot"}

    > We do not know it.
"""


def test_a_fresh_fact_is_asked_for(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, HOOT_FIRST, checked_on="2026-11-21")
    assert asked(catalogue) == {"how-old": ["13", "16", "Any age"]}
    assert left_out(catalogue) == []


def test_a_question_whose_right_answer_is_stale_goes_whole(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, HOOT_FIRST + "\n" + ALSO_FRESH)
    assert asked(catalogue) == {"help": ["A grown-up", "The parrot"]}
    assert left_out(catalogue) == [("How old for it?", None, ("age:hoot",))]


def test_a_stale_wrong_answer_goes_alone(tmp_path: Path) -> None:
    swapped = HOOT_FIRST.replace("{{age:hoot}}", "{{age:x}}").replace("{{age:tweet}}", "{{age:hoot}}")
    catalogue = loaded(tmp_path, swapped.replace("{{age:x}}", "{{age:tweet}}"))
    assert asked(catalogue) == {"how-old": ["16", "Any age"]}
    assert left_out(catalogue) == [("How old for it?", "{{age:hoot}}", ("age:hoot",))]


def test_two_answers_of_which_one_is_stale_are_no_choice(tmp_path: Path) -> None:
    quiz = ALSO_FRESH.replace("The parrot {show", "{{age:hoot}} {show")
    assert asked(loaded(tmp_path, quiz)) == {}


def test_a_stale_fact_in_the_reason_takes_its_answer(tmp_path: Path) -> None:
    quiz = HOOT_FIRST.replace("{{age:hoot}}", "A number").replace("There is a number.", "It is {{age:hoot}}.")
    catalogue = loaded(tmp_path, quiz)
    assert asked(catalogue) == {"how-old": ["A number", "16"]}


def test_a_stale_fact_in_the_question_takes_it_whole(tmp_path: Path) -> None:
    quiz = ALSO_FRESH.replace("Who can help?", "Is {{age:hoot}} right?")
    assert asked(loaded(tmp_path, quiz)) == {}


def test_a_right_answer_of_several_may_go_and_the_rest_is_still_right(tmp_path: Path) -> None:
    quiz = QUIZ.replace("Her name {show", "{{age:hoot}} {show")
    catalogue = loaded(tmp_path, quiz)
    assert asked(catalogue)["keep-private"] == ["Where she lives", "Her best berries"]
    question = catalogue.lessons["wrens-name-badge"].quiz[0]
    assert [answer.is_right for answer in question.answers] == [True, False]


def test_the_story_stays_and_so_does_the_lesson(tmp_path: Path) -> None:
    story = GOOD.replace("Wren finds a parrot app.", "Hoot is {{age:hoot}}.").replace(QUIZ, ALSO_FRESH)
    shipped = write_shipped(tmp_path / "lessons")
    (shipped / "data" / "ages.yaml").write_text(HOOT.replace("2026-11-21", "2026-01-01"), encoding="utf-8")
    (shipped / "ks1" / "wren.md").write_text(story, encoding="utf-8")
    lesson = load_catalogue(shipped=shipped, own=None, today=TODAY).lessons["wrens-name-badge"]
    assert lesson.steps[0].narration == ("Hoot is 13.",)
    assert len(lesson.quiz) == 1


def test_the_day_of_the_reading_decides(tmp_path: Path) -> None:
    until = date(2026, 1, 1) + A_TERM
    assert "how-old" in asked(loaded(tmp_path / "b", HOOT_FIRST, today=until))
    assert "how-old" not in asked(loaded(tmp_path / "c", HOOT_FIRST, today=until + DAY))
