"""`esafety lessons`: checking lesson files, beginning one, and seeing it while it is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from esafety import clock, places

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_commands(commands: _SubParsersAction[argparse.ArgumentParser], *, port: Callable[[str], int]) -> None:
    """Teach the command line these commands; `port` reads the number of one."""
    lessons = commands.add_parser("lessons", help="work with lesson files")
    its_commands = lessons.add_subparsers(dest="lesson_command", metavar="COMMAND", required=True)
    check = its_commands.add_parser("check", help="report everything that is wrong in lesson files, at once")
    check.add_argument("path", nargs="*", type=Path, help="lesson files or folders (default: the shipped lessons)")
    check.add_argument("--strict-dates", action="store_true", help="also fail for facts that are due for checking")
    check.set_defaults(run=_check)

    new = its_commands.add_parser("new", help="begin a lesson: a small whole one to write over")
    new.add_argument("title", help='its title, in quotes, such as "Otto asks twice"')
    for_whom = new.add_mutually_exclusive_group(required=True)
    for_whom.add_argument("--ks1", dest="key_stage", action="store_const", const="KS1", help="for Reception to Year 2")
    for_whom.add_argument("--ks2", dest="key_stage", action="store_const", const="KS2", help="for Years 3 to 6")
    new.add_argument("--folder", type=Path, default=Path(), help="where to put the file (default: this folder)")
    new.set_defaults(run=_new)

    preview = its_commands.add_parser("preview", help="show a lesson on this computer while it is written")
    preview.add_argument("file", type=Path, help="the lesson's file")
    preview.add_argument("--port", type=port, default=8010, help="port on 127.0.0.1 (default: 8010)")
    preview.set_defaults(run=_preview)


def _check(given: argparse.Namespace) -> int:
    from esafety.content.command import check_paths  # noqa: PLC0415 - reading lessons takes longer than judging a message

    paths = given.path or [places.shipped("lessons")]
    lines, status = check_paths(paths, strict_dates=given.strict_dates, today=clock.now().date())
    for line in lines:
        print(line)
    return status


def _new(given: argparse.Namespace) -> int:
    from esafety.content.skeleton import CannotBegin, begin_lesson  # noqa: PLC0415 - as above

    try:
        file = begin_lesson(
            given.folder.expanduser(), title=given.title, key_stage=given.key_stage, today=clock.now().date()
        )
    except CannotBegin as problem:
        print(f"esafety: {problem}", file=sys.stderr)
        return 1
    print(f"{file} is there. It is a whole small lesson: write over it, bit by bit.")
    print(f'See it while you write:   esafety lessons preview "{file}"')
    print(f'Ask what is wrong:        esafety lessons check "{file}"')
    return 0


def _preview(given: argparse.Namespace) -> int:
    file = given.file.expanduser().absolute()
    if not file.is_file() or file.suffix.casefold() != ".md":
        print(
            f"esafety: {given.file} is no lesson file: name one that ends in .md, or begin one with lessons new.",
            file=sys.stderr,
        )
        return 1

    from esafety.preview.serving import serve_preview  # noqa: PLC0415 - `lessons check` needs no web

    serve_preview(file, port=given.port, say=_say)
    return 0


def _say(words: str) -> None:
    print(words, flush=True)
