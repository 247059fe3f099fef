"""Pictures of one role, and the contact sheet on which they lie side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page

SIZES = {"laptop": (1366, 768), "tablet": (1024, 768), "phone": (390, 844)}
WIDTHS_ON_SHEET = {"laptop": 300, "tablet": 225, "phone": 90}
SHEET = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px sans-serif; margin: 24px; background: #fff; color: #111 }}
figure {{ margin: 0 32px 28px 0; display: inline-flex; gap: 12px; flex-wrap: wrap; width: 680px }}
figcaption {{ width: 100%; font-weight: bold }}
img {{ align-self: start; border: 1px solid #888; max-height: 320px; object-fit: cover; object-position: top }}
</style><h1>{title}</h1>{body}</html>
"""


@dataclass
class Album:
    """The pictures of `role`, each page at each size."""

    folder: Path
    role: str
    pages: list[str] = field(default_factory=list)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.role.replace(" ", "-")

    def take(self, page: Page, *, called: str) -> None:
        """Every size of the page as it stands; the first time that it is `called` so."""
        if called in self.pictures:
            return
        (self.folder / self.name).mkdir(exist_ok=True)
        taken = self.pictures[called] = {}
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_load_state("networkidle")
            file = f"{self.name}/{len(self.pictures):02d}-{called.replace(' ', '-')}-{size}.png"
            page.screenshot(path=self.folder / file, full_page=True)
            taken[size] = file

    def html(self) -> str:
        """The contact sheet."""
        figures = []
        for called, taken in self.pictures.items():
            images = [
                f'<a href="{escape(file)}"><img src="{escape(file)}" width="{WIDTHS_ON_SHEET[size]}" alt="{size}"></a>'
                for size, file in taken.items()
            ]
            figures.append(f"<figure><figcaption>{escape(called)}</figcaption>{''.join(images)}</figure>")
        return SHEET.format(title=escape(self.role), body="".join(figures))

    def lay_out(self, browser: Browser) -> None:
        """Write the contact sheet as a page, and as one picture of it."""
        sheet = self.folder / f"{self.name}.html"
        sheet.write_text(self.html(), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.goto(sheet.as_uri())
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self.folder / f"{self.name}.png", full_page=True)
        page.close()


def write_index(folder: Path, albums: Sequence[Album]) -> None:
    """One page that leads to every contact sheet."""
    lines = [
        f'<p><a href="{album.name}.html">{escape(album.role)}</a>, {len(album.pictures)} pages,'
        f' <a href="{album.name}.png">in one picture</a></p>'
        for album in albums
    ]
    (folder / "index.html").write_text(SHEET.format(title="Every screen", body="".join(lines)), encoding="utf-8")
