"""How much a child's device has to fetch: the shelf of lessons at first, then a page more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from tests.bench.children import Child
from tests.bench.wire import Answer, request_bytes

NAMED = re.compile(r'(?:src|href)="(/static/[^"#]+)')
IN_STYLE = re.compile(r"url\(\"?'?([^\"')]+)")
# A browser fetches a letter's file only where such a letter is shown: Welsh ones are not on these pages.
FETCHED_FONTS = re.compile(r"fonts/[a-z]+-latin-(400|700)\.woff2")


@dataclass
class Weight:
    """Bytes as they are sent and as they are read, and the requests that bring them."""

    requests: int = 0
    sent: int = 0
    whole: int = 0
    fetched: set[str] = field(default_factory=set)

    def add(self, answer: Answer) -> None:
        self.requests += 1
        self.sent += len(answer.body)
        self.whole += len(answer.unpacked())


def weigh(child: Child, path: str, *, known: frozenset[str] = frozenset()) -> Weight:
    """The weight of a page, without the files in `known` that a device already keeps."""
    weight = Weight(fetched=set(known))
    weight.add(child.get(path))
    left = NAMED.findall(child.page)
    while left:
        address = left.pop()
        # A font is preloaded under the address that the style sheet uses: a browser fetches it once.
        if address in weight.fetched:
            continue
        weight.fetched.add(address)
        answer = child.wire.ask(request_bytes("GET", address, cookies={}))
        assert answer.status == 200, f"{address}: {answer.status}"
        weight.add(answer)
        if urlsplit(address).path.endswith(".css"):
            named = [urljoin(address, name) for name in IN_STYLE.findall(answer.text)]
            left += [name for name in named if FETCHED_FONTS.search(name) or not name.endswith(".woff2")]
    return weight
