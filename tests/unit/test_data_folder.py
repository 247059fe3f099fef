"""Where the data cannot be kept, the start is refused with one sentence, and nothing has been touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from esafety.app import create_app
from esafety.config import Settings, SettingsProblem, make_data_folder
from tests.unit.conftest import as_an_ordinary_user


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the computer can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def contents(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def refusal(settings: Settings) -> str:
    with pytest.raises(SettingsProblem) as refused:
        create_app(settings)
    (sentence,) = refused.value.sentences
    return sentence


def test_the_database_s_name_is_taken_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "esafety.db").mkdir()
    assert refusal(Settings.for_folder(tmp_path)) == (
        f"{tmp_path}/esafety.db is a folder, but must be the database file; move the folder away."
    )
    assert contents(tmp_path) == ["esafety.db"]


def test_a_file_stands_where_the_data_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    assert "choose another data folder with ESAFETY_DATA" in refusal(Settings.for_folder(tmp_path / "data"))
    assert (tmp_path / "data").read_text() == "mine"


def test_the_folder_of_a_database_elsewhere_is_missing(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"ESAFETY_DATA": str(tmp_path / "data"), "ESAFETY_DATABASE_URL": f"sqlite:///{tmp_path}/gone/school.db"}
    )
    assert refusal(settings) == f"{tmp_path}/gone is not there; make it, or correct ESAFETY_DATABASE_URL."
    assert contents(tmp_path) == ["data"]


def test_a_data_folder_that_may_only_be_read(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with as_an_ordinary_user():
        sentence = refusal(Settings.for_folder(open_folder))
    assert sentence == f"{open_folder} cannot be written to; give it to whoever runs this program."
    assert contents(open_folder) == []


def test_a_database_that_may_only_be_read(open_folder: Path) -> None:
    database = open_folder / "esafety.db"
    database.touch(mode=0o444)
    open_folder.chmod(0o777)
    with as_an_ordinary_user():
        sentence = refusal(Settings.for_folder(open_folder))
    assert sentence == f"{database} cannot be written to; give it to whoever runs this program."
    assert contents(open_folder) == ["esafety.db"]


def test_a_folder_that_cannot_be_made(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with as_an_ordinary_user():
        assert "cannot be made" in refusal(Settings.for_folder(open_folder / "data"))
    assert contents(open_folder) == []


def test_a_new_data_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    make_data_folder(Settings.for_folder(tmp_path / "new" / "data"))
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700
