"""When a job is tried again, when it comes again, and who may take the lease."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafety.clockwork import rules
from esafety.clockwork.rules import Pace, Sight, Watch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PACE = Pace()
MOMENTS = st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + minutes * MINUTE)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (5000, 60)]
)
def test_pauses_double_up_to_an_hour(tries: int, minutes: int) -> None:
    assert rules.pause_after(tries) == minutes * MINUTE


@pytest.mark.parametrize(("tries", "minutes"), [(1, 0), (2, 0), (3, 1), (4, 2)])
def test_an_interrupted_job_comes_again_at_once_but_not_for_ever(tries: int, minutes: int) -> None:
    assert rules.next_try_if_interrupted(tries, at=NOON) == NOON + minutes * MINUTE


@pytest.mark.parametrize(
    ("tries", "is_given_up"), [(1, False), (rules.MOST_TRIES - 1, False), (rules.MOST_TRIES, True)]
)
def test_a_job_is_given_up_after_its_last_try(tries: int, is_given_up: bool) -> None:
    assert rules.is_given_up(tries) is is_given_up


@pytest.mark.parametrize(
    ("why", "due_at", "turn"),
    [
        ("done on time", NOON, NOON + HOUR),
        ("done ten minutes late", NOON - 10 * MINUTE, NOON + 50 * MINUTE),
        ("the server was off for a night", NOON - 14 * HOUR - 10 * MINUTE, NOON + 50 * MINUTE),
        ("done a little early, the clock was set back", NOON + 10 * MINUTE, NOON + HOUR),
        ("the clock was two years ahead", NOON + 731 * DAY, NOON + HOUR),
    ],
)
def test_a_job_comes_again_in_its_rhythm(why: str, due_at: datetime, turn: datetime) -> None:
    assert rules.next_turn(due_at, every=HOUR, at=NOON) == turn, why


@given(due_at=MOMENTS, at=MOMENTS, minutes=st.integers(1, 60 * 24 * 40))
def test_the_next_turn_is_never_past_and_never_more_than_one_rhythm_away(
    due_at: datetime, at: datetime, minutes: int
) -> None:
    assert at < rules.next_turn(due_at, every=minutes * MINUTE, at=at) <= at + minutes * MINUTE


def sight(*, holder: str = "one", beats: int = 1, until: datetime = NOON + DAY) -> Sight:
    return Sight(holder=holder, beats=beats, until=until)


def test_a_lease_without_a_sign_of_life_is_free_after_a_while() -> None:
    watch, patience = Watch(), PACE.patience.total_seconds()
    seen = [watch.may_take(sight(), steady=steady, at=NOON, pace=PACE) for steady in (5, 4 + patience, 5 + patience)]
    assert seen == [False, False, True]


def test_each_sign_of_life_begins_the_wait_anew() -> None:
    watch = Watch()
    for beat in range(100):
        steady = beat * (PACE.patience.total_seconds() - 0.1)
        assert not watch.may_take(sight(beats=beat), steady=steady, at=NOON, pace=PACE)


@pytest.mark.parametrize(
    ("why", "seen", "is_free"),
    [
        ("given back", sight(holder=""), True),
        ("run out while no process ran at all", sight(until=NOON), True),
        ("held", sight(until=NOON + MINUTE), False),
        ("held, and the clock was set back two years", sight(until=NOON + 731 * DAY), False),
    ],
)
def test_a_lease_is_free_at_first_sight(why: str, seen: Sight, is_free: bool) -> None:
    assert Watch().may_take(seen, steady=0.0, at=NOON, pace=PACE) is is_free, why


@pytest.mark.parametrize("seconds", [0.3, 6, 15, 600])
def test_a_successor_works_within_the_lease_and_one_slow_beat_costs_nothing(seconds: float) -> None:
    pace = Pace(lease=timedelta(seconds=seconds))
    assert pace.patience + 2 * pace.look <= pace.lease
    assert pace.patience >= 3 * pace.beat


@pytest.mark.parametrize(
    ("beat_at", "words"),
    [
        (None, "the clock has never ticked"),
        (NOON, None),
        (NOON - 3 * MINUTE, None),
        (NOON - 4 * MINUTE - timedelta(seconds=30), "the clock has not ticked for 4 minutes"),
        (NOON + 2 * MINUTE, None),
        (NOON + 10 * MINUTE, "the clock has not ticked for 10 minutes"),
    ],
)
def test_a_silent_clock_is_said_to_be_silent(beat_at: datetime | None, words: str | None) -> None:
    assert rules.words_of_silence(beat_at, at=NOON) == words
