"""Whether the program is well, for a monitor and at the command line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from esafety import clock
from esafety.cli import main
from esafety.clockwork.lease import Keeper
from esafety.clockwork.rules import Pace
from tests.factories.world import World


@pytest.fixture
def ticking(world: World) -> World:
    """The clockwork of the demonstration has ticked just now."""
    with world.app.app_context():
        Keeper(world.app, pace=Pace(), when_stuck=lambda: None).look()
    return world


def ask(world: World, path: str) -> tuple[int, str]:
    answer = world.new_client().get(path)
    return answer.status_code, answer.get_data(as_text=True)


def test_before_the_first_tick_the_clockwork_is_not_well_but_pages_are(world: World) -> None:
    assert ask(world, "/health/clockwork") == (503, "the clock has never ticked\n")
    assert ask(world, "/health") == (200, "well\n")


def test_a_clock_that_ticks_is_well_and_a_silent_one_is_not(ticking: World) -> None:
    assert ask(ticking, "/health/clockwork") == (200, "well\n")
    with time_machine.travel(clock.now() + timedelta(minutes=7)):
        assert ask(ticking, "/health/clockwork") == (503, "the clock has not ticked for 7 minutes\n")


def test_the_command_says_the_same_and_ends_with_a_status(
    ticking: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ESAFETY_DATA", str(ticking.data))
    assert (main(["health"]), capsys.readouterr().out) == (0, "well\n")
    with time_machine.travel(clock.now() + timedelta(minutes=7)):
        assert (main(["health"]), capsys.readouterr().out) == (1, "the clock has not ticked for 7 minutes\n")


def test_asking_makes_nothing_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ESAFETY_DATA", str(tmp_path / "none"))
    assert main(["health"]) == 1
    assert capsys.readouterr().out == f"there is no database at {tmp_path / 'none' / 'esafety.db'}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_to_be_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "esafety.db").write_text("shopping list")
    monkeypatch.setenv("ESAFETY_DATA", str(tmp_path))
    assert main(["health"]) == 1
    assert capsys.readouterr().out == "the database does not answer\n"


def test_a_clockwork_without_tables_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ESAFETY_DATA", str(tmp_path))
    assert main(["clockwork"]) == 1
    assert "start the server once" in capsys.readouterr().err
