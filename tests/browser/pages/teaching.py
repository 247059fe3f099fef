"""The teacher's side of lessons: finding one, setting it, seeing who has to catch up."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.pages.surface import Surface


class LessonFinder(Surface):
    """All lessons, and the form that finds some of them."""

    def open(self) -> None:
        self.press(self.page.get_by_role("navigation").get_by_role("link", name="Lessons"))
        self.expect_title("Lessons")

    def type_words(self, words: str) -> None:
        self.page.get_by_label("Words").fill(words)

    def choose(self, label: str, *, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def expect_found(self, *titles: str) -> None:
        """The lessons that stand there come to be these."""
        expect(self.page.locator(".book-row__title")).to_have_text(list(titles))

    def expect_told(self, words: str) -> None:
        """How many were found comes to be said."""
        expect(self.page.get_by_role("status").filter(has_text="lesson")).to_contain_text(words)

    def way_to_set(self, title: str, *, class_name: str) -> Locator:
        """The link that sets the lesson of this title for a class."""
        book = self.page.locator(".book-row").filter(has=self.page.get_by_role("link", name=title, exact=True))
        return book.locator(".class-line").filter(has_text=class_name).get_by_role("link", name="Set it")

    def go_and_set(self, title: str, *, class_name: str) -> None:
        self.press(self.way_to_set(title, class_name=class_name))
        self.expect_title(f"Set for {class_name}")


class LessonSetting(Surface):
    """For whom a lesson is set, and until when."""

    def for_some(self, *names: str) -> None:
        self.press(self.page.get_by_label("Some children", exact=True).first)
        for name in names:
            self.press(self.page.get_by_label(name, exact=True))

    def due_on(self, number: int) -> str:
        """Choose one of the days offered, counted from 1; return how the page names it."""
        due = self.page.get_by_label("To be done by")
        due.select_option(index=number)
        return str(due.evaluate("due => due.selectedOptions[0].textContent"))

    def set(self) -> None:
        self.press_button("Set this lesson")
        expect(self.page.locator(".set-line--set")).to_be_visible()

    def take_back(self) -> None:
        self.follow("Take it back")
        expect(self.heading).to_contain_text("Take back")
        self.press_button("Take it back")
        expect(self.page.get_by_text("Not set for this class.")).to_be_visible()


class CatchUpList(Surface):
    """Who has still to do what."""

    def open(self) -> None:
        self.follow("Catch-up list")
        expect(self.heading).to_contain_text("to catch up")

    def lines(self) -> list[list[str]]:
        return self.page.locator("tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        )
