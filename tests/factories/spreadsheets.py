"""Reading an Excel file by its parts, as a spreadsheet program does, without the library that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cell = str | int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, its cells row by row, and whether it holds a formula or a link."""

    name: str
    rows: list[list[Cell]]
    formulas: bool
    links: bool


def read_sheets(data: bytes) -> list[Sheet]:
    """Every sheet of a workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not [name for name in parts if "vba" in name.lower() or "external" in name.lower()]
    words = [_text(each) for each in _tree(parts["xl/sharedStrings.xml"])]
    names = [str(each.get("name")) for each in _tree(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    return [
        _sheet(name, _tree(parts[f"xl/worksheets/sheet{number}.xml"]), words=words)
        for number, name in enumerate(names, start=1)
    ]


def _sheet(name: str, tree: Element, *, words: list[str]) -> Sheet:
    rows = [[_value(cell, words=words) for cell in row.iter(f"{MAIN}c")] for row in tree.iter(f"{MAIN}row")]
    return Sheet(
        name=name,
        rows=rows,
        formulas=next(tree.iter(f"{MAIN}f"), None) is not None,
        links=next(tree.iter(f"{MAIN}hyperlink"), None) is not None,
    )


def _value(cell: Element, *, words: list[str]) -> Cell:
    value = cell.find(f"{MAIN}v")
    if value is None or value.text is None:
        return ""
    return words[int(value.text)] if cell.get("t") == "s" else int(value.text)


def _tree(part: bytes) -> Element:
    return fromstring(part)  # noqa: S314 - the file is our own


def _text(shared: Element) -> str:
    text = "".join(each.text or "" for each in shared.iter(f"{MAIN}t"))
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)  # how such a file writes a return
