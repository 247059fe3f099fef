"""`make bench`: one table of what the product does beside what the same machine does at most, in one run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench import measures
from tests.bench.children import Child, lesson_of, raw_tokens
from tests.bench.counted import queries_a_page
from tests.bench.filtering import filtering
from tests.bench.paints import paints
from tests.bench.servers import Server, product, rival
from tests.bench.table import Row, as_text
from tests.bench.weights import weigh
from tests.bench.world import pupils_of

CLASS = 30
CLIENTS = 32
STARTS = 3


def main() -> int:
    """Measure, print the table, and end with 1 where a row falls short of what is to be reached."""
    with tempfile.TemporaryDirectory(prefix="esafety-bench-") as name:
        folder = Path(name)
        rows = [*starting(folder), *running(folder), *queries_a_page(folder / "data", pupils=CLASS), *filtering()]
    print(as_text(rows))
    print("\nKolibri cannot be had here: answers a second stand beside no other product.")
    return 1 if any(row.verdict() == "BELOW" for row in rows) else 0


def starting(folder: Path) -> list[Row]:
    """The first start makes the schools and is not counted; the later ones are as at a school."""
    with product(folder):
        pass
    seconds, cpu, memory = [], [], []
    for _start in range(STARTS):
        with product(folder) as server:
            seconds.append(server.started_in)
            cpu.append(server.cpu_seconds())
            memory.append(server.megabytes())
    took, weighs = min(seconds), median(memory)
    return [
        Row(name="start to first page", ours=f"{took:.1f} s", beside=f"processor time {median(cpu):.1f} s",
            figure=took, reach=3, aim=1.5, unit="s"),
        Row(name="memory idle, all processes", ours=f"{weighs:.0f} MB" if weighs else "", figure=weighs or None,
            reach=160, aim=110, unit="MB"),
    ]  # fmt: skip


def running(folder: Path) -> list[Row]:
    """Everything that needs the product and its rivals side by side."""
    lesson = lesson_of("KS2")
    who = pupils_of(folder / "sign-ins.json", key_stage="KS2", wanted=CLIENTS)
    with product(folder) as ours, rival("hello", folder=folder) as hello:
        took, refused, children = measures.sign_ins(ours, who[:CLASS], lesson=lesson)
        _took, _refused, others = measures.sign_ins(ours, who[CLASS:], lesson=lesson)
        everyone = [*children, *others]
        rows = [
            Row(name=f"{CLASS} sign-ins at once, one address", ours=f"{took:.1f} s, {refused} refused",
                figure=took if not refused else float("inf"), reach=20, aim=5, unit="s"),
            *weights(everyone[0]),
        ]  # fmt: skip
        # Children of the second class, who have begun nothing but now: they are at the first step of the story.
        for child in everyone[15:23]:
            child.go_to_the_story()
        rows += pages(ours, everyone[15:23], hello=hello, path=f"/lesson/{lesson.id}")
        rows += paints(ours, everyone[15], path=f"/lesson/{lesson.id}", folder=folder)
        for child in everyone:
            child.go_to_a_question()
        copy = folder / "raw.db"
        tokens = raw_tokens(folder / "data" / "esafety.db", copy=copy, lesson=lesson, wanted=CLIENTS)
        with rival("raw", folder=folder, database=copy) as raw:
            rows += answers(measures.our_side(ours, everyone), rival=measures.raw_side(raw, tokens, lesson=lesson))
        return rows


def weights(child: Child) -> list[Row]:
    """Bytes and requests of a first visit, and of the page after it."""
    home = weigh(child, "/home")
    later = weigh(child, f"/lesson/{child.lesson.id}", known=frozenset(home.fetched))
    facts = [("first load of a pupil's home", home, 100, 60), ("a lesson after it", later, 15, 8)]
    return [
        Row(name=name, ours=f"{weight.sent / 1000:.1f} kB in {weight.requests}",
            beside=f"unpacked {weight.whole / 1000:.1f} kB", figure=weight.sent / 1000, reach=reach, aim=aim, unit="kB")
        for name, weight, reach, aim in facts
    ]  # fmt: skip


def pages(ours: Server, children: list[Child], *, hello: Server, path: str) -> list[Row]:
    """The page of a lesson beside the least that Flask can do."""
    page, bare = measures.pages(ours, children, hello=hello, path=path)
    part = measures.share(page, rival=bare)
    return [
        Row(name="lesson step page", ours=page.words, beside=f"bare Flask hello {bare.words}",
            ratio=f"{part:.0f} %", cpu=measures.cpu_share(page, rival=bare),
            figure=part, reach=8, aim=15, unit="%", more_is_better=True)
    ]  # fmt: skip


def answers(ours: measures.Side, *, rival: measures.Side) -> list[Row]:
    """The answer to a question beside its bare reads and writes; and how many a second with 32 children."""
    mine, raw = measures.answers(ours, rival=rival)
    part = measures.share(mine, rival=raw)
    slowest = 1000 * mine.p99()
    return [
        Row(name="quiz answer", ours=mine.words, beside=f"raw WSGI + sqlite3 FULL {raw.words}",
            ratio=f"{part:.0f} %", cpu=measures.cpu_share(mine, rival=raw),
            figure=part, reach=15, aim=30, unit="%", more_is_better=True),
        Row(name=f"answers a second, {CLIENTS} clients", ours=f"{mine.best:.0f} /s",
            beside=f"refused {mine.refused} of {len(mine.seconds)}", figure=mine.refused, reach=0, aim=0,
            unit="refused"),
        Row(name=f"{CLIENTS} answers at once, p99", ours=f"{slowest:.0f} ms", beside=f"raw {1000 * raw.p99():.0f} ms",
            figure=slowest, reach=250, aim=100, unit="ms"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
