"""The server in front: what it says of the pupil's own address is believed, and nobody else's word for it."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from esafety.network import Network, Trusted

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SAID_BY_PROXIES = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class OnlyFromProxies:
    """Lets `X-Forwarded-For`, `-Proto` and `-Host` count where a trusted proxy asks, and strikes them out elsewhere."""

    def __init__(self, application: WSGIApplication, *, network: Network) -> None:
        count = network.proxy_count if network.is_behind_proxy else 0
        self.plain = application
        self.fixed = ProxyFix(application, x_for=count, x_proto=count, x_host=count)
        self.trusted = network.proxy_addresses if network.is_behind_proxy else ()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:  # noqa: PLR0917 - WSGI's own
        """Answer one request."""
        if is_one_of(environ.get("REMOTE_ADDR", ""), trusted=self.trusted):
            return self.fixed(environ, start_response)
        for name in [name for name in environ if name.startswith(SAID_BY_PROXIES)]:
            del environ[name]
        return self.plain(environ, start_response)


def is_one_of(address: str, *, trusted: Iterable[Trusted]) -> bool:
    """Whether `address` belongs to one of the networks; what is no address belongs to none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in trusted)


def init_proxies(app: Flask, *, network: Network) -> None:
    """Stand between `app` and the server."""
    app.wsgi_app = OnlyFromProxies(app.wsgi_app, network=network)  # type: ignore[method-assign, assignment]
