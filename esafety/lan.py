"""The names and addresses under which other computers of the school's network can know this one."""

from __future__ import annotations

import contextlib
import socket

from esafety.config import HOST_NAME

# Nothing is sent: asking the system which way it would take tells which of its own addresses it would use.
FAR_AWAY = (("10.255.255.255", socket.AF_INET), ("192.168.255.255", socket.AF_INET), ("fd00::1", socket.AF_INET6))
ANY_PORT = 9


def names_of_this_computer() -> list[str]:
    """Its name, its name for Bonjour, and its addresses; no name is looked up anywhere outside."""
    name = socket.gethostname().lower()
    names = [name, f"{name.partition('.')[0]}.local"] if HOST_NAME.fullmatch(name) else []
    return [*dict.fromkeys((*names, *addresses_of_this_computer()))]


def addresses_of_this_computer() -> list[str]:
    """The addresses that it would use towards others, without those that only it can reach."""
    found = []
    for address, family in FAR_AWAY:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, ANY_PORT))
            found.append(str(probe.getsockname()[0]).partition("%")[0])
    return [each for each in dict.fromkeys(found) if not each.startswith(("127.", "::1", "0.0.0.0", "fe80"))]  # noqa: S104 - left out, not listened on
