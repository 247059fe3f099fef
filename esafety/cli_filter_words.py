"""`esafety filter words`: a school's own words, on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from esafety.config import Settings, SettingsProblem
from esafety.filtering.verdict import Category, FourC

if TYPE_CHECKING:
    from esafety.roles import Actor

_CATEGORIES = [str(one) for one in Category if one is not Category.UNREAD]
_FOUR_CS = [str(one) for one in FourC if one is not FourC.NONE]


def add_arguments(parser: argparse.ArgumentParser, *, name: str, run: Callable[[argparse.Namespace], int]) -> None:
    """What each of the commands takes."""
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the officer or deputy who does it")
    if name == "add":
        parser.add_argument("text", help="the word or phrase")
        parser.add_argument("--category", choices=_CATEGORIES, default="unkind", help="what it is (default: unkind)")
        parser.add_argument("--effect", choices=["hold", "urgent", "allow"], default="hold", help="default: hold")
        parser.add_argument("--four-c", choices=_FOUR_CS, default="conduct", help="the kind of risk (default: conduct)")
    if name == "retire":
        parser.add_argument("ref", help="the short code that `list` prints")
    if name != "list":
        parser.add_argument("--reason", required=True, help="why; kept in the change log")
    parser.set_defaults(run=run)


def list_words(given: argparse.Namespace) -> int:
    """Print the words in force: code, effect, category, 4C, date, author, reason."""
    from esafety.moderation import service  # noqa: PLC0415 - judging messages needs no database

    with _acting(given.by) as actor:
        for word in service.words_of(actor):
            facts = f"{word.effect}, {word.category}, {word.four_c or '-'}, {word.added_at.date()}, {word.author}"
            print(f"{word.ref}  {word.text}  ({facts}): {word.reason}")
    return 0


def add_word(given: argparse.Namespace) -> int:
    """Add a word; the next message is judged by it."""
    from esafety.moderation import service  # noqa: PLC0415 - as above
    from esafety.moderation.rules import Effect  # noqa: PLC0415

    with _acting(given.by) as actor:
        outcome = service.add_word(
            actor,
            text=given.text,
            effect=Effect(given.effect),
            category=Category(given.category),
            four_c=FourC(given.four_c),
            reason=given.reason,
        )
        if not isinstance(outcome, service.Added):
            raise SettingsProblem([f"Nothing was added: {outcome.value}."])
        print(f"Added as {outcome.ref}; it counts from the next message on.")
    return 0


def retire_word(given: argparse.Namespace) -> int:
    """Let a word count no more."""
    from esafety.moderation import service  # noqa: PLC0415 - as above

    with _acting(given.by) as actor:
        outcome = service.retire_word(actor, ref=given.ref, reason=given.reason)
        if not isinstance(outcome, service.Retired):
            raise SettingsProblem([f"Nothing was retired: {outcome.value}."])
        print("Retired; it counts no more.")
    return 0


@contextmanager
def _acting(email: str) -> Iterator[Actor]:
    """The member of staff in whose name a command is given, with the application around it."""
    from esafety.moderation.service import actor_by_email  # noqa: PLC0415 - as above
    from esafety.tables import app_with_current_tables  # noqa: PLC0415

    app = app_with_current_tables(Settings.from_environment())
    with app.app_context():
        actor = actor_by_email(email)
        if actor is None:
            raise SettingsProblem([f"Nobody of the staff has the address {email}."])
        yield actor
