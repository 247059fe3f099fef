"""Pages and static files in fewer bytes, for browsers that take gzip: a class of thirty shares one wireless link."""

from __future__ import annotations

import secrets
import zlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, request
from flask.wrappers import Response

TEXTS = frozenset({"text/html", "text/css", "text/javascript", "text/csv", "image/svg+xml", "application/json"})
SMALLEST_WORTH_BYTES = 500
PAGE_LEVEL = 1  # measured: higher levels cost time on every page and save little
FILE_LEVEL = 9  # a file is packed once
LONGEST_NAME = 100


def pack(data: bytes, *, level: int, name: bytes = b"") -> bytes:
    """`data` as a gzip file; `name` (no zero byte) becomes the file's name, which browsers skip."""
    has_name, ending = (b"\x08", b"\x00") if name else (b"\x00", b"")
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    checks = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    head = b"\x1f\x8b\x08" + has_name + b"\x00\x00\x00\x00\x00\xff" + name + ending
    return head + packer.compress(data) + packer.flush() + checks


def compress(response: Response) -> Response:
    """After each request: pack what is text, where the browser takes it and it is worth it."""
    if response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or response.status_code == 206 or "Content-Encoding" in response.headers:  # noqa: PLR2004 - part of a file
        return response
    packed = _packed_file(response) if request.endpoint == "static" else _packed_page(response)
    if packed:
        response.direct_passthrough = False
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        etag, _is_weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)  # the same file in other bytes
    return response


def _packed_page(response: Response) -> bytes | None:
    if response.is_streamed or response.direct_passthrough:
        return None
    data = response.get_data()
    if len(data) < SMALLEST_WORTH_BYTES:
        return None
    # Pages hold a token beside words that somebody typed: a name of random length keeps the size from telling which.
    name = b"p" * (1 + secrets.randbelow(LONGEST_NAME))
    return pack(data, level=PAGE_LEVEL, name=name)


def _packed_file(response: Response) -> bytes | None:
    if response.status_code != 200 or request.method != "GET":  # noqa: PLR2004 - HTTP OK
        return None
    path = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
    packed = _packed(path, changed_ns=path.stat().st_mtime_ns)
    response.close()  # the file that was opened to be sent as it is
    return packed


@lru_cache(maxsize=1024)
def _packed(path: Path, *, changed_ns: int) -> bytes | None:
    del changed_ns  # part of the key: a file that changed is packed again
    data = path.read_bytes()
    packed = pack(data, level=FILE_LEVEL)
    return packed if len(packed) < len(data) else None


def init_compressing(app: Flask) -> None:
    """Pack the answers of `app`; to be called before other rules of the answer are added, for it comes after them."""
    app.after_request(compress)
