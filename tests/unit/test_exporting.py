"""Files for spreadsheets: what a person wrote is never taken for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from esafety.exporting import csv_bytes


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "written",
    [
        "=1+1", '=HYPERLINK("http://evil.example")', "+44 7700 900123", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "|calc", "＝1", "＋1", "－1", "＠x",  # noqa: RUF001
    ],
)  # fmt: skip
def test_what_would_be_a_formula_is_text(written: str) -> None:
    assert cells(csv_bytes([[written]])) == [["'" + written]]


@pytest.mark.parametrize(
    "written", ["Ada", "Ada = Ada", "5 + 5", "Zoë", "Ŵyn", "a,b", 'she said "no"', "two\nlines", ""]
)
def test_other_text_stays_as_it_is(written: str) -> None:
    assert cells(csv_bytes([[written, "x"]])) == [[written, "x"]]


def test_numbers_and_nothing() -> None:
    assert cells(csv_bytes([[3, None, "x"]])) == [["3", "", "x"]]


def test_tables_stand_below_one_another_with_a_line_between() -> None:
    data = csv_bytes([["Name"], ["Ada"]], [["Question"]])
    assert data == b"\xef\xbb\xbfName\r\nAda\r\n\r\nQuestion\r\n"


def test_excel_reads_accents() -> None:
    assert csv_bytes([["Zoë"]]).startswith(b"\xef\xbb\xbf")
