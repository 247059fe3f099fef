"""Nothing leaves the school: our code cannot call out, our styles and scripts fetch nothing (promise 10)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, files, name_of, parsed, plant

CALLS_OUT = {
    *("aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "telnetlib"),
    *("urllib.request", "urllib3", "websockets", "xmlrpc"),
}
FETCHES = re.compile(
    r"https?://(?!www\.w3\.org/)|url\(\s*[\"']?(?://|data:)|\bsendBeacon\b|\bnew\s+WebSocket\b|\bnew\s+EventSource\b"
)
KEEPS_OR_EVALUATES = re.compile(
    r"\blocalStorage\b|\bindexedDB\b|\beval\s*\(|\bnew\s+Function\b|\bdocument\.write\b|\binnerHTML\b"
)


# Alerts go to the school's own mail server, and from one file alone.
MAY_CALL = {("esafety/outbox/sending.py", "smtplib")}


def callers(root: Path) -> Iterator[str]:
    for name, tree in parsed(root, under="esafety"):
        for node in ast.walk(tree):
            for module in _imported(node):
                if (name, module) not in MAY_CALL and any(
                    module == known or module.startswith(f"{known}.") for known in CALLS_OUT
                ):
                    yield f"{name}:{getattr(node, 'lineno', 1)}: {module} can call out of the school"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def fetchers(root: Path) -> Iterator[str]:
    for path in files(root, under="static", ends=(".css", ".js", ".webmanifest")):
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := FETCHES.search(text) or KEEPS_OR_EVALUATES.search(text):
                yield f"{name_of(path, root=root)}:{line}: {found.group()!r}"


def test_no_code_of_ours_calls_out() -> None:
    expect_none(callers(ROOT))


def test_styles_and_scripts_fetch_keep_and_evaluate_nothing() -> None:
    expect_none(fetchers(ROOT))


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "from urllib import request",
        "import urllib.request as r",
        "def f():\n    from http.client import x",
    ],
)
def test_a_planted_call_is_found(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "esafety/planted.py", source)
    assert list(callers(tmp_path))


def test_reading_an_address_is_no_call(tmp_path: Path) -> None:
    plant(tmp_path, "esafety/planted.py", "from urllib.parse import urlsplit\nimport http\n")
    assert not list(callers(tmp_path))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("static/css/a.css", "@import url('https://example.org/a.css');"),
        ("static/css/a.css", "p { background: url(data:image/png;base64,AA) }"),
        ("static/js/a.js", "fetch('http://example.org')"),
        ("static/js/a.js", "localStorage.setItem('draft', words)"),
        ("static/js/a.js", "place.innerHTML = words"),
    ],
)
def test_a_planted_fetch_is_found(tmp_path: Path, name: str, source: str) -> None:
    plant(tmp_path, name, source)
    assert len(list(fetchers(tmp_path))) == 1
