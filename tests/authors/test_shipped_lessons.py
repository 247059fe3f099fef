"""What every lesson that comes with the program has, and what they have together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from esafety import places
from esafety.content.catalogue import load_catalogue
from esafety.content.command import check_paths
from esafety.content.facts import Facts, load_facts
from esafety.content.mending import REASONS
from esafety.content.model import KEY_STAGE_YEARS, KeyStage, Lesson
from esafety.content.phone import PHONE_SCREENS
from esafety.content.staleness import check_fact_dates
from esafety.filtering.verdict import Category
from tests.authors.test_new_lesson import TODAY

SHIPPED = places.shipped("lessons")
FILES = sorted(SHIPPED.glob("ks*/*.md"))
NAMES = [file.stem for file in FILES]
MENDING = [file for file in FILES if "\nmends: " in file.read_text(encoding="utf-8")]
WHOLE = [file for file in FILES if file not in MENDING]
NOT_IN_A_CHILDS_LESSON = re.compile(
    r"\b(?:tiktok|youtube|snapchat|instagram|facebook|whatsapp|roblox|minecraft|fortnite|discord|kill|die|dead|hate"
    r"|stupid|idiot|ugly|police|prison|kidnap\w*|stranger danger|your fault)\b(?<!not your fault)",
    re.IGNORECASE,
)


@cache
def lessons() -> dict[str, Lesson]:
    return dict(load_catalogue(shipped=SHIPPED, own=None, today=TODAY).lessons)


@cache
def facts() -> Facts:
    return load_facts(SHIPPED / "data", static_folder=places.shipped("static"))


def lesson_in(file: Path) -> Lesson:
    return next(lesson for lesson in lessons().values() if Path(lesson.path).name == file.name)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_there_is_nothing_to_mend_and_nothing_to_look_at(file: Path) -> None:
    assert check_paths([file], strict_dates=True, today=TODAY) == (["1 file checked: 0 problems, 0 warnings."], 0)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_no_fact_that_a_lesson_shows_to_children_is_overdue(file: Path) -> None:
    used = {f"data/ages.yaml {token.name}" for token in lesson_in(file).tokens if token.kind == "age"}
    used |= {f"data/helplines.yaml {token.name}" for token in lesson_in(file).tokens if token.kind == "helpline"}
    stale = {f"{one.path} {one.message.partition(':')[0]}" for one in check_fact_dates(facts(), today=TODAY)}
    assert not used & stale


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_story_has_wrong_ways_a_good_end_and_somebody_who_is_glad_to_be_told(file: Path) -> None:
    lesson = lesson_in(file)
    outcomes = [step.outcome for step in lesson.steps]
    assert "oops" in outcomes
    assert "safe" in outcomes
    told = " ".join(
        text
        for step in lesson.steps
        for text in (
            *step.narration,
            *(speech.text for speech in step.speech),
            *(step.phone.texts if step.phone else ()),
        )
    )
    assert re.search(r"not in trouble", told)
    assert len(lesson.talk) >= (2 if lesson.mends else 4)
    assert any("someone like" in each for each in lesson.talk)


@pytest.mark.parametrize("file", WHOLE, ids=[file.stem for file in WHOLE])
def test_three_questions_are_asked_before_and_after_and_each_wrong_answer_to_them_has_a_name(file: Path) -> None:
    asked = [question for question in lesson_in(file).quiz if question.ask == "before-after"]
    assert len(asked) == 3
    for question in asked:
        ideas = [answer.misconception for answer in question.answers]
        if question.kind in ("choose-one", "choose-all"):
            assert all(answer.is_right or answer.misconception for answer in question.answers), question.id
        assert any(ideas), question.id
        assert {idea for idea in ideas if idea} <= set(facts().misconceptions)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_words_for_children_hold_no_threat_no_blame_and_no_real_app(file: Path) -> None:
    text = file.read_text(encoding="utf-8").partition("# Teacher")[0]
    told = re.sub(r"\{\{[^}]*\}\}|\{[^}]*\}", "", text)
    assert NOT_IN_A_CHILDS_LESSON.findall(told) == []


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_the_teachers_page_has_all_that_a_first_lesson_needs(file: Path) -> None:
    teacher = lesson_in(file).teacher
    for words in (
        "## In one line",
        "## Ground rules",
        "## Timings",
        "## What to say",
        "misconceptions",
        "## What a child might tell you, and what to do then",
        "Never promise|Do not promise",
        "Designated Safeguarding Lead \\(DSL; in Wales the Designated Safeguarding Person, DSP\\)",
        "emergency call 999",
        "chair of governors",
        "\\*\\*SEND:\\*\\*",
        "\\*\\*EAL:\\*\\*",
        "safeguarding plan|much older or younger",
        "## Without devices",
    ):
        assert re.search(words, teacher), words


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_the_timings_add_up(file: Path) -> None:
    lesson = lesson_in(file)
    part = lesson.teacher.partition("## Timings")[2].partition("\n##")[0]
    minutes = [int(found) for found in re.findall(r"(\d+) minutes?(?![^\n]*\))", part)]
    assert sum(minutes) == lesson.minutes, minutes


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_families_get_a_question_a_thing_to_do_and_a_number(file: Path) -> None:
    home = lesson_in(file).take_home
    for words in (
        "Today we met **",
        "**Ask tonight:**",
        "**Try together:**",
        "not in trouble",
        "{{helpline:childline}}",
    ):
        assert words in home


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_there_is_a_stamp_and_statements_of_both_nations(file: Path) -> None:
    lesson = lesson_in(file)
    assert f"stamp-{lesson.id}" in facts().pictures
    nations = {facts().statements[name].nation for name in lesson.statements}
    assert nations == {"England", "Wales", "UK"}
    stage = f"nc-{lesson.key_stage.lower()}-"
    assert all(name.startswith(stage) for name in lesson.statements if name.startswith("nc-"))


@pytest.mark.parametrize("topic", ["privacy", "reporting", "age-limits"])
def test_each_topic_that_was_asked_for_has_a_lesson_for_each_key_stage(topic: str) -> None:
    assert {lesson.key_stage for lesson in lessons().values() if lesson.topic == topic} == {"KS1", "KS2"}


@pytest.mark.parametrize("key_stage", ["KS1", "KS2"])
@pytest.mark.parametrize("reason", [*REASONS])
def test_each_reason_that_a_child_is_told_has_a_short_lesson_for_each_key_stage(
    reason: str, key_stage: KeyStage
) -> None:
    lesson = load_catalogue(shipped=SHIPPED, own=None, today=TODAY).lesson_for_reason(reason, key_stage=key_stage)
    assert lesson is not None
    assert (lesson.mends, lesson.key_stage, lesson.minutes) == (reason, key_stage, 3)
    assert lesson.years == KEY_STAGE_YEARS[key_stage]


@pytest.mark.parametrize("file", MENDING, ids=[file.stem for file in MENDING])
def test_a_short_lesson_has_one_wrong_way_that_also_leads_to_mending_and_ends_with_the_mended_message(
    file: Path,
) -> None:
    lesson = lesson_in(file)
    assert 3 <= len(lesson.steps) <= 5
    oops, safe = ([step for step in lesson.steps if step.outcome == outcome] for outcome in ("oops", "safe"))
    assert (len(oops), len(safe)) == (1, 1)
    ways = {choice.goes_to for choice in oops[0].choices}
    assert lesson.steps[0].id in ways
    assert ways - {lesson.steps[0].id}
    assert 2 <= len(lesson.quiz) <= 3


def test_the_short_lessons_use_every_kind_of_question_and_no_two_of_one_lesson_are_alike() -> None:
    short = [lesson_in(file) for file in MENDING]
    kinds = [[question.kind for question in lesson.quiz] for lesson in short]
    assert all(len(set(each)) == len(each) for each in kinds)
    assert {kind for each in kinds for kind in each} == {"choose-one", "choose-all", "sort", "order", "match", "spot"}


@pytest.mark.parametrize("key_stage", ["KS1", "KS2"])
def test_whoever_was_asked_is_never_blamed_and_whoever_asked_a_friend_is_not_either(key_stage: KeyStage) -> None:
    lesson = load_catalogue(shipped=SHIPPED, own=None, today=TODAY).lesson_for_reason("contact", key_stage=key_stage)
    assert lesson is not None
    told = " ".join(speech.text for step in lesson.steps for speech in step.speech)
    assert "It is kind to ask" in told
    reasons = " ".join(answer.reason for question in lesson.quiz for answer in question.answers)
    assert re.search(r"did nothing wrong|The one who asks does wrong", reasons)
    assert "It is not your fault" in lesson.teacher


def test_the_filter_and_the_lessons_call_a_reason_by_the_same_name() -> None:
    never_told = {Category.DISTRESS, Category.UNREAD}
    assert {one.value for one in Category if one not in never_told} == set(REASONS)


def test_together_they_use_every_kind_of_question_but_the_picture() -> None:
    kinds = {question.kind for lesson in lessons().values() for question in lesson.quiz}
    assert kinds == {"choose-one", "choose-all", "sort", "order", "match", "spot"}


def test_one_is_told_wholly_on_a_practice_phone() -> None:
    lesson = lessons()["keep-stop-tell"]
    assert all(step.phone for step in lesson.steps)
    assert {step.phone.screen for step in lesson.steps if step.phone} == {"thread", "request", "popup", "settings"}
    assert {choice.does for step in lesson.steps for choice in step.choices} >= {
        *("reply", "block", "report", "accept", "ignore", "show", "save", "close")
    }


def test_the_example_for_authors_has_every_construct() -> None:
    shown = load_catalogue(shipped=SHIPPED, own=Path("docs/examples").resolve(), today=TODAY).lessons["everything-once"]
    assert {step.phone.screen for step in shown.steps if step.phone} == set(PHONE_SCREENS)
    assert {question.kind for question in shown.quiz} == {"choose-one", "choose-all", "sort", "order", "match", "spot"}
    assert {bool(question.scene) for question in shown.quiz if question.kind == "spot"} == {True, False}
    assert {choice.does for step in shown.steps for choice in step.choices} >= {
        *("reply", "ignore", "block", "report", "show", "accept", "close", "save", "again")
    }
