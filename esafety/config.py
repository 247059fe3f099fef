"""Settings, read once from the environment; every default is safe in production and fit to publish."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SETTINGS = {
    "ESAFETY_DATA": "folder for database, keys, backups and the school's own lessons",
    "ESAFETY_DATABASE_URL": "database address; left out, SQLite in the data folder",
    "ESAFETY_HOSTS": "host names the school uses, separated by commas",
    "ESAFETY_BASE_URL": "the address that pupils type, such as https://esafety.school.example",
    "ESAFETY_PORT": "port to listen on, 1 to 65535",
    "ESAFETY_HTTPS": "yes when pupils reach it by https",
    "ESAFETY_TIMEZONE": "time zone of the school, such as Europe/London",
    "ESAFETY_OWN_LESSONS": "folder of the school's own lessons",
    "ESAFETY_SECRET_KEY": "signs cookies; left out, made at first start",
    "ESAFETY_PEPPER": "guards pupils' pictures; left out, made at first start",
}
KNOWN_DEFAULT_KEYS = frozenset({"dev", "secret", "changeme", "change-me", "password", "you-will-never-guess"})
SHORTEST_KEY = 32


class SettingsProblem(Exception):
    """Settings that cannot be used; `sentences` says of each what is wrong and what would be right."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the whole program may know of where it runs."""

    data: Path
    database_url: str
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    base_url: str = ""
    port: int = 8000
    is_https: bool = False
    timezone: str = "Europe/London"
    own_lessons: Path
    secret_key: str = ""
    pepper: str = ""

    @classmethod
    def for_folder(cls, data: Path) -> Settings:
        """The defaults, with everything under `data`."""
        return cls(data=data, database_url=f"sqlite:///{data / 'esafety.db'}", own_lessons=data / "lessons")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read ESAFETY_* from `environ` (the process's own when None).

        Raises:
            SettingsProblem: naming every setting that cannot be used, all at once.
        """
        env = os.environ if environ is None else environ
        problems = _unknown_names(env)
        data = Path(env.get("ESAFETY_DATA") or default_data_folder()).expanduser().absolute()
        settings = cls(
            data=data,
            database_url=env.get("ESAFETY_DATABASE_URL") or f"sqlite:///{data / 'esafety.db'}",
            hosts=_hosts(env),
            base_url=_base_url(env, problems=problems),
            port=_port(env, problems=problems),
            is_https=_yes_or_no(env, name="ESAFETY_HTTPS", problems=problems),
            timezone=_timezone(env, problems=problems),
            own_lessons=Path(env.get("ESAFETY_OWN_LESSONS") or data / "lessons").expanduser().absolute(),
            secret_key=_key(env, name="ESAFETY_SECRET_KEY", problems=problems),
            pepper=_key(env, name="ESAFETY_PEPPER", problems=problems),
        )
        _check_together(settings, problems=problems)
        if problems:
            raise SettingsProblem(problems)
        return settings


def default_data_folder() -> Path:
    """Where this computer keeps a program's data, outside the code."""
    if sys.platform == "win32":  # pragma: no cover - not run here
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "esafety"
    if sys.platform == "darwin":  # pragma: no cover - not run here
        return Path.home() / "Library" / "Application Support" / "esafety"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "esafety"


def _unknown_names(env: Mapping[str, str]) -> list[str]:
    known = [*SETTINGS, "ESAFETY_CHROMIUM"]  # the last belongs to the tests and is never read here
    sentences = []
    for name in sorted(env):
        if name.startswith("ESAFETY_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" The settings are {', '.join(SETTINGS)}."
            sentences.append(f"{name} is not a setting.{hint}")
    return sentences


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    given = tuple(host.strip() for host in env.get("ESAFETY_HOSTS", "").split(",") if host.strip())
    return tuple(dict.fromkeys((*given, "localhost", "127.0.0.1", "[::1]")))


def _base_url(env: Mapping[str, str], *, problems: list[str]) -> str:
    given = env.get("ESAFETY_BASE_URL", "").strip().rstrip("/")
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        problems.append("ESAFETY_BASE_URL must begin with http:// or https:// and name a host, "
                        "for example https://esafety.school.example.")  # fmt: skip
    elif parts.path or parts.query or parts.fragment or parts.username or parts.password:
        problems.append("ESAFETY_BASE_URL must be only scheme, host and port: no path, name or password, "
                        "for example https://esafety.school.example.")  # fmt: skip
    return given


def _port(env: Mapping[str, str], *, problems: list[str]) -> int:
    given = env.get("ESAFETY_PORT", "8000").strip()
    if given.isascii() and given.isdigit() and len(given) <= 5 and 1 <= int(given) <= 65535:  # noqa: PLR2004 - TCP's own limits
        return int(given)
    problems.append("ESAFETY_PORT must be a whole number from 1 to 65535, for example 8000.")
    return 8000


def _yes_or_no(env: Mapping[str, str], *, name: str, problems: list[str]) -> bool:
    given = env.get(name, "no").strip().lower()
    if given in {"yes", "true", "1", "on"}:
        return True
    if given not in {"no", "false", "0", "off", ""}:
        problems.append(f"{name} must be yes or no.")
    return False


def _timezone(env: Mapping[str, str], *, problems: list[str]) -> str:
    given = env.get("ESAFETY_TIMEZONE", "Europe/London").strip()
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append("ESAFETY_TIMEZONE is not a known time zone; in England and Wales it is Europe/London.")
        return "Europe/London"
    return given


def _key(env: Mapping[str, str], *, name: str, problems: list[str]) -> str:
    given = env.get(name)
    if given is None:
        return ""
    if given.strip().lower() in KNOWN_DEFAULT_KEYS or len(given.encode()) < SHORTEST_KEY:
        problems.append(
            f"{name} must be {SHORTEST_KEY} bytes or more that nobody could guess; leave it out to have one made."
        )
    return given


def _check_together(settings: Settings, *, problems: list[str]) -> None:
    if settings.secret_key and settings.secret_key == settings.pepper:
        problems.append("ESAFETY_SECRET_KEY and ESAFETY_PEPPER must differ; leave both out and they are made for you.")
    if settings.is_https and settings.base_url.startswith("http://"):
        problems.append("ESAFETY_BASE_URL begins with http:// although ESAFETY_HTTPS is yes; make it https://.")
    if settings.base_url.startswith("https://") and not settings.is_https:
        problems.append("ESAFETY_BASE_URL begins with https:// although ESAFETY_HTTPS is no; set ESAFETY_HTTPS=yes.")
