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
CLASS_WRONG_A_QUARTER = 30
CLASS_WRONG_A_DAY = 150
STAFF_WRONG = 10
CODES_WRONG = 30
PUPIL_IDLE = timedelta(minutes=15)
PUPIL_LONGEST = timedelta(hours=2)  # a lesson and a playtime; the next class starts afresh
STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=10)
READER_IDLE = timedelta(minutes=10)
READER_LONGEST = timedelta(hours=8)


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
    """
    counted = [each for each in wrong if at - each.at < A_DAY and (let_in_at is None or each.at > let_in_at)]
    if len(counted) >= WRONG_A_DAY[key_stage]:
        return Gate.ASK_TEACHER
    here = sorted(
        each.at for each in counted if each.device == device and (right_here_at is None or each.at > right_here_at)
    )
    if here and len(here) % WRONG_IN_A_ROW == 0 and at - here[-1] < PAUSE:
        return Gate.PAUSED
    return Gate.OPEN


def gate_for_class(wrong: Sequence[WrongTry], *, at: datetime) -> Gate:
    """Whether a device that nobody of the class has signed in on may try any tile of the class.

    Args:
        wrong: wrong tries of the last day at the class's tiles from such devices.
        at: the moment of the try.
    """
    if len(wrong) >= CLASS_WRONG_A_DAY:
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
