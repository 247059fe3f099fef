"""How the school's devices reach this computer: the address listened on, certificates, proxies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

NETWORK_SETTINGS = {
    "ESAFETY_ADDRESS": "this computer's own address to listen on; 0.0.0.0 for the whole network",
    "ESAFETY_CERTIFICATE": "file of the certificate (PEM, the chain after it); left out, the one that was made",
    "ESAFETY_CERTIFICATE_KEY": "file of the certificate's private key (PEM)",
    "ESAFETY_PROXY": "yes when another server stands in front and speaks https to pupils",
    "ESAFETY_PROXY_COUNT": "how many servers stand in front, one behind the other",
    "ESAFETY_PROXY_ADDRESSES": "addresses from which the server in front asks, separated by commas",
    "ESAFETY_ALLOW_PLAIN_HTTP": "yes to serve other computers without https, where everybody can listen in",
}
LOOPBACK = "127.0.0.1"
MOST_PROXIES = 5
Trusted = IPv4Network | IPv6Network
LOCAL_PROXY: tuple[Trusted, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, kw_only=True)
class Network:
    """The settings of this page, read and understood."""

    address: str = LOOPBACK
    certificate: Path | None = None
    certificate_key: Path | None = None
    is_behind_proxy: bool = False
    proxy_count: int = 1
    proxy_addresses: tuple[Trusted, ...] = LOCAL_PROXY
    may_be_plain: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach the server."""
        return ip_address(self.address).is_loopback


def read_network(env: Mapping[str, str], *, is_behind_proxy: bool, may_be_plain: bool, problems: list[str]) -> Network:
    """The network's settings in `env`; what cannot be used is added to `problems`, a sentence each."""
    return Network(
        address=_address(env, problems=problems),
        certificate=_file(env, name="ESAFETY_CERTIFICATE"),
        certificate_key=_file(env, name="ESAFETY_CERTIFICATE_KEY"),
        is_behind_proxy=is_behind_proxy,
        proxy_count=_proxy_count(env, problems=problems),
        proxy_addresses=_proxy_addresses(env, problems=problems),
        may_be_plain=may_be_plain,
    )


def network_problems(network: Network, *, is_https: bool) -> list[str]:
    """What does not fit together, a sentence each."""
    sentences = []
    if (network.certificate is None) != (network.certificate_key is None):
        sentences.append("ESAFETY_CERTIFICATE and ESAFETY_CERTIFICATE_KEY belong together; set both or neither.")
    elif network.certificate and network.is_behind_proxy:
        sentences.append(
            "ESAFETY_CERTIFICATE is for serving without a proxy; leave it out, or leave out ESAFETY_PROXY."
        )
    elif network.certificate and not is_https:
        sentences.append("ESAFETY_CERTIFICATE is set although ESAFETY_HTTPS is no; set ESAFETY_HTTPS=yes.")
    return sentences


def _address(env: Mapping[str, str], *, problems: list[str]) -> str:
    given = env.get("ESAFETY_ADDRESS", LOOPBACK).strip().removeprefix("[").removesuffix("]")
    try:
        return str(ip_address(given))
    except ValueError:
        problems.append(
            "ESAFETY_ADDRESS must be an address of this computer in numbers, for example 192.168.1.20, "
            "or 0.0.0.0 for all of them."
        )
        return LOOPBACK


def _file(env: Mapping[str, str], *, name: str) -> Path | None:
    given = env.get(name, "").strip()
    return Path(given).expanduser().absolute() if given else None


def _proxy_count(env: Mapping[str, str], *, problems: list[str]) -> int:
    given = env.get("ESAFETY_PROXY_COUNT", "1").strip()
    if given.isascii() and given.isdigit() and len(given) == 1 and 1 <= int(given) <= MOST_PROXIES:
        return int(given)
    problems.append(f"ESAFETY_PROXY_COUNT must be a whole number from 1 to {MOST_PROXIES}, for example 1.")
    return 1


def _proxy_addresses(env: Mapping[str, str], *, problems: list[str]) -> tuple[Trusted, ...]:
    given = [part.strip() for part in env.get("ESAFETY_PROXY_ADDRESSES", "").split(",") if part.strip()]
    try:
        found = tuple(ip_network(part, strict=False) for part in given)
    except ValueError:
        found = ()
        problems.append(
            "ESAFETY_PROXY_ADDRESSES must be addresses in numbers, separated by commas, "
            "for example 192.168.1.5, 10.0.0.0/24."
        )
    if any(network.prefixlen == 0 for network in found):
        problems.append("ESAFETY_PROXY_ADDRESSES must not be everybody; name the proxy's own address.")
    return found or LOCAL_PROXY
