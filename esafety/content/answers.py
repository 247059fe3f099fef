"""The answers below a question: ticked ones, items with their box, pairs, and items in their order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from esafety.content.attributes import Attributes, split_attributes
from esafety.content.model import Answer, Box, QuestionKind
from esafety.content.outline import Block
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of

Shape = Literal["ticks", "boxed", "numbered"]

SHAPES: Mapping[QuestionKind, Shape] = {
    "choose-one": "ticks",
    "choose-all": "ticks",
    "spot": "ticks",
    "sort": "boxed",
    "match": "boxed",
    "order": "numbered",
}
"""How the answers of each kind are written."""

_BLOCKS: Mapping[Shape, str] = {"ticks": "answer", "boxed": "point", "numbered": "numbered"}
_BOXED = re.compile(r"\[([^\[\]]*)\]\s*(.*)", re.DOTALL)
_SAYS = re.compile(r"(\w[\w .'\u2019-]{0,39}):\s+(.+)", re.DOTALL)
_AT = re.compile(r"([0-9]{1,3})[\s,]+([0-9]{1,3})")
NEAREST_EDGE = 5
"""Hundredths of a picture that must lie between the middle of a thing and the picture's edge."""


@dataclass(slots=True)
class Draft:
    """The line of an answer, and the reason below it."""

    block: Block
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    label: str
    has: Attributes
    reason: str
    line: int


def gather(blocks: Sequence[Block], *, kind: QuestionKind, report: Report) -> list[Draft]:
    """Put each answer's reason to it; what is no answer of this kind is reported and left out."""
    wanted = _BLOCKS[SHAPES[kind]]
    drafts: list[Draft] = []
    is_unread = False
    for block in blocks:
        if block.kind == wanted:
            drafts.append(Draft(block))
            is_unread = False
        elif block.kind == "reason" and is_unread:
            continue
        elif block.kind == "reason" and drafts and drafts[-1].reason is None:
            drafts[-1].reason = " ".join(block.text.split())
        else:
            # The reason below something that should have been an answer is not reported a second time.
            is_unread = block.kind in ("point", "choice", "answer", "numbered")
            report.problem(block.line, message=_what_instead(block.kind, has_answers=bool(drafts), kind=kind))
    return drafts


_HOW = {
    "ticks": 'an answer begins with brackets: write "- [ ] Words", or "- [x] Words" where it is right.',
    "sort": 'an item of a sort begins with its box in brackets: write "- [Box] Words".',
    "match": 'a pair is written with one half in brackets: "- [One half] The other half".',
    "order": 'what is put in order is a numbered list in the right order: write "1. Words".',
}


def _what_instead(block_kind: str, *, has_answers: bool, kind: QuestionKind) -> str:
    if block_kind == "reason" and has_answers:
        return "this answer has a second reason: put both in one quote."
    if block_kind == "quote" and has_answers:
        return "set the reason in by 4 spaces, so that it belongs to the answer above it."
    if block_kind in ("point", "choice", "answer", "numbered"):
        return _HOW.get(kind, _HOW["ticks"])
    return (
        "only answers and their reasons are shown below a question: put these words in its heading, or take them out."
    )


def ticked(drafts: Sequence[Draft], *, report: Report) -> tuple[Answer, ...]:
    """Read "- [x] Words" and "- [ ] Words"."""
    return tuple(_answer(_words(draft, report=report), is_right=draft.block.is_ticked) for draft in drafts)


def messages(drafts: Sequence[Draft], *, report: Report) -> tuple[Answer, ...]:
    """Read "- [x] Goalie10: words", the messages of a thread."""
    said = []
    for draft in drafts:
        words = _words(draft, report=report)
        speaker = _SAYS.fullmatch(words.label)
        if words.label and speaker is None:
            report.problem(words.line, message='nobody says this message: write "- [ ] Name: words", or "Me: words".')
        answer = _answer(words, is_right=draft.block.is_ticked)
        said.append(replace(answer, who=speaker[1].strip(), label=speaker[2].strip()) if speaker else answer)
    return tuple(said)


def things(drafts: Sequence[Draft], *, report: Report) -> tuple[Answer, ...]:
    """Read the things of a picture, each with `show=` and `at=`."""
    found = []
    for draft in drafts:
        words = _words(draft, report=report, also=("at",))
        if not words.has.get("show"):
            report.problem(words.line, message='this cannot be seen in the picture: write show="badge" for what it is.')
        answer = _answer(words, is_right=draft.block.is_ticked)
        found.append(replace(answer, at=_place(words, report=report)))
    return tuple(found)


def _place(words: _Words, *, report: Report) -> tuple[int, int] | None:
    given = words.has.get("at")
    two = _AT.fullmatch(given or "")
    at = (int(two[1]), int(two[2])) if two else None
    if at and all(NEAREST_EDGE <= each <= 100 - NEAREST_EDGE for each in at):
        return at
    wrong = f'at="{shown(given)}" is no place' if given else "this has no place in the picture"
    report.problem(
        words.line,
        message=f'{wrong}: write at="62 40", hundredths from left and top, '
        f"each from {NEAREST_EDGE} to {100 - NEAREST_EDGE}.",
    )
    return None


def sorted_ones(drafts: Sequence[Draft], *, boxes: Sequence[Box], report: Report) -> tuple[Answer, ...]:
    """Read "- [Box] Words"."""
    by_label = {_folded(box.label): box for box in boxes}
    found = []
    for draft in drafts:
        where, words = _halves(draft, report=report)
        box = by_label.get(_folded(where))
        if boxes and box is None:
            names = " or ".join(f"[{shown(each.label)}]" for each in boxes)
            ending = did_you_mean(where, known=[each.label for each in boxes], otherwise=f"write {names}.")
            report.problem(words.line, message=f'there is no box "{shown(where)}": {ending}')
        found.append(replace(_answer(words, is_right=True), box=box.id if box else None))
    return tuple(found)


def pairs(drafts: Sequence[Draft], *, report: Report) -> tuple[tuple[Answer, ...], tuple[Box, ...]]:
    """Read "- [One half] The other half"; a second name in `show=` is the other half's picture."""
    found: list[Answer] = []
    boxes: list[Box] = []
    for draft in drafts:
        left, words = _halves(draft, report=report)
        pictures = (words.has.get("show") or "").split()
        if len(pictures) > 2:  # noqa: PLR2004 - a pair has two halves
            report.problem(words.line, message='a pair has two pictures at most: write show="one other".')
        if not left:
            report.problem(words.line, message="the pair has nothing in its brackets: write one half of it there.")
        box = Box(_name(words.label, line=words.line), words.label, pictures[1] if pictures[1:] else None, words.line)
        name, show = words.has.id or _name(left, line=words.line), pictures[0] if pictures else None
        found.append(replace(_answer(words, is_right=True), id=name, label=left, show=show, box=box.id))
        boxes.append(box)
    return tuple(found), tuple(boxes)


def numbered(drafts: Sequence[Draft], *, report: Report) -> tuple[Answer, ...]:
    """Read "1. Words" and what follows, which stand in their right order."""
    numbers = [draft.block.number for draft in drafts]
    if numbers and numbers != list(range(1, len(numbers) + 1)) and set(numbers) != {1}:
        wrong = next((draft for at, draft in enumerate(drafts, 1) if draft.block.number != at), drafts[0])
        report.problem(
            wrong.block.line,
            message="the numbers do not go 1, 2, 3: write the list in its right order and number it so.",
        )
    return tuple(_answer(_words(draft, report=report), is_right=True) for draft in drafts)


def read_boxes(labels: str, *, pictures: str, line: int, report: Report) -> tuple[Box, ...]:
    """Read `boxes="One | Other"`, and `boxes-show="lock basket"`, which may be left out."""
    names = [" ".join(label.split()) for label in labels.split("|")]
    shows = pictures.split()
    if shows and len(shows) != len(names):
        report.problem(
            line, message=f"there are {len(names)} boxes and {len(shows)} pictures in boxes-show=: write one for each."
        )
    return tuple(
        Box(_name(name, line=line), name, shows[at] if at < len(shows) else None, line) for at, name in enumerate(names)
    )


def _halves(draft: Draft, *, report: Report) -> tuple[str, _Words]:
    words = _words(draft, report=report, is_boxed=True)
    return bracket_of(draft.block.text), words


def bracket_of(text: str) -> str:
    """Return what stands in the brackets at the beginning of an answer's line; empty where there are none."""
    boxed = _BOXED.match(text)
    return " ".join(boxed[1].split()) if boxed else ""


def _words(draft: Draft, *, report: Report, also: tuple[str, ...] = (), is_boxed: bool = False) -> _Words:
    line, text = draft.block.line, draft.block.text
    if is_boxed:
        boxed = _BOXED.fullmatch(text)
        if boxed is None:
            report.problem(line, message='this item has no brackets in front: write "- [...] Words", as in the guide.')
        text = boxed[2] if boxed else text
    plain, has = split_attributes(
        text, allowed=("show", "misconception", *also), takes_id=True, line=line, report=report
    )
    label = " ".join(plain.split())
    if not label:
        report.problem(line, message="the answer has no words: write them after the brackets.")
    if not draft.reason:
        report.problem(
            line, message="the answer has no reason: below it, write 4 spaces, > and what the child is told."
        )
    return _Words(label, has, draft.reason or "", line)


def _answer(words: _Words, *, is_right: bool) -> Answer:
    return Answer(
        id=words.has.id or _name(words.label, line=words.line),
        label=words.label,
        is_right=is_right,
        reason=words.reason,
        show=words.has.get("show") or None,
        misconception=words.has.get("misconception") or None,
        line=words.line,
    )


def _name(label: str, *, line: int) -> str:
    # No number of the line: the names stand in the page, and would tell the order that a child is to find.
    digest = hashlib.blake2b(label.encode(errors="replace"), digest_size=4).hexdigest()
    return slug_of(label) or (f"answer-{digest}" if label else f"line-{line}")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
