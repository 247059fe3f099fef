"""How many tries there are, and how far guessing gets in a day: by person, class and device, never by address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import perm

import pytest

from esafety.accounts import rules
from esafety.accounts.rules import Gate, WrongTry

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HERE, THERE = "this tablet", "another tablet"


def wrong(count: int, *, ago: timedelta = MINUTE, device: str = HERE) -> list[WrongTry]:
    return [WrongTry(NOW - ago, device) for _ in range(count)]


def pupil_gate(
    tries: list[WrongTry],
    *,
    key_stage: str = "KS2",
    let_in_ago: timedelta | None = None,
    right_here_ago: timedelta | None = None,
) -> Gate:
    return rules.gate_for_pupil(
        tries,
        key_stage=key_stage,
        device=HERE,
        at=NOW,
        let_in_at=NOW - let_in_ago if let_in_ago is not None else None,
        right_here_at=NOW - right_here_ago if right_here_ago is not None else None,
    )


@pytest.mark.parametrize(
    ("why", "tries", "gate"),
    [
        ("nobody has tried", [], Gate.OPEN),
        ("four wrong in a row are a child's mistakes", wrong(4), Gate.OPEN),
        ("after the fifth the tile rests, even for the right pictures", wrong(5), Gate.PAUSED),
        ("for five minutes, and not a second longer", wrong(5, ago=5 * MINUTE), Gate.OPEN),
        ("then there are five more", wrong(5, ago=HOUR) + wrong(4), Gate.OPEN),
        ("and a rest again", wrong(5, ago=HOUR) + wrong(5), Gate.PAUSED),
        ("what went wrong on another device rests only there", wrong(5, device=THERE), Gate.OPEN),
        ("39 wrong in a day, spread out", wrong(39, ago=HOUR), Gate.OPEN),
        ("the fortieth of the day asks for the teacher", wrong(40, ago=HOUR), Gate.ASK_TEACHER),
        ("on whichever devices", wrong(20, ago=HOUR, device=THERE) + wrong(20, ago=HOUR), Gate.ASK_TEACHER),
        ("yesterday's no longer count", wrong(40, ago=25 * HOUR), Gate.OPEN),
        ("a whole day back is yesterday", wrong(40, ago=24 * HOUR), Gate.OPEN),
    ],
)
def test_an_older_child_s_tile(why: str, tries: list[WrongTry], gate: Gate) -> None:
    assert pupil_gate(tries) is gate, why


@pytest.mark.parametrize(
    ("why", "tries", "gate"),
    [
        ("fewer pictures, fewer tries: 11 in a day", wrong(11, ago=HOUR), Gate.OPEN),
        ("the twelfth asks for the teacher", wrong(12, ago=HOUR), Gate.ASK_TEACHER),
        ("and says so, rather than to wait", wrong(7, ago=HOUR) + wrong(5), Gate.ASK_TEACHER),
    ],
)
def test_a_younger_child_s_tile(why: str, tries: list[WrongTry], gate: Gate) -> None:
    assert pupil_gate(tries, key_stage="KS1") is gate, why


def test_a_teacher_lets_a_child_try_again_at_once() -> None:
    assert pupil_gate(wrong(12), key_stage="KS1", let_in_ago=timedelta()) is Gate.OPEN
    assert pupil_gate(wrong(40), let_in_ago=MINUTE) is Gate.OPEN


def test_what_goes_wrong_after_that_counts_again() -> None:
    assert pupil_gate(wrong(12), key_stage="KS1", let_in_ago=2 * MINUTE) is Gate.ASK_TEACHER


def test_the_right_pictures_end_a_row_of_wrong_ones_on_that_device() -> None:
    assert pupil_gate(wrong(4, ago=3 * MINUTE) + wrong(1), right_here_ago=2 * MINUTE) is Gate.OPEN
    assert pupil_gate(wrong(5), right_here_ago=2 * MINUTE) is Gate.PAUSED


def test_the_right_pictures_give_back_none_of_the_day_s_tries() -> None:
    # Else a friend could go on guessing for ever, between the child's own sign-ins on a shared tablet.
    assert pupil_gate(wrong(12, ago=HOUR), key_stage="KS1", right_here_ago=MINUTE) is Gate.ASK_TEACHER


@pytest.mark.parametrize(
    ("why", "tries", "gate"),
    [
        ("29 wrong in a quarter of an hour", wrong(29), Gate.OPEN),
        ("the thirtieth makes unknown devices wait", wrong(30), Gate.PAUSED),
        ("until the quarter of an hour is over", wrong(30, ago=15 * MINUTE), Gate.OPEN),
        ("149 in a day", wrong(149, ago=HOUR), Gate.OPEN),
        ("the 150th keeps them out for the day", wrong(150, ago=HOUR), Gate.ASK_TEACHER),
    ],
)
def test_all_tiles_of_a_class_together_for_devices_that_are_not_its_own(
    why: str, tries: list[WrongTry], gate: Gate
) -> None:
    assert rules.gate_for_class(tries, at=NOW) is gate, why


@pytest.mark.parametrize(
    ("why", "tries", "gate"),
    [
        ("nine wrong in five minutes", wrong(9), Gate.OPEN),
        ("the tenth makes the account wait", wrong(10), Gate.PAUSED),
        ("on whichever devices", wrong(5) + wrong(5, device=THERE), Gate.PAUSED),
        ("for five minutes", wrong(10, ago=5 * MINUTE), Gate.OPEN),
    ],
)
def test_a_member_of_staff(why: str, tries: list[WrongTry], gate: Gate) -> None:
    assert rules.gate_for_staff(tries, at=NOW) is gate, why


@pytest.mark.parametrize(
    ("why", "tries", "gate"),
    [
        ("a whole class may mistype a code once on one device", wrong(29), Gate.OPEN),
        ("somebody is trying codes", wrong(30), Gate.PAUSED),
        ("five minutes later", wrong(30, ago=5 * MINUTE), Gate.OPEN),
    ],
)
def test_class_codes(why: str, tries: list[WrongTry], gate: Gate) -> None:
    assert rules.gate_for_code(tries, at=NOW) is gate, why


def choices(key_stage: str) -> int:
    """In how many ways pictures can be tapped in order, without repeats."""
    return perm(rules.PICTURES_SHOWN[key_stage], rules.PICTURES_NEEDED[key_stage])


def test_how_many_secrets_there_are() -> None:
    assert choices("KS1") == 1_320
    assert choices("KS2") == 43_680


def guesses_in_a_day(key_stage: str) -> int:
    """How many wrong guesses at one tile get through when somebody tries every minute, on a new device each time."""
    tries: list[WrongTry] = []
    for minute in range(24 * 60 - 1):
        at = NOW + minute * MINUTE
        gate = rules.gate_for_pupil(tries, key_stage=key_stage, device=str(minute), at=at, let_in_at=None)
        if gate is Gate.OPEN:
            tries.append(WrongTry(at, str(minute)))
    return len(tries)


@pytest.mark.parametrize(("key_stage", "guesses", "percent"), [("KS1", 12, 0.91), ("KS2", 40, 0.092)])
def test_a_day_of_guessing_at_one_child(key_stage: str, guesses: int, percent: float) -> None:
    assert guesses_in_a_day(key_stage) == guesses == rules.WRONG_A_DAY[key_stage]
    assert 100 * guesses / choices(key_stage) == pytest.approx(percent, abs=0.005)


def sprayed_in_a_day() -> int:
    """How many guesses over the tiles of a class get through to devices that nobody of it signed in on."""
    tries: list[WrongTry] = []
    for minute in range(24 * 60 - 1):
        at = NOW + minute * MINUTE
        for _ in range(5):
            if rules.gate_for_class(tries, at=at) is Gate.OPEN:
                tries.append(WrongTry(at, THERE))
    return len(tries)


def test_a_day_of_guessing_at_a_whole_class_from_outside() -> None:
    guesses = sprayed_in_a_day()
    assert guesses == rules.CLASS_WRONG_A_DAY == 150
    assert 100 * guesses / choices("KS2") == pytest.approx(0.34, abs=0.005)
    # The younger children's pictures are not enough against so many: they have a budget of their own.
    assert 100 * guesses / choices("KS1") == pytest.approx(11.4, abs=0.05)
    assert 100 * rules.KS1_CLASS_WRONG_A_DAY / choices("KS1") == pytest.approx(0.38, abs=0.005)


def test_class_codes_cannot_be_found_by_trying() -> None:
    a_day = 24 * 12 * rules.CODES_WRONG
    assert 20**6 / a_day > 365 * 20


@pytest.mark.parametrize(
    ("why", "who", "idle", "age", "has_ended"),
    [
        ("a child who is busy", "pupil", 15 * MINUTE, 2 * HOUR, False),
        ("a child who went away", "pupil", 15 * MINUTE + timedelta(seconds=1), HOUR, True),
        ("a child signed in before playtime", "pupil", MINUTE, 2 * HOUR + MINUTE, True),
        ("a teacher in a lesson", "staff", 30 * MINUTE, 10 * HOUR, False),
        ("a teacher's laptop left open", "staff", 31 * MINUTE, HOUR, True),
        ("a teacher's laptop from yesterday", "staff", MINUTE, 11 * HOUR, True),
        ("whoever reads concerns, at work", "reader", 10 * MINUTE, 8 * HOUR, False),
        ("whoever reads concerns is signed out sooner", "reader", 11 * MINUTE, HOUR, True),
        ("and for the night", "reader", MINUTE, 9 * HOUR, True),
        ("a clock set back by two years", "staff", timedelta(days=-730), timedelta(days=-730), True),
        ("a clock set back by a minute", "pupil", -MINUTE, -MINUTE, False),
    ],
)
def test_a_stay_ends_by_itself(why: str, who: str, idle: timedelta, age: timedelta, has_ended: bool) -> None:
    ended = rules.has_ended(
        started_at=NOW - age, seen_at=NOW - idle, at=NOW, is_pupil=who == "pupil", is_reader=who == "reader"
    )
    assert ended is has_ended, why


@pytest.mark.parametrize(
    ("why", "is_open", "key_stage", "code_sign_in", "shown"),
    [
        ("the window is open", True, "KS1", "in-window", True),
        ("it is shut", False, "KS2", "in-window", False),
        ("the school opens it at any time to children who can keep a secret", False, "KS2", "always", True),
        ("but never to those whose pictures are few", False, "KS1", "always", False),
    ],
)
def test_when_a_class_code_shows_the_tiles(
    why: str, is_open: bool, key_stage: str, code_sign_in: str, shown: bool
) -> None:
    found = rules.code_shows_tiles(is_open=is_open, key_stage=key_stage, code_sign_in=code_sign_in)
    assert found is shown, why
