"""The table at the end of a run: what was done to the program, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HEADINGS = ("fault", "injected", "acknowledged", "lost", "twice", "control", "seconds")


@dataclass(kw_only=True)
class Row:
    """One fault. Whoever ran it fills in; what does not apply stays a dash."""

    fault: str
    injected: str = "-"
    acknowledged: int | str = "-"
    lost: int | str = "-"
    twice: int | str = "-"
    control: str = "-"
    seconds: float = 0.0

    def cells(self) -> tuple[str, ...]:
        numbers = (str(self.acknowledged), str(self.lost), str(self.twice))
        return (self.fault, self.injected, *numbers, self.control, f"{self.seconds:.1f}")


@dataclass
class Report:
    """The rows so far, and sentences on what could not be run here."""

    rows: dict[str, Row] = field(default_factory=dict)
    not_run: list[str] = field(default_factory=list)

    @contextmanager
    def of(self, fault: str) -> Iterator[Row]:
        """The row of `fault`; the time spent inside is added to it."""
        row, begun = self.rows.setdefault(fault, Row(fault=fault)), time.monotonic()
        try:
            yield row
        finally:
            row.seconds += time.monotonic() - begun

    def lines(self) -> list[str]:
        table = [HEADINGS, *(row.cells() for _fault, row in sorted(self.rows.items()))]
        widths = [max(len(cells[column]) for cells in table) for column in range(len(HEADINGS))]
        lines = [" | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) for cells in table]
        return [lines[0], "-|-".join("-" * width for width in widths), *lines[1:], *self.not_run]


REPORT = Report()
