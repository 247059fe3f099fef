"""The installation's keys: made once, outside the database, for their owner alone, and never made anew beside data."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.fernet import Fernet

from esafety.config import Settings, SettingsProblem
from esafety.keys import _keep_name_of, keys_for

NAMES = ("secret.key", "pepper.key", "sealing.key")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.for_folder(tmp_path)


def refusal(settings: Settings) -> str:
    with pytest.raises(SettingsProblem) as refused:
        keys_for(settings)
    (sentence,) = refused.value.sentences
    return sentence


def test_the_first_start_makes_three_different_keys_for_their_owner_alone(settings: Settings) -> None:
    keys = keys_for(settings)
    folder = settings.data / "keys"
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    assert all(stat.S_IMODE((folder / name).stat().st_mode) == 0o600 for name in NAMES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len({keys.secret, keys.pepper.decode(), keys.sealing[0].decode()}) == 3
    assert len(keys.secret) >= 32
    assert len(keys.pepper) >= 32


def test_the_second_start_reads_what_the_first_made(settings: Settings) -> None:
    assert keys_for(settings) == keys_for(settings)


def test_two_installations_share_no_key(tmp_path: Path) -> None:
    one, other = keys_for(Settings.for_folder(tmp_path / "a")), keys_for(Settings.for_folder(tmp_path / "b"))
    assert {one.secret, one.pepper, *one.sealing}.isdisjoint({other.secret, other.pepper, *other.sealing})


def test_keys_are_never_printed_with_their_holder(settings: Settings) -> None:
    keys = keys_for(settings)
    assert keys.secret not in repr(keys)


def test_two_servers_that_start_at_once_agree_and_leave_nothing_behind(tmp_path: Path) -> None:
    for attempt in range(20):
        settings, line = Settings.for_folder(tmp_path / str(attempt)), Barrier(4)

        def start(settings: Settings = settings, line: Barrier = line) -> object:
            line.wait()
            return keys_for(settings)

        with ThreadPoolExecutor(4) as pool:
            found = [each.result() for each in [pool.submit(start) for _ in range(4)]]
        assert all(each == found[0] for each in found)
        assert sorted(path.name for path in (settings.data / "keys").iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_missing_beside_a_database_is_asked_for_not_made(settings: Settings, name: str) -> None:
    keys_for(settings)
    settings.database_file.touch()
    missing = settings.data / "keys" / name
    missing.unlink()
    assert refusal(settings) == f"{missing} is missing; put it back from your backup before you start."
    assert not missing.exists()


def test_a_database_kept_elsewhere_counts_too(settings: Settings, tmp_path: Path) -> None:
    elsewhere = replace(settings, database_url=f"sqlite:///{tmp_path}/elsewhere.db")
    elsewhere.database_file.touch()
    assert "is missing" in refusal(elsewhere)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(
    settings: Settings, name: str, mode: int
) -> None:
    keys_for(settings)
    path = settings.data / "keys" / name
    path.chmod(mode)
    assert refusal(settings) == f"Others on this computer can read {path}; run: chmod 600 {path}"


@pytest.mark.parametrize(
    ("name", "kept", "says"),
    [
        ("secret.key", b"", "too short to be a key"),
        ("pepper.key", b"short", "too short to be a key"),
        ("sealing.key", b"not a key of the right shape, but long enough", "is damaged"),
        ("secret.key", b"\xff" * 64, "cannot be read"),
    ],
)
def test_a_damaged_key_is_named(settings: Settings, name: str, kept: bytes, says: str) -> None:
    keys_for(settings)
    path = settings.data / "keys" / name
    path.write_bytes(kept)
    sentence = refusal(settings)
    assert str(path) in sentence
    assert says in sentence


def test_a_folder_in_a_key_s_place_is_named(settings: Settings) -> None:
    (settings.data / "keys" / "secret.key").mkdir(parents=True, mode=0o700)
    assert "cannot be read or written" in refusal(settings)


def test_a_file_in_the_folder_s_place_is_named(settings: Settings) -> None:
    (settings.data / "keys").write_text("mine")
    assert "cannot be read or written" in refusal(settings)


def test_keys_given_as_settings_are_not_written_down(settings: Settings) -> None:
    keys = keys_for(replace(settings, secret_key="s" * 40, pepper="p" * 40))
    assert (keys.secret, keys.pepper) == ("s" * 40, b"p" * 40)
    assert [path.name for path in (settings.data / "keys").iterdir()] == ["sealing.key"]


def test_the_newest_sealing_key_stands_first_and_older_ones_are_kept(settings: Settings) -> None:
    (old,) = keys_for(settings).sealing
    path, new = settings.data / "keys" / "sealing.key", Fernet.generate_key()
    path.write_bytes(new + b"\n" + old + b"\n")
    assert keys_for(settings).sealing == (new, old)


def test_a_system_that_cannot_open_a_folder_is_not_asked_to(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys_for(settings)
    path = settings.data / "keys" / "secret.key"
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("esafety.keys.os.name", "nt")
        elsewhere.setattr("esafety.keys.os.open", None)
        _keep_name_of(path)
    assert path.exists()
