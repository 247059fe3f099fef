"""The beginning of a new lesson: a whole small one, which passes the check and says everywhere what to put there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from esafety.content.header import LONGEST_TITLE
from esafety.content.model import KeyStage
from esafety.content.slugs import slug_of

_SKELETONS = Path(__file__).parent / "skeletons"


class CannotBegin(Exception):
    """A lesson that cannot be begun; the text says what to do instead."""


def begin_lesson(folder: Path, *, title: str, key_stage: KeyStage, today: date) -> Path:
    """Write the beginning of a lesson into a folder, made where needed, and return its file; nothing is written over.

    Raises:
        CannotBegin: the title gives no name, the folder cannot be made, or the file is there.
    """
    title = " ".join(title.split())
    name = slug_of(title)
    if not name or not title.isprintable():
        raise CannotBegin('a lesson needs a title with letters in it, such as "Otto asks twice".')
    if len(title) > LONGEST_TITLE:
        raise CannotBegin(f"the title has {len(title)} characters: keep it under {LONGEST_TITLE}.")
    file = folder / f"{name}.md"
    try:
        if not folder.parent.is_dir():
            raise CannotBegin(f"there is no folder {folder.parent}: make it, or name another with --folder.")
        folder.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(skeleton(title, key_stage=key_stage, today=today))
    except FileExistsError:
        if not folder.is_dir():
            raise CannotBegin(f"{folder} is a file and no folder: name another with --folder.") from None
        raise CannotBegin(f"{file} is there already: take another title, or write on in that one.") from None
    except OSError as error:
        raise CannotBegin(
            f"{file} cannot be written ({error.strerror}): choose another folder with --folder."
        ) from None
    return file


def skeleton(title: str, *, key_stage: KeyStage, today: date) -> str:
    """Return the text of a new lesson, for `title` as `begin_lesson` lets it through."""
    text = (_SKELETONS / f"{key_stage.lower()}.md").read_text(encoding="utf-8")
    quoted = '"{}"'.format(title.replace("\\", "\\\\").replace('"', '\\"'))
    # The title last: whatever stands in it stays as it is.
    return text.replace("<name>", slug_of(title)).replace("<today>", str(today)).replace("<title>", quoted, 1)
