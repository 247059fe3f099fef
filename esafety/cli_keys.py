"""`esafety keys` and `esafety recovery-sheet`: changing keys, and getting them back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from esafety.config import Settings, SettingsProblem, make_data_folder

if TYPE_CHECKING:
    from argparse import _SubParsersAction

MOST_KEYS = 5  # that one sheet holds


def add_commands(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Teach the command line these commands."""
    sheet = commands.add_parser("recovery-sheet", help="make the page with the keys, to print for the safe")
    sheet.set_defaults(run=_sheet)
    keys = commands.add_parser("keys", help="change the keys, or put them back")
    its_commands = keys.add_subparsers(dest="keys_command", metavar="COMMAND", required=True)
    rotate = its_commands.add_parser("rotate", help="make a new sealing key and seal everything with it")
    rotate.set_defaults(run=_rotate)
    secret = its_commands.add_parser("rotate-secret", help="make a new key that signs cookies")
    secret.set_defaults(run=_rotate_secret)
    drop = its_commands.add_parser("drop-old", help="forget keys that are no longer needed")
    drop.add_argument("--yes", action="store_true", help="do it, without asking")
    drop.set_defaults(run=_drop_old)
    restore = its_commands.add_parser("restore", help="type the keys from the recovery sheet")
    restore.set_defaults(run=_restore)


def _sheet(given: argparse.Namespace) -> int:
    del given
    from esafety import keys, recovery_sheet  # noqa: PLC0415 - `lessons check` needs no keys

    settings = _existing()
    _say_sheet(str(recovery_sheet.write(settings, keys=keys.keys_for(settings))))
    return 0


def _say_sheet(place: str) -> None:
    print(f"Print {place}, put it in the safe, then delete that file.")


def _existing() -> Settings:
    """The settings of an installation that has been started before."""
    settings = Settings.from_environment()
    if not (settings.data / "keys").is_dir():
        raise SettingsProblem([f"{settings.data} holds no keys; set ESAFETY_DATA to the data folder of your school."])
    make_data_folder(settings)
    return settings


def _rotate(given: argparse.Namespace) -> int:
    del given
    settings = _existing()
    from esafety import key_changes, keys, recovery_sheet  # noqa: PLC0415 - as above
    from esafety.app import create_app  # noqa: PLC0415

    app = create_app(settings)
    if key_changes.begin_rotation(settings):
        print("A new sealing key is in use; what older ones sealed is sealed anew. Servers may go on running.")
    else:
        print("A rotation has been begun already and is carried on.")
    # Before the rows: from now on no other paper opens what is written.
    place = recovery_sheet.write(settings, keys=keys.keys_for(settings))
    sealed = key_changes.finish_rotation(
        app, settings=settings, told=lambda looked_at, sealed: _progress(looked_at, sealed=sealed)
    )
    print(f"\nDone: {sealed} rows were sealed anew.")
    _say_sheet(str(place))
    print("Then run: esafety keys drop-old")
    return 0


def _progress(looked_at: int, *, sealed: int) -> None:
    print(f"\r{looked_at} rows looked at, {sealed} sealed anew", end="", flush=True)


def _rotate_secret(given: argparse.Namespace) -> int:
    del given
    from esafety import key_changes  # noqa: PLC0415 - as above

    key_changes.rotate_secret(_existing())
    print("A new key signs cookies once the server is started anew; nobody has to sign in again.")
    print("After a day run: esafety keys drop-old")
    return 0


def _drop_old(given: argparse.Namespace) -> int:
    settings = _existing()
    from esafety import key_changes  # noqa: PLC0415 - as above
    from esafety.app import create_app  # noqa: PLC0415

    print("This forgets every sealing key but the newest, and the older keys that signed cookies.")
    print("Rows sealed with an old key would stay shut for ever, so they are looked for first.")
    print("Backups made before the rotation need the old recovery sheet: keep it as long as you keep them.")
    if not given.yes and not _agreed():
        print(
            "esafety: Nothing was forgotten; to do it, type drop, or run: esafety keys drop-old --yes", file=sys.stderr
        )
        return 1
    sealing = key_changes.drop_old_keys(create_app(settings), settings=settings)
    signing = key_changes.drop_old_secrets(settings)
    print(f"Forgotten: {sealing} sealing keys, {signing} keys that signed cookies.")
    return 0


def _agreed() -> bool:
    print("Type drop to do it: ", end="", flush=True)
    return sys.stdin.readline().strip() == "drop"


def _restore(given: argparse.Namespace) -> int:
    del given
    settings = Settings.from_environment()
    make_data_folder(settings)
    from esafety import key_changes, recovery_sheet  # noqa: PLC0415 - as above

    print("Type each line of the sheet, then Return. An empty line ends the sealing keys.")
    sealing: list[bytes] = []
    while len(sealing) < MOST_KEYS and (key := _typed_key(recovery_sheet.SEALING, may_end=bool(sealing))):
        sealing.append(key)
    pepper = "" if settings.pepper else _typed_key(recovery_sheet.PEPPER, may_end=True).decode("ascii")
    written = key_changes.put_back(settings, sealing=sealing, pepper=pepper)
    for path in written:
        print(f"Written: {path}")
    return _try_them(settings)


def _typed_key(name: str, *, may_end: bool) -> bytes:
    """One key, line by line; a person may try a line again, a file may not. Nothing where it may end and did."""
    from esafety import recovery_sheet  # noqa: PLC0415 - as above

    title, lines = recovery_sheet.TITLES[name], list[str]()
    for line in _lines(title):
        if not line and may_end and not lines:
            return b""
        try:
            lines.append(recovery_sheet.checked_line(line, name=name, row=len(lines)))
        except recovery_sheet.Slip as slip:
            if not sys.stdin.isatty():
                raise SettingsProblem([f"{title}: {slip} Nothing was written."]) from slip
            print(f"{slip} Type that line again.")
        if len(lines) == recovery_sheet.LINES[name]:
            return recovery_sheet.key_from(lines, name=name)
    if may_end and not lines:
        return b""
    raise SettingsProblem([f"{title}: {len(lines)} of {recovery_sheet.LINES[name]} lines came. Nothing was written."])


def _lines(title: str) -> Iterator[str]:
    print(f"{title}:", flush=True)
    while line := sys.stdin.readline():
        yield line.strip()


def _try_them(settings: Settings) -> int:
    if settings.is_sqlite and not settings.database_file.exists():
        print("There is no database yet: put it back from a backup, then start.")
        return 0
    from esafety import key_changes  # noqa: PLC0415 - as above
    from esafety.app import create_app  # noqa: PLC0415

    shut = key_changes.rows_that_stay_shut(create_app(settings))
    if shut is None:
        print("The database cannot be asked whether these are its keys; start the server to see why.")
    elif shut:
        print(f"esafety: {shut} sealed rows are not opened by these keys; is this the right sheet?", file=sys.stderr)
        return 1
    else:
        print("These keys open everything that is sealed in the database.")
    return 0
