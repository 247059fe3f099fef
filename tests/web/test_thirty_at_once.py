"""Thirty children behind the school's one address sign in at the beginning of a lesson, and nobody is turned away."""

from __future__ import annotations

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.browser.server import demonstration

CHILDREN, WITH_MISTAKES, MOST_SECONDS = 30, 8, 20


@dataclass
class Tablet:
    """A browser as small as can be: one connection, its cookies, the last page."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    page: str = ""

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=MOST_SECONDS)

    def ask(self, path: str, fields: list[tuple[str, str]] | None = None) -> None:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", path, urlencode([*self.hidden(), *fields]), headers)
        answer = self.connection.getresponse()
        self.page = answer.read().decode()
        self.statuses.append(answer.status)
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        location = answer.headers.get("Location")
        if location:
            self.ask(location)

    def hidden(self) -> list[tuple[str, str]]:
        return list(dict(re.findall(r'name="(csrf_token|owner)" value="([^"]*)"', self.page)).items())

    def tap(self, tile: str, pictures: list[str]) -> None:
        for number, picture in enumerate(pictures):
            tapped = [("picked", before) for before in pictures[:number]]
            self.ask(f"{tile}/pictures", [*tapped, ("pick", picture)])


def sign_in(tablet: Tablet, pupil: dict[str, Any], *, slips: bool) -> None:
    tablet.ask("/")
    tablet.ask("/class-code", [("code", pupil["code"])])
    found = re.search(
        rf'href="(/tiles/\w+)"(?:(?!</a>).)*<span>{re.escape(pupil["nickname"])}</span>', tablet.page, re.DOTALL
    )
    assert found, f"no tile {pupil['nickname']}"
    tablet.ask(found[1])
    if slips:
        tablet.tap(found[1], pupil["pictures"][::-1])
        assert "Not those pictures" in tablet.page
    tablet.tap(found[1], pupil["pictures"])


def test_thirty_children_behind_one_address_are_in_within_twenty_seconds(tmp_path: Path) -> None:
    with demonstration(tmp_path) as server:
        # KS2: a KS1 class signs in on its own enrolled tablets, see test_class_devices.py.
        pupils = [each for each in server.world["sign_ins"] if each.get("key_stage") == "KS2"][:CHILDREN]
        tablets = [Tablet(server.url) for _pupil in pupils]
        begun = time.monotonic()
        with ThreadPoolExecutor(max_workers=CHILDREN) as pool:
            list(
                pool.map(
                    lambda number: sign_in(tablets[number], pupils[number], slips=number < WITH_MISTAKES),
                    range(CHILDREN),
                )
            )
        seconds = time.monotonic() - begun
        for tablet in tablets:
            tablet.connection.close()
    assert len(pupils) == CHILDREN
    for tablet, pupil in zip(tablets, pupils, strict=True):
        assert pupil["nickname"] in tablet.page
        assert "My lessons" in tablet.page
    refused = [status for tablet in tablets for status in tablet.statuses if status not in {200, 303, 422}]
    assert refused == []
    assert sum(status == 422 for tablet in tablets for status in tablet.statuses) == WITH_MISTAKES
    assert seconds <= MOST_SECONDS
