"""How much fits on one screen of the wall, worked out for the smallest one: 1024 by 768. Pure.

Question and options stand at 64 px and the story at 48 px there, and everything grows with the screen; so what fits
here fits on any screen that is at least as wide for its height. css/wall.css has the same sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from esafety.content.model import Speech
from esafety.content.phone import Phone, PhoneLine
from esafety.lessons.wall_parts import Option

T = TypeVar("T")

WIDTH, HEIGHT = 944, 680
BIG, STORY = 64, 48
BIG_LINE, STORY_LINE = 77, 60
BADGE, PICTURE, COUNT = 110, 96, 110
ROW, PADDING, GAP = 84, 20, 14
STORY_HEIGHT = 420  # the rest is the scene's
SPEECH_FRAME, SPEAKER = 44, 104
WAY_ON = 100
FOOT, FOOT_LINE, FOOT_WIDTH = 26, 32, 850
LONGEST_HOW = "Put your hand up for each one you choose."
PHONE_WIDTH, PHONE_HEIGHT, PHONE_PICTURE = 740, 500, 140

# How wide Andika's bold letters are, in hundredths of their size; its light ones are a little narrower.
_LETTERS = {
    28: " ", 32: "\"'`il", 34: ",j|", 36: ".:;", 38: "!‘’", 40: "f", 42: "()[]", 44: "-^t", 50: "cr", 52: "*IJsz{}",
    54: "/?\\vy–", 56: "Lek~", 58: "gox", 60: "+<=>EFbq", 62: "#$0123456789STZadhnpu”", 64: "P_", 66: "“",
    68: "&BCRXY", 70: "K", 72: "GV", 74: "ADHOU", 76: "NQ", 78: "%w", 82: "…", 86: "@m", 88: "—", 92: "M", 106: "W",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_UNKNOWN, _SPACE = 74, 28


def lines_of(text: str, *, size: int, width: int) -> int:
    """Return how many lines `text` takes at this size on this width; words are wrapped whole."""
    room = 100 * width // size
    lines, used = 1, 0
    for word in text.split():
        length = sum(_WIDTHS.get(letter, _UNKNOWN) for letter in word)
        if used and used + _SPACE + length > room:
            lines, used = lines + 1, length
        else:
            used += length + (_SPACE if used else 0)
    return lines


def pages_of_said(said: Sequence[Speech], *, title: str, has_way_on: bool) -> list[tuple[Speech, ...]]:
    """Return what is told and spoken in a step, page by page; one page at least."""
    taken = lines_of(title, size=STORY, width=WIDTH) * STORY_LINE + (WAY_ON if has_way_on else 0)
    return _pages(said, height=_said_height, room=STORY_HEIGHT - taken)


def pages_of_lines(phone: Phone) -> list[tuple[PhoneLine, ...]]:
    """Return what stands on a phone, page by page; one page at least."""

    def height(line: PhoneLine) -> int:
        return lines_of(line.text, size=STORY, width=PHONE_WIDTH) * STORY_LINE + SPEECH_FRAME

    def with_name(line: PhoneLine) -> int:
        return height(line) + (STORY_LINE if has_name(line, phone=phone) else 0)

    return _pages(phone.lines, height=with_name, room=PHONE_HEIGHT - (PHONE_PICTURE if phone.show else 0))


def has_name(line: PhoneLine, *, phone: Phone) -> bool:
    """Whether a line on a phone needs its speaker's name: the top of the phone says who writes."""
    return bool(line.who) and not line.is_own and line.who != phone.sender


def _pages(them: Sequence[T], *, height: Callable[[T], int], room: int) -> list[tuple[T, ...]]:
    """As many on each page as fit; what fits on none has one to itself."""
    pages: list[list[T]] = [[]]
    used = 0
    for each in them:
        if pages[-1] and used + height(each) > room:
            pages.append([])
            used = 0
        pages[-1].append(each)
        used += height(each)
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
        return -(-len(options) // 2) * (ROW + PADDING + GAP) - GAP
    return sum(_option_height(each) for each in options) - GAP


def _option_height(option: Option) -> int:
    said = f"{option.who}: {option.label}" if option.who else option.label
    lines = lines_of(said, size=BIG, width=_label_width(option, of=WIDTH))
    return max(lines * BIG_LINE, ROW) + PADDING + GAP


def pages_of_options(options: Sequence[Option], *, foot: str = "") -> list[tuple[Option, ...]]:
    """Return options for hands: on one screen where they fit, else shared out evenly over as few as they take.

    `foot` is what is said of the question again below them.
    """
    room = _room_above(foot)
    pages = [tuple(options)]
    for screens in range(2, len(options) + 1):
        if all(options_height(page) <= room for page in pages):
            break
        most = -(-len(options) // screens)
        pages = [tuple(options[begin : begin + most]) for begin in range(0, len(options), most)]
    return pages


def stand_together(prompt: str, *, options: Sequence[Option], foot: str = "") -> bool:
    """Whether a question and its options fit on one screen; else they come one after the other."""
    return prompt_height(prompt) + options_height(options) <= _room_above(foot)


def _room_above(foot: str) -> int:
    # One line of the foot is below HEIGHT, each further one takes from it.
    return HEIGHT - FOOT_LINE * (lines_of(f"{foot} {LONGEST_HOW}", size=FOOT, width=FOOT_WIDTH) - 1)


def _label_width(option: Option, *, of: int) -> int:
    return of - BADGE - COUNT - (PICTURE if option.show else 0) - PADDING


def pages_of_answers(answers: Sequence[Option]) -> list[tuple[Option, ...]]:
    """Return answers with their reasons, page by page."""
    return _pages(answers, height=_answer_height, room=HEIGHT)


def _answer_height(answer: Option) -> int:
    width = WIDTH - BADGE - (PICTURE if answer.show else 0) - 2 * PADDING
    label = f"{answer.label} → {answer.where}" if answer.where else answer.label
    big, small = lines_of(label, size=BIG, width=width), lines_of(answer.reason, size=STORY, width=width)
    return big * BIG_LINE + small * STORY_LINE + 3 * PADDING
