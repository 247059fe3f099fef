"""What a child may choose, and how it shows on a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping

USUAL = "usual"
OFFERED: dict[str, tuple[str, ...]] = {
    "letters": (USUAL, "atkinson", "open"),
    "size": (USUAL, "big", "biggest"),
    "lines": (USUAL, "wide", "widest"),
    "paper": (USUAL, "white", "blue", "dark"),
    "motion": (USUAL, "still"),
}
"""For each thing to choose, what there is; the usual one needs no row and no style."""


def is_offered(what: str, *, value: str) -> bool:
    """Whether a child may choose `value` for `what`."""
    return value in OFFERED.get(what, ())


def classes_of(chosen: Mapping[str, str | None]) -> str:
    """The style classes of a page for what is `chosen`, each with a space before it; empty where all is usual.

    What is not offered any more, or not chosen, is as usual.
    """
    found = ((what, chosen.get(what) or USUAL) for what in OFFERED)
    return "".join(f" {what}-{value}" for what, value in found if value != USUAL and is_offered(what, value=value))
