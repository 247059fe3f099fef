"""The shape of a lesson's body: sections; in them headings, paragraphs, quotes, lists and fences, each with its line.

This reads line by line and never looks back, so its cost grows with the length of the file and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from esafety.content.attributes import split_attributes
from esafety.content.report import Report, did_you_mean, shown

SECTIONS = ("Story", "Talk", "Quiz", "Teacher", "Take home")

BlockKind = Literal[
    "heading", "subheading", "paragraph", "quote", "reason", "choice", "answer", "point", "numbered", "fence"
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file and its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below one `#` heading."""

    name: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The section's own text, as written."""
        return "\n".join(line.text for line in self.lines).strip()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a story or quiz. `text` has lost its marks (`##`, `>`, `-`).

    `is_ticked` belongs to answers, `number` to the lines of a numbered list, `inner` are the lines within a fence.
    """

    kind: BlockKind
    line: int
    text: str
    is_ticked: bool = False
    number: int = 0
    inner: tuple[Line, ...] = ()


_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
_QUOTE = re.compile(r"( *)\t?>[ ]?(.*)")
_LISTED = re.compile(r"[ ]{0,3}[-*+][ \t]+(.*)")
_NUMBERED = re.compile(r"[ ]{0,3}([0-9]{1,3})[.)][ \t]+(.*)")
_ANSWER = re.compile(r"\[([ xX])\](?:[ \t]+(.*))?$")
_CHOICE = re.compile(r"\[[^\]]*\]\(")


def split_sections(lines: Iterable[Line], *, report: Report) -> dict[str, Section]:
    """Cut a body at its `#` headings; unknown and repeated ones are reported."""
    heads: list[tuple[str, Line, list[Line]]] = []
    before: list[Line] = []
    for line, in_fence in _with_fences(lines, report=report):
        heading = None if in_fence else _HEADING.match(line.text)
        if heading and heading[1] == "#":
            heads.append((_section_name(heading[2] or "", line=line, report=report), line, []))
        else:
            (heads[-1][2] if heads else before).append(line)
    stray = next((line for line in before if line.text.strip()), None)
    if stray:
        report.problem(
            stray.number,
            message="these words stand before the first section: put them below # Story or # Teacher.",
        )
    sections: dict[str, Section] = {}
    for name, line, inside in heads:
        if name in sections:
            report.problem(line.number, message=f"there is a second section # {name}: put both together.")
        elif name:
            sections[name] = Section(name, line.number, tuple(inside))
    return sections


def _with_fences(lines: Iterable[Line], *, report: Report) -> Iterator[tuple[Line, bool]]:
    opened: tuple[Line, str] | None = None
    for line in lines:
        fence = _FENCE.match(line.text)
        if opened is None:
            opened = (line, fence[1]) if fence else None
            yield line, opened is not None
        else:
            yield line, True
            if fence and fence[1].startswith(opened[1]) and not fence[2].strip():
                opened = None
    if opened:
        report.problem(opened[0].number, message=f"this block has no end: put a line of {opened[1]} below it.")


def _section_name(text: str, *, line: Line, report: Report) -> str:
    title, _ = split_attributes(text, allowed=(), takes_id=False, line=line.number, report=report)
    for name in SECTIONS:
        if name.casefold() == title.casefold():
            return name
    known = "# " + ", # ".join(SECTIONS)
    otherwise = f"the sections are {known}. A step or a question begins with ## ."
    report.problem(
        line.number,
        message=f'unknown section "{shown(title)}": ' + did_you_mean(title, known=SECTIONS, otherwise=otherwise),
    )
    return ""


def read_blocks(section: Section, *, numbered: bool = False) -> tuple[Block, ...]:
    """Read the blocks of a story, talk or quiz section, in order. Only with `numbered` is "1. Words" a list."""
    blocks: list[Block] = []
    is_open = False
    fence: str | None = None
    inner: dict[int, list[Line]] = {}
    for line in section.lines:
        marks = _FENCE.match(line.text)
        if fence is not None:
            if marks and marks[1].startswith(fence) and not marks[2].strip():
                fence = None
            else:
                inner.setdefault(len(blocks) - 1, []).append(line)
        elif marks:
            fence = marks[1]
            blocks.append(Block("fence", line.number, marks[2].strip()))
        elif not line.text.strip():
            is_open = False
            continue
        else:
            block = (_numbered(line) if numbered else None) or _block(line)
            goes_on = is_open and blocks and _goes_on(block, after=blocks[-1])
            if goes_on:
                blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text}\n{block.text}")
            else:
                blocks.append(block)
        is_open = fence is None and blocks[-1].kind not in ("heading", "subheading", "fence")
    for index, lines in inner.items():
        blocks[index] = replace(blocks[index], inner=tuple(lines))
    return tuple(blocks)


def _goes_on(block: Block, *, after: Block) -> bool:
    if block.kind == "paragraph":
        return True
    return block.kind == after.kind and block.kind in ("quote", "reason")


def _numbered(line: Line) -> Block | None:
    listed = _NUMBERED.match(line.text)
    return Block("numbered", line.number, listed[2].strip(), number=int(listed[1])) if listed else None


def _block(line: Line) -> Block:
    text = line.text
    if heading := _HEADING.match(text):
        return Block("heading" if heading[1] in ("#", "##") else "subheading", line.number, (heading[2] or "").strip())
    if quote := _QUOTE.match(text):
        is_indented = text.startswith(("  ", "\t"))
        return Block("reason" if is_indented else "quote", line.number, quote[2].strip())
    if listed := _LISTED.match(text):
        if answer := _ANSWER.match(listed[1]):
            return Block("answer", line.number, (answer[2] or "").strip(), is_ticked=answer[1] != " ")
        return Block("choice" if _CHOICE.match(listed[1]) else "point", line.number, listed[1].strip())
    return Block("paragraph", line.number, text.strip())
