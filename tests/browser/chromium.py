"""Find a Chromium that starts on this machine, or install one: a browser test is never left out.

`python -m tests.browser.chromium` prints the path of the browser, or says in one sentence what to do and ends with 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserType, Error, sync_playwright

SETTINGS = ("ESAFETY_CHROMIUM", "CHROME_PATH")
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
WHAT_TO_DO = (
    "The browser tests need Chromium, Chrome or Edge, and none was found or could be installed: "
    "install one of them, or set ESAFETY_CHROMIUM to its full path, then run the tests again."
)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def arguments() -> list[str]:
    """Chromium refuses its sandbox to root; containers have a small /dev/shm and no graphics."""
    always = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    return [*always, "--no-sandbox"] if is_root() else always


def candidates(kind: BrowserType) -> Iterator[str]:
    """The person's own choice, then Playwright's own download, then the system's browsers."""
    named = [os.environ[name] for name in SETTINGS if os.environ.get(name)]
    on_path = [path for command in COMMANDS if (path := shutil.which(command))]
    for path in [*named, kind.executable_path, *on_path, *PLACES]:
        if Path(path).is_file():
            yield path


def starts(path: str, *, kind: BrowserType) -> bool:
    """A browser that lies there may still lack a library, so it is started."""
    try:
        kind.launch(executable_path=path, args=arguments(), timeout=30_000).close()
    except Error:
        return False
    return True


def find_chromium(kind: BrowserType) -> str | None:
    return next((path for path in candidates(kind) if starts(path, kind=kind)), None)


def install_by_playwright() -> None:
    _try([sys.executable, "-m", "playwright", "install", "chromium"])


def install_by_apt() -> None:
    if is_root() and shutil.which("apt-get"):
        _try(["apt-get", "update", "-qq"])
        _try(["apt-get", "install", "-y", "-qq", "chromium"])


def _try(command: list[str]) -> None:
    """Its words are progress and go where progress goes; whether it helped is seen by starting the browser."""
    print("trying:", *command, file=sys.stderr)  # noqa: T201 - progress, beside the answer on the standard output
    subprocess.run(command, check=False, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def main() -> int:
    with sync_playwright() as playwright:
        for install in (None, install_by_playwright, install_by_apt):
            if install:
                install()
            if path := find_chromium(playwright.chromium):
                print(path)  # noqa: T201 - this is the answer
                return 0
    print(WHAT_TO_DO, file=sys.stderr)  # noqa: T201 - the one sentence for a person
    return 1


if __name__ == "__main__":
    sys.exit(main())
