"""From the text of a lesson file to a Lesson, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from esafety.content.header import ReadHeader, read_header
from esafety.content.model import Language, Lesson, Problem, Token
from esafety.content.outline import SECTIONS, Line, Section, split_sections
from esafety.content.quiz import read_quiz, read_talk
from esafety.content.report import Report
from esafety.content.source import read_source
from esafety.content.story import read_story
from esafety.content.wording import look_at_wording, look_for_links, why_too_heavy


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of reading a file.

    `lesson` is there when nothing has to be mended. `draft` is what could be read all the same, for the checks that go
    on: fields that are missing have a stand-in there, so it is never shown to anybody.
    """

    lesson: Lesson | None
    problems: tuple[Problem, ...]
    draft: Lesson | None = None


def parse_lesson(text: str | bytes, *, path: str) -> Parsed:
    """Read a lesson file; every problem at once, in the order of its lines. Never raises, whatever the text."""
    report = Report(path)
    source = read_source(text, report=report)
    if not source.readable:
        return Parsed(None, report.in_order())
    header = read_header(source.lines, report=report)
    if header.is_assembly:
        note = "this is an assembly: this version cannot read assemblies yet."
        return Parsed(None, (Problem(path, header.lines["kind"], note, "warning"),))
    numbered = [Line(number, line) for number, line in enumerate(source.lines, 1)]
    sections = split_sections(numbered[header.body_starts :], report=report)
    last = max((line.number for line in numbered if line.text.strip()), default=1)
    for name in SECTIONS:
        if name not in sections and header.body_starts < len(numbered):
            report.problem(last, message=f'the section "# {name}" is missing: add it.')
    # Ages in the title and objective count too.
    header_words = [numbered[header.lines[name] - 1] for name in ("title", "objective") if name in header.lines]
    tokens = look_at_wording(header_words + numbered[header.body_starts :], report=report)
    for name in ("Story", "Talk", "Quiz", "Take home"):
        look_for_links(sections[name].lines if name in sections else (), report=report)
    draft = _lesson(header, sections=sections, tokens=tokens, path=path, report=report)
    return Parsed(None if report.stops else draft, report.in_order(), draft)


def language_of(path: str) -> Language:
    """Return "cy" for a file that stands beside an English one as `name.cy.md`."""
    return "cy" if PurePath(path).name.casefold().endswith(".cy.md") else "en"


def _lesson(
    read: ReadHeader, *, sections: dict[str, Section], tokens: tuple[Token, ...], path: str, report: Report
) -> Lesson:
    header = read.header
    for name in ("Teacher", "Take home"):
        if name in sections and not sections[name].text:
            report.problem(sections[name].line, message=f'the section "# {name}" is empty: write something below it.')
        elif name in sections and (heavy := why_too_heavy(sections[name].text)):
            report.problem(sections[name].line, message=f'the section "# {name}" cannot be shown: {heavy}')
    return Lesson(
        id=header.id,
        title=header.title,
        key_stage=header.key_stage,
        years=header.years,
        topic=header.topic,
        strand=header.strand,
        objective=header.objective,
        statements=() if "statements" in read.wrong else header.statements,
        minutes=header.minutes,
        cast=header.cast,
        checked_on=header.checked_on,
        steps=read_story(sections["Story"], report=report) if "Story" in sections else (),
        talk=read_talk(sections["Talk"], report=report) if "Talk" in sections else (),
        quiz=read_quiz(sections["Quiz"], report=report) if "Quiz" in sections else (),
        teacher=sections["Teacher"].text if "Teacher" in sections else "",
        take_home=sections["Take home"].text if "Take home" in sections else "",
        path=path,
        language=language_of(path),
        mends=header.mends,
        tokens=tokens,
        header_lines=tuple(read.lines.items()),
        has_cast="cast" not in read.wrong,
    )
