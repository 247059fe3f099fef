"""What is measured, each beside its rival in turns: only such pairs mean anything on a machine with other work."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from esafety.content.model import Lesson
from tests.bench.children import Child
from tests.bench.servers import Server
from tests.bench.wire import Answer, Wire, all_at_once, request_bytes

ROUNDS = 5
SECONDS_A_ROUND = 1.5
BURSTS_A_ROUND = 4
SIGN_INS_MUST_END_SECONDS = 120


@dataclass
class Rate:
    """Answers a second and processor time per answer, in rounds; how many were refused; how long each took."""

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def best(self) -> float:
        return max(self.per_second)

    @property
    def words(self) -> str:
        """Both figures, for the table."""
        cost = min(self.cpu_ms)
        return f"{self.best:.0f} /s" + (f", {cost:.2f} ms" if cost else "")

    def p99(self) -> float:
        in_order = sorted(self.seconds)
        return in_order[min(len(in_order) - 1, int(len(in_order) * 0.99))]


def share(ours: Rate, *, rival: Rate) -> float:
    """Ours in percent of the rival's, by answers a second, in the least disturbed round of each.

    Other work on the machine only ever makes a round look worse.
    """
    return 100 * max(ours.per_second) / max(rival.per_second)


def cpu_share(ours: Rate, *, rival: Rate) -> str:
    """The same by processor time an answer, which neither a slow client nor the disk bends; "" where it is not told."""
    if all(ours.cpu_ms) and all(rival.cpu_ms):
        return f"{100 * min(rival.cpu_ms) / min(ours.cpu_ms):.0f} %"
    return ""


def hammer(server: Server, requests: Sequence[bytes], *, rate: Rate) -> None:
    """One round of the same pages, asked for again and again, a connection for each of `requests`."""
    wires = [Wire(server.port) for _request in requests]
    until = time.perf_counter() + SECONDS_A_ROUND
    taken = 0

    def feed(number: int, answer: Answer | None) -> bytes | None:
        nonlocal taken
        if answer is not None:
            taken += 1
            rate.refused += answer.status != 200
        return requests[number] if time.perf_counter() < until else None

    _note_round(rate, server=server, run=lambda: all_at_once(wires, feed), taken=lambda: taken)
    for wire in wires:
        wire.close()


def _note_round(rate: Rate, *, server: Server, run: Callable[[], float], taken: Callable[[], int]) -> None:
    cpu_before = server.cpu_seconds()
    seconds = run()
    rate.per_second.append(taken() / seconds)
    rate.cpu_ms.append(1000 * (server.cpu_seconds() - cpu_before) / taken())


def pages(product: Server, children: Sequence[Child], *, hello: Server, path: str) -> tuple[Rate, Rate]:
    """A signed-in page beside a bare hello, eight connections each."""
    ours, theirs = Rate(), Rate()
    asked = [request_bytes("GET", path, cookies=child.cookies) for child in children[:8]]
    bare = [request_bytes("GET", "/", cookies={})] * len(asked)
    for _round in range(ROUNDS):
        hammer(product, asked, rate=ours)
        hammer(hello, bare, rate=theirs)
    return ours, theirs


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two that are measured in turns: its server, its connections, and what each sends next."""

    server: Server
    wires: Sequence[Wire]
    prepare: Callable[[], list[bytes]]
    is_taken: Callable[[Answer], bool]


def our_side(product: Server, children: Sequence[Child]) -> Side:
    """Each child walks to a question, untimed, and has an answer ready."""

    def prepare() -> list[bytes]:
        for child in children:
            child.go_to_a_question()
        return [child.wrong_answer() for child in children]

    # What is shown to an answer that was taken is its feedback, and never the question again.
    is_taken = lambda answer: answer.status == 200 and 'class="reply' in answer.text  # noqa: E731 - read in one glance
    return Side(server=product, wires=[child.wire for child in children], prepare=prepare, is_taken=is_taken)


def raw_side(raw: Server, tokens: Sequence[str], *, lesson: Lesson) -> Side:
    """The same answers without any library; the raw rival takes one at any time."""

    def prepare() -> list[bytes]:
        fields = {"lesson": lesson.id, "question": lesson.quiz[0].id, "answer": lesson.quiz[0].answers[0].id}
        fields |= {"csrf_token": "x" * 90, "owner": "x" * 50}
        return [
            request_bytes("POST", "/", cookies={"token": token}, fields={**fields, "key": secrets.token_urlsafe(18)})
            for token in tokens
        ]

    wires = [Wire(raw.port) for _token in tokens]
    return Side(server=raw, wires=wires, prepare=prepare, is_taken=lambda answer: answer.status == 200)


def answers(ours: Side, *, rival: Side) -> tuple[Rate, Rate]:
    """Bursts in which every child sends one answer at the same moment."""
    our_rate, rival_rate = Rate(), Rate()
    for _round in range(ROUNDS):
        bursts(ours, rate=our_rate)
        bursts(rival, rate=rival_rate)
    return our_rate, rival_rate


def bursts(side: Side, *, rate: Rate) -> None:
    """One round of bursts; what lies between them is not counted."""
    seconds = cpu = 0.0
    for _burst in range(BURSTS_A_ROUND):
        requests = side.prepare()
        for wire in side.wires:
            wire.reopen()
        before = side.server.cpu_seconds()
        seconds += burst(side, requests, rate=rate)
        cpu += side.server.cpu_seconds() - before
    sent = BURSTS_A_ROUND * len(side.wires)
    rate.per_second.append(sent / seconds)
    rate.cpu_ms.append(1000 * cpu / sent)


def burst(side: Side, requests: Sequence[bytes], *, rate: Rate) -> float:
    """The seconds until the last of `requests` is answered."""

    def feed(number: int, answer: Answer | None) -> bytes | None:
        if answer is None:
            return requests[number]
        rate.seconds.append(answer.seconds)
        taken.append(answer)
        return None

    taken: list[Answer] = []
    seconds = all_at_once(side.wires, feed)
    rate.refused += sum(not side.is_taken(answer) for answer in taken)
    return seconds


def sign_ins(product: Server, who: Sequence[dict[str, Any]], *, lesson: Lesson) -> tuple[float, int, list[Child]]:
    """All of `who` sign in at once from one address: seconds until the last is at the lessons, refusals, children."""
    children = [Child(wire=Wire(product.port), who=each, lesson=lesson) for each in who]
    start = threading.Barrier(len(children) + 1)
    arrived: list[bool] = []

    def come_in(child: Child) -> None:
        start.wait()
        arrived.append(child.sign_in())

    threads = [threading.Thread(target=come_in, args=(child,), daemon=True) for child in children]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join(max(0.0, SIGN_INS_MUST_END_SECONDS - (time.perf_counter() - began)))
    seconds = time.perf_counter() - began
    refused = len(children) - sum(arrived) + sum(child.refusals for child in children)
    return seconds, refused, children
