"""How far guessing gets in one day, by a simulated device that never tires, and by arithmetic.

The goal: at most 0.4 % over a whole class from devices that are not the class's, 0.1 % on one child of KS2, 1 % on one
child of KS1 on a device of the class. A guesser who keeps track never tries the same pictures twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import perm, prod

import pytest

from esafety.accounts import rules
from esafety.accounts.rules import Gate, WrongTry

BEGIN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PUPILS = 30
WHOLE_CLASS, ONE_KS2, ONE_KS1 = 0.004, 0.001, 0.01
TOO_FAST = 200


@dataclass
class Guesser:
    """Tries tiles of one class through the rules, and counts what gets through at each tile."""

    key_stage: str
    is_trusted: bool = False
    is_limited: bool = True
    tries: dict[int, list[WrongTry]] = field(default_factory=dict)
    strangers: list[WrongTry] = field(default_factory=list)

    def guess(self, tile: int, *, at: datetime, device: str) -> bool:
        """One guess at a tile; whether it was taken."""
        mine = self.tries.setdefault(tile, [])
        if self.is_limited and not self._may(mine, at=at, device=device):
            return False
        mine.append(WrongTry(at, device))
        if not self.is_trusted:
            self.strangers.append(mine[-1])
        return True

    def _may(self, mine: list[WrongTry], *, at: datetime, device: str) -> bool:
        gate = rules.gate_for_pupil(
            mine, key_stage=self.key_stage, device=device, at=at, let_in_at=None, is_trusted=self.is_trusted
        )
        if gate is Gate.OPEN and not self.is_trusted:
            recent = [each for each in self.strangers if at - each.at < DAY]
            gate = rules.gate_for_class(recent, at=at, key_stage=self.key_stage)
        return gate is Gate.OPEN

    def spend_a_day(
        self, *, tiles: int, every: timedelta, device: Callable[[int], str], begin: datetime = BEGIN
    ) -> None:
        """Guess at `tiles` tiles in turn as often as the rules let through, looking again after each `every`."""
        number = 0
        for moment in range(int(DAY / every)):
            at = begin + moment * every
            for _guess in range(TOO_FAST):
                number += 1
                if not any(self.guess((number + step) % tiles, at=at, device=device(number)) for step in range(tiles)):
                    break
                if not self.is_limited:
                    break

    @property
    def guesses(self) -> int:
        return sum(len(tries) for tries in self.tries.values())

    @property
    def odds(self) -> float:
        """That at least one of the class's pictures, each set assigned at random, is among the guesses."""
        ways = choices(self.key_stage)
        return 1 - prod(1 - min(len(tries), ways) / ways for tries in self.tries.values())


def choices(key_stage: str) -> int:
    """In how many ways pictures can be tapped in order, without repeats."""
    return perm(rules.PICTURES_SHOWN[key_stage], rules.PICTURES_NEEDED[key_stage])


def one_device(_number: int) -> str:
    return "one device"


def a_new_one_each_time(number: int) -> str:
    return f"device {number}"


@pytest.mark.parametrize("device", [one_device, a_new_one_each_time])
@pytest.mark.parametrize(("key_stage", "most"), [("KS1", 5), ("KS2", 150)])
def test_spraying_a_whole_class_from_outside(key_stage: str, most: int, device: Callable[[int], str]) -> None:
    guesser = Guesser(key_stage)
    guesser.spend_a_day(tiles=PUPILS, every=timedelta(minutes=1), device=device)
    assert guesser.guesses == most
    assert guesser.odds <= WHOLE_CLASS


def test_by_arithmetic() -> None:
    assert (choices("KS1"), choices("KS2")) == (1_320, 43_680)
    assert rules.CLASS_WRONG_A_DAY / choices("KS2") <= WHOLE_CLASS
    assert rules.KS1_CLASS_WRONG_A_DAY / choices("KS1") <= WHOLE_CLASS
    assert rules.WRONG_A_DAY["KS2"] / choices("KS2") <= ONE_KS2
    assert rules.WRONG_A_DAY["KS1"] / choices("KS1") <= ONE_KS1


@pytest.mark.parametrize("device", [one_device, a_new_one_each_time])
def test_one_older_child_from_outside_and_then_on_a_device_of_the_class(device: Callable[[int], str]) -> None:
    guesser = Guesser("KS2")
    guesser.spend_a_day(tiles=1, every=timedelta(minutes=1), device=device)
    assert guesser.guesses == rules.STRANGERS_WRONG_A_DAY["KS2"]
    guesser.is_trusted = True
    for minute in range(60):
        guesser.guess(0, at=BEGIN + DAY - timedelta(minutes=61 - minute), device="class-device:1")
    assert guesser.guesses <= rules.WRONG_A_DAY["KS2"]
    assert guesser.odds <= ONE_KS2


def test_one_younger_child_on_a_device_of_the_class() -> None:
    guesser = Guesser("KS1", is_trusted=True)
    guesser.spend_a_day(tiles=1, every=timedelta(minutes=1), device=one_device)
    assert guesser.guesses == 12
    assert guesser.odds <= ONE_KS1


def test_whatever_strangers_used_up_the_child_has_tries_left_in_the_classroom() -> None:
    for key_stage, left in (("KS1", 7), ("KS2", 20)):
        guesser = Guesser(key_stage)
        guesser.spend_a_day(tiles=1, every=timedelta(minutes=1), device=a_new_one_each_time)
        guesser.is_trusted = True
        # An hour later the 24 hours of the first tries are not over yet.
        last = max(each.at for each in guesser.tries[0])
        tablets = (guesser.guess(0, at=last + timedelta(minutes=1), device=f"tablet {n}") for n in range(60))
        assert sum(tablets) == left


@pytest.mark.parametrize(
    ("key_stage", "tiles", "goal"), [("KS1", PUPILS, WHOLE_CLASS), ("KS2", PUPILS, WHOLE_CLASS), ("KS2", 1, ONE_KS2)]
)
def test_control_without_limits_the_goals_are_missed(key_stage: str, tiles: int, goal: float) -> None:
    guesser = Guesser(key_stage, is_limited=False)
    guesser.spend_a_day(tiles=tiles, every=timedelta(minutes=1), device=one_device)
    assert guesser.odds > 5 * goal


def test_control_the_limit_of_each_tile_alone_would_not_do() -> None:
    # Five tries on each of thirty tiles: the reason for a budget of the whole class.
    guesser = Guesser("KS1", is_trusted=True)
    for tile in range(PUPILS):
        for _try in range(5):
            assert guesser.guess(tile, at=BEGIN, device=one_device(0))
    assert guesser.odds == pytest.approx(0.108, abs=0.001)
