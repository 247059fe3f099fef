"""Reading the fence of a practice phone: its first line says which screen, the lines below what stands on it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from esafety.content.attributes import Attributes, split_attributes
from esafety.content.model import Choice
from esafety.content.outline import Block, Line
from esafety.content.phone import BY_SETTINGS, PHONE_SCREENS, PUT_RIGHT, Option, Phone, PhoneLine, PhoneScreen, Setting
from esafety.content.report import Report, did_you_mean, shown
from esafety.content.slugs import slug_of

_PHONE_HAS = ("app", "screen", "from", "face", "show", "note")
_FENCE_WORD = re.compile(r"phone(?![\w-])\s*(.*)", re.DOTALL)
_SPEAKER = re.compile(r"(\w[\w .'\u2019-]{0,39}):(?:\s+(.*))?$")
_OPTION = re.compile(r"(?:\[(?P<right>[ x]?)\] ?)?(?P<label>.*?) ?(?P<now>\(now\))?", re.IGNORECASE)
_NAMES_SENDER = ("request", "comments")
_OWN = "me"
_AFTER_A_PHONE = re.compile(r"#{1,2} |- \[[^\]]*\]\(#| {0,3}```")
_PART_OF_A_SETTING = re.compile(r"\[x\]|\(now\)", re.IGNORECASE)
MOST_LINES, MOST_SETTINGS = 12, 6
FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
LONGEST_NAME = 40

_HOW = 'write "Who can see me: Everyone (now) | [x] Friends only".'


def is_phone(block: Block) -> bool:
    """Whether a fence is that of a practice phone."""
    return block.kind == "fence" and _FENCE_WORD.fullmatch(block.text) is not None


def read_phone(block: Block, *, report: Report) -> Phone | None:
    """Read a fence that `is_phone`; what cannot be read is reported."""
    word = _FENCE_WORD.fullmatch(block.text)
    inside = word[1].strip() if word else ""
    bracketed = inside if inside.startswith("{") else f"{{{inside}}}"
    rest, has = split_attributes(bracketed, allowed=_PHONE_HAS, takes_id=False, line=block.line, report=report)
    if rest:
        report.problem(
            block.line,
            message='the phone cannot be read: write ```phone app="Chattle" screen="thread" from="Goalie10".',
        )
        return None
    screen = _screen(has, line=block.line, report=report)
    app = has.get("app") or ""
    if not app:
        report.problem(block.line, message='the phone has no app: write app="Chattle" or another name of apps.yaml.')
    after = next((index for index, line in enumerate(block.inner) if _AFTER_A_PHONE.match(line.text)), None)
    if after is not None:
        report.problem(block.line, message="this block has no end: put a line of ``` below what stands on it.")
    lines = [line for line in block.inner[:after] if line.text.strip()]
    if not lines:
        report.problem(block.line, message="the phone shows nothing: write what stands on it, one line each.")
    settings: tuple[Setting, ...] = ()
    if screen in PUT_RIGHT:
        said, settings = _settings(lines, screen=screen, line=block.line, report=report)
    else:
        said = _said(lines, screen=screen, report=report)
    if len(said) > MOST_LINES:
        report.problem(block.line, message=f"the phone has {len(said)} lines: at most {MOST_LINES} fit.")
    return Phone(
        app=app,
        screen=screen,
        sender=_sender(has, said=said, screen=screen, line=block.line, report=report),
        face=has.get("face") or None,
        show=has.get("show") or None,
        note=has.get("note") or "",
        lines=said[:MOST_LINES],
        settings=settings[:MOST_SETTINGS],
        line=block.line,
    )


def _screen(has: Attributes, *, line: int, report: Report) -> PhoneScreen:
    given = has.get("screen")
    for known in PHONE_SCREENS:
        if known == (given or "thread"):
            return known
    otherwise = "write one of " + ", ".join(PHONE_SCREENS) + "."
    ending = did_you_mean(given or "", known=PHONE_SCREENS, otherwise=otherwise)
    report.problem(line, message=f'unknown screen "{shown(given or "")}": {ending}')
    return "thread"


def _sender(has: Attributes, *, said: Sequence[PhoneLine], screen: PhoneScreen, line: int, report: Report) -> str:
    given = has.get("from") or ""
    if len(given) > LONGEST_NAME:
        report.problem(line, message=f"from= has {len(given)} characters: keep a name under {LONGEST_NAME}.")
    if not given and screen in _NAMES_SENDER:
        report.problem(line, message='nobody asks or shows this: write who, such as from="Goalie10".')
    others = [one.who for one in said if one.who and not one.is_own]
    if screen == "thread" and not given and not others:
        report.problem(line, message='nobody is at the other end: write a line such as "Goalie10: hi!".')
    return given or (others[0] if screen == "thread" and others else "")


def _said(lines: Sequence[Line], *, screen: PhoneScreen, report: Report) -> tuple[PhoneLine, ...]:
    said: list[PhoneLine] = []
    for line in lines:
        text = " ".join(line.text.split())
        # A pop-up speaks for itself: "Free skins: tap now" is no speaker.
        speaker = None if screen in ("popup", "prize") else _SPEAKER.fullmatch(text)
        if speaker and not speaker[2]:
            report.problem(line.number, message=f"{shown(speaker[1])} says nothing: write the words after the colon.")
        elif speaker:
            who = speaker[1].strip()
            said.append(PhoneLine(who, speaker[2], is_own=who.casefold() == _OWN, line=line.number))
        else:
            said.append(PhoneLine("", text, line=line.number))
    return tuple(said)


def _settings(
    lines: Sequence[Line], *, screen: PhoneScreen, line: int, report: Report
) -> tuple[tuple[PhoneLine, ...], tuple[Setting, ...]]:
    said: list[PhoneLine] = []
    settings: list[Setting] = []
    for each in lines:
        if "|" in each.text:
            setting = _setting(each, screen=screen, report=report)
            if setting and any(setting.id == other.id for other in settings):
                report.problem(each.number, message=f'"{shown(setting.label)}" stands there twice: keep one.')
            elif setting:
                settings.append(setting)
        elif settings or _PART_OF_A_SETTING.search(each.text):
            report.problem(each.number, message=f'"{shown(each.text)}" is no setting: {_HOW}')
        else:
            said.append(PhoneLine("", " ".join(each.text.split()), line=each.number))
    if lines and not any("|" in each.text for each in lines):
        report.problem(line, message=f"there is nothing to put right: {_HOW}")
    if len(settings) > MOST_SETTINGS:
        report.problem(line, message=f"there are {len(settings)} settings: at most {MOST_SETTINGS} fit.")
    if settings and all(
        any(option.is_right and option.id == setting.now for option in setting.options) for setting in settings
    ):
        report.problem(line, message="all of it is right already: let one setting stand at something that is not.")
    return tuple(said), tuple(settings)


def _setting(line: Line, *, screen: PhoneScreen, report: Report) -> Setting | None:
    label, colon, rest = " ".join(line.text.split()).partition(":")
    label = label.strip()
    read = [found for part in rest.split("|") if (found := _OPTION.fullmatch(part.strip()))]
    options = tuple(
        Option(slug_of(one["label"]) or f"option-{number}", one["label"], (one["right"] or "").casefold() == "x")
        for number, one in enumerate(read, 1)
    )
    now = [option.id for option, one in zip(options, read, strict=True) if one["now"]]
    wrong = ""
    if not colon or not label or not all(option.label for option in options):
        wrong = f"this setting cannot be read: {_HOW}"
    elif not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        how_many = f"write {FEWEST_OPTIONS} to {MOST_OPTIONS}, with | between them."
        wrong = f'"{shown(label)}" has {len(options)} options: {how_many}'
    elif len({option.id for option in options}) < len(options):
        wrong = f'"{shown(label)}" has the same option twice: keep one.'
    elif not any(option.is_right for option in options):
        wrong = f'"{shown(label)}" has no right option: put [x] before each that is right.'
    elif len(now) > 1:
        wrong = f'"{shown(label)}" stands at two options: write (now) after one.'
    elif screen == "settings" and not now:
        wrong = f'"{shown(label)}" does not say what it stands at: write (now) after that option.'
    if wrong:
        report.problem(line.number, message=wrong)
        return None
    return Setting(slug_of(label) or f"line-{line.number}", label, options, now[0] if now else None, line=line.number)


def check_buttons(phone: Phone | None, *, choices: Sequence[Choice], line: int, report: Report) -> None:
    """Report buttons that do not fit the phone they stand below."""
    for choice in choices:
        if choice.does and phone is None:
            report.problem(choice.line, message=f'does="{choice.does}" needs a practice phone above it: take it out.')
        elif choice.does in BY_SETTINGS and phone and not phone.is_put_right:
            report.problem(
                choice.line, message=f'does="{choice.does}" belongs below settings or permissions: take it out.'
            )
    if phone is None or not phone.is_put_right:
        return
    for does, why, example in (
        ("save", "the settings have no button to save them", "[Save](#step)"),
        ("again", "nothing says where it leads while it is not right yet", "[Look again](#step)"),
    ):
        found = sum(choice.does == does for choice in choices)
        if found == 0:
            report.problem(line, message=f'{why}: add "- {example} {{does="{does}"}}".')
        elif found > 1:
            report.problem(line, message=f'there are two choices with does="{does}": keep one.')
