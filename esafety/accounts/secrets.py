"""Pictures and passphrases: how they are kept so that a stolen database gives none away."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST_PASSPHRASE = 200
_hasher = PasswordHasher()  # argon2id, 64 MiB
# Two at a time: thirty at once would want 2 GB and every core.
_turns = BoundedSemaphore(2)
_nobody = _hasher.hash(secrets.token_urlsafe(16))


def pictures_hash(pictures: Sequence[str], *, pupil_ref: str, pepper: bytes) -> str:
    """The keeping form of a child's pictures, in order.

    A hash alone would not guard so few combinations; the pepper, which is kept outside the database, does.
    """
    return hmac.new(pepper, "\x1f".join((pupil_ref, *pictures)).encode(), hashlib.sha256).hexdigest()


def same(one: str, *, other: str) -> bool:
    """Whether two keeping forms are equal, in the same time whichever way."""
    return hmac.compare_digest(one, other)


def assign_pictures(names: Sequence[str], *, needed: int) -> list[str]:
    """Pictures for a child, in order and without repeats; assigned, for children choose what friends can guess."""
    left = list(names)
    return [left.pop(secrets.randbelow(len(left))) for _ in range(needed)]


def passphrase_hash(passphrase: str) -> str:
    """The keeping form of a passphrase."""
    with _turns:
        return _hasher.hash(_as_hashed(passphrase))


def passphrase_fits(passphrase: str, *, kept: str | None) -> bool:
    """Whether `passphrase` is the one of `kept`; takes as long when there is nobody of that e-mail (None)."""
    with _turns:
        try:
            _hasher.verify(kept or _nobody, _as_hashed(passphrase))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def _as_hashed(passphrase: str) -> bytes:
    # Cut alike when it is set and when it is tried: otherwise a very long one would never fit.
    return passphrase[:LONGEST_PASSPHRASE].encode("utf-8", "replace")


def email_mark(email: str, *, pepper: bytes) -> str:
    """What the tries of an e-mail that nobody has are kept under: it may be somebody's, so never the e-mail itself."""
    return "e-mail:" + hmac.new(pepper, email.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:48]


def new_token() -> str:
    """A token for a sign-in's cookie: 256 bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
