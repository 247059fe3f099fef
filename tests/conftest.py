"""What every test shares: no setting of the person who runs them, and the application as it is put together."""

from __future__ import annotations

import os

import pytest
from flask import Flask

from esafety.app import create_app
from esafety.config import Settings
from tests.factories import databases

FOR_THE_BROWSER = "ESAFETY_CHROMIUM"


def pytest_report_header() -> str | None:
    """Says in one line which database's tests this machine leaves out."""
    return databases.words_for_report()


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_ones_own() -> None:
    for name in [name for name in os.environ if name.startswith("ESAFETY_") and name != FOR_THE_BROWSER]:
        del os.environ[name]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with an empty data folder: for what can be asked of it without a request."""
    return create_app(Settings.for_folder(tmp_path_factory.mktemp("data")))
