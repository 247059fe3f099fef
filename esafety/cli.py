"""The command line: `esafety demo`, `esafety serve`, `esafety lessons check` and the others."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from esafety import cli_filter, cli_keys, cli_lessons, cli_serve
from esafety.config import Settings, SettingsProblem, default_data_folder, make_data_folder

LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 well, 1 a problem that was said, 2 not understood."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return 2
    try:
        status: int = given.run(given)
    except SettingsProblem as problem:
        for sentence in problem.sentences:
            print(f"esafety: {sentence}", file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="esafety", description="Online-safety lessons for UK primary schools.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    demo = commands.add_parser("demo", help="make a demonstration school and serve it on this computer")
    demo.add_argument("--data", type=Path, help="folder for its database and keys (default: beside your other data)")
    demo.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")
    demo.add_argument("--json", type=Path, help="also write every sign-in to this file, for tests")
    demo.add_argument("--full-classes", action="store_true", help="thirty children in each class, as in most schools")
    demo.set_defaults(run=_demo)

    clockwork = commands.add_parser("clockwork", help="do the timed jobs; a server starts this itself")
    clockwork.add_argument("--watched", action="store_true", help="end when the standard input ends")
    clockwork.set_defaults(run=_clockwork)

    health = commands.add_parser("health", help="say whether database and timed jobs are well")
    health.set_defaults(run=_health)

    cli_lessons.add_commands(commands, port=_port)
    cli_serve.add_commands(commands)
    cli_keys.add_commands(commands)
    cli_filter.add_commands(commands)
    return parser


def _port(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) <= 5 and 1 <= int(typed) <= 65535:  # noqa: PLR2004 - TCP's limits
        return int(typed)
    raise argparse.ArgumentTypeError("must be a whole number from 1 to 65535")


def _demo(given: argparse.Namespace) -> int:
    data = (given.data or default_data_folder() / "demo").expanduser().absolute()
    _refuse_taken_port(given.port)
    # The server's worker processes read their settings from the environment, as at a school.
    os.environ["ESAFETY_DATA"] = str(data)
    os.environ["ESAFETY_PORT"] = str(given.port)
    settings = Settings.from_environment()

    # Only here: `lessons check` needs neither server nor database.
    from esafety import data_lock, serving  # noqa: PLC0415
    from esafety.demo import make, words  # noqa: PLC0415

    make_data_folder(settings)
    with data_lock.held(settings):
        app = serving.app_with_current_tables(settings)
        sign_ins = make.make_demo(app, data=data, has_full_classes=given.full_classes)
        if given.json:
            _write_sign_ins(given.json, text=words.as_json(sign_ins, port=given.port))
        print(words.as_text(sign_ins, port=given.port, data=data), flush=True)
        serving.close_database(app)
        serving.serve(address=LOOPBACK, port=given.port)
    return 0


def _clockwork(given: argparse.Namespace) -> int:
    settings = Settings.from_environment()

    from esafety.app import create_app  # noqa: PLC0415 - as above
    from esafety.clockwork import process  # noqa: PLC0415

    process.run_as_program(create_app(settings), is_watched=given.watched)
    return 0


def _health(_given: argparse.Namespace) -> int:
    settings = Settings.from_environment()

    from esafety.health import fault_of_installation  # noqa: PLC0415 - as above

    fault = fault_of_installation(settings.database_url)
    print(fault or "well")
    return 1 if fault else 0


def _write_sign_ins(path: Path, *, text: str) -> None:
    from esafety.demo import make  # noqa: PLC0415 - as above

    try:
        make.write_for_owner(path, text=text)
    except OSError as error:
        raise SettingsProblem([f"{path} cannot be written; choose another file with --json."]) from error


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this option would take a port from the program that has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError as error:
            raise SettingsProblem([f"Port {port} is for administrators; choose one above 1023 with --port."]) from error
        except OSError as error:
            raise SettingsProblem([f"Port {port} is taken by another program; choose another with --port."]) from error
