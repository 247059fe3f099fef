"""The teacher's desk, and a class's progress through a lesson."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.surface import Surface
from tests.factories.spreadsheets import read_sheets

Table = list[list[str]]


class Desk(Surface):
    """What a member of staff finds after signing in."""

    def open_class(self, name: str) -> None:
        self.press(self.page.locator(".class-card").filter(has_text=name))
        self.expect_title(name)

    def open_progress(self, lesson: str) -> None:
        self.press(self.page.get_by_role("link", name=lesson, exact=True))
        self.expect_title(lesson)


class ClassProgress(Surface):
    """Who has begun, who has finished, what was mixed up; it keeps itself up to date."""

    def row(self, nickname: str) -> Locator:
        return self.page.locator("#progress tbody tr").filter(has=self.page.get_by_text(nickname, exact=True))

    def expect_row(self, nickname: str, *words: str) -> None:
        """The child's row comes to say each of `words`."""
        for each in words:
            expect(self.row(nickname)).to_contain_text(each)

    def count(self, name: str) -> int:
        """A big figure: "have begun", "have finished"."""
        figure = self.page.locator(".figure").filter(has_text=name).locator("dd")
        return int(figure.inner_text().split()[0])

    def table(self) -> Table:
        """Everything in the table on the screen, a row a child, but for the buttons."""
        return self.page.locator("#progress tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].filter(cell => cell.className !== 'act')"
            ".map(cell => cell.innerText.trim()))"
        )

    def columns(self) -> list[str]:
        """The names of the table's columns, but for the one of buttons."""
        return [name for name in self.page.locator("#progress thead th").all_inner_texts() if name != "Absent?"]

    def ideas(self) -> Table:
        """What to talk about: idea, how many pupils, question, what to ask."""
        return self.page.locator(".mix-up:not(.change)").evaluate_all(
            """ideas => ideas.map(idea => {
                const ask = idea.querySelector(".mix-up__talk").cloneNode(true);
                ask.querySelectorAll(".for-ears").forEach(each => each.remove());
                const words = [idea.querySelector("b"), idea.querySelector(".tag"), idea.querySelector(".soft"), ask];
                return words.map(each => each.textContent.trim());
            })"""
        )

    def save_as_table(self) -> tuple[Table, Table]:
        """Download the CSV: its table of pupils and its table of ideas, each with its head."""
        with self.page.expect_download() as download:
            self.follow("Save as a table (CSV)")
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        rows = [*csv.reader(io.StringIO(text)), []]
        first = rows.index([])
        return rows[:first], rows[first + 1 : rows.index([], first + 1)]

    def save_for_excel(self) -> list[Table]:
        """Download the Excel file: its sheets, each with its head, every cell as words."""
        with self.page.expect_download() as download:
            self.follow("Save for Excel")
        sheets = read_sheets(Path(download.value.path()).read_bytes())
        return [[[str(cell) for cell in row] for row in sheet.rows] for sheet in sheets]


def open_progress(page: Page, *, class_name: str, lesson: str) -> ClassProgress:
    """From the desk to the class's progress in a lesson."""
    Desk(page).open_class(class_name)
    Desk(page).open_progress(lesson)
    return ClassProgress(page)
