"""Settings: each problem is one sentence that names the setting and a value that would do; all come at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from esafety.config import SETTINGS, Settings, SettingsProblem, default_data_folder

GOOD_KEY = "k" * 31 + "1"
OTHER_KEY = "p" * 31 + "2"


def problems_of(**env: str) -> list[str]:
    try:
        Settings.from_environment(env)
    except SettingsProblem as problem:
        return problem.sentences
    return []


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("ESAFETY_PORT", "99999", "from 1 to 65535, for example 8000"),
        ("ESAFETY_PORT", "0", "from 1 to 65535"),
        ("ESAFETY_PORT", "-1", "from 1 to 65535"),
        ("ESAFETY_PORT", "٨٠٠٠", "from 1 to 65535"),
        ("ESAFETY_PORT", "8e3", "from 1 to 65535"),
        ("ESAFETY_PORT", "", "from 1 to 65535"),
        ("ESAFETY_HTTPS", "maybe", "must be yes or no, for example yes"),
        ("ESAFETY_TIMEZONE", "Europe/Londn", "did you mean Europe/London?"),
        ("ESAFETY_TIMEZONE", "../../etc/passwd", "did you mean Europe/London?"),
        ("ESAFETY_TIMEZONE", "", "did you mean Europe/London?"),
        ("ESAFETY_BASE_URL", "esafety.school.example", "must begin with http:// or https://"),
        ("ESAFETY_BASE_URL", "ftp://esafety.school.example", "for example https://esafety.school.example"),
        ("ESAFETY_BASE_URL", "http://[", "must begin with http:// or https://"),
        ("ESAFETY_BASE_URL", "http://localhost:99999", "must begin with http:// or https://"),
        ("ESAFETY_BASE_URL", "http://localhost/lessons", "no path, name or password"),
        ("ESAFETY_BASE_URL", "http://me:secret@localhost", "no path, name or password"),
        ("ESAFETY_BASE_URL", "http://localhost?a=b", "no path, name or password"),
        ("ESAFETY_BASE_URL", "https://localhost", "set ESAFETY_HTTPS=yes"),
        ("ESAFETY_BASE_URL", "http://elsewhere.example", "ESAFETY_HOSTS must hold the host of ESAFETY_BASE_URL"),
        ("ESAFETY_HOSTS", "https://esafety.school.example", "host names alone"),
        ("ESAFETY_HOSTS", "*", "for example esafety.school.example"),
        ("ESAFETY_HOSTS", "good.example, two words", "host names alone"),
        ("ESAFETY_DATABASE_URL", "postgres://school", "for example sqlite:////srv/esafety/esafety.db"),
        ("ESAFETY_DATABASE_URL", "sqlite:///school.db", "the whole path of a file"),
        ("ESAFETY_DATABASE_URL", "sqlite://", "the whole path of a file"),
        ("ESAFETY_DATABASE_URL", "sqlite:////srv/school.db?mode=ro", "the whole path of a file"),
        ("ESAFETY_SECRET_KEY", "changeme", "leave it out to have one made"),
        ("ESAFETY_SECRET_KEY", "", "32 bytes or more"),
        ("ESAFETY_SECRET_KEY", "k" * 31, "32 bytes or more"),
        ("ESAFETY_PEPPER", "password", "leave it out to have one made"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_one_that_can(name: str, given: str, says: str) -> None:
    sentences = problems_of(**{name: given})
    assert len(sentences) == 1
    assert name in sentences[0]
    assert says in sentences[0]
    assert sentences[0].endswith((".", "?"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ESAFETY_PROT", "ESAFETY_PROT is not a setting. Did you mean ESAFETY_PORT?"),
        ("ESAFETY_SECRETKEY", "Did you mean ESAFETY_SECRET_KEY?"),
        ("ESAFETY_ZZZZZZZZZZZZZZZZ", "The settings are ESAFETY_DATA,"),
    ],
)
def test_a_setting_that_does_not_exist_is_named_with_the_nearest_one(name: str, says: str) -> None:
    sentences = problems_of(**{name: "1"})
    assert len(sentences) == 1
    assert says in sentences[0]


@pytest.mark.parametrize(
    ("why", "env", "says"),
    [
        (
            "one secret guards only one thing",
            {"ESAFETY_SECRET_KEY": GOOD_KEY, "ESAFETY_PEPPER": GOOD_KEY},
            "must differ",
        ),
        ("pupils type what is served", {"ESAFETY_BASE_URL": "http://localhost", "ESAFETY_HTTPS": "yes"}, "https://"),
    ],
)
def test_settings_must_fit_one_another(why: str, env: dict[str, str], says: str) -> None:
    sentences = problems_of(**env)
    assert len(sentences) == 1, why
    assert says in sentences[0]


def test_every_problem_is_told_at_once() -> None:
    sentences = problems_of(
        ESAFETY_PORT="x", ESAFETY_HTTPS="x", ESAFETY_TIMEZONE="x", ESAFETY_PEPPER="x", ESAFETY_TYPO="x",
        ESAFETY_HOSTS="*", ESAFETY_BASE_URL="x", ESAFETY_DATABASE_URL="x",
    )  # fmt: skip
    assert len(sentences) == 8


def test_a_problem_never_repeats_a_secret() -> None:
    sentences = problems_of(ESAFETY_SECRET_KEY="hunter2hunter2", ESAFETY_BASE_URL="http://me:hunter2@localhost")
    assert len(sentences) == 2
    assert "hunter2" not in " ".join(sentences)


def test_without_settings_everything_is_safe() -> None:
    settings = Settings.from_environment({})
    assert settings.data == default_data_folder()
    assert settings.database_file == settings.data / "esafety.db"
    assert settings.own_lessons == settings.data / "lessons"
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (settings.port, settings.is_https, settings.timezone) == (8000, False, "Europe/London")
    assert settings.secret_key == settings.pepper == ""


def test_settings_are_read_as_a_technician_writes_them(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "ESAFETY_DATA": str(tmp_path),
            "ESAFETY_DATABASE_URL": f"sqlite:///{tmp_path}/elsewhere.db",
            "ESAFETY_HOSTS": "esafety.school.example, 10.0.0.7,,localhost",
            "ESAFETY_BASE_URL": "https://esafety.school.example/",
            "ESAFETY_PORT": " 8443 ",
            "ESAFETY_HTTPS": "Yes",
            "ESAFETY_TIMEZONE": "Europe/London",
            "ESAFETY_OWN_LESSONS": "~/lessons",
            "ESAFETY_SECRET_KEY": GOOD_KEY,
            "ESAFETY_PEPPER": OTHER_KEY,
            "PATH": "not ours",
        }
    )
    assert settings.hosts == ("esafety.school.example", "10.0.0.7", "localhost", "127.0.0.1", "[::1]")
    assert settings.base_url == "https://esafety.school.example"
    assert (settings.port, settings.is_https) == (8443, True)
    assert settings.database_file == tmp_path / "elsewhere.db"
    assert settings.own_lessons == Path.home() / "lessons"
    assert (settings.secret_key, settings.pepper) == (GOOD_KEY, OTHER_KEY)


@pytest.mark.parametrize(("given", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("", False)])
def test_yes_and_no_are_understood(given: str, meant: bool) -> None:
    assert Settings.from_environment({"ESAFETY_HTTPS": given}).is_https is meant


def test_data_lie_outside_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_data_folder() == tmp_path / "esafety"


def test_the_process_s_own_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESAFETY_PORT", "8123")
    assert Settings.from_environment().port == 8123


def test_every_setting_has_a_sentence() -> None:
    assert all(name.startswith("ESAFETY_") and what for name, what in SETTINGS.items())
