"""Everything that can be wrong with a practice phone or a mood is said with its line and what to write instead."""

from __future__ import annotations

import pytest

from esafety.content.parse import parse_lesson
from tests.content.phones import FIRST_LINE, SETTINGS, SETTINGS_BUTTONS, THREAD, with_phone
from tests.content.samples import everything_about, spoilt

AT = FIRST_LINE

FENCES = [
    ("```phone\nMax: hi\n```\n", AT, 'the phone has no app: write app="Chattle"'),
    ('```phone app="Whatsapp"\nMax: hi\n```\n', AT, 'there is no app "Whatsapp": write an invented one that stands in'),
    ('```phone app="Chattel"\nMax: hi\n```\n', AT, 'there is no app "Chattel": did you mean "Chattle"?'),
    ('```phone app="../../x"\nMax: hi\n```\n', AT, 'there is no app "../../x": write an invented one'),
    ('```phone app="Hoot" screen="tread"\nMax: hi\n```\n', AT, 'unknown screen "tread": did you mean "thread"?'),
    ('```phone app="Hoot" screen="q"\nMax: hi\n```\n', AT, 'unknown screen "q": write one of thread, request, popup'),
    ('```phone app="Hoot" colour="red"\nMax: hi\n```\n', AT, '"colour" has no meaning in these curly brackets'),
    ("```phone app=Hoot\nMax: hi\n```\n", AT, "app= needs quotes round its value"),
    ('```phone app="Hoot" } {\nMax: hi\n```\n', AT, "the phone cannot be read: write ```phone app="),
    ('```phone app="Hoot"\n\n```\n', AT, "the phone shows nothing: write what stands on it"),
    ('```phone app="Hoot"\nMe: hi\n```\n', AT, "nobody is at the other end"),
    ('```phone app="Hoot"\nMax:\n```\n', AT + 1, "Max says nothing: write the words after the colon."),
    ('```phone app="Hoot" screen="request"\nAdd me\n```\n', AT, "nobody asks or shows this: write who, such as from="),
    (f'```phone app="Hoot" from="{"x" * 41}"\nMax: hi\n```\n', AT, "from= has 41 characters: keep a name under 40."),
    ('```phone app="Hoot" face="pib"\nMax: hi\n```\n', AT, 'there is no picture "pib": did you mean "pip"?'),
    ('```phone app="Hoot" show="http://x"\nMax: hi\n```\n', AT, '"http://x" is a file or an address'),
    ('```phone app="Hoot"\nMr Okafor: hi\n```\n', AT + 1, "Mr Okafor writes but is not in the cast: add mr-okafor"),
    ('```phone app="Hoot"\n' + "Max: hi\n" * 13 + "```\n", AT, "the phone has 13 lines: at most 12 fit."),
    (THREAD + "\n" + THREAD, AT + 6, "there is a phone in this step already"),
    ('```phone app="Hoot"\nMax: ' + "hi " * 15 + "\n```\n", 17, "the step #parrot has 20 words, at most 15"),
    ('```phone app="Hoot"\nMax: ' + "hi " * 9 + "\n```\n", AT + 1, "has 9 words, at most 8 for Years 1 and 2"),
    ('```phone app="Hoot" note="' + "hi " * 15 + '"\nMax: hi\n```\n', 17, "the step #parrot has 21 words, at most 15"),
    ('```phones app="Hoot"\nMax: hi\n```\n', AT, "this block cannot be shown in a story"),
    ('```phone-x app="Hoot"\nMax: hi\n```\n', AT, "this block cannot be shown in a story"),
    ('```phone app="Hoot"\nMax: hi\n', AT, "this block has no end: put a line of ``` below it."),
    ('```phone app="Hoot"\nMax: hi\n\n- [Tell](#asked)\n```\n', AT, "this block has no end: put a line"),
    ('```phone app="Hoot"\nMax: you are 9 now\n```\n', AT + 1, '"you are 9" is an age in digits'),
]  # fmt: skip


@pytest.mark.parametrize(("fence", "line", "message"), FENCES)
def test_a_problem_of_a_phone_is_named(fence: str, line: int, message: str) -> None:
    _is_named(with_phone(fence), line=line, message=message)


NOT_A_SETTING = "this setting cannot be read: write"
SETTING_LINES = [
    ("Everyone (now) | [x] Friends", AT + 1, NOT_A_SETTING),
    (": Everyone (now) | [x] Friends", AT + 1, NOT_A_SETTING),
    ("Who: Everyone (now) | [x]", AT + 1, NOT_A_SETTING),
    ("Who: | [x] Friends", AT + 1, NOT_A_SETTING),
    ("Who: Everyone", AT, "there is nothing to put right: write"),
    ("Who: A (now) | B | C | D | E | [x] F", AT + 1, '"Who" has 6 options: write 2 to 5'),
    ("Who: A (now) | [x] A", AT + 1, '"Who" has the same option twice: keep one.'),
    ("Who: A (now) | B", AT + 1, '"Who" has no right option: put [x] before each that is right.'),
    ("Who: A (now) | [x] B (now)", AT + 1, '"Who" stands at two options: write (now) after one.'),
    ("Who: A | [x] B", AT + 1, '"Who" does not say what it stands at: write (now)'),
    ("Who: A | [x] B (now)", AT, "all of it is right already: let one setting stand at something that is not."),
    ("Who: A (now) | [x] B\nWho: A (now) | [x] B", AT + 2, '"Who" stands there twice: keep one.'),
    ("Who: A (now) | [x] B\nAnd then", AT + 2, '"And then" is no setting: write'),
    ("Who: A (now) / [x] B\nWhy: A (now) | [x] B", AT + 1, '"Who: A (now) / [x] B" is no setting: write'),
    ("\n".join(f"Who {n}: A (now) | [x] B" for n in range(7)), AT, "there are 7 settings: at most 6 fit."),
]


@pytest.mark.parametrize(("lines", "line", "message"), SETTING_LINES)
def test_a_problem_of_a_setting_is_named(lines: str, line: int, message: str) -> None:
    fence = f'```phone app="Hoot" screen="settings"\n{lines}\n```\n'
    _is_named(with_phone(fence, buttons=SETTINGS_BUTTONS), line=line, message=message)


BUTTONS = [
    (SETTINGS, '- [Save](#asked)\n- [Look again](#told) {does="again"}\n', AT, "no button to save them: add"),
    (
        SETTINGS,
        '- [Save](#asked) {does="save"}\n- [Back](#told)\n',
        AT,
        "where it leads while it is not right yet: add",
    ),
    (SETTINGS, SETTINGS_BUTTONS + '- [Keep](#asked) {does="save"}\n', AT, 'two choices with does="save": keep one.'),
    (THREAD, SETTINGS_BUTTONS, AT + 6, 'does="save" belongs below settings or permissions'),
    (THREAD, SETTINGS_BUTTONS, AT + 7, 'does="again" belongs below settings or permissions'),
    (THREAD, '- [Hi](#asked) {does="repli"}\n- [No](#told)\n', AT + 6, 'unknown does="repli": did you mean "reply"?'),
    (THREAD, '- [Hi](#asked) {does="zz"}\n- [No](#told)\n', AT + 6, 'unknown does="zz": write one of reply, ignore'),
    ("", '- [Hi](#asked) {does="reply"}\n- [No](#told)\n', AT + 1, 'does="reply" needs a practice phone above it'),
]


@pytest.mark.parametrize(("fence", "buttons", "line", "message"), BUTTONS)
def test_a_problem_of_a_phones_buttons_is_named(fence: str, buttons: str, line: int, message: str) -> None:
    _is_named(with_phone(fence, buttons=buttons), line=line, message=message)


def test_the_first_step_needs_a_scene_for_the_cover_and_another_with_a_phone_does_not() -> None:
    _is_named(with_phone(THREAD).replace('scene="garden" ', "", 1), line=17, message="the step has no scene")
    told = with_phone(THREAD).replace("The parrot tells every bird.\n", THREAD).replace('scene="wood" ', "", 1)
    assert [one.message for one in everything_about(told)] == []


def test_a_mood_is_how_somebody_feels() -> None:
    text = spoilt('show="wren tablet parrot"', 'show="wren:worried tablet parrot:happy"')
    lesson = parse_lesson(text, path="wren.md").lesson
    assert lesson
    assert lesson.steps[0].show == ("wren", "tablet", "parrot")
    assert lesson.steps[0].moods == ("worried", None, "happy")
    assert everything_about(text) == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("wren:woried", 'unknown mood "woried": did you mean "worried"?'),
        ("wren:zz", 'unknown mood "zz": write one of happy, sad, worried'),
        ("wrenn:happy", 'there is no picture "wrenn": did you mean "wren"?'),
        ("http://wren", '"http://wren" is a file or an address'),
    ],
)
def test_a_problem_of_a_mood_is_named(given: str, message: str) -> None:
    _is_named(spoilt('show="wren tablet parrot"', f'show="{given} tablet"'), line=17, message=message)


def _is_named(text: str, *, line: int, message: str) -> None:
    problems = [one for one in everything_about(text) if one.severity == "problem"]
    assert any(one.line == line and message in one.message for one in problems), "\n".join(map(str, problems))
