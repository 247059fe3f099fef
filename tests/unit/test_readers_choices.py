"""What a child may choose for reading, and how it shows on a page."""

from __future__ import annotations

import pytest

from esafety.reading import rules


@pytest.mark.parametrize(
    ("what", "value", "is_offered"),
    [
        ("paper", "dark", True),
        ("paper", "usual", True),
        ("paper", "biggest", False),
        ("sound", "dark", False),
        ("paper", "", False),
    ],
)
def test_only_what_is_offered_may_be_chosen(what: str, value: str, is_offered: bool) -> None:
    assert rules.is_offered(what, value=value) is is_offered


@pytest.mark.parametrize(
    ("why", "chosen", "classes"),
    [
        ("nothing chosen is as usual", {}, ""),
        ("the usual one needs no class", {"paper": "usual", "size": None}, ""),
        ("each choice is a class, in one order", {"paper": "dark", "letters": "open"}, " letters-open paper-dark"),
        ("what is offered no more is as usual", {"paper": "pink", "size": "big"}, " size-big"),
    ],
)
def test_choices_show_as_classes(why: str, chosen: dict[str, str | None], classes: str) -> None:
    assert rules.classes_of(chosen) == classes, why
