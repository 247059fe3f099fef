"""The school's own mail server, through which alerts without content go; without one they are on the screen alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAIL_SETTINGS = {
    "ESAFETY_MAIL_SERVER": "the school's mail server, as mail.school.example:587; left out, no e-mail is sent",
    "ESAFETY_MAIL_SECURITY": "how it is spoken to: starttls, tls, or none",
    "ESAFETY_MAIL_USER": "the name with which to sign in to it, where it asks for one",
    "ESAFETY_MAIL_PASSWORD": "the password for that name",
    "ESAFETY_MAIL_FROM": "the address that e-mail comes from, as esafety@school.example",
}
WAYS = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
MOST_PORT = 65_535
SERVER = re.compile(r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::(?P<port>[0-9]{1,5}))?")
ADDRESS = re.compile(r"[^@\s<>,;:\"\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How to reach the mail server. `password` is never shown, logged or kept elsewhere."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Mail({self.host}:{self.port}, {self.security})"


def read_mail(env: Mapping[str, str], *, problems: list[str]) -> Mail | None:
    """The mail settings in `env`, None where no server is named; what cannot be used is added to `problems`."""
    given = {name: env.get(name, "").strip() for name in MAIL_SETTINGS}
    if not given["ESAFETY_MAIL_SERVER"]:
        if any(given.values()):
            problems.append("ESAFETY_MAIL_SERVER is missing beside the other mail settings; set it, or none of them.")
        return None
    security = given["ESAFETY_MAIL_SECURITY"] or "starttls"
    if security not in WAYS:
        problems.append("ESAFETY_MAIL_SECURITY must be starttls, tls or none.")
        security = "starttls"
    server = SERVER.fullmatch(given["ESAFETY_MAIL_SERVER"])
    port = int(server["port"] or PORTS[security]) if server else 0
    if server is None or not 0 < port <= MOST_PORT:
        problems.append("ESAFETY_MAIL_SERVER must be a name and a port, for example mail.school.example:587.")
    if not is_address(given["ESAFETY_MAIL_FROM"]):
        problems.append("ESAFETY_MAIL_FROM must be one address, for example esafety@school.example.")
    if bool(given["ESAFETY_MAIL_USER"]) != bool(given["ESAFETY_MAIL_PASSWORD"]):
        problems.append("ESAFETY_MAIL_USER and ESAFETY_MAIL_PASSWORD belong together; set both or neither.")
    if given["ESAFETY_MAIL_PASSWORD"] and security == "none":
        problems.append("ESAFETY_MAIL_PASSWORD would be sent where everybody can listen in; set ESAFETY_MAIL_SECURITY.")
    return Mail(
        host=server["host"] if server else "",
        port=port,
        security=security,
        sender=given["ESAFETY_MAIL_FROM"],
        user=given["ESAFETY_MAIL_USER"],
        password=given["ESAFETY_MAIL_PASSWORD"],
    )


def is_address(text: str, /) -> bool:
    """Whether `text` is one e-mail address and nothing else."""
    return ADDRESS.fullmatch(text) is not None
