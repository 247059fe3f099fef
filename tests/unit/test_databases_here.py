"""Which databases the tests run on: without PostgreSQL's programs one, and a line says so, unless both must be."""

from __future__ import annotations

import pytest

from tests.factories import databases, postgres


@pytest.mark.parametrize(
    ("is_installed", "required", "kinds", "says_so"),
    [
        (True, "", ("sqlite", "postgresql"), False),
        (False, "", ("sqlite",), True),
        (False, "1", ("sqlite", "postgresql"), False),
    ],
)
def test_what_is_left_out_is_said(
    monkeypatch: pytest.MonkeyPatch, is_installed: bool, required: str, kinds: tuple[str, ...], says_so: bool
) -> None:
    monkeypatch.setenv("REQUIRE_POSTGRES", required)
    monkeypatch.setattr(postgres, "find_binaries", lambda: "somewhere" if is_installed else None)
    assert databases.kinds_here() == kinds
    assert (databases.words_for_report() is not None) is says_so


def test_where_it_is_required_but_missing_the_tests_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    with pytest.raises(AssertionError, match="not installed"), databases.postgres_server():
        pass
