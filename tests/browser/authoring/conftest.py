"""A preview of its own: the command as a teacher starts it, for a lesson that was just begun."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esafety.content.skeleton import begin_lesson
from tests.authors.test_new_lesson import TODAY
from tests.browser.conftest import context_arguments
from tests.serving.program import SECONDS_TO_END, Running, environment, free_port


@pytest.fixture(scope="session")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin_lesson(tmp_path_factory.mktemp("lesson"), title="Otto asks twice", key_stage="KS1", today=TODAY)


@pytest.fixture(scope="session")
def base_url(lesson_file: Path) -> Iterator[str]:
    port, log = free_port(), lesson_file.parent / "said.txt"
    command = [sys.executable, "-m", "esafety", "lessons", "preview", str(lesson_file), "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment(), start_new_session=True)
    running = Running(process=process, port=port, log=log)
    try:
        running.until("is shown at")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS_TO_END)


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    return context_arguments(base_url)
