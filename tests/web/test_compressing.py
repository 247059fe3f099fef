"""What is sent is small, whole, and says nothing by its size."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from esafety.web.assets import static_url
from tests.factories.world import World
from tests.house import faults_of_headers

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


class Visitor(FlaskClient):
    """A plain client: the house's own reads pages as they are written, not as they are packed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def visitor(world: World) -> Visitor:
    answer = type("Answer", (world.app.response_class, TestResponse), {})
    return Visitor(world.app, response_wrapper=answer)


def addresses(world: World, *names: str) -> list[str]:
    with world.app.test_request_context():
        return [static_url(name) for name in names]


def test_a_page_is_packed_and_whole(visitor: Visitor) -> None:
    packed, plain = visitor.get("/staff/sign-in", headers=GZIP), visitor.get("/staff/sign-in")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data).startswith(b"<!doctype html>")
    assert len(packed.data) < len(plain.data) * 0.7
    for page in (packed, plain):
        assert "Accept-Encoding" in page.headers["Vary"]
        assert "Cookie" in page.headers["Vary"]
        assert faults_of_headers(page) == []


def test_the_same_page_comes_in_many_sizes(visitor: Visitor) -> None:
    sizes = {len(visitor.get("/staff/sign-in", headers=GZIP).data) for _visit in range(20)}
    assert len(sizes) > 5


@pytest.mark.parametrize("name", ["css/base.css", "vendor/htmx/htmx.min.js", "vendor/lucide/icons.svg"])
def test_a_text_file_is_packed_and_kept_for_ever(world: World, visitor: Visitor, name: str) -> None:
    (address,) = addresses(world, name)
    packed, plain = visitor.get(address, headers=GZIP), visitor.get(address)
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "immutable" in packed.headers["Cache-Control"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert faults_of_headers(packed) == []
    again = visitor.get(address, headers={**GZIP, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_font_goes_as_it_is(world: World, visitor: Visitor) -> None:
    (address,) = addresses(world, "fonts/andika-latin-400.woff2")
    font = visitor.get(address, headers=GZIP)
    assert "Content-Encoding" not in font.headers
    assert font.data.startswith(b"wOF2")


@pytest.mark.parametrize("taken", ["identity", "gzip;q=0", "br", ""])
def test_who_does_not_take_it_does_not_get_it(visitor: Visitor, taken: str) -> None:
    page = visitor.get("/", headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in page.headers
    assert page.data.startswith(b"<!doctype html>")


def test_a_part_of_a_file_and_its_head_are_not_packed(world: World, visitor: Visitor) -> None:
    (address,) = addresses(world, "css/base.css")
    part = visitor.get(address, headers={**GZIP, "Range": "bytes=0-9"})
    assert (part.status_code, len(part.data), "Content-Encoding" in part.headers) == (206, 10, False)
    assert visitor.head(address, headers=GZIP).data == b""
    assert visitor.get("/static/css/missing.css", headers=GZIP).status_code == 404
