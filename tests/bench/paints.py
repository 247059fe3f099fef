"""When a child sees the page on an old tablet over a poor line, beside a still copy of the same page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.bench.children import Child
from tests.bench.servers import Server, rival
from tests.bench.table import Row
from tests.bench.weights import IN_STYLE, NAMED
from tests.bench.wire import HOST, request_bytes
from tests.browser.chromium import arguments, find_chromium

ROUNDS = 3
SLOWER_PROCESSOR = 6
# What Chromium's own tools call "Slow 3G".
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LONGEST_WAIT_MS = 90_000
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
SEEN = """() => new Promise(tell => new PerformanceObserver(
  list => tell(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true }))"""


def paints(ours: Server, child: Child, *, path: str, folder: Path) -> list[Row]:
    """One row: the largest contentful paint of a page, each time on a device that has nothing of it yet."""
    copies = folder / "copies"
    copy_page(child, path, into=copies)
    seen: dict[str, list[float]] = {"ours": [], "still": []}
    with rival("still", folder=folder, copies=copies) as still, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright.chromium), args=arguments())
        for _round in range(ROUNDS):
            seen["ours"].append(_seen_after_ms(browser, f"http://{HOST}:{ours.port}{path}", cookies=child.cookies))
            seen["still"].append(_seen_after_ms(browser, f"http://{HOST}:{still.port}/", cookies={}))
        browser.close()
    mine, copied = median(seen["ours"]), median(seen["still"])
    ratio = mine / copied
    return [
        Row(name="lesson step seen (LCP), 6x slower, slow 3G", ours=f"{mine / 1000:.1f} s",
            beside=f"still copy {copied / 1000:.1f} s", ratio=f"{ratio:.2f} x", figure=ratio, reach=1.5, aim=1.15,
            unit="x")
    ]  # fmt: skip


def copy_page(child: Child, path: str, *, into: Path) -> None:
    """Write the page at `path`, without its scripts, and every sheet, picture and font that it names."""
    child.get(path)
    html = SCRIPT.sub("", child.page)
    _write(into / "index.html", html.encode())
    left, known = NAMED.findall(html), set()
    while left:
        address = left.pop()
        if address in known:
            continue
        known.add(address)
        answer = child.wire.ask(request_bytes("GET", address, cookies={}))
        _write(into / urlsplit(address).path.lstrip("/"), answer.unpacked())
        if urlsplit(address).path.endswith(".css"):
            left += [urljoin(address, name) for name in IN_STYLE.findall(answer.text)]


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _seen_after_ms(browser: Browser, address: str, *, cookies: Mapping[str, str]) -> float:
    with browser.new_context(viewport={"width": 1024, "height": 768}) as context:
        context.add_cookies(
            [{"name": name, "value": value, "domain": HOST, "path": "/"} for name, value in cookies.items()]
        )
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW_3G)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
        page.goto(address, wait_until="networkidle", timeout=LONGEST_WAIT_MS)
        return float(page.evaluate(SEEN))
