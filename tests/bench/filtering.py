"""How fast the filter judges: messages a second, the slow tail of long messages, the worst input, start-up."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from esafety.filtering.pipeline import LONGEST, check
from esafety.filtering.rolls import Roll, SchoolNames
from tests.bench.table import Row
from tests.filtering.corpora import HERE, dev, roll_in, sweep

ROUNDS = 5
LONG, HOW_MANY_LONG = 500, 400
WORST_LENGTH = 10_000
WORST = (
    "a ", "the ", "you ", "1 ", "a.", "@", "-", "f*", "dot ", "x@y.", ".com", "sw1 ", "i am ", "w w w ", "f u c k ",
    "h:/", "\u200b", "\u0455\u04bb", "my dad hits me ", "dont tell your ", "1 high street ", "password is ",
)  # fmt: skip
START = "from esafety.filtering.pipeline import check; check('we had pasta')"


def filtering() -> list[Row]:
    """Four rows; processor time, so that others at work on the machine count little."""
    roll, school = roll_in(HERE / "data/roll.json")
    texts = [one.text for one in dev()]
    best = max(len(texts) / _seconds(lambda: _judge(texts, roll, school)) for _ in range(ROUNDS))
    took = sorted(_seconds(lambda text=text: check(text, roll=roll, school=school)) for text in _long_texts())
    slowest = 1000 * took[int(len(took) * 0.99)]
    worst = max((_worst_of(part), part) for part in WORST)
    start = min(_start() for _ in range(3))
    return [
        Row(name="filter: messages a second", ours=f"{best:,.0f} /s",
            figure=best, reach=1000, aim=5000, unit="/s", more_is_better=True),
        Row(name=f"filter: {LONG} characters, p99", ours=f"{slowest:.1f} ms",
            beside=f"median {1000 * median(took):.1f} ms",
            figure=slowest, reach=10, aim=3, unit="ms"),
        Row(name="filter: worst 10 kB", ours=f"{1000 * worst[0]:.0f} ms",
            beside=f"{worst[1]!r}, in windows of {LONGEST}",
            figure=1000 * worst[0], reach=50, aim=30, unit="ms"),
        Row(name="filter: start-up", ours=f"{start:.2f} s", figure=start, reach=0.5, aim=0.2, unit="s"),
    ]  # fmt: skip


def _judge(texts: list[str], roll: Roll, school: SchoolNames, /) -> None:
    for text in texts:
        check(text, roll=roll, school=school)


def _worst_of(part: str) -> float:
    text = (part * WORST_LENGTH)[:WORST_LENGTH]
    return min(_seconds(lambda: check(text)) for _ in range(3))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _long_texts() -> list[str]:
    dice = random.Random(2)  # noqa: S311 - the same texts in each run
    posts, book = [one.text for one in dev()], [one.text for one in sweep("books")]
    texts = []
    for number in range(HOW_MANY_LONG):
        text = ""
        while len(text) < LONG:
            text += dice.choice(posts if number % 2 else book) + ". "
        texts.append(text[:LONG])
    return texts


def _start() -> float:
    """Processor seconds that a process takes to judge its first message, without those of Python itself."""
    return _process_seconds(START) - _process_seconds("pass")


def _process_seconds(code: str) -> float:
    timed = f"import time; {code}\nprint(time.process_time())"
    return float(subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, text=True).stdout)
