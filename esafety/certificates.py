"""Certificates: made by the school's own authority, or given; and what is wrong with one, in a sentence."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from esafety import clock
from esafety.certificate_making import AUTHORITY_DAYS, make_authority, make_certificate
from esafety.config import Settings, SettingsProblem
from esafety.keys import write_beside
from esafety.lan import names_of_this_computer

RENEW_BEFORE = timedelta(days=30)
REMEDY = "run: esafety certificate make"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The files of a certificate and of its private key."""

    certificate: Path
    key: Path


def folder_of(settings: Settings) -> Path:
    """Where what was made is kept."""
    return settings.data / "certificates"


def authority_of(settings: Settings) -> Pair:
    """The school's own authority: `ca.crt` goes onto the devices, `ca.key` nowhere."""
    return Pair(certificate=folder_of(settings) / "ca.crt", key=folder_of(settings) / "ca.key")


def made_for(settings: Settings) -> Pair:
    """The server's certificate that the authority signed."""
    return Pair(certificate=folder_of(settings) / "server.crt", key=folder_of(settings) / "server.key")


def make(settings: Settings) -> tuple[bool, list[str]]:
    """Make the authority where there is none, and a new certificate; return whether the authority is new, and names.

    Raises:
        SettingsProblem: a name lies outside what the authority may vouch for, or a file cannot be written.
    """
    authority, made = authority_of(settings), made_for(settings)
    names = list(dict.fromkeys((*settings.hosts, *names_of_this_computer())))
    is_new = not authority.certificate.exists() and not authority.key.exists()
    try:
        if is_new:
            _keep(authority, pems=make_authority(names, at=clock.now()))
        ca, ca_key = _read(authority)
        try:
            _keep(made, pems=make_certificate(names, authority=ca, authority_key=ca_key, at=clock.now()))
        except ValueError as error:
            raise SettingsProblem(
                [f"{error} Move {folder_of(settings)} away and {REMEDY}; then install the new ca.crt on the devices."]
            ) from error
    except OSError as error:
        raise SettingsProblem(
            [f"{folder_of(settings)} cannot be written to; give it to whoever runs this program."]
        ) from error
    return is_new, names


def pair_to_serve(settings: Settings) -> Pair:
    """The certificate to serve with: the one given, or the one made, which is renewed where it soon ends.

    Raises:
        SettingsProblem: it is missing, expired, not its key's, or its key can be read by others.
    """
    network = settings.network
    if network.certificate and network.certificate_key:
        pair = Pair(certificate=network.certificate, key=network.certificate_key)
        check(pair, remedy="correct ESAFETY_CERTIFICATE and ESAFETY_CERTIFICATE_KEY")
        return pair
    pair = made_for(settings)
    if not pair.certificate.exists() and not pair.key.exists():
        raise SettingsProblem(
            [f"ESAFETY_HTTPS is yes, but there is no certificate; {REMEDY}, or name yours with ESAFETY_CERTIFICATE."]
        )
    found, _key = _read(pair)
    if found.not_valid_after_utc - clock.now() < RENEW_BEFORE or not _covers(found, names=settings.hosts):
        make(settings)
    check(pair, remedy=REMEDY)
    return pair


def check(pair: Pair, *, remedy: str) -> None:
    """Make sure that `pair` can be served with now.

    Raises:
        SettingsProblem: what is wrong with it, and `remedy`.
    """
    found, key = _read(pair)
    now = clock.now()
    if found.not_valid_after_utc <= now:
        raise SettingsProblem([f"{pair.certificate} ended on {_day(found.not_valid_after_utc)}; {remedy}."])
    if found.not_valid_before_utc > now:
        raise SettingsProblem(
            [f"{pair.certificate} begins only on {_day(found.not_valid_before_utc)}; is this computer's clock right?"]
        )
    if found.public_key() != key.public_key():  # type: ignore[attr-defined]
        raise SettingsProblem([f"{pair.key} is not the key of {pair.certificate}; {remedy}."])


def ends_on(certificate: Path) -> datetime:
    """When `certificate` ends."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _read(pair: Pair) -> tuple[x509.Certificate, object]:
    try:
        if os.name == "posix" and stat.S_IMODE(pair.key.stat().st_mode) & 0o007:
            raise SettingsProblem([f"Others on this computer can read {pair.key}; run: chmod o= {pair.key}"])
        certificate = x509.load_pem_x509_certificate(_bytes(pair.certificate))
        key = load_pem_private_key(_bytes(pair.key), password=None)
    except FileNotFoundError as error:
        raise SettingsProblem([f"{error.filename} is not there; put it back, or name another."]) from error
    except OSError as error:
        raise SettingsProblem([f"{error.filename} cannot be read by whoever runs this program."]) from error
    except TypeError as error:
        raise SettingsProblem([f"{pair.key} is locked with a password; give a key without one."]) from error
    except ValueError as error:
        raise SettingsProblem(
            [f"{pair.certificate} and {pair.key} must be a certificate and its key in PEM form, as text."]
        ) from error
    return certificate, key


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _keep(pair: Pair, *, pems: tuple[str, str]) -> None:
    """Write key and certificate, each whole or not at all; the key first, so that a certificate never lacks its key."""
    certificate, key = pems
    write_beside(pair.key, text=key).replace(pair.key)
    write_beside(pair.certificate, text=certificate).replace(pair.certificate)


def _covers(certificate: x509.Certificate, *, names: tuple[str, ...]) -> bool:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {*held.get_values_for_type(x509.DNSName), *map(str, held.get_values_for_type(x509.IPAddress))}
    return {name.strip("[]").lower() for name in names} <= known


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


__all__ = ["AUTHORITY_DAYS", "Pair", "authority_of", "check", "ends_on", "folder_of", "made_for", "make",
           "pair_to_serve"]  # fmt: skip
