"""What the filter found, as it is kept with a message. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from esafety.filtering.verdict import Category, Finding, FourC, Level

# The rules by which the filter says that it did not do its work; what is merely over-long it did read.
FAULTS = frozenset({"unread.filter-failed", "unread.filter-slow"})


def to_text(findings: Iterable[Finding], /) -> str:
    """The form in which findings are sealed."""
    return json.dumps([asdict(one) for one in findings], ensure_ascii=False)


def from_text(text: str, /) -> tuple[Finding, ...]:
    """Read back what `to_text` wrote."""
    return tuple(
        Finding(
            **{
                **kept,
                "category": Category(kept["category"]),
                "level": Level(kept["level"]),
                "four_c": FourC(kept["four_c"]),
            }
        )
        for kept in json.loads(text)
    )


def show_a_fault(findings: Iterable[Finding], /) -> bool:
    """Whether the filter itself failed: then somebody has to look after the filter too."""
    return any(one.rule in FAULTS for one in findings)
