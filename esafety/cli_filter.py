"""`esafety filter`: judge messages from standard input, or explain one."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from esafety import cli_filter_words
from esafety.config import SettingsProblem
from esafety.filtering.command import answers, explained
from esafety.filtering.rolls import NO_ROLL, NO_SCHOOL, Roll, SchoolNames, roll_from_json

if TYPE_CHECKING:
    from argparse import _SubParsersAction

ROLL_VARIABLE = "FILTER_ROLL"


def add_commands(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Teach the command line this command."""
    judge = commands.add_parser("filter", help='judge messages: JSON lines {"id","text"} in, verdicts out')
    judge.add_argument("--roll", type=Path, help=f"JSON file of roll and school (default: the one in {ROLL_VARIABLE})")
    judge.set_defaults(run=_judge)
    its_commands = judge.add_subparsers(dest="filter_command", metavar="COMMAND")
    explain = its_commands.add_parser("explain", help="say what happens to one message, and why")
    explain.add_argument("text", help="the message")
    explain.set_defaults(run=_explain)
    words = its_commands.add_parser("words", help="a school's own words of the filter")
    words_commands = words.add_subparsers(dest="words_command", metavar="COMMAND", required=True)
    for name, run, told in (
        ("list", cli_filter_words.list_words, "print them"),
        ("add", cli_filter_words.add_word, "hold a word from now on, or let it through"),
        ("retire", cli_filter_words.retire_word, "let a word count no more"),
    ):
        cli_filter_words.add_arguments(words_commands.add_parser(name, help=told), name=name, run=run)


def _judge(given: argparse.Namespace) -> int:
    roll, school = _roll(given.roll)
    for answer in answers(sys.stdin, roll=roll, school=school):
        print(answer)
    return 0


def _explain(given: argparse.Namespace) -> int:
    roll, school = _roll(given.roll)
    for line in explained(given.text, roll=roll, school=school):
        print(line)
    return 0


def _roll(path: Path | None) -> tuple[Roll, SchoolNames]:
    named = path or (Path(os.environ[ROLL_VARIABLE]) if os.environ.get(ROLL_VARIABLE) else None)
    if named is None:
        return NO_ROLL, NO_SCHOOL
    try:
        return roll_from_json(named.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsProblem([f"{named} cannot be used as a roll: {error}"]) from error
