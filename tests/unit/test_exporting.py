"""Files for spreadsheets: what a person wrote is never taken for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from esafety.exporting import Table, csv_bytes, xlsx_bytes
from tests.factories.spreadsheets import read_sheets


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


FORMULAS = pytest.mark.parametrize(
    "written",
    [
        "=1+1", '=HYPERLINK("http://evil.example")', "+44 7700 900123", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "|calc", "＝1", "＋1", "－1", "＠x",  # noqa: RUF001
    ],
)  # fmt: skip


@FORMULAS
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


@FORMULAS
def test_what_would_be_a_formula_is_text_in_excel_too_and_stays_as_it_was(written: str) -> None:
    (sheet,) = read_sheets(xlsx_bytes(Table(name="Names", rows=[["Name"], [written]])))
    assert not sheet.formulas
    assert sheet.rows == [["Name"], [written]]


def test_each_table_has_its_sheet_and_counts_are_numbers() -> None:
    data = xlsx_bytes(
        Table(name="Pupils", rows=[["Pupil", "Tries"], ["Zoë", 3], ["http://a.example", 0]]),
        Table(name="Before / after: what [the class] thought of it", rows=[["Idea"]]),
    )
    pupils, ideas = read_sheets(data)
    assert (pupils.name, ideas.name) == ("Pupils", "Before  after what the class th")
    assert pupils.rows == [["Pupil", "Tries"], ["Zoë", 3], ["http://a.example", 0]]
    assert not pupils.links
