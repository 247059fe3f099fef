"""Processes that are told to stop in the instant of their birth: `python -m tests.faults.newborn held|not-held`.

Writes how many of them forgot it. A program of its own, for what is registered at a fork stays for good.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import wait
from types import FrameType

from esafety import serving

BORN = 50
SECONDS_TO_END = 3.0


def take_note(_signal: int, _frame: FrameType | None) -> None:
    """As the main process does, which lets its workers finish first."""


def main(how: str) -> int:
    """Bear them, tell each at once, and count who lives on."""
    for told in serving.TOLD_TO_STOP:
        signal.signal(told, take_note)
    if how == "held":
        serving.hear_from_birth()
    else:
        os.register_at_fork(after_in_child=serving.end_when_told)
    newborn = [multiprocessing.get_context("fork").Process(target=signal.pause) for _number in range(BORN)]
    for each in newborn:
        each.start()
        each.terminate()
    living = {each.sentinel for each in newborn}
    while ended := wait(living, timeout=SECONDS_TO_END):
        living -= set(ended)
    for each in newborn:
        each.kill()
        each.join()
    return len(living)


if __name__ == "__main__":
    sys.stdout.write(str(main(sys.argv[1])))
