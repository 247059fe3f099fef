"""What the model learns from: messages as stretches of words with their classes, as the filter itself reads them."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from esafety.filtering import traits
from esafety.filtering.following import BREAK_SIGN
from esafety.filtering.names import RollNames
from esafety.filtering.reading import join_letters, read
from esafety.filtering.rolls import NO_ROLL, Roll, roll_from_json
from esafety.filtering.shipped import shipped
from tests.filtering.test_cases import CASES
from tests.filtering.training.run_on import run_on

HERE = Path(__file__).parent.parent
NEAR_MISS_COUNTS = 4  # a near miss of a rule is worth so many other sentences
Stretch = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """A message, what is wrong with it (nothing: innocent), and the stretches that are judged alone."""

    source: str
    text: str
    labels: frozenset[str]
    is_urgent: bool
    stretches: tuple[Stretch, ...]

    def is_held_for(self, question: str, /) -> bool:
        """Whether the right answer to a question of the model is yes."""
        return self.is_urgent if question == "urgent" else question in self.labels


class Reader:
    """Reads messages as the filter of one roll does."""

    def __init__(self, roll: Roll = NO_ROLL) -> None:
        self._grammar = shipped().grammar
        self._classes = self._grammar.signs.classes()
        self._named = {sign: traits.named(classes) for sign, classes in self._classes.items()}
        self._names = {**shipped().first_names, **RollNames(roll, ordinary=shipped().ordinary).first_names}

    def stretches(self, text: str, /) -> Iterator[Stretch]:
        """The stretches of a text: words as the model knows them, and their classes."""
        reading = read(text)
        join_letters(reading)
        meant = self._grammar.meant(reading, names=self._names)
        sentence: list[tuple[str, int]] = []
        for sign, (word, _) in (*zip(meant.row, meant.words, strict=True), (BREAK_SIGN, ("", 0))):
            if sign != BREAK_SIGN:
                sentence.append((word, sign))
                continue
            for start, end in traits.stretches(len(sentence)):
                part = sentence[start:end]
                if part:
                    yield (
                        tuple(traits.token(one, self._classes[its]) for one, its in part),
                        tuple(self._named[its] for _, its in part),
                    )
            sentence = []

    def message(self, source: str, text: str, labels: frozenset[str], *, is_urgent: bool) -> Message:
        """A message with its stretches."""
        return Message(source, text, labels - {"ok"}, is_urgent, tuple(self.stretches(text)))


def benchmark(name: str, /) -> list[Message]:
    """A file of the benchmark's form: {"text", "label", "severity"}."""
    reader = Reader(_roll(HERE / "data/roll.json") if name == "dev" else NO_ROLL)
    rows = map(json.loads, (HERE / f"data/{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        reader.message(name, row["text"], frozenset(row["label"]), is_urgent=row["severity"] == "urgent")
        for row in rows
    ]


def own_round(name: str, /) -> list[Message]:
    """A round of our own: `label[,label][!] | text`, one a line."""
    reader = Reader(_roll(HERE / "corpus/roll.json"))
    lines = (HERE / f"corpus/{name}.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.partition(" | ") for line in lines if line and not line.startswith("#")]
    return [
        reader.message(name, text, frozenset(label.rstrip("!").split(",")), is_urgent=label.endswith("!"))
        for label, _, text in parts
    ]


def written(path: Path, /) -> list[Message]:
    """Sentences written for the model by people who had not seen the rules: {"text", "labels", "urgent"}."""
    reader = Reader()
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [reader.message(path.stem, row["text"], frozenset(row["labels"]), is_urgent=row["urgent"]) for row in rows]


def _roll(path: Path, /) -> Roll:
    return roll_from_json(path.read_text(encoding="utf-8"))[0]


def near_misses() -> list[Message]:
    """What the table of cases lets through: the nearest thing to what a rule holds."""
    reader = Reader(_roll(HERE / "corpus/roll.json"))
    return [reader.message("cases", near, frozenset(), is_urgent=False) for _, _, near in CASES]


def stories(sentences: Sequence[str], /) -> list[Message]:
    """Innocent sentences as a child would run them together."""
    reader = Reader()
    return [reader.message("run-on", text, frozenset(), is_urgent=False) for text in run_on(sentences)]


def digest() -> str:
    """What all that the model learns from amounts to: another sentence, another digest."""
    found = hashlib.sha256()
    for folder, pattern in (("data", "*.jsonl"), ("data", "roll.json"), ("corpus", "*")):
        for path in sorted((HERE / folder).glob(pattern)):
            if path.stem not in {"robust", "dict_gb", "word_pairs", "unseen"}:
                found.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    found.update(repr([near for _, _, near in CASES]).encode())
    return found.hexdigest()


def everything() -> list[Message]:
    """All that the model learns from, in a fixed order."""
    books = benchmark("books")
    messages = [*benchmark("dev"), *books, *near_misses() * NEAR_MISS_COUNTS, *stories([one.text for one in books])]
    ours: list[Message] = []
    for path in sorted((HERE / "corpus").glob("round*.txt")):
        ours += own_round(path.stem)
    for path in sorted((HERE / "corpus").glob("train-*.txt")):
        ours += written(path)
    return [*messages, *ours, *stories([one.text for one in ours if not one.labels]), *stories(mixed(messages, ours))]


def mixed(*parts: Sequence[Message]) -> list[str]:
    """Innocent sentences of all sources, shuffled, so that each stands among strangers; the same order each time."""
    found = sorted({one.text for part in parts for one in part if not one.labels and one.source != "run-on"})
    random.Random(11).shuffle(found)  # noqa: S311 - the same order each time is what is wanted
    return found
