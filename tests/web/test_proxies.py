"""What a proxy says of the pupil counts when it is ours; forged by anybody else it is nothing (B46)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask, request

from esafety.app import create_app
from esafety.config import Settings
from esafety.db import db
from esafety.network import Network
from esafety.web.access import anyone

FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
OURS = {**FORGED, "X-Forwarded-Host": "esafety.school.example"}
PROXY, STRANGER = "192.168.1.5", "192.168.1.66"


def app_behind(folder: Path, network: Network) -> Flask:
    settings = replace(Settings.for_folder(folder), hosts=("localhost", "esafety.school.example"), network=network)
    app = create_app(settings)

    @app.get("/seen")
    @anyone
    def seen() -> dict[str, str | None]:
        names = [name for name in request.headers.keys() if "forwarded" in name.lower()]  # noqa: SIM118 - no mapping
        return {"from": request.remote_addr, "address": request.url, "said": ",".join(names)}

    return app


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    with create_app(Settings.for_folder(tmp_path)).app_context():
        db.engine.dispose()


def network(*, count: int = 1, behind: bool = True) -> Network:
    return Network(is_behind_proxy=behind, proxy_count=count, proxy_addresses=(ip_network("192.168.1.5/32"),))


def seen(app: Flask, *, from_: str, headers: dict[str, str]) -> dict[str, str]:
    answer = app.test_client().get("/seen", headers=headers, environ_base={"REMOTE_ADDR": from_})
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json
    return found


def test_the_proxy_says_where_the_pupil_sits_and_how_it_was_asked(folder: Path) -> None:
    found = seen(app_behind(folder, network()), from_=PROXY, headers=OURS)
    assert found["from"] == "203.0.113.9"
    assert found["address"] == "https://esafety.school.example/seen"


@pytest.mark.parametrize("address", ["::ffff:192.168.1.5", PROXY])
def test_it_is_known_by_either_way_of_writing_its_address(folder: Path, address: str) -> None:
    assert seen(app_behind(folder, network()), from_=address, headers=OURS)["from"] == "203.0.113.9"


@pytest.mark.parametrize("address", [STRANGER, "127.0.0.1", "::1", "", "no address", "192.168.1.5, 192.168.1.5"])
def test_forged_by_anybody_else_it_counts_for_nothing(folder: Path, address: str) -> None:
    found = seen(app_behind(folder, network()), from_=address, headers=FORGED)
    assert found["address"] == "http://localhost/seen"
    assert found["from"] != "203.0.113.9"
    assert found["said"] == ""


def test_without_a_proxy_it_counts_for_nothing_from_anywhere(folder: Path) -> None:
    found = seen(app_behind(folder, network(behind=False)), from_=PROXY, headers=FORGED)
    assert (found["from"], found["address"], found["said"]) == (PROXY, "http://localhost/seen", "")


def test_only_as_many_proxies_are_believed_as_there_are(folder: Path) -> None:
    said = {**OURS, "X-Forwarded-For": "6.6.6.6, 203.0.113.9"}
    assert seen(app_behind(folder, network()), from_=PROXY, headers=said)["from"] == "203.0.113.9"
    two = {**OURS, "X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.0.0.1", "X-Forwarded-Proto": "https, http",
           "X-Forwarded-Host": "esafety.school.example, inner"}  # fmt: skip
    assert seen(app_behind(folder, network(count=2)), from_=PROXY, headers=two)["from"] == "203.0.113.9"


def test_even_the_proxy_names_no_host_that_is_not_ours(folder: Path) -> None:
    app = app_behind(folder, network())
    answer = app.test_client().get("/seen", headers=FORGED, environ_base={"REMOTE_ADDR": PROXY})
    assert answer.status_code == 400
