"""What the filter found is marked where it stands: the pieces are the text, whatever overlaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafety.filtering.detectors import made
from esafety.filtering.verdict import Category, Finding
from esafety.moderation.marks import pieces_of


def found(start: int, end: int, *, category: Category = Category.PERSONAL, rule: str = "telephone") -> Finding:
    return made(category, rule=rule, start=start, end=end)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("ring 07700 now", ())]),
        ([(5, 10)], [("ring ", ()), ("07700", (1,)), (" now", ())]),
        ([(0, 14)], [("ring 07700 now", (1,))]),
        ([(0, 10), (5, 14)], [("ring ", (1,)), ("07700", (1, 2)), (" now", (2,))]),
        ([(5, 10), (5, 10)], [("ring ", ()), ("07700", (1, 2)), (" now", ())]),
        ([(5, 99)], [("ring ", ()), ("07700 now", (1,))]),
        ([(7, 7)], [("ring 07700 now", ())]),
    ],
    ids=["nothing", "one", "all of it", "two that overlap", "two in one place", "beyond the end", "no length"],
)
def test_the_text_is_cut_where_findings_begin_and_end(
    spans: list[tuple[int, int]], expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    pieces = pieces_of("ring 07700 now", findings=[found(*span, rule=f"r{at}") for at, span in enumerate(spans)])
    assert [(each.text, each.numbers) for each in pieces] == expected


def test_what_could_not_be_read_is_no_place_in_the_text() -> None:
    pieces = pieces_of("hello", findings=[found(0, 5, category=Category.UNREAD), found(0, 2)])
    assert [(each.text, each.numbers) for each in pieces] == [("he", (2,)), ("llo", ())]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
def test_the_pieces_put_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    pieces = pieces_of(text, findings=[found(*span) for span in spans])
    assert "".join(each.text for each in pieces) == text
    assert all(each.text for each in pieces)


def test_what_one_rule_found_twice_has_one_number_and_one_mark() -> None:
    pieces = pieces_of("my dad hits me", findings=[found(0, 11), found(3, 14)])
    assert [(each.text, each.numbers) for each in pieces] == [("my dad hits me", (1,))]
