"""When a job is tried, when it is given up, and who may do the work; no clock and no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 12  # with these pauses about six hours: over a school night, but not over a second one
INTERRUPTIONS_FORGIVEN = 2
LONGEST_LOOK = timedelta(seconds=1)
LONGEST_SILENCE = timedelta(minutes=3)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How quickly the processes follow one another; all of it hangs on the length of the lease."""

    lease: timedelta = timedelta(seconds=15)
    longest_job: timedelta = timedelta(minutes=10)

    @property
    def beat(self) -> timedelta:
        """Time between two signs of life of the one that works."""
        return self.lease / 5

    @property
    def look(self) -> timedelta:
        """Time between two looks at what is due, and of a waiting process at the one that works."""
        return min(self.lease / 15, LONGEST_LOOK)

    @property
    def patience(self) -> timedelta:
        """How long one that waits sees no sign of life before it takes over, so that all is done within the lease."""
        return self.lease * 2 / 3


@dataclass(frozen=True, kw_only=True)
class Sight:
    """The lease as a process saw it."""

    holder: str
    beats: int
    until: datetime


@dataclass
class Watch:
    """What one that waits remembers of the one that works: the last sign of life, and when it was first seen.

    It measures with its own steady clock (seconds, as of `time.monotonic`), so that a wall clock which jumps can
    neither keep the lease of a dead process alive nor wake anybody early.
    """

    sign: tuple[str, int] | None = None
    seen_at: float = 0.0

    def may_take(self, sight: Sight, *, steady: float, at: datetime, pace: Pace) -> bool:
        """Whether the lease is free: let go of, run out by the wall clock, or without a sign of life for too long."""
        sign = (sight.holder, sight.beats)
        if sign != self.sign:
            self.sign, self.seen_at = sign, steady
        # A wall clock that is ahead takes the lease from a living holder once. That costs nothing: what the old holder
        # has begun is rolled back, and the new one's `until` is fresh.
        return not sight.holder or sight.until <= at or steady - self.seen_at >= pace.patience.total_seconds()


def pause_after(tries: int) -> timedelta:
    """How long a job rests after its `tries`-th try went wrong: 1, 2, 4 ... minutes, at most an hour."""
    doublings = min(max(tries, 1) - 1, 10)
    return min(SHORTEST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def next_try_if_interrupted(tries: int, *, at: datetime) -> datetime:
    """When a job whose `tries`-th try begins `at` comes again if the process is killed meanwhile.

    At once, for a computer that was switched off must not make an urgent job late. From the third time on the job
    itself may be what kills the process, and it rests so that the others are done.
    """
    return at if tries <= INTERRUPTIONS_FORGIVEN else at + pause_after(tries - INTERRUPTIONS_FORGIVEN)


def is_given_up(tries: int) -> bool:
    """Whether a job has been tried often enough."""
    return tries >= MOST_TRIES


def next_turn(due_at: datetime, *, every: timedelta, at: datetime) -> datetime:
    """The next turn of a recurring job: in its rhythm, later than `at`, at most one rhythm away.

    Turns that were missed while nothing ran are not made up for, and a due time that comes from a clock which was
    wrong (far ahead of `at`) does not silence the job until then.
    """
    if due_at > at + every:
        return at + every
    missed = max((at - due_at) // every, 0)
    turn = due_at + every * (missed + 1)
    return min(turn, at + every)


def words_of_silence(beat_at: datetime | None, *, at: datetime) -> str | None:
    """What is wrong with a clock that last ticked at `beat_at`, in one sentence; None when all is well.

    A tick that lies as far ahead as it may lie behind is as bad: the computer's clock has been set back since.
    """
    if beat_at is None:
        return "the clock has never ticked"
    silence = abs(at - beat_at)
    if silence <= LONGEST_SILENCE:
        return None
    return f"the clock has not ticked for {silence // timedelta(minutes=1)} minutes"
