"""Tables for spreadsheets, safe from formulas that a name could smuggle in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width too
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")
WIDEST_COLUMN = 60


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its name; the first of `rows` is its head."""

    name: str
    rows: Sequence[Sequence[str | int]]


def csv_bytes(*tables: Iterable[Sequence[object]]) -> bytes:
    """One CSV file of `tables`, a blank line between two; UTF-8 with a mark, so that Excel reads accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerows([_safe(cell) for cell in row] for row in table)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(*tables: Table) -> bytes:
    """One Excel workbook of `tables`, each on a sheet of its own name; words stay words, whatever they begin with."""
    out = io.BytesIO()
    import xlsxwriter  # noqa: PLC0415 - 4 MB in each process, for a few files a term

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name.translate(NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME])
            for number, row in enumerate(table.rows):
                for column, cell in enumerate(row):
                    write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                    write(number, column, cell, body if number else head)
            for column, cells in enumerate(zip(*table.rows, strict=False)):
                sheet.set_column(column, column, min(WIDEST_COLUMN, max(len(str(cell)) for cell in cells) + 2))
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
