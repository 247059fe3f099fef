"""How much fits on one screen of the wall, worked out for the smallest one: 1024 by 768. Pure.

Question and options stand at 64 px and the story at 48 px there, and everything grows with the screen; so what fits
here fits on any screen that is at least as wide for its height. Andika's letters are 0.46 (bold 0.48) of their size wide.
"""

from __future__ import annotations

from collections.abc import Sequence

from esafety.content.model import Speech
from esafety.lessons.wall_parts import Option

WIDTH, HEIGHT = 944, 650
BIG, STORY = 64, 48
LETTER_WIDTH = 0.49  # of the size; a little more than measured, for words are wrapped whole
BIG_LINE, STORY_LINE = 77, 60
BADGE, PICTURE, COUNT = 108, 96, 110
PADDING, GAP = 24, 14
STORY_HEIGHT = 400  # the rest is the scene's
SPEECH_FRAME, SPEAKER = 36, 100
WAY_ON = 90


def lines_of(text: str, *, size: int, width: int) -> int:
    """Return how many lines `text` takes at this size on this width."""
    longest = max(1, int(width / (size * LETTER_WIDTH)))
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > longest:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    return lines


def pages_of_said(said: Sequence[Speech], *, title: str, on: str) -> list[tuple[Speech, ...]]:
    """Return what is told and spoken in a step, page by page; one page at least."""
    room = STORY_HEIGHT - (WAY_ON if on else 0)
    used = lines_of(title, size=STORY, width=WIDTH) * STORY_LINE
    pages: list[list[Speech]] = [[]]
    for each in said:
        height = _said_height(each)
        if pages[-1] and used + height > room:
            pages.append([])
            used = 0
        pages[-1].append(each)
        used += height
    return [tuple(page) for page in pages]


def _said_height(speech: Speech) -> int:
    if not speech.who:
        return lines_of(speech.text, size=STORY, width=WIDTH) * STORY_LINE
    return lines_of(speech.text, size=STORY, width=WIDTH - SPEAKER) * STORY_LINE + SPEECH_FRAME


def prompt_height(prompt: str) -> int:
    """Return how tall a question stands above its options."""
    return lines_of(prompt, size=BIG, width=WIDTH) * BIG_LINE + PADDING


def is_in_two_columns(options: Sequence[Option]) -> bool:
    """Whether short options stand side by side."""
    half = (WIDTH - GAP) // 2
    return len(options) > 2 and all(  # noqa: PLR2004 - two stand best one above the other
        lines_of(each.label, size=BIG, width=_label_width(each, of=half)) == 1 for each in options
    )


def options_height(options: Sequence[Option]) -> int:
    """Return how tall the options stand."""
    if is_in_two_columns(options):
        return -(-len(options) // 2) * (BIG_LINE + PADDING + GAP)
    return sum(
        lines_of(each.label, size=BIG, width=_label_width(each, of=WIDTH)) * BIG_LINE + PADDING + GAP
        for each in options
    )


def stand_together(prompt: str, *, options: Sequence[Option]) -> bool:
    """Whether a question and its options fit on one screen; else they come one after the other."""
    return prompt_height(prompt) + options_height(options) <= HEIGHT


def _label_width(option: Option, *, of: int) -> int:
    return of - BADGE - COUNT - (PICTURE if option.show else 0) - PADDING


def pages_of_options(options: Sequence[Option]) -> list[tuple[Option, ...]]:
    """Return right answers with their reasons, page by page."""
    pages: list[list[Option]] = [[]]
    used = 0
    for each in options:
        height = (
            lines_of(each.label, size=BIG, width=WIDTH - BADGE - PICTURE) * BIG_LINE
            + lines_of(each.reason, size=STORY, width=WIDTH - BADGE - PICTURE) * STORY_LINE
            + 2 * PADDING
        )
        if pages[-1] and used + height > HEIGHT:
            pages.append([])
            used = 0
        pages[-1].append(each)
        used += height
    return [tuple(page) for page in pages]
