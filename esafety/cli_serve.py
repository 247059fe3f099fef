"""`esafety serve` and `esafety certificate`: a school's own server."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from esafety.config import Settings, make_data_folder

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from esafety.certificates import Pair

PLAIN = """\
**********************************************************************
*  WITHOUT HTTPS: everybody on this network can read what children   *
*  write, and take over their sign-ins. Only for a trial.            *
**********************************************************************"""


def add_commands(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Teach the command line these commands."""
    serve = commands.add_parser("serve", help="serve a school, with what the ESAFETY_ settings say")
    serve.set_defaults(run=_serve)
    certificate = commands.add_parser("certificate", help="https without a proxy")
    its_commands = certificate.add_subparsers(dest="certificate_command", metavar="COMMAND", required=True)
    make = its_commands.add_parser(
        "make", help="make the school's own authority once, and a certificate for this server"
    )
    make.set_defaults(run=_make_certificate)


def _serve(given: argparse.Namespace) -> int:
    del given
    settings = Settings.from_environment()
    os.umask(0o077)  # what the server writes is for its user alone
    # Only here: `lessons check` needs neither server nor database.
    from esafety import certificates, data_lock, keys, recovery_sheet, serving, start_checks  # noqa: PLC0415

    start_checks.check_before_start(settings)
    make_data_folder(settings)
    speaks_https = settings.is_https and not settings.network.is_behind_proxy
    pair = certificates.pair_to_serve(settings) if speaks_https else None
    with data_lock.held(settings):
        is_first_start = not (keys.keys_folder(settings) / "sealing.key").exists()
        held = keys.keys_for(settings)
        if is_first_start:
            recovery_sheet.write(settings, keys=held)
        app = serving.app_with_current_tables(settings)
        _say_hello(settings, pair=pair)
        serving.close_database(app)
        serving.serve(address=settings.network.address, port=settings.port, pair=pair)
    return 0


def _say_hello(settings: Settings, *, pair: Pair | None) -> None:
    from esafety import certificates, recovery_sheet, start_checks  # noqa: PLC0415 - as above

    if not settings.is_https and not settings.network.is_loopback:
        print(PLAIN, file=sys.stderr)
    if recovery_sheet.place_of_sheet(settings).exists():
        print(f"Print {recovery_sheet.place_of_sheet(settings)}, put it in the safe, then delete that file.")
    if pair:
        print(f"The certificate {pair.certificate} ends on {certificates.ends_on(pair.certificate):%d.%m.%Y}.")
    for address in start_checks.addresses_to_type(settings):
        print(f"Children: {address}/   Grown-ups: {address}/staff/sign-in")
    sys.stdout.flush()


def _make_certificate(given: argparse.Namespace) -> int:
    del given
    from esafety import certificates  # noqa: PLC0415 - as above

    settings = Settings.from_environment()
    make_data_folder(settings)
    is_new, names = certificates.make(settings)
    authority = certificates.authority_of(settings).certificate
    print(f"The certificate is made for: {', '.join(names)}")
    if is_new:
        print(f"New, for the devices: {authority}")
        print("Install it on each of them as docs/https.md says; ca.key beside it stays here and goes nowhere.")
    else:
        print(f"Devices that have {authority} need nothing new.")
    print("Set ESAFETY_HTTPS=yes, then start the server anew.")
    return 0
