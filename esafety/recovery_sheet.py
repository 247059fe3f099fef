"""The recovery sheet: the keys on one page of paper for the school's safe, and read back from it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from markupsafe import Markup

from esafety import clock, places
from esafety.config import Settings, SettingsProblem
from esafety.keys import Keys, keys_folder, write_beside
from esafety.recovery_words import BYTES_OF_LINE, Slip, lines_of, read_line, short_name

SEALING, PEPPER = "sealing", "pepper"
LINES = {SEALING: 2, PEPPER: 3}
TITLES = {SEALING: "Sealing key", PEPPER: "Pepper"}
PURPOSES = {
    SEALING: "Opens calls for help and other sealed texts. Without it they can never be read again.",
    PEPPER: "Guards the children's sign-in pictures. Without it every child needs new pictures.",
}


def place_of_sheet(settings: Settings) -> Path:
    """Where the page lies until somebody has printed it."""
    return settings.data / "recovery-sheet.html"


def write(settings: Settings, *, keys: Keys) -> Path:
    """Make the page, readable by its owner alone; return its place.

    Raises:
        SettingsProblem: it cannot be written.
    """
    place = place_of_sheet(settings)
    try:
        write_beside(place, text=page(settings, keys=keys)).replace(place)
    except OSError as error:
        raise SettingsProblem([f"{place} cannot be written; give its folder to whoever runs this program."]) from error
    return place


def page(settings: Settings, *, keys: Keys) -> str:
    """The page, whole: it is opened as a file, so its style stands in it."""
    sealing = [
        _words(SEALING, key=base64.urlsafe_b64decode(key), number=number) for number, key in enumerate(keys.sealing)
    ]
    pepper = _pepper_bytes(keys.pepper)
    if pepper is not None:
        pepper_part = _words(PEPPER, key=pepper, number=0)
    else:
        pepper_part = Markup(
            "<section><h2>Pepper</h2><p>It was chosen by you: keep a copy of {} with this sheet.</p></section>"
        ).format("the setting ESAFETY_PEPPER" if settings.pepper else "the file pepper.key")
    style = (places.shipped("static") / "css" / "recovery-sheet.css").read_text(encoding="utf-8")
    return PAGE.format(
        style=Markup(style),  # noqa: S704 - our own file
        made=f"{clock.now():%d.%m.%Y}",
        keys=Markup("").join([*sealing, pepper_part]),
        folder=keys_folder(settings),
    )


def _words(name: str, *, key: bytes, number: int) -> Markup:
    age = "" if number == 0 else " (older; needed until it is dropped, and for backups made before)"
    lines = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines_of(key, name=name))
    return Markup('<section><h2>{}{} <span class="name">known as {}</span></h2><p>{}</p><ol>{}</ol></section>').format(
        TITLES[name], age, short_name(key), PURPOSES[name], lines
    )


def _pepper_bytes(pepper: bytes) -> bytes | None:
    """What is behind a pepper that this program made; None for one that somebody chose."""
    try:
        found = base64.urlsafe_b64decode(pepper)
    except (ValueError, binascii.Error):
        return None
    is_ours = len(found) == LINES[PEPPER] * BYTES_OF_LINE and base64.urlsafe_b64encode(found) == pepper
    return found if is_ours else None


def checked_line(line: str, *, name: str, row: int) -> str:
    """`line`, which can have stood on the sheet there.

    Raises:
        Slip: naming the word that is not right.
    """
    read_line(line, name=name, row=row)
    return line


def key_from(lines: list[str], *, name: str) -> bytes:
    """The key, as its file holds it, from the lines that were typed.

    Raises:
        Slip: naming the word that is not right.
    """
    if len(lines) != LINES[name]:
        raise Slip(f"The {TITLES[name].lower()} has {LINES[name]} lines, but {len(lines)} were typed.")
    found = b"".join(read_line(line, name=name, row=row) for row, line in enumerate(lines))
    return base64.urlsafe_b64encode(found)


PAGE = Markup("""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>esafety: recovery sheet</title>
<meta name="robots" content="noindex">
<style>{style}</style>
</head>
<body>
<main>
<h1>Recovery sheet of esafety</h1>
<p class="order">Print it. Put it in the safe. Delete this file.</p>
<p class="blank">School:</p>
<p>Made on {made}. A newer sheet replaces this one; keep this one as long as backups from its time.</p>
{keys}
<section>
<h2>When the computer or its keys are lost</h2>
<ol>
<li>Install the program again, and put the database back from a backup.</li>
<li>Run <code>esafety keys restore</code> and type the lines above. It tells which word is not right.</li>
<li>It writes the keys to <code>{folder}</code> or wherever the data folder is then.</li>
<li>Start the program. Everybody signs in anew; nothing else changes.</li>
</ol>
<p>Whoever has this sheet and a backup can read what children told in confidence. Treat it so.</p>
</section>
</main>
</body>
</html>""")

__all__ = [
    "LINES",
    "PEPPER",
    "SEALING",
    "TITLES",
    "Slip",
    "checked_line",
    "key_from",
    "page",
    "place_of_sheet",
    "write",
]
