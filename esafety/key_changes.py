"""Changing the installation's keys while servers run, and putting them back from the recovery sheet."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from esafety import resealing
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.keys import keys_folder, read_sealing_keys, replace_key_file
from esafety.sealed import CannotOpen


def sealing_file(settings: Settings) -> Path:
    """The file of the sealing keys, newest first."""
    return keys_folder(settings) / "sealing.key"


def begin_rotation(settings: Settings) -> bool:
    """Put a new sealing key first; False where a rotation that was broken off is to be carried on instead."""
    path = sealing_file(settings)
    kept = read_sealing_keys(path)
    if len(kept) > 1:
        return False
    replace_key_file(path, lines=[Fernet.generate_key().decode(), *(key.decode() for key in kept)])
    return True


def finish_rotation(app: Flask, *, settings: Settings, told: resealing.Told) -> int:
    """Seal every row with the newest key; return how many were.

    Raises:
        SettingsProblem: a row that no key opens.
    """
    with app.app_context():
        try:
            return resealing.seal_anew(db.session(), keys=read_sealing_keys(sealing_file(settings)), told=told)
        except CannotOpen as error:
            raise SettingsProblem(
                [f"No key opens {error}; put the key back that sealed it (esafety keys restore), then go on."]
            ) from error


def drop_old_keys(app: Flask, *, settings: Settings) -> int:
    """Forget all sealing keys but the newest; return how many were forgotten.

    Raises:
        SettingsProblem: a row is sealed with one of them; nothing was forgotten.
    """
    path = sealing_file(settings)
    with app.app_context():
        session = db.session()
        newest, *older = read_sealing_keys(path)
        left = resealing.rows_to_seal(session, newest=newest)
        if left == 0:
            # Again, with writers kept out: one of them may have begun before the rotation did.
            resealing.hold_still(session)
            left = _rows_left_now(newest)
            if left == 0:
                replace_key_file(path, lines=[newest.decode()])
        session.rollback()
    if left:
        raise SettingsProblem([f"{left} rows are still sealed with an old key; run: esafety keys rotate"])
    return len(older)


def _rows_left_now(newest: bytes) -> int:
    fernet, left = Fernet(newest), 0
    for column in resealing.sealed_columns():
        for kept in db.session.scalars(select(column.kept).where(column.column.is_not(None))):
            try:
                fernet.decrypt(kept.encode("utf-8"))
            except InvalidToken:
                left += 1
    return left


def rotate_secret(settings: Settings) -> None:
    """Put a new key first that signs cookies; what the one before it signed is read until it is dropped.

    Raises:
        SettingsProblem: the key is kept in a setting, where only the technician can change it.
    """
    if settings.secret_key:
        raise SettingsProblem(
            ["ESAFETY_SECRET_KEY is given as a setting; change it there, and everybody signs in anew."]
        )
    path = keys_folder(settings) / "secret.key"
    kept = _words_of(path)
    replace_key_file(path, lines=[secrets.token_urlsafe(48), *kept[:1]])


def drop_old_secrets(settings: Settings) -> int:
    """Forget the keys that signed cookies before; whoever has such a cookie signs in again. Return how many."""
    path = keys_folder(settings) / "secret.key"
    if settings.secret_key or not path.exists():
        return 0
    kept = _words_of(path)
    if len(kept) > 1:
        replace_key_file(path, lines=kept[:1])
    return max(0, len(kept) - 1)


def _words_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem([f"{path} cannot be read; put it back from your backup."]) from error


def put_back(settings: Settings, *, sealing: list[bytes], pepper: str) -> list[Path]:
    """Write the keys of a recovery sheet; return the files that were written.

    Raises:
        SettingsProblem: another key is there already; nothing was changed.
    """
    wanted = {"sealing.key": [key.decode("ascii") for key in sealing], "pepper.key": [pepper] if pepper else []}
    paths = {keys_folder(settings) / name: lines for name, lines in wanted.items() if lines}
    for path, lines in paths.items():
        if path.exists() and _words_of(path) != lines:
            raise SettingsProblem([f"{path} holds another key; move it away before you restore."])
    secret = keys_folder(settings) / "secret.key"
    if not settings.secret_key and not secret.exists():
        paths[secret] = [secrets.token_urlsafe(48)]
    written = [path for path in paths if not path.exists()]
    try:
        for path in written:
            replace_key_file(path, lines=paths[path])
        if os.name == "posix":
            keys_folder(settings).chmod(0o700)
    except OSError as error:
        raise SettingsProblem(
            [f"{keys_folder(settings)} cannot be written to; give it to whoever runs this program."]
        ) from error
    return written


def rows_that_stay_shut(app: Flask) -> int | None:
    """How many sealed rows none of the installation's keys opens; None where the database cannot be asked."""
    sealer = app.extensions["esafety.sealer"]
    shut = 0
    with app.app_context():
        try:
            for column in resealing.sealed_columns():
                for kept in db.session.scalars(select(column.kept).where(column.column.is_not(None))):
                    try:
                        sealer.decrypt(kept.encode("utf-8"))
                    except InvalidToken:
                        shut += 1
        except SQLAlchemyError:
            return None
        finally:
            db.session.rollback()
    return shut
