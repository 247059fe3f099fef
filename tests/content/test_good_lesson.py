"""A lesson as a teacher writes it is read as it is meant."""

from __future__ import annotations

from datetime import date

import pytest

from esafety.content.model import Speech
from esafety.content.parse import parse_lesson
from tests.content.samples import GOOD, everything_about, good_lesson, spoilt


def test_a_good_lesson_has_no_problem_and_no_warning() -> None:
    assert everything_about(GOOD) == ()


def test_the_header_is_read() -> None:
    lesson = good_lesson()
    assert (lesson.id, lesson.title, lesson.key_stage, lesson.years) == (
        "wrens-name-badge",
        "Wren's name badge",
        "KS1",
        (1,),
    )
    assert (lesson.topic, lesson.strand, lesson.minutes) == ("privacy", "privacy-and-security", 15)
    assert (lesson.statements, lesson.cast, lesson.checked_on) == (
        ("nc-ks1-private",),
        ("wren", "pip"),
        date(2026, 11, 21),
    )


def test_steps_are_headings_and_choices_are_links() -> None:
    parrot, told, asked = good_lesson().steps
    assert (parrot.id, parrot.title, parrot.scene, parrot.outcome) == ("parrot", "The parrot app", "garden", None)
    assert parrot.show == ("wren", "tablet", "parrot")
    assert parrot.narration == ("Wren finds a parrot app.",)
    assert parrot.speech == (Speech("Parrot", "Hi! Where is your nest?"),)
    assert parrot.question == "What can Wren do?"
    assert [(one.label, one.goes_to, one.show) for one in parrot.choices] == [
        ("Tell the parrot", "told", "parrot"),
        ("Ask Pip first", "asked", None),
    ]
    assert (told.outcome, asked.outcome) == ("oops", "safe")
    assert good_lesson().step("told") == told
    assert good_lesson().step("nowhere") is None


def test_task_lists_are_answers_and_quotes_below_them_reasons() -> None:
    first, second = good_lesson().quiz
    assert (first.id, first.kind, first.ask) == ("keep-private", "choose-all", "before-after")
    assert (second.kind, second.ask) == ("choose-one", None)
    assert [(one.id, one.is_right, one.misconception) for one in first.answers] == [
        ("where-she-lives", True, None),
        ("her-name", True, None),
        ("her-best-berries", False, "all-private"),
    ]
    assert first.answers[0].reason == "Yes. It tells who can find her."
    assert good_lesson().question("help") == second
    assert good_lesson().question("nothing") is None


def test_the_rest_is_talk_and_prose() -> None:
    lesson = good_lesson()
    assert lesson.talk == ("Who would you ask?",)
    assert lesson.take_home == "Today we met **Wren**."
    assert lesson.teacher.startswith("Ground rules")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(GOOD.replace("\n", "\r"), id="old line ends"),
        pytest.param("\ufeff" + GOOD, id="a byte order mark"),
        pytest.param(GOOD.replace('"', "\u201d"), id="curly quotes from a word processor"),
        pytest.param(GOOD.replace("    >", "\t>"), id="a tab before a reason"),
        pytest.param(GOOD.replace("- [", "* ["), id="stars as bullets"),
        pytest.param(GOOD.replace("[x]", "[X]"), id="a capital X"),
        pytest.param(GOOD.replace("# Take home", "# TAKE HOME"), id="capitals in a section's name"),
    ],
)
def test_what_editors_do_to_a_file_changes_nothing(text: str) -> None:
    assert parse_lesson(text.encode(), path="wren.md").lesson == good_lesson()


def test_lines_that_belong_together_are_joined() -> None:
    lesson = parse_lesson(
        spoilt(
            "> Parrot: Hi! Where is your nest?",
            "> Parrot: Hi!\n> Where is your nest?\n> Wren: In\n> the tree.\nAnd so on.\n\nIt is\nlate.",
        ).replace("- [x] Her name {", "- [x] Her\n  name {"),
        path="wren.md",
    ).lesson
    assert lesson
    assert lesson.steps[0].speech == (
        Speech("Parrot", "Hi! Where is your nest?"),
        Speech("Wren", "In the tree. And so on."),
    )
    assert lesson.steps[0].narration[-1] == "It is late."
    assert lesson.quiz[0].answers[1].label == "Her name"


def test_a_step_without_a_question_has_none() -> None:
    lesson = parse_lesson(spoilt("What can Wren do?\n", "Wren thinks.\n"), path="wren.md").lesson
    assert lesson
    assert lesson.steps[0].question is None
    assert lesson.steps[0].narration == ("Wren finds a parrot app.", "Wren thinks.")


def test_a_code_block_in_the_teachers_notes_hides_its_headings() -> None:
    text = GOOD.replace("Ground rules first.", "Ground rules first.\n\n~~~\n# Quiz\n```\n~~~\n")
    lesson = parse_lesson(text, path="wren.md").lesson
    assert lesson
    assert "# Quiz" in lesson.teacher


def test_reception_may_be_written_in_three_ways() -> None:
    for reception in ("0", "R", "Reception"):
        lesson = parse_lesson(spoilt("[1]", f"[1, {reception}]"), path="wren.md").lesson
        assert lesson
        assert lesson.years == (0, 1)


def test_a_welsh_file_stands_beside_the_english_one() -> None:
    lesson = parse_lesson(GOOD, path="ks1/wren.cy.md").lesson
    assert lesson
    assert lesson.language == "cy"


def test_an_answer_may_have_a_name_of_its_own() -> None:
    lesson = parse_lesson(spoilt("- [x] Her name {", "- [x] Her name {#name "), path="wren.md").lesson
    assert lesson
    assert lesson.quiz[0].answers[1].id == "name"


def test_an_answer_without_latin_letters_still_has_a_name() -> None:
    lesson = parse_lesson(spoilt("- [x] Her name {", "- [x] ??? {"), path="wren.md").lesson
    assert lesson
    assert lesson.quiz[0].answers[1].id.startswith("answer-")


def test_an_assembly_is_known_but_left_alone() -> None:
    parsed = parse_lesson("---\nkind: assembly\ntitle: Telling is brave\n---\n\n## Slide\n", path="brave.md")
    assert parsed.lesson is None
    assert [str(one) for one in parsed.problems] == [
        "brave.md:2: this is an assembly: this version cannot read assemblies yet."
    ]
    assert parsed.problems[0].severity == "warning"
