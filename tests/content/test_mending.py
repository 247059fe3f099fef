"""A short lesson says which reason it mends; it is short, tests nobody first, and is the only one for its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from esafety.content.catalogue import Catalogue, load_catalogue
from esafety.content.command import check_paths
from esafety.content.mending import REASONS
from esafety.content.parse import parse_lesson
from tests.content.samples import GOOD, TODAY, everything_about, good_lesson, write_shipped

SHORT = GOOD.replace("minutes: 15", "minutes: 3\nmends: personal").replace(' ask="before-after"', "")
LINKS = SHORT.replace("mends: personal", "mends: links").replace("id: wrens-name-badge", "id: links")
QUESTION = """\
## Who can help? {{#help-{0} kind="choose-one"}}

- [x] A grown-up {{show="pip"}}

    > Yes.

- [ ] The parrot {{show="parrot"}}

    > Who is it?

"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = write_shipped(tmp_path / "lessons")
    (folder / "ks1" / "short.md").write_text(SHORT.replace("id: wrens-name-badge", "id: short"), encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def load(shipped: Path, own: Path | None = None) -> Catalogue:
    return load_catalogue(shipped=shipped, own=own, today=TODAY)


def test_the_header_says_which_reason_it_mends() -> None:
    lesson = parse_lesson(SHORT, path="short.md").lesson
    assert lesson is not None
    assert (lesson.mends, lesson.minutes) == ("personal", 3)
    assert good_lesson().mends is None
    assert everything_about(SHORT) == ()


@pytest.mark.parametrize("reason", [*REASONS])
def test_each_reason_can_be_mended(reason: str) -> None:
    assert everything_about(SHORT.replace("mends: personal", f"mends: {reason}")) == ()


@pytest.mark.parametrize(("text", "line", "message"), [
    (SHORT.replace("mends: personal", "mends: distress"), 11,
     'mends: "distress" is not known: write one of personal, links, profanity, unkind, identity, contact.'),
    (SHORT.replace("mends: personal", "mends: persona"), 11, 'mends: "persona" is not known: did you mean "personal"?'),
    (SHORT.replace("mends: personal", "mends: [personal]"), 11, 'mends: "" is not known'),
    (SHORT.replace("mends: personal", "mends:"), 11, 'mends: "" is not known'),
    (SHORT.replace("mends:", "mend:"), 11, 'unknown field "mend": did you mean "mends"?'),
    (SHORT.replace("minutes: 3", "minutes: 6"), 10, "minutes: a lesson with mends: is short: write 2 to 5."),
    (GOOD.replace("minutes: 15", "minutes: 3\nmends: personal"), 41,
     'a lesson with mends: asks nothing before its story: take out ask="before-after".'),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, message: str) -> None:
    found = [str(one) for one in everything_about(text)]
    assert any(one.startswith(f"wren.md:{line}: ") and message in one for one in found), "\n".join(found)


def test_a_long_story_is_no_short_lesson() -> None:
    steps = "".join(
        f'## More {{#more-{number} scene="wood"}}\nOn.\n\n- [On](#more-{number + 1})\n\n' for number in range(1, 4)
    )
    text = SHORT.replace("- [Ask Pip first](#asked)", "- [Ask Pip first](#more-1)\n")
    text = text.replace("## Good thinking {#asked ", f"{steps}## Good thinking {{#more-4 ")
    assert everything_about(text) == ()
    longer = text.replace("- [On](#more-4)", "- [On](#last)").replace(
        "## Good thinking", '## Last {#last scene="wood"}\nOn.\n\n- [On](#more-4)\n\n## Good thinking'
    )
    assert [one.message for one in everything_about(longer)] == [
        "a lesson with mends: has at most 6 steps, and this has 7: take some out."
    ]


def test_three_questions_are_the_most() -> None:
    three = SHORT.replace("# Teacher", QUESTION.format(1) + "# Teacher")
    assert everything_about(three) == ()
    four = three.replace("# Teacher", QUESTION.format(2) + "# Teacher")
    assert [one.message for one in everything_about(four)] == [
        "a lesson with mends: has at most 3 questions, and this has 4: take some out."
    ]


def test_a_reason_leads_to_its_lesson(shipped: Path) -> None:
    catalogue = load(shipped)
    found = catalogue.lesson_for_reason("personal", key_stage="KS1")
    assert found is not None
    assert found.id == "short"
    assert catalogue.lesson_for_reason("personal", key_stage="KS2") is None
    assert catalogue.lesson_for_reason("links", key_stage="KS1") is None
    assert catalogue.lesson_for_reason("distress", key_stage="KS1") is None


def test_two_for_one_reason_are_one_too_many_and_the_first_by_name_counts(shipped: Path) -> None:
    (shipped / "ks1" / "twin.md").write_text(SHORT.replace("id: wrens-name-badge", "id: twin"), encoding="utf-8")
    (shipped / "ks1" / "links.md").write_text(LINKS, encoding="utf-8")
    catalogue = load(shipped)
    said = "mends: lessons/ks1/short.md mends personal for KS1 already: keep one of the two."
    assert [str(one.problems[0]) for one in catalogue.broken] == [f"lessons/ks1/twin.md:11: {said}"]
    assert catalogue.lesson("twin") is None
    assert catalogue.lesson_for_reason("links", key_stage="KS1") is not None
    lines, status = check_paths([shipped], strict_dates=False, today=TODAY)
    assert any(said.removeprefix("mends: lessons/") in line for line in lines)
    assert status == 1


def test_a_welsh_version_mends_the_same_and_is_no_twin(shipped: Path) -> None:
    (shipped / "ks1" / "short.cy.md").write_text(SHORT.replace("id: wrens-name-badge", "id: short"), encoding="utf-8")
    assert load(shipped).broken == ()


def test_a_schools_own_lesson_for_a_reason_comes_before_the_shipped_one(shipped: Path, own: Path) -> None:
    (own / "ours.md").write_text(SHORT.replace("id: wrens-name-badge", "id: ours"), encoding="utf-8")
    catalogue = load(shipped, own)
    found = catalogue.lesson_for_reason("personal", key_stage="KS1")
    assert found is not None
    assert found.id == "ours"
    assert catalogue.lesson("short") is not None


def test_where_a_schools_own_lesson_takes_the_place_of_the_shipped_one_its_header_counts(
    shipped: Path, own: Path
) -> None:
    (own / "ours.md").write_text(GOOD.replace("id: wrens-name-badge", "id: short"), encoding="utf-8")
    assert load(shipped, own).lesson_for_reason("personal", key_stage="KS1") is None
