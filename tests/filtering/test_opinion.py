"""The second opinion: it only adds, says that it is the model's, and holds everything when its file is broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.filtering import pipeline, shipped, traits
from esafety.filtering.opinion import Judge
from esafety.filtering.pipeline import check
from esafety.filtering.reading import read
from esafety.filtering.second_model import (
    CATEGORIES,
    QUESTIONS,
    Model,
    ModelFault,
    model_of,
    packed,
    shipped_model,
    unpacked,
)
from esafety.filtering.verdict import Level, Verdict
from esafety.filtering.wordfiles import FOLDER
from tests.filtering.corpora import own
from tests.filtering.training.__main__ import LEARNT_FROM, lines
from tests.filtering.training.learning import Example, learnt
from tests.filtering.training.limits import LIMITS
from tests.filtering.training.sources import Reader, digest

MANY = settings(max_examples=100, deadline=None)
INNOCENT = [one.text for one in own("round1") if one.is_innocent and one.text.isascii() and not one.is_held]
ONLY_THE_MODELS = (
    # sentence, category: no rule holds them
    ("the bruises are under my sleeves so nobody asks", "distress"),
    ("sneak out when they are asleep, ill be by the garages", "contact"),
    ("you only got picked cos miss felt bad for you", "unkind"),
    ("you people all eat with your hands its disgusting", "identity"),
    ("my mum works nights so its only me and my brother till 7 in the morning", "personal"),
)


def test_the_model_raises_what_is_urgent() -> None:
    for text, category in ONLY_THE_MODELS:
        expected = Level.URGENT if category in {"distress", "contact"} else Level.HOLD
        assert check(text).level is expected, text


def of_model(verdict: Verdict) -> list[str]:
    return [one.category for one in verdict.findings if one.rule.endswith(".model")]


@pytest.mark.parametrize(("text", "category"), ONLY_THE_MODELS)
def test_the_model_adds_what_no_rule_finds_and_says_so(text: str, category: str) -> None:
    verdict = check(text)
    assert {one.rule for one in verdict.findings} == {f"{category}.model"}
    (finding,) = verdict.findings
    assert 0 <= finding.start < finding.end <= len(text)
    assert "no rule" in finding.staff_words
    assert finding.child_words.startswith("A grown-up will read this") or category == "personal"


def test_what_a_rule_has_said_the_model_does_not_say_again() -> None:
    verdict = check("my dad hits me every night and I am scared to go home")
    assert verdict.level is Level.URGENT
    assert of_model(verdict) == []


@MANY
@given(
    hold=st.sampled_from(ONLY_THE_MODELS),
    before=st.lists(st.sampled_from(INNOCENT), max_size=3),
    after=st.lists(st.sampled_from(INNOCENT), max_size=3),
)
def test_innocent_sentences_around_it_take_no_opinion_away(
    hold: tuple[str, str], before: list[str], after: list[str]
) -> None:
    assert hold[1] in of_model(check(". ".join([*before, hold[0], *after])))


def row_of(text: str) -> tuple[list[int], list[str]]:
    grammar = shipped.shipped().grammar
    meant = grammar.meant(read(text), names=shipped.shipped().first_names)
    return meant.row, [word for word, _ in meant.words]


def test_the_quick_sum_is_the_sum_over_all_traits() -> None:
    model, judge, reader = shipped_model(), shipped.shipped_judge(), Reader()
    for one in own("round2")[:120]:
        stretches = list(reader.stretches(one.text))
        if len(stretches) == 1 and "." not in one.text:
            row, words = row_of(one.text.rstrip("!?"))
            expected = [sum(rows) for rows in zip(*_rows(model, stretches[0]), strict=True)]
            assert judge.scores(row[: len(stretches[0][0])], words[: len(stretches[0][0])]) == expected, one.text


def _rows(model: Model, stretch: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]) -> Iterator[list[int]]:
    yield unpacked(model.start)
    for trait in traits.of_stretch(*stretch):
        yield unpacked(model.weights.get(trait, 0))


def test_a_long_sentence_is_judged_in_stretches_that_miss_no_word() -> None:
    for length in range(1, 200):
        parts = list(traits.stretches(length))
        assert {place for start, end in parts for place in range(start, end)} == set(range(length))
        assert all(end - start <= traits.WIDEST for start, end in parts)
    assert list(traits.stretches(0)) == [(0, 0)]


@pytest.mark.parametrize("place", [0, 11, 12, 40, 99])
def test_a_word_is_seen_wherever_it_stands_in_a_sentence_that_does_not_end(place: int) -> None:
    weight = packed([0, 0, 0, 2000, 0, 0])
    judge = Judge(
        Model({"w zebra": weight}, 0, (1000,) * len(QUESTIONS)),
        classes_of=shipped.shipped().grammar.signs.classes(),
    )
    row, words = row_of(" ".join("zebra" if one == place else "lorem" for one in range(100)))
    assert [(one.category, one.first, one.after) for one in judge.opinions(row, words)] == [
        ("distress", place, place + 1)
    ]


@given(st.lists(st.integers(-60_000, 60_000), min_size=len(QUESTIONS), max_size=len(QUESTIONS)))
def test_numbers_side_by_side_stay_apart(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == numbers
    assert unpacked(packed(numbers) + packed(numbers)) == [2 * one for one in numbers]


def test_words_and_pairs_beyond_memory_are_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esafety.filtering.opinion._MOST_REMEMBERED", 0)
    forgetful = Judge(shipped_model(), classes_of=shipped.shipped().grammar.signs.classes())
    for text, category in ONLY_THE_MODELS:
        assert category in [one.category for one in forgetful.opinions(*row_of(text))]


WHOLE = ["# made", "limits " + " ".join("5" * len(QUESTIONS)), "start 0", "traits 1", "a w hello"]


def test_a_whole_file_is_read() -> None:
    assert model_of(WHOLE) == Model({"w hello": 10}, 0, (5,) * len(QUESTIONS))


@pytest.mark.parametrize(
    "broken",
    [
        [], WHOLE[:-1], WHOLE[1:2], [*WHOLE, "b w bye"], [*WHOLE[:-1], "! w hello"], [*WHOLE, ""],
        ["limits 1 2", *WHOLE[2:]], ["limits", *WHOLE[2:]], [*WHOLE[:2], "start", *WHOLE[3:]],
        [*WHOLE[:3], "traits 0"], ["<html>not found</html>"],
    ],
)  # fmt: skip
def test_a_file_that_is_not_whole_is_refused(broken: list[str]) -> None:
    with pytest.raises(ModelFault):
        model_of(broken)


@pytest.fixture
def _fresh() -> Iterator[None]:
    for cache in (pipeline.desk_for, shipped.shipped_judge):
        cache.cache_clear()
    yield
    for cache in (pipeline.desk_for, shipped.shipped_judge):
        cache.cache_clear()


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("name", ["gone.txt", "spellings.txt"])
def test_without_its_model_the_filter_holds_everything(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("esafety.filtering.second_model.FILE", name)
    verdict = check("we had pasta")
    assert verdict.level is Level.HOLD
    assert [one.rule for one in verdict.findings] == ["unread.filter-failed"]


def test_the_model_was_made_from_the_sentences_that_are_here() -> None:
    """After a change to them: python -m tests.filtering.training."""
    head = (FOLDER / "model.txt").read_text(encoding="utf-8").splitlines()[:3]
    assert head[1] == f"# {LEARNT_FROM} {digest()}"
    assert head[2] == f"limits {' '.join(str(LIMITS[question]) for question in QUESTIONS)}"


def test_learning_finds_what_tells_them_apart_and_is_the_same_each_time() -> None:
    examples = [Example(0, [0, 1]), Example(1, [0, 2]), Example(2, [1, 3]), Example(2, [0, 2]), Example(3, [0])]
    held = [True, False, True, False]
    weights = learnt(examples, held=held, traits=4)
    assert weights == learnt(examples, held=held, traits=4)
    assert weights[1] > 0 > weights[2]


def test_what_is_written_is_what_is_read() -> None:
    numbers = {"": [1, -2, 3, 0, 5, 6], "w hello": [-7, 0, 0, 60_000, 1, -1], "h <ab": [0, 0, 0, 0, 0, -9]}
    model = model_of(lines(numbers))
    assert unpacked(model.start) == numbers[""]
    assert {name: unpacked(weight) for name, weight in model.weights.items()} == {
        name: row for name, row in numbers.items() if name
    }
    assert len(CATEGORIES) + 1 == len(QUESTIONS)
