"""The story of a lesson: `##` headings are steps, quotes are speech, links in a list are choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from esafety.content.attributes import Attributes, is_slug, split_attributes
from esafety.content.model import Choice, Mood, Outcome, Speech, Step
from esafety.content.outline import Block, Section, read_blocks
from esafety.content.phone import DOES, Does, Phone
from esafety.content.phonefence import check_buttons, is_phone, read_phone
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of

_STEP_HAS = ("outcome", "scene", "show", "sound")
_MOODS: tuple[Mood, ...] = get_args(Mood)
_OUTCOMES: dict[str, Outcome] = {"oops": "oops", "safe": "safe"}

_SPEAKER = re.compile(r"(\w[\w .'\u2019-]{0,39}):(?:\s+(.*))?$", re.DOTALL)
_CHOICE = re.compile(r"\[([^\]]*)\] {0,3}\(([^()]*)\)")
_NEARLY_A_CHOICE = re.compile(r"\[[^\]]*\] {1,3}\(")
_CHOICE_WITHOUT_ITS_DASH = re.compile(r"(?:\W\s*)?\[[^\]]*\]\(#", re.UNICODE)


def read_story(section: Section, *, report: Report) -> tuple[Step, ...]:
    """Read all steps; what cannot be read is reported and left out."""
    steps: list[Step] = []
    for heading, blocks in by_heading(read_blocks(section), what="a step", report=report):
        steps.append(_step(heading, blocks=blocks, is_first=not steps, report=report))
    if not steps:
        report.problem(
            section.line, message='the story has no steps: begin one with ## Its title {#its-name scene="..."}.'
        )
    _look_for_twins(steps, report=report)
    _look_for_choices_to_nowhere(steps, report=report)
    return tuple(steps)


def by_heading(
    blocks: Sequence[Block], *, what: Literal["a step", "a question"], report: Report
) -> list[tuple[Block, list[Block]]]:
    """Gather blocks below their `##` headings; those before the first are reported."""
    gathered: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading":
            gathered.append((block, []))
        elif gathered:
            gathered[-1][1].append(block)
        else:
            report.problem(
                block.line, message=f"this stands before the first heading: begin {what} with ## and its title."
            )
    return gathered


def _step(heading: Block, *, blocks: Sequence[Block], is_first: bool, report: Report) -> Step:
    title, has = split_attributes(heading.text, allowed=_STEP_HAS, takes_id=True, line=heading.line, report=report)
    _check_heading(heading, title=title, has=has, report=report)
    narration, question = _narration(blocks)
    choices = tuple(choice for block in blocks if _is_choice(block) and (choice := _choice(block, report=report)))
    phone = _phone(blocks, report=report)
    check_buttons(phone, choices=choices, line=phone.line if phone else heading.line, report=report)
    for block in blocks:
        _report_what_no_step_has(block, report=report)
    outcome = _outcome(has, line=heading.line, report=report)
    if outcome is None and not any(_is_choice(block) for block in blocks):
        report.problem(
            heading.line,
            message='the step has no choice and no outcome: add "- [Words](#step)", or outcome="safe" at the end.',
        )
    # A phone fills the screen by itself; but the first step's scene is the picture on the lesson's cover.
    if not has.get("scene") and (phone is None or is_first):
        report.problem(
            heading.line, message='the step has no scene: write scene="garden" or another scene in its curly brackets.'
        )
    shown_there = [_with_mood(word, line=heading.line, report=report) for word in (has.get("show") or "").split()]
    return Step(
        id=has.id or "",
        title=title,
        outcome=outcome,
        scene=has.get("scene") or "",
        show=tuple(name for name, _mood in shown_there),
        narration=narration,
        speech=tuple(speech for block in blocks if block.kind == "quote" for speech in _speech(block, report=report)),
        question=question,
        choices=choices,
        line=heading.line,
        moods=tuple(mood for _name, mood in shown_there),
        phone=phone,
        sound=has.get("sound"),
    )


def _check_heading(heading: Block, *, title: str, has: Attributes, report: Report) -> None:
    if not title:
        report.problem(heading.line, message="the step has no title: write one after ## .")
    if has.id is None:
        report.problem(
            heading.line, message=f"the step has no name: write {{#{slug_of(title) or 'its-name'}}} after its title."
        )


def _with_mood(word: str, *, line: int, report: Report) -> tuple[str, Mood | None]:
    """Read "pip:worried"; an address has a colon too, and is let through to the check of names."""
    name, colon, given = word.partition(":")
    if not colon or not is_slug(given):
        return word, None
    for mood in _MOODS:
        if mood == given:
            return name, mood
    ending = did_you_mean(given, known=_MOODS, otherwise="write one of " + ", ".join(_MOODS) + ".")
    report.problem(line, message=f'unknown mood "{shown(given)}": {ending}')
    return name, None


def _phone(blocks: Sequence[Block], *, report: Report) -> Phone | None:
    phones = [block for block in blocks if is_phone(block)]
    for block in phones[1:]:
        report.problem(block.line, message="there is a phone in this step already: begin a step of its own with ## .")
    return read_phone(phones[0], report=report) if phones else None


def _narration(blocks: Sequence[Block]) -> tuple[tuple[str, ...], str | None]:
    """Tell the question, a paragraph that ends with "?" right before the choices, from the rest."""
    paragraphs = [" ".join(block.text.split()) for block in blocks if block.kind == "paragraph"]
    before_choices = [block for block in blocks if not _is_choice(block)]
    if before_choices and before_choices[-1].kind == "paragraph" and paragraphs[-1].endswith("?"):
        return tuple(paragraphs[:-1]), paragraphs[-1]
    return tuple(paragraphs), None


def _outcome(has: Attributes, *, line: int, report: Report) -> Outcome | None:
    given = has.get("outcome")
    if given is None or given in _OUTCOMES:
        return _OUTCOMES.get(given or "")
    ending = did_you_mean(given, known=_OUTCOMES, otherwise='write outcome="oops" or outcome="safe".')
    report.problem(line, message=f'unknown outcome "{shown(given)}": ' + ending)
    return None


def _speech(block: Block, *, report: Report) -> list[Speech]:
    spoken: list[Speech] = []
    for number, text in enumerate(block.text.split("\n"), block.line):
        speaker = _SPEAKER.match(text)
        if speaker:
            spoken.append(Speech(speaker[1].strip(), " ".join((speaker[2] or "").split()), line=number))
        elif spoken:
            spoken[-1] = Speech(spoken[-1].who, f"{spoken[-1].text} {text}".strip(), line=spoken[-1].line)
        else:
            report.problem(number, message="nobody says this: write who speaks first, such as > Pip: Let's ask.")
    for speech in spoken:
        if not speech.text:
            report.problem(speech.line, message=f"{shown(speech.who)} says nothing: write the words after the colon.")
    return spoken


def _choice(block: Block, *, report: Report) -> Choice | None:
    text, has = split_attributes(block.text, allowed=("show", "does"), takes_id=False, line=block.line, report=report)
    link = _CHOICE.fullmatch(text)
    target = link[2].strip() if link else ""
    meant = slug_of(target) if link and not any(mark in target for mark in "/:.") else ""
    if link is None or not meant:
        report.problem(
            block.line,
            message=f'this choice cannot be read: write "- [Words on the button](#step)", not "{shown(text)}".',
        )
        return None
    label = " ".join(link[1].split())
    if target != f"#{meant}" or _NEARLY_A_CHOICE.match(text):
        report.problem(
            block.line,
            message=f'this choice cannot be read: write "- [{shown(label)}](#{meant})", not "{shown(text)}".',
        )
    if not label:
        report.problem(block.line, message="the choice has no words: write them in the square brackets.")
    does = _does(has, line=block.line, report=report)
    return Choice(label, meant, has.get("show") or None, line=block.line, does=does)


def _does(has: Attributes, *, line: int, report: Report) -> Does | None:
    given = has.get("does")
    for does in DOES:
        if does == given:
            return does
    if given is not None:
        ending = did_you_mean(given, known=DOES, otherwise="write one of " + ", ".join(DOES) + ".")
        report.problem(line, message=f'unknown does="{shown(given)}": {ending}')
    return None


_NOT_IN_A_STEP = {
    "point": 'a list in a story holds choices: write "- [Words on the button](#step)".',
    "answer": "answers with [x] belong below a question in # Quiz.",
    "reason": "the quote is set in: begin the line with > so that it is speech.",
    "subheading": "smaller headings are not shown: begin a step with ## .",
    "fence": "this block cannot be shown in a story: write the words as plain text, or a phone as ```phone.",
}


def _is_choice(block: Block) -> bool:
    """Whether a line is a choice, or one with a space too many."""
    return block.kind == "choice" or (block.kind == "point" and _NEARLY_A_CHOICE.match(block.text) is not None)


def _report_what_no_step_has(block: Block, *, report: Report) -> None:
    if _is_choice(block):
        return
    if block.kind == "paragraph":
        for number, text in enumerate(block.text.split("\n"), block.line):
            if _CHOICE_WITHOUT_ITS_DASH.match(text):
                report.problem(number, message='a choice begins with "- ": a short dash, then a space.')
    if block.kind in _NOT_IN_A_STEP and not is_phone(block):
        report.problem(block.line, message=_NOT_IN_A_STEP[block.kind])


def _look_for_twins(steps: Sequence[Step], *, report: Report) -> None:
    first_at: dict[str, int] = {}
    for step in steps:
        if step.id and first_at.setdefault(step.id, step.line) != step.line:
            report.problem(
                step.line,
                message=f"the step #{step.id} is there already, on line {first_at[step.id]}: give one another name.",
            )


def _look_for_choices_to_nowhere(steps: Sequence[Step], *, report: Report) -> None:
    known = {step.id for step in steps if step.id}
    for choice in (choice for step in steps for choice in step.choices):
        if choice.goes_to not in known:
            ending = did_you_mean(choice.goes_to, known=known, otherwise=f"give a step the name {{#{choice.goes_to}}}.")
            report.problem(choice.line, message=f"there is no step #{choice.goes_to}: {ending}")
