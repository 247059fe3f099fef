"""How many tries there are, for whom and for how long; keyed by person, class and device, never by address.

A whole school reaches the server from one address: a limit on it would lock out the thirtieth child. Source of the
figures: the odds are computed in tests/unit/test_sign_in_limits.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

WRONG_IN_A_ROW = 5
PAUSE = timedelta(minutes=5)
A_DAY = timedelta(days=1)
A_QUARTER = timedelta(minutes=15)
WRONG_A_DAY = {"KS1": 12, "KS2": 40}
PICTURES_SHOWN = {"KS1": 12, "KS2": 16}
PICTURES_NEEDED = {"KS1": 3, "KS2": 4}
# On a device that is neither the class's nor one where the child has signed in before. Half of the day's tries: nobody
# can use up from home what the child has in the classroom. KS1's pictures are few, so there are hardly any guesses.
STRANGERS_WRONG_A_DAY = {"KS1": 5, "KS2": 20}
CLASS_WRONG_A_QUARTER = 30
CLASS_WRONG_A_DAY = 150
KS1_CLASS_WRONG_A_DAY = 5  # 5 of 1,320 is 0.38 %; 150 would be 11 %
STAFF_WRONG = 10
CODES_WRONG = 30
PUPIL_IDLE = timedelta(minutes=15)
PUPIL_LONGEST = timedelta(hours=2)  # a lesson and a playtime; the next class starts afresh
STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=10)
READER_IDLE = timedelta(minutes=10)
READER_LONGEST = timedelta(hours=8)
LESSON = timedelta(hours=1)  # how long a teacher opens signing in for
ENROLMENT = timedelta(minutes=15)
MOST_DEVICES = 40
ALWAYS = "always"


class Gate(Enum):
    """Whether a try is taken at all."""

    OPEN = "open"
    PAUSED = "paused for a few minutes"
    ASK_TEACHER = "until a teacher lets the child in"


@dataclass(frozen=True)
class WrongTry:
    """A wrong try: when, and on which device."""

    at: datetime
    device: str


def gate_for_pupil(
    wrong: Sequence[WrongTry],
    *,
    key_stage: str,
    device: str,
    at: datetime,
    let_in_at: datetime | None,
    right_here_at: datetime | None = None,
    is_trusted: bool = True,
) -> Gate:
    """Whether a child may try again on `device`.

    Args:
        wrong: the child's wrong tries of the last day, on all devices.
        key_stage: KS1 or KS2; KS1 has fewer pictures and so fewer tries.
        device: the device in the child's hands.
        at: the moment of the try.
        let_in_at: when a teacher last let the child try again; older tries no longer count.
        right_here_at: when the child last signed in on `device`. It ends a row of wrong tries, but gives back none of
            the day's: else somebody could guess on a shared tablet between the child's own sign-ins for ever.
        is_trusted: whether `device` is the class's own, or one on which the child has signed in before.
    """
    most = (WRONG_A_DAY if is_trusted else STRANGERS_WRONG_A_DAY)[key_stage]
    counted = [each for each in wrong if at - each.at < A_DAY and (let_in_at is None or each.at > let_in_at)]
    if len(counted) >= most:
        return Gate.ASK_TEACHER
    here = sorted(
        each.at for each in counted if each.device == device and (right_here_at is None or each.at > right_here_at)
    )
    if here and len(here) % WRONG_IN_A_ROW == 0 and at - here[-1] < PAUSE:
        return Gate.PAUSED
    return Gate.OPEN


def gate_for_class(wrong: Sequence[WrongTry], *, at: datetime, key_stage: str = "KS2") -> Gate:
    """Whether a device may try a tile of the class that is neither the class's own nor known to the tile's child.

    Args:
        wrong: wrong tries of the last day at the class's tiles from such devices.
        at: the moment of the try.
        key_stage: KS1 has fewer pictures and so fewer tries.
    """
    if len(wrong) >= (KS1_CLASS_WRONG_A_DAY if key_stage == "KS1" else CLASS_WRONG_A_DAY):
        return Gate.ASK_TEACHER
    if sum(at - each.at < A_QUARTER for each in wrong) >= CLASS_WRONG_A_QUARTER:
        return Gate.PAUSED
    return Gate.OPEN


def gate_for_staff(wrong: Sequence[WrongTry], *, at: datetime) -> Gate:
    """Whether a member of staff may try again: at most ten wrong tries in five minutes, on all devices together."""
    return Gate.PAUSED if sum(at - each.at < PAUSE for each in wrong) >= STAFF_WRONG else Gate.OPEN


def gate_for_code(wrong: Sequence[WrongTry], *, at: datetime) -> Gate:
    """Whether a device may try another class code."""
    return Gate.PAUSED if sum(at - each.at < PAUSE for each in wrong) >= CODES_WRONG else Gate.OPEN


def has_ended(*, started_at: datetime, seen_at: datetime, at: datetime, is_pupil: bool, is_reader: bool) -> bool:
    """Whether a sign-in has run out, by idleness or by age.

    A clock that was set back leaves `seen_at` in the future: that ends the sign-in too once it is far out.
    """
    idle, longest = STAFF_IDLE, STAFF_LONGEST
    if is_pupil:
        idle, longest = PUPIL_IDLE, PUPIL_LONGEST
    elif is_reader:
        idle, longest = READER_IDLE, READER_LONGEST
    return abs(at - seen_at) > idle or abs(at - started_at) > longest


def code_shows_tiles(*, is_open: bool, key_stage: str, code_sign_in: str) -> bool:
    """Whether a class code shows the tiles now, on a device that is not the class's.

    Args:
        is_open: whether the sign-in window is open.
        key_stage: KS1's pictures are too few to stand outside the window, whatever the school chose.
        code_sign_in: what the school chose: "always", or anything else for in the window only.
    """
    return is_open or (code_sign_in == ALWAYS and key_stage != "KS1")
