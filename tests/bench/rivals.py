"""What the product is measured beside, in the same server: `python -m tests.bench.rivals hello|raw|still PORT`."""

from __future__ import annotations

import gzip
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from esafety.db import PRAGMAS
from esafety.serving import WORKERS

# About what the product sends back for an answer, packed.
BODY = b"x" * 1200


def hello() -> Flask:
    """The least that Flask can answer."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def raw() -> Callable[..., Iterable[bytes]]:
    """The reads and writes of an answer, without any library: what the database itself allows."""
    return _raw_app


def _raw_app(environ: dict[str, Any], start_response: Callable[..., object], /) -> Iterable[bytes]:
    body = b"hello" if environ["REQUEST_METHOD"] == "GET" else _take_answer(environ)
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


WHO_ASKS = (
    "SELECT s.id, s.started_at, s.seen_at, p.id, p.school_id, p.class_id, p.nickname, p.avatar, p.year_group,"
    " c.key_stage, c.name, o.name FROM sign_in s JOIN pupil p ON p.id = s.pupil_id"
    " JOIN school_class c ON c.id = p.class_id JOIN school o ON o.id = p.school_id"
    " WHERE s.token_digest = ? AND s.ended_at IS NULL AND p.left_on IS NULL"
)


def _take_answer(environ: dict[str, Any]) -> bytes:
    sent = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
    token = environ["HTTP_COOKIE"].partition("token=")[2]
    connection = _connection()
    who = connection.execute(
        WHO_ASKS,
        (hashlib.sha256(token.encode()).hexdigest(),),
    ).fetchone()
    pupil, school, lesson = who[3], who[4], sent["lesson"][0]
    owner, key, question = f"pupil:{pupil}:lessons", sent["key"][0], sent["question"][0]
    at = datetime.now(UTC).isoformat(" ")
    connection.execute("BEGIN IMMEDIATE")
    sitting = connection.execute(
        "SELECT id, number, place, path, version FROM sitting WHERE pupil_id = ? AND lesson_id = ?"
        " ORDER BY number DESC LIMIT 1",
        (pupil, lesson),
    ).fetchone()
    last = connection.execute(
        "SELECT try_no, chosen FROM quiz_answer WHERE sitting_id = ? AND question_id = ? ORDER BY try_no DESC LIMIT 1",
        (sitting[0], question),
    ).fetchone()
    connection.execute("SELECT digest FROM receipt WHERE owner = ? AND key = ?", (owner, key)).fetchone()
    digest = hashlib.sha256(f"{lesson} {question} {sent['answer']}".encode()).hexdigest()
    connection.execute(
        "INSERT INTO receipt (school_id, owner, key, digest, at) VALUES (?, ?, ?, ?, ?)",
        (school, owner, key, digest, at),
    )
    connection.execute(
        "INSERT INTO quiz_answer (school_id, sitting_id, question_id, try_no, chosen, was_right, misconceptions, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (school, sitting[0], question, (last[0] if last else 0) + 1, '["a"]', 0, '["b"]', at),
    )
    connection.execute(
        "UPDATE sitting SET place = ?, version = ?, moved_at = ? WHERE id = ?",
        (f"feedback:{question}", sitting[4] + 1, at, sitting[0]),
    )
    connection.execute("COMMIT")
    return BODY


@lru_cache(maxsize=1)
def _connection() -> sqlite3.Connection:
    # Opened in the worker's one thread, at its first answer, set up as the product's own.
    connection = sqlite3.connect(os.environ["BENCH_DATABASE"], isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def still() -> Callable[..., Iterable[bytes]]:
    """Copies of a page and of all that it shows, packed once: what the same content costs at the least."""
    return _still_app


def _still_app(environ: dict[str, Any], start_response: Callable[..., object], /) -> Iterable[bytes]:
    copies = Path(os.environ["BENCH_COPIES"])
    wanted = environ["PATH_INFO"].removeprefix("/") or "index.html"
    names = {each.relative_to(copies).as_posix() for each in copies.rglob("*") if each.is_file()}
    if wanted not in names:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    body = _packed(str(copies / wanted))
    kind = guess_type(wanted)[0] or "application/octet-stream"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "max-age=31536000")]
    packed = [] if wanted.endswith(".woff2") else [("Content-Encoding", "gzip")]
    start_response("200 OK", [*headers, *packed])
    return [body]


@lru_cache(maxsize=200)
def _packed(path: str) -> bytes:
    body = Path(path).read_bytes()
    return body if path.endswith(".woff2") else gzip.compress(body)


def main(name: str, *, port: int) -> None:
    Granian(
        f"tests.bench.rivals:{name}",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        log_access=False,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], port=int(sys.argv[2]))
