"""The installation's secrets: made at first start, kept outside the database, readable by their owner alone."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from esafety.config import Settings, SettingsProblem

OWNER_ONLY = 0o600


@dataclass(frozen=True, repr=False)
class Keys:
    """The three secrets. `sealing` holds the newest key first; older ones only open what they sealed.

    `older_secrets` still read the cookies that they signed, until they are dropped.
    """

    secret: str
    pepper: bytes
    sealing: tuple[bytes, ...]
    older_secrets: tuple[str, ...] = ()


def keys_folder(settings: Settings) -> Path:
    """Where the keys are kept."""
    return settings.data / "keys"


def keys_for(settings: Settings) -> Keys:
    """Read the keys of `settings`, making at first start those that are not there.

    Raises:
        SettingsProblem: a key is missing beside a database that needs it, is too short, or others may read it.
    """
    folder = keys_folder(settings)
    is_first_start = _is_first_start(settings)
    kept_secrets = (
        [settings.secret_key]
        if settings.secret_key
        else _kept(folder / "secret.key", fresh=secrets.token_urlsafe(48), may_make=is_first_start).split()
    )
    return Keys(
        secret=kept_secrets[0],
        older_secrets=tuple(kept_secrets[1:]),
        pepper=(
            settings.pepper or _kept(folder / "pepper.key", fresh=secrets.token_urlsafe(48), may_make=is_first_start)
        ).encode(),
        sealing=_sealing_keys(folder / "sealing.key", may_make=is_first_start),
    )


def _is_first_start(settings: Settings) -> bool:
    if settings.is_sqlite:
        return not settings.database_file.exists()
    # Beside PostgreSQL a folder that holds some keys has lost the others; an empty one is a start, or start_checks
    # has found tables already and refused.
    return not any((keys_folder(settings) / name).exists() for name in ("sealing.key", "pepper.key", "secret.key"))


def read_sealing_keys(path: Path) -> tuple[bytes, ...]:
    """The keys in the file `path`, newest first.

    Raises:
        SettingsProblem: the file is missing, damaged, or others may read it.
    """
    return _sealing_keys(path, may_make=False)


def replace_key_file(path: Path, *, lines: Iterable[str]) -> None:
    """Put `lines` in the place of what the key file `path` holds: all at once, or not at all."""
    beside = write_beside(path, text="\n".join(lines))
    beside.replace(path)
    _keep_name_of(path)


def _sealing_keys(path: Path, *, may_make: bool) -> tuple[bytes, ...]:
    lines = _kept(path, fresh=Fernet.generate_key().decode(), may_make=may_make).split()
    for line in lines:
        try:
            Fernet(line)
        except ValueError as error:
            raise SettingsProblem(
                [f"{path} is damaged; put back the copy from your recovery sheet or backup."]
            ) from error
    return tuple(line.encode() for line in lines)


def _kept(path: Path, *, fresh: str, may_make: bool) -> str:
    try:
        if not path.exists():
            if not may_make:
                # A new key beside an old database would lock the school out of what the old one guarded.
                raise SettingsProblem([f"{path} is missing; put it back from your backup before you start."])
            _write_for_owner(path, text=fresh)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SettingsProblem([f"Others on this computer can read {path}; run: chmod 600 {path}"])
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(
            [f"{path} cannot be read or written; it must be a file that belongs to whoever runs this program."]
        ) from error
    if len(kept) < 32:  # noqa: PLR2004 - the same floor as config.SHORTEST_KEY
        raise SettingsProblem([f"{path} is too short to be a key; put it back from your backup."])
    return kept


def write_beside(path: Path, *, text: str) -> Path:
    """A new file beside `path` that holds `text` on the disk already, readable by its owner alone; return its place."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return beside


def _write_for_owner(path: Path, *, text: str) -> None:
    beside = write_beside(path, text=text)
    try:
        # Appears whole or not at all, and once: of two servers that start together one makes the key, both read it.
        path.hardlink_to(beside)
    except FileExistsError:
        return
    finally:
        beside.unlink()
    _keep_name_of(path)


def _keep_name_of(path: Path) -> None:
    """Let the name of a new file survive a power cut: what its key seals in the next second would be lost with it."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
