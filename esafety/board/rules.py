"""When a board is open, and when it pauses itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from esafety.clock import SchoolCalendar
from esafety.roles import Actor, Capability

# Who reads the queue, and who sees how boards stand: any of these.
MODERATORS = (Capability.MODERATE_CLASS_BOARD, Capability.MODERATE_SCHOOL_BOARD)
ON_BOARDS = (*MODERATORS, Capability.HIDE_AND_ESCALATE, Capability.CLOSE_BOARD)
LONGEST_PURPOSE = 200
LONGEST_TITLE = 80
SHORTEST_OPENING = timedelta(minutes=5)
LONGEST_OPENING = timedelta(hours=12)
MOST_WAITING = (1, 500)
OLDEST_MINUTES = (10, 2_000)


class BoardState(StrEnum):
    """Whether children may write, and if not, why."""

    OPEN = "open"
    NOT_OPENED = "not opened"
    OUT_OF_HOURS = "out of hours"
    NOBODY_ON_DUTY = "nobody on duty"
    CLOSED_BY_HEAD = "closed by the head"
    BUSY = "busy"


class NotOpened(StrEnum):
    """Why a board, or a topic of it, was not opened, closed or changed."""

    NOT_THERE = "not there"
    NOT_ALLOWED = "not allowed"
    NO_PURPOSE = "no purpose"
    TOO_LONG = "too long"
    BAD_TIMES = "bad times"
    NOBODY_ON_DUTY = "nobody on duty"
    OUT_OF_HOURS = "out of hours"
    CLOSED_BY_HEAD = "closed by the head"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a school has chosen for its boards. `opens` and `closes` None are the school's own hours.

    `most_waiting` messages of a class may wait, the oldest `oldest_minutes` of school time, before its board pauses
    itself.
    """

    opens: time | None = None
    closes: time | None = None
    any_day: bool = False
    most_waiting: int = 40
    oldest_minutes: int = 180
    shows_first_names: bool = False
    is_closed: bool = False


DEFAULTS = Choices()


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits for the staff of a class: how many, and for how many minutes of school time the oldest."""

    waiting: int = 0
    oldest_minutes: int = 0


NOTHING_WAITS = Backlog()


def is_in_hours(choices: Choices, *, calendar: SchoolCalendar, at: datetime) -> bool:
    """Whether a board may be open at all at that moment."""
    there = calendar.local(at)
    if not choices.any_day and not calendar.is_school_day(there.date()):
        return False
    opens, closes = choices.opens or calendar.opens, choices.closes or calendar.closes
    return opens <= there.time() < closes


def is_busy(choices: Choices, *, backlog: Backlog) -> bool:
    """Whether more waits, or longer, than the school allows."""
    return backlog.waiting > choices.most_waiting or backlog.oldest_minutes > choices.oldest_minutes


def state_of(
    choices: Choices, *, calendar: SchoolCalendar, at: datetime, is_opened: bool, is_staffed: bool, backlog: Backlog
) -> BoardState:
    """Whether children may write on a board.

    Args:
        choices: the school's.
        calendar: when it is open.
        at: the moment that is asked about.
        is_opened: somebody opened the board, and its time is not over.
        is_staffed: whoever was named is still one who may be on duty for the class.
        backlog: what waits for its staff.
    """
    if choices.is_closed:
        return BoardState.CLOSED_BY_HEAD
    if not is_opened:
        return BoardState.NOT_OPENED
    if not is_in_hours(choices, calendar=calendar, at=at):
        return BoardState.OUT_OF_HOURS
    if not is_staffed:
        return BoardState.NOBODY_ON_DUTY
    return BoardState.BUSY if is_busy(choices, backlog=backlog) else BoardState.OPEN


def are_fit(choices: Choices, /) -> bool:
    """Whether a school can choose so."""
    if (choices.opens is None) != (choices.closes is None):
        return False
    if choices.opens is not None and choices.closes is not None and choices.opens >= choices.closes:
        return False
    return (
        MOST_WAITING[0] <= choices.most_waiting <= MOST_WAITING[1]
        and OLDEST_MINUTES[0] <= choices.oldest_minutes <= OLDEST_MINUTES[1]
    )


def may_lead(actor: Actor, *, class_id: int) -> bool:
    """Whether `actor` may open the board of a class, close it, and make its topics."""
    return actor.may(Capability.MODERATE_CLASS_BOARD) and class_id in actor.class_ids


def may_choose(actor: Actor, /) -> bool:
    """Whether `actor` may change what the school has chosen for all boards."""
    return actor.may(Capability.KEEP_SETTINGS) or actor.may(Capability.CLOSE_BOARD)
