"""The one table that a run prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing measured: `ratio` by answers a second, `cpu` the same by processor time.

    `figure` is what is compared with `reach` and `aim`; None where it cannot be had here.
    """

    name: str
    ours: str
    beside: str = ""
    ratio: str = ""
    cpu: str = ""
    figure: float | None
    reach: float
    aim: float
    unit: str
    more_is_better: bool = False

    def verdict(self) -> str:
        if self.figure is None:
            return "not had here"
        if self._meets(self.aim):
            return "aim"
        return "reach" if self._meets(self.reach) else "BELOW"

    def _meets(self, wanted: float) -> bool:
        assert self.figure is not None
        return self.figure >= wanted if self.more_is_better else self.figure <= wanted

    def cells(self) -> list[str]:
        sign = ">=" if self.more_is_better else "<="
        wanted = [f"{sign} {value:g} {self.unit}".strip() for value in (self.reach, self.aim)]
        return [self.name, self.ours, self.beside, self.ratio, self.cpu, *wanted, self.verdict()]


HEAD = ["row", "ours", "beside", "ratio", "by CPU", "reach", "aim", "verdict"]


def as_text(rows: Sequence[Row]) -> str:
    """The table in Markdown, with its columns aligned."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    written = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(written)
