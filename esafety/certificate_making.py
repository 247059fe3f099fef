"""The school's own certificate authority, and what it signs.

The authority can vouch for nothing but the school's own names and for addresses that exist only inside networks:
whoever stole its key could not stand in for a bank towards the school's devices.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3652  # ten years
CERTIFICATE_DAYS = 397  # browsers take none that lasts longer than 398
EARLIER = timedelta(hours=1)  # a tablet's clock may be late
INSIDE_NAMES = ("localhost", "local", "lan", "internal", "home.arpa")
INSIDE_NETWORKS = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    *("::1/128", "fc00::/7", "fe80::/10"),
)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def make_authority(names: Iterable[str], *, at: datetime) -> tuple[str, str]:
    """A new authority for `names`, valid from `at` for ten years: certificate and key as PEM text."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = _name(f"esafety school authority, made {at:%d.%m.%Y}")
    certificate = (
        _draft(who, issuer=who, key=key, at=at, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, SHA256())
    )
    return _pem(certificate), _key_pem(key)


def make_certificate(
    names: Iterable[str], *, authority: x509.Certificate, authority_key: object, at: datetime
) -> tuple[str, str]:
    """A new certificate of a server that goes by `names`, signed by the authority: certificate and key as PEM text.

    Raises:
        ValueError: in a sentence, a name for which the authority may not vouch.
    """
    if not isinstance(authority_key, ec.EllipticCurvePrivateKey):
        raise ValueError("The authority's key is not one that this program made.")  # noqa: TRY004 - a file's fault
    dns, addresses = _apart(names)
    _refuse_outside(dns, addresses=addresses, authority=authority)
    key = ec.generate_private_key(ec.SECP256R1())
    alternatives = [*(x509.DNSName(name) for name in dns), *(x509.IPAddress(address) for address in addresses)]
    certificate = (
        _draft(_name("esafety"), issuer=authority.subject, key=key, at=at, days=CERTIFICATE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, SHA256())
    )
    return _pem(certificate), _key_pem(key)


def _apart(names: Iterable[str]) -> tuple[list[str], list[Address]]:
    """Names and addresses, apart, each once."""
    dns: dict[str, None] = {}
    addresses: dict[Address, None] = {}
    for name in names:
        plain = name.strip("[]").lower()
        try:
            addresses[ipaddress.ip_address(plain)] = None
        except ValueError:
            dns[plain] = None
    return list(dns), list(addresses)


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    dns, addresses = _apart(names)
    networks = [ipaddress.ip_network(network) for network in INSIDE_NETWORKS]
    outside = [each for each in addresses if not any(each in network for network in networks)]
    return [
        *(x509.DNSName(name) for name in dict.fromkeys((*INSIDE_NAMES, *dns))),
        *(x509.IPAddress(network) for network in (*networks, *map(ipaddress.ip_network, outside))),
    ]


def _refuse_outside(dns: list[str], *, addresses: list[Address], authority: x509.Certificate) -> None:
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    known = [each.value for each in constraints if isinstance(each, x509.DNSName)]
    networks = [each.value for each in constraints if isinstance(each, x509.IPAddress)]
    for name in dns:
        if not any(name == each or name.endswith(f".{each}") for each in known):
            raise ValueError(f"The school's authority was made before the name {name} and may not vouch for it.")
    for address in addresses:
        if not any(address in network for network in networks):  # type: ignore[operator]
            raise ValueError(f"The school's authority was made before the address {address} and may not vouch for it.")


def _draft(
    who: x509.Name, *, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - EARLIER)
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(who: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii").strip()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii").strip()
