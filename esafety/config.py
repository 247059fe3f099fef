"""Settings, read once from the environment; every default is safe in production and fit to publish."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from esafety.mail_settings import MAIL_SETTINGS, Mail, read_mail
from esafety.network import NETWORK_SETTINGS, Network, network_problems, read_network

SETTINGS = {
    "ESAFETY_DATA": "folder for database, keys, backups and the school's own lessons",
    "ESAFETY_DATABASE_URL": "address of SQLite's file or of PostgreSQL; left out, esafety.db in the data folder",
    "ESAFETY_HOSTS": "host names the school uses, separated by commas",
    "ESAFETY_BASE_URL": "the address that pupils type, such as https://esafety.school.example",
    "ESAFETY_PORT": "port to listen on, 1 to 65535",
    "ESAFETY_HTTPS": "yes when pupils reach it by https",
    "ESAFETY_TIMEZONE": "time zone of the school, such as Europe/London",
    "ESAFETY_OWN_LESSONS": "folder of the school's own lessons",
    "ESAFETY_SECRET_KEY": "signs cookies; left out, made at first start",
    "ESAFETY_PEPPER": "guards pupils' pictures; left out, made at first start",
    **NETWORK_SETTINGS,
    **MAIL_SETTINGS,
}
KNOWN_DEFAULT_KEYS = frozenset({"dev", "secret", "changeme", "change-me", "password", "you-will-never-guess"})
SHORTEST_KEY = 32
POSTGRES_ADDRESS = re.compile(r"postgresql(?:\+psycopg)?://[^\s/?#]+/[^\s/?#]+(?:\?[^\s#]*)?")
SQLITE_ADDRESS = re.compile(r"sqlite:///(?:/|[A-Za-z]:[\\/])[^?#]+")
HOST_NAME = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:.]+\]"
)
ALWAYS_HOSTS = ("localhost", "127.0.0.1", "[::1]")


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
    hosts: tuple[str, ...] = ALWAYS_HOSTS
    base_url: str = ""
    port: int = 8000
    is_https: bool = False
    timezone: str = "Europe/London"
    own_lessons: Path
    secret_key: str = ""
    pepper: str = ""
    network: Network = field(default_factory=Network)
    mail: Mail | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this computer."""
        return self.database_url.startswith("sqlite:")

    @property
    def database_file(self) -> Path:
        """Where the SQLite database is, whether or not it has been made yet.

        Raises:
            ValueError: the database is no file.
        """
        if not self.is_sqlite:
            raise ValueError("only a SQLite database is a file")
        return Path(self.database_url.removeprefix("sqlite:///"))

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
            database_url=_database_url(env, data=data, problems=problems),
            hosts=_hosts(env, problems=problems),
            base_url=_base_url(env, problems=problems),
            port=_port(env, problems=problems),
            is_https=_yes_or_no(env, name="ESAFETY_HTTPS", problems=problems),
            timezone=_timezone(env, problems=problems),
            own_lessons=Path(env.get("ESAFETY_OWN_LESSONS") or data / "lessons").expanduser().absolute(),
            secret_key=_key(env, name="ESAFETY_SECRET_KEY", problems=problems),
            pepper=_key(env, name="ESAFETY_PEPPER", problems=problems),
            network=read_network(
                env,
                is_behind_proxy=_yes_or_no(env, name="ESAFETY_PROXY", problems=problems),
                may_be_plain=_yes_or_no(env, name="ESAFETY_ALLOW_PLAIN_HTTP", problems=problems),
                problems=problems,
            ),
            mail=read_mail(env, problems=problems),
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


def make_data_folder(settings: Settings) -> None:
    """Make the data folder where it is missing, and make sure that a database can be kept, before anything is written.

    Raises:
        SettingsProblem: which place cannot be used, and which setting names another.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsProblem(
            [f"{settings.data} cannot be made or is not a folder; choose another data folder with ESAFETY_DATA."]
        ) from error
    places = [settings.data, *(_database_places(settings) if settings.is_sqlite else [])]
    locked = [place for place in dict.fromkeys(places) if not os.access(place, os.W_OK)]
    if locked:
        raise SettingsProblem(
            [f"{place} cannot be written to; give it to whoever runs this program." for place in locked]
        )


def _database_places(settings: Settings) -> list[Path]:
    database = settings.database_file
    if database.is_dir():
        raise SettingsProblem([f"{database} is a folder, but must be the database file; move the folder away."])
    if not database.parent.is_dir():
        raise SettingsProblem([f"{database.parent} is not there; make it, or correct ESAFETY_DATABASE_URL."])
    return [database.parent, *([database] if database.exists() else [])]


def _unknown_names(env: Mapping[str, str]) -> list[str]:
    known = [*SETTINGS, "ESAFETY_CHROMIUM"]  # the last belongs to the tests and is never read here
    sentences = []
    for name in sorted(env):
        if name.startswith("ESAFETY_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" The settings are {', '.join(SETTINGS)}."
            sentences.append(f"{name} is not a setting.{hint}")
    return sentences


def _database_url(env: Mapping[str, str], *, data: Path, problems: list[str]) -> str:
    given = env.get("ESAFETY_DATABASE_URL", "").strip()
    if POSTGRES_ADDRESS.fullmatch(given):
        return given.replace("postgresql://", "postgresql+psycopg://", 1)
    if given and not SQLITE_ADDRESS.fullmatch(given):
        problems.append("ESAFETY_DATABASE_URL must be sqlite:/// and the whole path of a file, "
                        "for example sqlite:////srv/esafety/esafety.db, "
                        "or postgresql://, for example postgresql://esafety:password@localhost/esafety.")  # fmt: skip
    return given or f"sqlite:///{data / 'esafety.db'}"


def _hosts(env: Mapping[str, str], *, problems: list[str]) -> tuple[str, ...]:
    given = [host.strip() for host in env.get("ESAFETY_HOSTS", "").split(",") if host.strip()]
    if not all(HOST_NAME.fullmatch(host) for host in given):
        problems.append("ESAFETY_HOSTS must be host names alone, separated by commas, "
                        "for example esafety.school.example, 10.0.0.7.")  # fmt: skip
    return tuple(dict.fromkeys((*given, *ALWAYS_HOSTS)))


def _base_url(env: Mapping[str, str], *, problems: list[str]) -> str:
    given = env.get("ESAFETY_BASE_URL", "").strip().rstrip("/")
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        says_more = bool(parts.path or parts.query or parts.fragment or parts.username or parts.password)
    except ValueError:  # brackets that do not pair, a port beyond 65535
        is_whole = says_more = False
    if not is_whole:
        problems.append("ESAFETY_BASE_URL must begin with http:// or https:// and name a host, "
                        "for example https://esafety.school.example.")  # fmt: skip
    elif says_more:
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
        problems.append(f"{name} must be yes or no, for example yes.")
    return False


def _timezone(env: Mapping[str, str], *, problems: list[str]) -> str:
    given = env.get("ESAFETY_TIMEZONE", "Europe/London").strip()
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(given, sorted(available_timezones()), n=1) or ["Europe/London"]
        problems.append(f"ESAFETY_TIMEZONE is not a known time zone; did you mean {near[0]}?")
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
    problems += network_problems(settings.network, is_https=settings.is_https)
    if settings.secret_key and settings.secret_key == settings.pepper:
        problems.append("ESAFETY_SECRET_KEY and ESAFETY_PEPPER must differ; leave both out and they are made for you.")
    if not problems and settings.base_url and urlsplit(settings.base_url).hostname not in settings.hosts:
        problems.append("ESAFETY_HOSTS must hold the host of ESAFETY_BASE_URL, for example esafety.school.example.")
    if settings.is_https and settings.base_url.startswith("http://"):
        problems.append("ESAFETY_BASE_URL begins with http:// although ESAFETY_HTTPS is yes; make it https://.")
    if settings.base_url.startswith("https://") and not settings.is_https:
        problems.append("ESAFETY_BASE_URL begins with https:// although ESAFETY_HTTPS is no; set ESAFETY_HTTPS=yes.")
