"""`make screens`: every page as each role at the sizes of the house's look, for people to look at."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import WHAT_TO_DO, arguments, find_chromium
from tests.browser.server import Server, demonstration
from tests.house_rules.tree import ROOT
from tests.screens import ways
from tests.screens.album import Album, write_index

FOLDER = ROOT / "build" / "screens"
CHILDREN = {"pupil-ks1": ("Acorn", 11), "pupil-ks2": ("Oak", 12)}  # who have begun nothing yet


def main() -> int:
    """Take every picture afresh and say where they are."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="esafety-screens-") as name, sync_playwright() as playwright:
        path = os.environ.get("ESAFETY_CHROMIUM") or find_chromium(playwright.chromium)
        if not path:
            print(WHAT_TO_DO, file=sys.stderr)
            return 1
        with demonstration(Path(name)) as server:
            browser = playwright.chromium.launch(executable_path=path, args=arguments())
            albums = [*of_children(browser, server), *of_staff(browser, server)]
            for album in albums:
                album.lay_out(browser)
            browser.close()
    write_index(FOLDER, albums)
    print(f"{sum(len(album.pictures) for album in albums)} pictures: open {FOLDER / 'index.html'}")
    return 0


def of_children(browser: Browser, server: Server) -> list[Album]:
    """The doors, and what a child of each key stage sees."""
    sign_ins = server.world["sign_ins"]
    albums = []
    for role, (class_name, number) in CHILDREN.items():
        child = [each for each in sign_ins if each.get("class") == class_name][number]
        album = Album(folder=FOLDER, role=role)
        with _context(browser, server) as context:
            ways.childs_way(context.new_page(), child=child, album=album)
        albums.append(album)
    return albums


def of_staff(browser: Browser, server: Server) -> list[Album]:
    """Each role of the first school: every kind of page that its links lead to."""
    first: dict[str, Any] = {}
    for each in server.world["sign_ins"]:
        if each["role"] != "pupil":
            first.setdefault(each["role"], each)
    albums = []
    for role, member in first.items():
        album = Album(folder=FOLDER, role=role)
        with _context(browser, server) as context:
            ways.staffs_way(context.new_page(), member=member, album=album)
        albums.append(album)
    return albums


def _context(browser: Browser, server: Server) -> Any:
    return browser.new_context(
        base_url=server.url, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"
    )


if __name__ == "__main__":
    sys.exit(main())
